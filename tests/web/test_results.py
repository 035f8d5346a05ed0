"""What a learner and a trainer read of a result: certainty, why, readiness, readings, before and now."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lti_tool.domain.ability import Outcome
from lti_tool.domain.attempt import Bank
from lti_tool.domain.item import Item
from lti_tool.domain.profile import profile_of
from lti_tool.web.showing_result import can_do_of
from tests.factories import an_answer, an_attempt
from tests.people import TRAINER
from tests.web.site import Site
from tests.web.staging import all_but, do, enter, everything, nothing, sent

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
AREA_WORDS = ("Chercher et ranger des informations", "Se protéger", "Se débrouiller")
FROWNED_ON = ("erreur", "échec", "score", "examen", "évaluation", "sur 8", "certification")


def person_of(site: Site, browser: object) -> str:
    """The number of a learner in trainers' addresses."""
    return site.visit(browser).launch.person_id  # type: ignore[arg-type]  # a browser


def test_a_result_begins_with_what_the_person_can_do_and_says_how_sure_it_is(site: Site) -> None:
    browser = do(site, "diagnostic", everything)
    words = browser.page.words

    assert browser.page.heading.startswith("Vous savez ")
    assert all(area in words for area in AREA_WORDS)
    assert any(word in words for word in ("(sûr)", "(probable)", "(à confirmer)"))
    assert words.index("Où j'en suis") < words.index("Pourquoi ce niveau ?")
    assert "Je sais " in words
    assert "Depuis le" not in words
    assert [] == [word for word in FROWNED_ON if word in words.lower()]


def test_somebody_who_knows_nothing_yet_reads_something_true(site: Site) -> None:
    browser = do(site, "diagnostic", nothing)

    assert browser.page.heading == "Vous savez ouvrir une activité et passer d'une page à l'autre."
    assert "Pourquoi ce niveau ?" not in browser.page.words
    assert "je commence" in browser.page.words


def test_the_end_is_compared_with_the_entry_and_with_nobody_else(site: Site) -> None:
    do(site, "diagnostic", nothing)
    site.wait(days=60)
    words = do(site, "diagnostic-end", everything).page.words

    assert words.count("progrès clair") == 6
    assert "On compare avec le " in words
    assert "pas de progrès" not in words.lower()


def test_a_fall_reads_as_no_clear_change(site: Site) -> None:
    do(site, "diagnostic", everything)
    words = do(site, "diagnostic-end", nothing).page.words

    assert words.count("pas de changement clair mesuré") == 6
    assert "progrès" not in words.replace("pas de progrès", "")


def test_only_the_areas_that_were_asked_are_shown_midway(site: Site) -> None:
    do(site, "diagnostic", all_but("3", "5"))
    browser = do(site, "diagnostic-midway", everything)
    words = browser.page.words

    assert "Étape 1 sur 2" in _first_question(site, "diagnostic-midway", "Boris")
    assert "Se débrouiller" in words
    assert "Se protéger" not in words
    assert "Tout ensemble" not in words
    assert browser.at("sheet") not in browser.page.links


def _first_question(site: Site, slug: str, sub: str) -> str:
    """What somebody reads on the first task midway who has a weak and a strong side."""
    do(site, "diagnostic", all_but("3", "5"), sub=sub)
    browser = enter(site, slug, sub=sub)
    browser.submit()
    return browser.page.words


@pytest.mark.parametrize("slug", ["diagnostic-area-4", "first-use"])
def test_one_block_of_tasks_needs_no_counting_of_steps(site: Site, slug: str) -> None:
    """Neither in what is read nor in the title of the window."""
    browser = enter(site, slug)
    browser.submit()

    assert browser.page.name == "question"
    assert "Étape" not in browser.page.title + browser.page.words

    browser.get(browser.at("pause"))
    assert browser.page.name == "pause"
    assert "Étape" not in browser.page.title + browser.page.words


def test_one_area_says_that_one_level_is_sent(site: Site) -> None:
    browser = enter(site, "diagnostic-area-4")

    assert "un niveau va dans votre cours" in browser.page.words


@pytest.mark.parametrize(
    ("slug", "heading"),
    [
        ("diagnostic", "Bonjour. Voyons ce que vous savez faire."),
        ("diagnostic-midway", "Bonjour. Voyons où vous en êtes."),
        ("diagnostic-end", "Bonjour. Voyons ce que vous avez appris."),
    ],
)
@SQLITE
def test_the_welcome_fits_the_stage(site: Site, slug: str, heading: str) -> None:
    assert heading == enter(site, slug).page.heading


