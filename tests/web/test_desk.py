"""Desk mode: for trainers and assistants, without a learner, and nothing is left behind."""

from __future__ import annotations

import logging
import re

import pytest
from werkzeug.test import TestResponse

from lti_tool.domain.desk import Said
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import SEEN, changed, everything, snapshot
from tests.web.test_assistants import assistant, let_see

QUESTIONS = ("message", "recherche", "formulaire", "document", "code", "panne")
HERE = "/l/{handle}/desk"


@pytest.fixture
def trainer(site: Site) -> Browser:
    """A trainer with the six questions on the screen, reached from the group's page."""
    browser = site.visitor(TRAINER)
    desk = HERE.format(handle=browser.handle)
    browser.get(f"/l/{browser.handle}/cohort")
    assert desk in browser.page.links
    browser.get(desk)
    return browser


def say(browser: Browser, word: str, **others: str) -> TestResponse:
    """Press « word » beside every question but those named."""
    said = {**dict.fromkeys(QUESTIONS, word), **others}
    return browser.submit({f"said-{name}": value for name, value in said.items()})


def test_six_sentences_stand_ready_when_the_agent_opens_the_page(trainer: Browser) -> None:
    assert (trainer.page.name, trainer.page.heading) == ("desk", "Au guichet")
    for name in QUESTIONS:
        assert {word.value for word in Said} == trainer.page.form.offers(f"said-{name}")
    for word in ("Sans aide", "Avec de l'aide", "Ne sait pas", "Pas demandé"):
        assert word in trainer.page.words
    assert "Rien n'est gardé ni envoyé." in trainer.page.words


@pytest.mark.parametrize(
    ("word", "spoken", "where"),
    [
        ("unknown", "On commence tout doucement", "un rendez-vous avec un formateur"),
        ("helped", "On continue avec les premiers pas", "les premiers modules"),
        ("alone", "Voulez-vous voir plus loin", "le diagnostic complet"),
    ],
)
def test_the_agent_reads_what_to_say_and_where_to_send_when_it_is_over(
    trainer: Browser, word: str, spoken: str, where: str
) -> None:
    answer = say(trainer, word)

    assert (answer.status_code, trainer.page.heading) == (200, "Orientation")
    assert spoken in trainer.page.words
    assert where in trainer.page.words
    assert "ni un niveau, ni une note" in trainer.page.words
    assert ("code de banque" in trainer.page.words) is (word != "alone")


def test_no_area_reads_above_2_or_without_a_question_when_all_went_well(trainer: Browser) -> None:
    say(trainer, "alone", document="not-asked")

    assert 4 == trainer.page.words.count("2 : sait seul les choses simples")
    assert 1 == trainer.page.words.count("pas demandé")


def test_nothing_is_stored_sent_logged_or_addressed_when_a_citizen_answered(
    site: Site, trainer: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    before, calls = snapshot(site.engine, without=SEEN), len(site.lms.journal)
    with caplog.at_level(logging.DEBUG):
        answer = say(trainer, "helped")

    assert changed(before, snapshot(site.engine, without=SEEN)) == set()
    assert calls == len(site.lms.journal)
    assert "said-" not in caplog.text
    assert "helped" not in caplog.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_answers_stay_on_the_page_when_nothing_was_asked(trainer: Browser) -> None:
    assert 422 == say(trainer, "not-asked").status_code
    assert "Posez au moins une question." in trainer.page.words


def test_the_form_is_refused_when_an_answer_is_none_of_ours(trainer: Browser) -> None:
    answer = say(trainer, "alone", code="123456")

    assert 400 == answer.status_code
    assert "123456" not in answer.get_data(as_text=True)


def test_learners_stay_outside_when_they_know_the_address(site: Site) -> None:
    browser = site.visitor(LEARNER)

    assert 403 == browser.request("GET", HERE.format(handle=browser.handle)).status_code


def test_the_citizen_takes_a_card_along_that_says_nothing_about_them(trainer: Browser) -> None:
    say(trainer, "helped")
    card = trainer.page.words.partition("La carte à donner")[2].partition("Écrivez sur la carte")[0]

    assert "Vous savez déjà des choses." in card
    assert "Où aller :" in card
    assert "La bibliothèque de votre commune" in card
    assert "On ne donne jamais un code de banque" in card
    assert "sait avec de l'aide" not in card


@pytest.mark.parametrize("is_steward", [False, True])
def test_a_whole_desk_leaves_no_row_when_the_agent_goes_on_to_the_next(site: Site, is_steward: bool) -> None:
    """From the first page to the next citizen, and an answer that is none of ours."""
    if is_steward:
        let_see(site, "progress")
    browser = assistant(site) if is_steward else site.visitor(TRAINER)
    before = snapshot(site.engine, without=SEEN)
    browser.get(browser.at("helping"))
    desk = browser.at("desk")
    assert desk in browser.page.links
    browser.get(desk)
    say(browser, "not-asked")
    say(browser, "unknown", code="alone")
    assert {desk, browser.at("helping")} <= set(browser.page.links)
    browser.get(desk)
    answer = say(browser, "alone", code="my code is 1234")

    assert 400 == answer.status_code
    assert changed(before, snapshot(site.engine, without=SEEN)) == set()
    assert "1234" not in everything(site.engine)


def test_the_card_alone_is_printed(trainer: Browser) -> None:
    """What the agent reads stays on the screen."""
    body = say(trainer, "helped").get_data(as_text=True)
    sections = re.findall(r'<section class="([^"]*)"', body)

    assert 4 == len(sections)
    assert ["panel citizen"] == [name for name in sections if "print-less" not in name]
    assert 'class="print-less">Orientation</h1>' in body
