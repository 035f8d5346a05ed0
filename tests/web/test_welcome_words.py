"""The trainer's word of welcome: published with her yes, met by her learners, taken back at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
from PIL import Image
from werkzeug.test import TestResponse

from tests import sounds
from tests.fake_lms import FakeLms
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.administering import administrator, deeds
from tests.web.browser import Browser
from tests.web.crowd import OTHER_PLACE
from tests.web.rostering import queries
from tests.web.site import Site, connected, refused
from tests.web.tables import changed

PAGE, PICTURE, VOICE = "welcome-words", "welcome-words/picture", "welcome-words/voice"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MULTIPART = "multipart/form-data; boundary=x"
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def send(browser: Browser, place: str, content: bytes | None, **fields: str) -> TestResponse:
    """Send a form with a file, as a browser does; not followed."""
    form = {"csrf": browser.token, **fields}
    parts = [_part(f'name="{name}"', value.encode()) for name, value in form.items()]
    if content is not None:
        parts.append(_part('name="file"; filename="IMG_2041.html"', content, "text/html"))
    return browser.request(
        "POST",
        browser.at(place),
        data=b"".join((*parts, b"--x--\r\n")),
        content_type=MULTIPART,
        headers=browser.own_headers,
    )


def _part(named: str, content: bytes, kind: str = "text/plain") -> bytes:
    head = f"--x\r\nContent-Disposition: form-data; {named}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def publish(browser: Browser, voice: bytes = sounds.SOUNDS["audio/webm"]) -> None:
    """Both, and the page that follows."""
    for place, content in ((PICTURE, sounds.picture()), (VOICE, voice)):
        answer = send(browser, place, content, consent="1", words="Bonjour à tous.")
        assert answer.status_code == 303, browser.page.words
        browser.get(answer.location)


def sources(browser: Browser, kind: str = "media") -> list[str]:
    """The addresses of what trainers show on the present page, the picture first."""
    return [one for one in browser.page.sources if f"/{PAGE}/{kind}" in one]


def shown_to(site: Site) -> tuple[Browser, str, str]:
    """A learner in front of the first page, with the addresses of the picture and of the voice."""
    learner = site.visitor(LEARNER)
    picture, voice = sources(learner)
    return learner, picture, voice


def test_a_learner_meets_the_trainer_when_she_has_published(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    assert trainer.at(PAGE) in trainer.page.links
    publish(trainer)

    learner = site.visitor(LEARNER)
    html = learner.request("GET", learner.at("welcome")).get_data(as_text=True)

    assert "Paul est là pour vous aider." in learner.page.words
    assert "Écouter Paul (20 secondes)" in learner.page.words
    assert "Bonjour à tous." in learner.page.words
    assert 'alt="Photo : Paul"' in html
    assert 'loading="lazy"' in html
    assert '<audio controls preload="none"' in html
    assert "autoplay" not in html
    picture, voice = (learner.request("GET", one) for one in sources(learner))
    assert ("image/jpeg", (192, 192)) == (picture.mimetype, Image.open(BytesIO(picture.data)).size)
    assert ("audio/webm", sounds.SOUNDS["audio/webm"]) == (voice.mimetype, voice.data)


def test_the_first_page_is_as_before_when_nobody_has_published(site: Site) -> None:
    site.visitor(TRAINER)
    learner = site.visitor(LEARNER)

    answer = learner.request("GET", learner.at("welcome"))

    assert [] == sources(learner)
    assert "host" not in answer.get_data(as_text=True)
    assert "media-src" not in answer.headers["Content-Security-Policy"]


def test_headers_are_exact_when_a_picture_or_a_voice_is_asked_for(site: Site) -> None:
    publish(site.visitor(TRAINER))
    learner, *both = shown_to(site)

    for place in both:
        answer = learner.request("GET", place)
        assert "inline" == answer.headers["Content-Disposition"]
        assert "nosniff" == answer.headers["X-Content-Type-Options"]
        assert "private, no-cache" == answer.headers["Cache-Control"]
        assert "Cookie" in answer.headers["Vary"]
        assert "same-origin" == answer.headers["Cross-Origin-Resource-Policy"]
        again = learner.request("GET", place, headers={"If-None-Match": answer.headers["ETag"]})
        assert (304, b"") == (again.status_code, again.data)


def test_a_part_is_given_when_a_browser_asks_for_a_part_of_the_voice(site: Site) -> None:
    publish(site.visitor(TRAINER))
    learner, _picture, voice = shown_to(site)

    answer = learner.request("GET", voice, headers={"Range": "bytes=4-9"})

    whole = sounds.SOUNDS["audio/webm"]
    assert (206, whole[4:10]) == (answer.status_code, answer.data)
    assert f"bytes 4-9/{len(whole)}" == answer.headers["Content-Range"]
    assert 416 == learner.request("GET", voice, headers={"Range": "bytes=900000-"}).status_code


@pytest.mark.parametrize("place", [PICTURE, VOICE])
def test_nothing_is_kept_when_the_trainer_did_not_say_yes(site: Site, place: str) -> None:
    trainer = site.visitor(TRAINER)
    before = site.snapshot()

    answer = send(trainer, place, sounds.picture() if place == PICTURE else sounds.wav(), words="Mes mots.")

    assert 422 == answer.status_code
    assert "Cochez votre accord" in trainer.page.words
    assert ("Mes mots." in answer.get_data(as_text=True)) is (place == VOICE)
    assert changed(before, site.snapshot()) == set()


def test_it_is_gone_at_once_when_the_trainer_takes_it_back(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    publish(trainer)
    learner, *both = shown_to(site)
    trainer.get(trainer.at(PAGE))
    for kind in ("picture", "voice"):
        form = next(form for form in trainer.page.forms if form.hidden.get("kind") == kind)
        trainer.send(form.action, form.hidden)
        assert "est effacé" in trainer.page.words

    for place in both:
        refused(learner.request("GET", place, headers={"If-None-Match": "*"}), 404, "e-notfound")
    learner.get(learner.at("welcome"))
    assert [] == sources(learner)
    assert 0 == site.snapshot()["welcome_medium"].rows
    assert ["welcome-published"] * 2 + ["welcome-removed"] * 2 == deeds(site)[-4:]
    admin = administrator(site)
    admin.get("/admin/audit")
    assert "Mot d'accueil retiré" in admin.page.words
    assert "La voix" in admin.page.words
    assert TRAINER.family_name not in admin.page.words


def test_only_the_course_meets_her_when_others_know_the_address(site: Site, other_lms: FakeLms) -> None:
    """Another course, another centre, nobody: as if nothing were there."""
    publish(site.visitor(TRAINER))
    _learner, *both = shown_to(site)
    centre_id = site.services.administrators.add_centre("Namur", site.clock())
    connected(site.services, other_lms, site.clock, centre_id=centre_id)
    others = [
        site.visitor(OUTSIDER),
        site.visitor(TRAINER, claims=lambda claims: {**claims, **OTHER_PLACE}),
        _entered(site.browser(other_lms)),
    ]
    for place in both:
        medium_id = place.rpartition("/")[2]
        for other in others:
            answer = other.request("GET", other.at(f"{PAGE}/media/{medium_id}"))
            refused(answer, 404, "e-notfound", "no-such-medium")
        refused(site.browser().request("GET", place), 401, "e-method")
        refused(others[0].request("GET", others[0].at(f"{PAGE}/media/%00")), 404, "e-notfound")


def _entered(browser: Browser) -> Browser:
    browser.enter(LEARNER)
    return browser


def test_an_assistant_reads_who_shows_what_and_changes_nothing(site: Site) -> None:
    publish(site.visitor(TRAINER))
    claims = {"sub": "777", f"{CLAIM}roles": [ASSISTANT]}
    assistant = site.visitor(TRAINER, claims=lambda given: {**given, **claims})
    before = site.snapshot()

    answer = assistant.get(assistant.at(PAGE))

    assert "Paul Morel" in assistant.page.words
    assert "Photo : accord donné le" in assistant.page.words
    assert not [form for form in assistant.page.main_forms if PAGE in form.action]
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    refused(send(assistant, PICTURE, sounds.picture(), consent="1"), 404, "e-notfound")
    refused(send(assistant, VOICE, sounds.wav(), consent="1"), 404, "e-notfound")
    refused(assistant.post(assistant.at(f"{PAGE}/remove"), {"kind": "voice"}), 404, "e-notfound")
    assert changed(before, site.snapshot()) <= {"security_event"}


def test_another_trainer_is_named_when_she_opened_the_activity_later(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    publish(trainer)
    site.wait(minutes=1)
    other = {"sub": "778", "name": "Nadia Benali", "given_name": "Nadia", "family_name": "Benali"}
    colleague = site.visitor(TRAINER, claims=lambda given: {**given, **other})

    trainer.get(trainer.at(PAGE))
    colleague.get(colleague.at(PAGE))

    assert "En ce moment, les personnes voient le nom de Nadia" in trainer.page.words
    assert "Ce que les personnes voient" not in colleague.page.words
    assert [] == sources(site.visitor(LEARNER))


def test_the_microphone_is_for_this_page_alone(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    page = trainer.get(trainer.at(PAGE)).headers
    again = send(trainer, VOICE, None, consent="1").headers
    publish(trainer)
    learner = site.visitor(LEARNER)

    for headers in (page, again):
        assert "microphone=(self)" in headers["Permissions-Policy"]
        assert headers["Content-Security-Policy"].endswith("; media-src 'self' blob:")
    welcome = learner.get(learner.at("welcome")).headers
    assert welcome["Content-Security-Policy"].endswith("; media-src 'self'")
    for headers in (welcome, trainer.get(trainer.at("cohort")).headers):
        assert "microphone=()" in headers["Permissions-Policy"]
    assert "media-src" not in trainer.get(trainer.at("cohort")).headers["Content-Security-Policy"]


def test_nobody_shows_anything_when_there_is_no_course(site: Site) -> None:
    def bare(claims: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in claims.items() if name != f"{CLAIM}context"}

    trainer = site.visitor(TRAINER, claims=bare)
    trainer.get(trainer.at(PAGE))

    assert "Ouvrez l'activité depuis un cours." in trainer.page.words
    assert not [form for form in trainer.page.main_forms if PAGE in form.action]
    refused(send(trainer, PICTURE, sounds.picture(), consent="1"), 404, "e-notfound", "no-course")


@ON_SQLITE
def test_the_pages_ask_the_database_as_often_when_many_trainers_show_themselves(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    publish(trainer)
    alone = queries(trainer, PAGE)
    for number in range(4):
        other = {"sub": f"9{number}", "name": f"Nadia {number}"}
        publish(site.visitor(TRAINER, claims=lambda given, other=other: {**given, **other}))
    trainer = site.visitor(TRAINER)

    assert alone == queries(trainer, PAGE)
    trainer.get(trainer.at(PAGE))
    assert 5 == trainer.page.words.count("Message : accord donné le")


def test_a_get_changes_nothing(site: Site) -> None:
    trainer = site.visitor(TRAINER)
    publish(trainer)
    learner, *both = shown_to(site)
    before = site.snapshot()

    for browser, place in ((trainer, trainer.at(PAGE)), *((learner, one) for one in both)):
        assert 200 == browser.request("GET", place).status_code

    assert changed(before, site.snapshot()) == set()