def test_what_is_ready_for_learning_at_a_distance_follows_the_answers(site: Site) -> None:
    browser = do(site, "diagnostic")
    silent = browser.page.words
    visit, now = site.visit(browser), site.clock()
    for question, answer in (("device", "computer"), ("connection", "none"), ("hands-on", "alone")):
        site.services.attempts.answer_access(visit, question, answer, now)
    browser.get(browser.at("result"))
    words = browser.page.words

    assert "Apprendre à distance" not in silent
    assert "Un appareil pour apprendre prêt" in words
    assert "Une connexion internet à préparer" in words
    assert "Un endroit calme pas encore dit" in words
    assert "Un premier appel vidéo prêt" in words
    assert "Tout reste ouvert." in words


def test_the_trainer_reads_official_names_the_learner_does_not(site: Site) -> None:
    browser = sent(do(site, "diagnostic", everything))
    learner = enter(site, "diagnostic").page.words
    trainer = enter(site, "diagnostic", TRAINER)
    trainer.get(trainer.at(f"cohort/{person_of(site, browser)}"))
    words = trainer.page.words

    assert "DigComp 2.2 : niveau " in words.replace("\xa0", " ")
    assert "Sécurité, bien-être et usage responsable" in words
    assert "European Union 2025, CC BY 4.0" in words
    assert "usage responsable" not in learner
    assert " · B1 · intermédiaire" in learner or " · A2 · élémentaire" in learner or " · B2 · " in learner


def test_the_trainer_reads_before_and_now_once_both_were_sent(site: Site) -> None:
    sent(do(site, "diagnostic", nothing))
    site.wait(days=60)
    browser = do(site, "diagnostic-end", everything)
    trainer = enter(site, "diagnostic-end", TRAINER)
    place = trainer.at(f"cohort/{person_of(site, browser)}")
    trainer.get(place)
    before = trainer.page.words
    sent(browser)
    trainer.get(place)

    assert "Avant, pendant, à la fin" not in before
    assert "Avant, pendant, à la fin" in trainer.page.words
    assert "progrès clair" in trainer.page.words


@pytest.mark.parametrize(
    ("days", "said"), [(0, "le jour de l'arrivée"), (1, "1 jour après"), (31, "31 jours après")]
)
@SQLITE
def test_the_trainer_reads_how_long_after_the_arrival_it_was_made(site: Site, days: int, said: str) -> None:
    enter(site, "diagnostic")
    site.wait(days=days)
    browser = sent(do(site, "diagnostic", nothing))
    trainer = enter(site, "diagnostic", TRAINER)
    trainer.get(trainer.at(f"cohort/{person_of(site, browser)}"))

    assert said in trainer.page.words
    assert ("30 premiers jours" in trainer.page.words) is (days > 30)


@SQLITE
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_profile_gets_a_true_sentence(site: Site, data: st.DataObject) -> None:
    """ "I don't know" to everything too: whoever reads a result has moved through its pages."""
    bank: Bank = site.services.bank
    items = data.draw(st.lists(st.sampled_from(bank.items), unique_by=lambda item: item.id, max_size=24))
    ends = data.draw(st.lists(st.sampled_from(Outcome), min_size=len(items), max_size=len(items)))
    answers = tuple(
        an_answer(n, item_id=item.id, competence=item.competence, level=item.level, outcome=end)
        for n, (item, end) in enumerate(zip(items, ends, strict=True), 1)
    )
    attempt = an_attempt(answers=answers)
    profile = profile_of(attempt, bank)
    true = {_said_of(bank.drawn(one.item_id, attempt.seed), one.outcome) for one in answers} - {""}
    app: Flask = site.app
    with app.test_request_context(base_url=site.base_url):
        said = can_do_of(profile)

    assert said
    assert all(said)
    assert set(said) <= (true or {"ouvrir une activité et passer d'une page à l'autre"})


def _said_of(item: Item | None, outcome: Outcome) -> str:
    """What may be said of a task that ended so; nothing of one that was not done."""
    assert item is not None
    words = {Outcome.ALONE: item.can_do, Outcome.HELPED: f"{item.can_do}, avec un peu d'aide"}
    return words.get(outcome, "")
