"""The learner reads who looked at their record; a trainer reads that it is written down."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from lti_tool.domain.record_view import SHOWN_AT_MOST
from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.rostering import crowd, queries
from tests.web.site import Site, refused
from tests.web.staging import do, sent
from tests.web.tables import VIEWS, changed, count, values
from tests.web.test_assistants import assistant, let_see

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
NOBODY_YET = "Personne n'a encore ouvert votre dossier."
PLACES = ["", "/skills", "/outside", "/outside/tosa", "/sheet", "/actions", "/loans/new"]


def open_record(site: Site, trainer: Browser, learner: Browser, place: str = "") -> int:
    """A trainer opens a page about a learner; the status of the answer."""
    person = site.visit(learner).launch.person_id
    return trainer.request("GET", trainer.at(f"cohort/{person}{place}")).status_code


def who_looked(learner: Browser) -> str:
    """The words of the learner's page."""
    assert 200 == learner.get(learner.at("who-looked")).status_code
    assert ("views", "Qui a regardé mon dossier") == (learner.page.name, learner.page.heading)
    return learner.page.words


def test_a_learner_reads_who_opened_their_record_and_on_which_day(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    assert NOBODY_YET in who_looked(learner)
    assert 200 == open_record(site, trainer, learner)

    words = who_looked(learner)

    assert re.search(r"Paul Morel a ouvert votre dossier le \d{1,2}(er)? \w+ 20\d\d\.", words)
    assert NOBODY_YET not in words
    assert "Passerelle efface ces lignes après 13 mois." in words
    assert "Parlez-en à Paul Morel." in words


def test_the_second_look_of_a_day_is_counted_on_the_same_line(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    open_record(site, trainer, learner)
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VIEWS} SET times = 2")

    assert "Paul Morel a ouvert votre dossier 2 fois le " in who_looked(learner)


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("document", "a ouvert un document sur vous"),
        ("export", "a copié vos résultats dans un fichier"),
        ("together", "a ouvert votre activité sur son écran"),
    ],
)
@pytest.mark.parametrize(("times", "count_words"), [(1, ""), (3, "3 fois ")])
def test_each_way_of_looking_has_its_sentence(
    site: Site, what: str, words: str, times: int, count_words: str
) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    open_record(site, trainer, learner)
    with site.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VIEWS} SET what = '{what}', times = {times}")

    assert f"Paul Morel {words} {count_words}le " in who_looked(learner)


@pytest.mark.parametrize("place", PLACES)
def test_every_page_about_a_person_leaves_a_trace(site: Site, place: str) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    before = site.snapshot()

    assert open_record(site, trainer, learner, place) in (200, 303)

    assert {VIEWS} == changed(before, site.snapshot())
    assert "Paul Morel a ouvert votre dossier le " in who_looked(learner)


def test_pages_about_one_person_are_one_look_and_one_row(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    site.clock.stop()
    for place in PLACES:
        open_record(site, trainer, learner, place)

    assert [(1,)] == values(site.engine, VIEWS, "times")


def test_a_viewer_without_a_name_is_one_of_the_team(site: Site) -> None:
    nameless = {"name": "", "given_name": "", "family_name": ""}
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER, claims=lambda told: {**told, **nameless})
    open_record(site, trainer, learner)

    words = who_looked(learner)

    assert "Une personne de l'équipe a ouvert votre dossier le " in words
    assert "Parlez-en à votre formateur." in words


def test_nobody_reads_who_looked_at_somebody_else(site: Site) -> None:
    """Another learner of the course, the same person in another course, the trainer."""
    learner, trainer, other = (site.visitor(one) for one in (LEARNER, TRAINER, OUTSIDER))
    place = {f"{CLAIM}context": {"id": OTHER_COURSE}, f"{CLAIM}resource_link": {"id": "31"}}
    away = site.visitor(LEARNER, claims=lambda claims: {**claims, **place})
    neighbour = site.visitor(LEARNER, claims=lambda claims: {**claims, "sub": "903"})
    open_record(site, trainer, learner)

    for browser in (other, away, neighbour):
        assert NOBODY_YET in who_looked(browser)
    assert NOBODY_YET not in who_looked(learner)
    refused(trainer.get(trainer.at("who-looked")), 404, "e-notfound", "learners-only")


def test_an_assistant_is_named_and_leaves_nothing_when_refused(site: Site) -> None:
    learner = site.visitor(LEARNER)
    let_see(site, "progress")
    browser = assistant(site)
    assert 404 == open_record(site, browser, learner)
    assert 0 == count(site.engine, VIEWS)
    let_see(site, "results")

    assert 200 == open_record(site, browser, learner)

    assert "Paul Morel a ouvert votre dossier le " in who_looked(learner)


