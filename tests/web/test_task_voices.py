"""Voices that read tasks, as learners meet them: heard in the centre alone, gone once they are erased."""

from __future__ import annotations

import pytest

from lti_tool.domain.task_reading import Reading, reading_met
from tests import sounds
from tests.fake_lms import FakeLms
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.beside import at_kiosk
from tests.web.browser import Browser
from tests.web.site import Site, connected, refused
from tests.web.test_welcome_words import send

PAGE = "task-voices"
SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
VOICE = sounds.SOUNDS["audio/webm"]


def begun(site: Site) -> Browser:
    """A learner in front of the first task."""
    learner = site.visitor(LEARNER)
    learner.submit()
    assert learner.page.name == "question"
    return learner


def met(site: Site, learner: Browser) -> Reading:
    """What stands in front of this learner."""
    attempt = site.attempt(learner)
    assert attempt.current is not None
    item = site.services.bank.get(attempt.current.item_id)
    assert item is not None
    return reading_met(item, attempt.seed, attempt.current.scene_id)


def place_of(reading: Reading) -> str:
    return f"{PAGE}/{reading.language}/{reading.item_id}/{reading.variant}/{reading.scene}"


def record(browser: Browser, reading: Reading, content: bytes | None = VOICE, **fields: str) -> int:
    """Read this aloud, and go where the answer leads; its status."""
    form = {"consent": "1", "words": reading.fingerprint, **fields}
    answer = send(browser, place_of(reading), content, **form)
    if answer.status_code == 303:
        browser.get(answer.location)
    return answer.status_code


def sound_on(browser: Browser) -> list[str]:
    """The addresses of recorded voices on the present page."""
    return [one for one in browser.page.sources if f"/{PAGE}/sound/" in one]


def read_for(site: Site) -> tuple[Browser, Browser, Reading]:
    """A trainer who read the task that the learner has open."""
    learner, trainer = begun(site), site.visitor(TRAINER)
    reading = met(site, learner)
    assert record(trainer, reading) == 303
    learner.get(learner.at("tasks/1"))
    return trainer, learner, reading


def test_a_learner_hears_the_task_when_a_trainer_read_it(site: Site) -> None:
    trainer, learner, _reading = read_for(site)
    assert "Les apprenants de votre centre peuvent écouter cette voix." in trainer.page.words

    answer = learner.request("GET", learner.at("tasks/1"))

    (sound,) = sound_on(learner)
    html = answer.get_data(as_text=True)
    assert '<audio class="print-less" controls preload="none"' in html
    assert "autoplay" not in html
    assert "data-listen" not in html
    assert answer.headers["Content-Security-Policy"].endswith("; media-src 'self'")
    assert ("audio/webm", VOICE) == (
        learner.request("GET", sound).mimetype,
        learner.request("GET", sound).data,
    )


@SQLITE
def test_the_help_can_be_heard_too_when_the_task_has_a_recorded_voice(site: Site) -> None:
    _trainer, learner, _reading = read_for(site)

    learner.submit({"help": "1"})

    html = learner.request("GET", learner.at("tasks/1")).get_data(as_text=True)
    assert "data-hear" in html
    assert "data-listen" in html
    assert "Écouter la question" in learner.page.words


@SQLITE
def test_the_task_is_as_before_when_nobody_read_it(site: Site) -> None:
    learner = begun(site)

    answer = learner.request("GET", learner.at("tasks/1"))

    html = answer.get_data(as_text=True)
    assert "data-listen" in html
    assert "task_voice" not in html
    assert "media-src" not in answer.headers["Content-Security-Policy"]


@SQLITE
def test_no_voice_is_offered_when_the_learner_wants_no_sound(site: Site) -> None:
    _trainer, learner, _reading = read_for(site)
    assert sound_on(learner)
    learner.get(learner.at("comfort"))
    comfort = next(form for form in learner.page.main_forms if form.action.endswith("/comfort"))

    learner.send(comfort.action, {"sound": "no"})
    answer = learner.get(learner.at("tasks/1"))

    assert [] == sound_on(learner)
    assert "media-src" not in answer.headers["Content-Security-Policy"]


