"""The pages where trainers read tasks aloud: with a yes, each her own voice, and taken back at any moment."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests import sounds
from tests.people import TRAINER
from tests.web.browser import Browser
from tests.web.crowd import OTHER_PLACE
from tests.web.site import Site, refused
from tests.web.tables import changed
from tests.web.test_task_voices import PAGE, SQLITE, VOICE, place_of, read_for, record, sound_on
from tests.web.test_welcome_words import ASSISTANT, CLAIM


@SQLITE
def test_the_list_tells_who_read_what_and_finds_a_task(site: Site) -> None:
    trainer, _learner, reading = read_for(site)
    assert trainer.at(PAGE) in _links(trainer, "cohort")

    trainer.get(trainer.at(PAGE))
    everything = trainer.page.words
    query = urlencode({"q": reading.question[:20], "language": "fr"})
    trainer.get(f"{trainer.at(PAGE)}?{query}")

    assert f"{len(site.services.bank.items)} tâches" in everything
    assert "Page 1 sur" in everything
    assert "1 écran lu sur" in trainer.page.words
    assert "Vous, 1 fois, la dernière le" in trainer.page.words
    assert "Vous avez enregistré 1 voix" in trainer.page.words
    trainer.get(f"{trainer.at(PAGE)}?q=zzz&area=9&level=x&state=y&language=es&page=zut")
    assert "Aucune tâche ne va avec ce choix." in trainer.page.words


def _links(browser: Browser, place: str) -> list[str]:
    browser.get(browser.at(place))
    return list(browser.page.links)


@SQLITE
def test_a_colleague_sees_it_and_has_a_voice_of_her_own(site: Site) -> None:
    _trainer, learner, reading = read_for(site)
    other = {"sub": "778", "name": "Nadia Benali", "given_name": "Nadia", "family_name": "Benali"}
    colleague = site.visitor(TRAINER, claims=lambda given: {**given, **other, **OTHER_PLACE, "sub": "778"})
    before = site.snapshot()

    colleague.get(colleague.at(place_of(reading)))
    shown = colleague.page.words
    colleague.send(colleague.at(f"{place_of(reading)}/erase"), {})

    assert "Paul Morel" in shown
    assert "Effacer ma voix" not in shown
    assert changed(before, site.snapshot()) <= {"session", "launch", "membership"}
    assert 303 == record(colleague, reading, sounds.mp3())
    assert 2 == site.snapshot()["task_voice"].rows
    learner.get(learner.at("tasks/1"))
    assert VOICE == learner.request("GET", sound_on(learner)[0]).data


@SQLITE
def test_an_assistant_reads_who_did_it_and_changes_nothing(site: Site) -> None:
    _trainer, _learner, reading = read_for(site)
    claims = {"sub": "777", f"{CLAIM}roles": [ASSISTANT]}
    assistant = site.visitor(TRAINER, claims=lambda given: {**given, **claims})
    before = site.snapshot()

    answer = assistant.get(assistant.at(place_of(reading)))

    assert "Paul Morel" in assistant.page.words
    assert not [form for form in assistant.page.main_forms if PAGE in form.action]
    assert "microphone=()" in answer.headers["Permissions-Policy"]
    assert 404 == record(assistant, reading)
    refused(assistant.post(assistant.at(f"{place_of(reading)}/erase"), {}), 404, "e-notfound")
    refused(assistant.post(assistant.at(f"{PAGE}/erase-all"), {"sure": "1"}), 404, "e-notfound")
    assert changed(before, site.snapshot()) <= {"security_event"}


FAULTS = {
    "no consent": (VOICE, {"consent": ""}, "Cochez votre accord"),
    "no voice": (None, {}, "Enregistrez d'abord votre voix"),
    "other words": (VOICE, {"words": "x"}, "Les mots de cette tâche viennent de changer."),
    "a page": (b"<!doctype html>", {}, "n'est pas un son que nous pouvons lire"),
    "heavy": (sounds.mp3() + b"\0" * 700_000, {}, "Ce fichier est trop lourd."),
    "long": (sounds.mp3(70.0), {}, "Il faut 60 secondes au plus."),
}


@SQLITE
@pytest.mark.parametrize("name", FAULTS)
def test_a_sentence_says_what_to_do_when_a_voice_cannot_be_taken(site: Site, name: str) -> None:
    content, fields, sentence = FAULTS[name]
    trainer, _learner, reading = read_for(site)
    before = site.snapshot()

    status = record(trainer, reading, content, **fields)

    assert 422 == status
    assert sentence in trainer.page.words
    assert "Votre voix d'avant reste." in trainer.page.words
    assert changed(before, site.snapshot()) == set()


@SQLITE
def test_everything_is_erased_when_a_trainer_ticks_it(site: Site) -> None:
    trainer, learner, _reading = read_for(site)

    unsure = trainer.post(trainer.at(f"{PAGE}/erase-all"), {})
    rows = site.snapshot()["task_voice"].rows
    trainer.send(trainer.at(f"{PAGE}/erase-all"), {"sure": "1"})

    assert (422, 1) == (unsure.status_code, rows)
    assert "Toutes vos voix sont effacées." in trainer.page.words
    assert 0 == site.snapshot()["task_voice"].rows
    learner.get(learner.at("tasks/1"))
    assert [] == sound_on(learner)


@SQLITE
def test_the_microphone_is_for_the_page_of_a_reading_alone(site: Site) -> None:
    trainer, _learner, reading = read_for(site)

    page = trainer.get(trainer.at(place_of(reading))).headers
    overview = trainer.get(trainer.at(PAGE)).headers

    assert "microphone=(self)" in page["Permissions-Policy"]
    assert page["Content-Security-Policy"].endswith("; media-src 'self' blob:")
    assert "microphone=()" in overview["Permissions-Policy"]


@SQLITE
def test_a_get_changes_nothing(site: Site) -> None:
    trainer, learner, reading = read_for(site)
    (sound,) = sound_on(learner)
    before = site.snapshot()

    for browser, place in (
        (trainer, trainer.at(PAGE)),
        (trainer, trainer.at(place_of(reading))),
        (learner, learner.at("tasks/1")),
        (learner, sound),
    ):
        assert 200 == browser.request("GET", place).status_code

    assert changed(before, site.snapshot()) == set()