def test_no_record_is_shown_when_the_look_cannot_be_written_down(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = site.visit(learner).launch.person_id

    def refuse(*call: object) -> None:
        if "INSERT INTO record_view" in str(call[2]):
            raise OperationalError(str(call[2]), None, Exception("out of reach"))

    event.listen(Engine, "before_cursor_execute", refuse)
    try:
        for place in PLACES:
            answer = trainer.get(trainer.at(f"cohort/{person}{place}"))
            refused(answer, 503, "e-busy", "database-unavailable")
            assert LEARNER.name not in answer.get_data(as_text=True)
    finally:
        event.remove(Engine, "before_cursor_execute", refuse)
    assert NOBODY_YET in who_looked(learner)


def test_a_trainer_reads_that_looks_are_written_down_and_how_many_others_looked(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    second = site.visitor(TRAINER, claims=lambda claims: {**claims, "sub": "902", "name": "Nadia Benali"})
    open_record(site, trainer, learner)
    trainer.get(trainer.at(f"cohort/{site.visit(learner).launch.person_id}"))
    alone = trainer.page.words
    second.get(second.at(f"cohort/{site.visit(learner).launch.person_id}"))
    seen = second.page.words

    assert "Chaque ouverture est notée" in alone
    assert "autre personne de l'équipe" not in alone
    assert "1 autre personne de l'équipe a ouvert ce dossier ces 30 derniers jours." in seen
    assert TRAINER.name not in seen


def test_the_way_to_the_page_is_on_the_welcome_the_path_and_the_result(site: Site) -> None:
    learner = site.visitor(LEARNER)
    assert learner.at("who-looked") in learner.page.links
    learner.get(learner.at("path"))
    assert learner.at("who-looked") in learner.page.links
    done = sent(do(site, "diagnostic"))
    done.get(done.at("result"))

    assert done.at("who-looked") in done.page.links
    who_looked(done)
    assert done.at("") in done.page.links


def test_the_last_lines_are_shown_when_there_are_too_many(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    open_record(site, trainer, learner)
    assert "dernières lignes" not in who_looked(learner)
    with site.engine.begin() as connection:
        for number in range(SHOWN_AT_MOST):
            day = f"2026-{1 + number // 28:02}-{1 + number % 28:02}"
            connection.exec_driver_sql(
                f"INSERT INTO {VIEWS} SELECT centre_id, person_id, context_id, '{day}', viewer_id, what,"
                f" '{day} 09:00:00.000000+00:00', '{day} 09:00:00.000000+00:00', 1 FROM {VIEWS} LIMIT 1"
            )

    words = who_looked(learner)

    assert f"Voici les {SHOWN_AT_MOST} dernières lignes." in words
    assert SHOWN_AT_MOST == words.count("a ouvert votre dossier le")


def test_both_pages_send_as_many_statements_when_many_are_there(site: Site) -> None:
    """Q15: the record with its trace, and the page of who looked."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    place = f"cohort/{site.visit(learner).launch.person_id}"
    few, own_few = queries(trainer, place), queries(learner, "who-looked")
    crowd(site, trainer, 30)

    assert (few, own_few) == (queries(trainer, place), queries(learner, "who-looked"))
    assert (few, own_few) <= (41, 8)


def test_a_loan_and_its_sheet_leave_a_trace(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    open_record(site, trainer, learner, "/loans/new")
    form = next(form for form in trainer.page.main_forms if form.action.endswith("/loans"))
    today = site.clock().date().isoformat()
    trainer.send(form.action, {**form.hidden, "thing": "laptop", "lent_on": today})
    slip = next(link for link in trainer.page.links if link.endswith("/slip"))
    for place in (slip.removesuffix("/slip"), slip):
        with site.engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {VIEWS}")

        assert 200 == trainer.get(place).status_code
        assert 1 == count(site.engine, VIEWS)


@pytest.mark.parametrize("page", ["actions", "actions/distance", "actions/gathering", "cohort", "sitting"])
def test_a_list_of_many_people_opens_no_record(site: Site, page: str) -> None:
    """A row for each learner each time would bury the looks at one person that mean something (ADR 0019)."""
    sent(do(site, "diagnostic"))
    trainer = site.visitor(TRAINER)

    assert 200 == trainer.get(trainer.at(page)).status_code
    assert 0 == count(site.engine, VIEWS)