@SQLITE
def test_a_voice_in_one_language_is_not_heard_in_another(site: Site) -> None:
    _trainer, learner, _reading = read_for(site)

    learner.send(learner.at("language"), {"language": "nl", "back": learner.at("tasks/1")})

    assert [] == sound_on(learner)


@SQLITE
def test_the_voice_is_heard_when_every_line_has_a_second_language(site: Site) -> None:
    """It reads the language of the page; no line of its player is said twice."""
    _trainer, learner, _reading = read_for(site)
    learner.get(learner.at("comfort"))
    comfort = next(form for form in learner.page.main_forms if form.action.endswith("/comfort"))

    learner.send(comfort.action, {"second": "nl"})
    html = learner.request("GET", learner.at("tasks/1")).get_data(as_text=True)

    assert 1 == len(sound_on(learner))
    assert '<span class="second" lang="nl"' in html
    assert 1 == html.count("data-hear")
    player = html[html.index("data-hear") : html.index("<form class")]
    assert "second" not in player


def test_headers_are_exact_when_a_voice_is_asked_for(site: Site) -> None:
    _trainer, learner, _reading = read_for(site)
    (sound,) = sound_on(learner)

    answer = learner.request("GET", sound)
    again = learner.request("GET", sound, headers={"If-None-Match": answer.headers["ETag"]})
    part = learner.request("GET", sound, headers={"Range": "bytes=4-9"})

    assert "inline" == answer.headers["Content-Disposition"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert "private, no-cache" == answer.headers["Cache-Control"]
    assert "Cookie" in answer.headers["Vary"]
    assert (304, b"") == (again.status_code, again.data)
    assert (206, VOICE[4:10]) == (part.status_code, part.data)


def test_only_the_centre_hears_it_when_others_know_the_address(site: Site, other_lms: FakeLms) -> None:
    """Another course of the centre hears it; another centre, or nobody, is told of nothing."""
    _trainer, learner, reading = read_for(site)
    (sound,) = sound_on(learner)
    name = sound.rpartition("/")[2]
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    connected(site.services, other_lms, site.clock, centre_id=centre_id)
    elsewhere, foreign = site.browser(other_lms), site.browser(other_lms)
    elsewhere.enter(LEARNER)
    foreign.enter(TRAINER)
    neighbour = site.visitor(OUTSIDER)

    for other in (elsewhere, foreign):
        answer = other.request("GET", other.at(f"{PAGE}/sound/{name}"))
        refused(answer, 404, "e-notfound", "no-such-voice")
    foreign.get(foreign.at(place_of(reading)))
    assert [] == sound_on(foreign)
    assert VOICE == neighbour.request("GET", neighbour.at(f"{PAGE}/sound/{name}")).data
    refused(site.browser().request("GET", sound), 401, "e-method")
    refused(neighbour.request("GET", neighbour.at(f"{PAGE}/sound/%00")), 404, "e-notfound")
    refused(neighbour.request("GET", sound), 401, "e-expired")


def test_it_is_gone_at_once_when_the_trainer_erases_it(site: Site) -> None:
    trainer, learner, reading = read_for(site)
    (sound,) = sound_on(learner)
    form = next(form for form in trainer.page.forms if form.action.endswith("/erase"))

    trainer.send(form.action, form.hidden)

    assert "Personne ne l'entend plus." in trainer.page.words
    refused(learner.request("GET", sound, headers={"If-None-Match": "*"}), 404, "e-notfound")
    learner.get(learner.at("tasks/1"))
    assert [] == sound_on(learner)
    assert 0 == site.snapshot()["task_voice"].rows
    assert ["task-voice-recorded", "task-voice-erased"] == deeds(site)[-2:]
    admin = administrator(site)
    admin.get("/admin/audit")
    assert "Voix d'une tâche effacée" in admin.page.words
    assert reading.item_id in admin.page.words
    assert TRAINER.family_name not in admin.page.words


@SQLITE
def test_nothing_stays_on_a_shared_computer(site: Site) -> None:
    _trainer, learner, _reading = read_for(site)
    name = sound_on(learner)[0].rpartition("/")[2]
    kiosk, _person = at_kiosk(site)

    answer = kiosk.request("GET", kiosk.at(f"{PAGE}/sound/{name}"))

    assert (200, "no-store") == (answer.status_code, answer.headers["Cache-Control"])
