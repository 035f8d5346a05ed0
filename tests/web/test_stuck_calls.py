"""Calls for help as trainers, assistants and strangers meet them."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.administering import administrator
from tests.web.busying import make_busy
from tests.web.crowding import finish_everybody
from tests.web.rostering import queries
from tests.web.site import Site, refused
from tests.web.tables import changed
from tests.web.test_stuck import CLAIM, calls, tap, words


def test_the_record_shows_the_call_first_and_comes_back_after_the_answer(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    tap(learner)
    person = site.visit(learner).launch.person_id
    trainer.get(trainer.at(f"cohort/{person}"))
    assert "demande de l'aide" in words(trainer)

    tap(trainer, f"/cohort/{person}/stuck", answer="solved")

    assert "learner" == trainer.page.name
    assert "demande de l'aide" not in words(trainer)


def test_a_call_says_the_day_when_it_is_not_of_today(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    tap(learner)
    site.wait(days=2)
    trainer = site.visitor(TRAINER)
    trainer.get(trainer.at("cohort"))

    assert " à " in words(trainer).partition("Depuis : ")[2][:24]


@pytest.mark.parametrize("view", ["results", "progress"])
def test_an_assistant_reads_and_answers_calls_whatever_the_centre_lets_them_see(
    site: Site, view: str
) -> None:
    learner = site.visitor(LEARNER)
    tap(learner)
    admin = administrator(site)
    form = next(form for form in admin.page.main_forms if form.action.endswith("/assistants"))
    admin.send(form.action, {**form.hidden, "assistants_see": view})
    role = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"
    assistant = site.visitor(TRAINER, claims=lambda claims: {**claims, "sub": "777", f"{CLAIM}roles": [role]})
    person = site.visit(learner).launch.person_id
    assert "Inès Martin demande de l'aide." in words(assistant)
    assert (assistant.at(f"cohort/{person}") in assistant.page.links) is (view == "results")

    tap(assistant, f"/cohort/{person}/stuck", answer="solved")

    assert "demande de l'aide" not in words(assistant)


def test_a_stranger_neither_reads_nor_answers_a_call(site: Site) -> None:
    """Another course's learner is no trainer, and another learner's page says nothing of it."""
    learner, stranger = site.visitor(LEARNER), site.visitor(OUTSIDER)
    tap(learner)
    person = site.visit(learner).launch.person_id
    before = site.snapshot()

    stranger.get(stranger.at("stuck"))
    assert "Ça ne marche pas" in words(stranger)
    refused(stranger.post(stranger.at(f"cohort/{person}/stuck"), {"answer": "solved"}), 403, "e-role")
    assert set() == changed(before, site.snapshot()) - {"security_event"}


def test_a_trainer_has_no_button_of_a_learner(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    refused(trainer.get(trainer.at("stuck")), 404, "e-notfound", "learners-only")
    refused(trainer.post(trainer.at("stuck")), 404, "e-notfound", "learners-only")


def test_an_unknown_answer_is_refused(site: Site) -> None:
    trainer, learner = site.visitor(TRAINER), site.visitor(LEARNER)
    tap(learner)
    person = site.visit(learner).launch.person_id

    answer = trainer.post(trainer.at(f"cohort/{person}/stuck"), {"answer": "later"})

    refused(answer, 400, "e-link", "unknown-answer")
    assert ["None"] == calls(site, "solved_at")


def test_the_group_sends_as_many_statements_when_many_wait(site: Site) -> None:
    """Q15."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 6)
    few = queries(trainer)
    with site.engine.begin() as connection:
        people = connection.exec_driver_sql(
            "SELECT centre_id, context_id, person_id FROM course_member"
        ).all()
        link = connection.exec_driver_sql("SELECT id FROM resource_link").scalar()
        for number, (centre_id, context_id, person_id) in enumerate(people):
            connection.exec_driver_sql(
                "INSERT INTO stuck_call"
                " (centre_id, id, person_id, resource_link_id, context_id, place, cause, called_at)"
                f" VALUES ('{centre_id}', 'call-{number}', '{person_id}', '{link}', '{context_id}',"
                " '', '', '2026-11-20 09:00:00+00:00')"
            )

    assert few == queries(trainer)
    assert 6 <= words(trainer).count("demande de l'aide.")


def test_ten_calls_stand_above_the_group_and_a_link_leads_to_all(site: Site) -> None:
    """The longest waits first; thirty would push the group out of sight."""
    trainer = site.visitor(TRAINER)
    finish_everybody(site, trainer, 48)
    make_busy(site, trainer, range(1, 49))
    trainer.get(trainer.at("cohort"))
    said = words(trainer)

    assert 10 == said.count("demande de l'aide. Depuis")
    assert "2 autres personnes demandent de l'aide." in said
    trainer.get(trainer.at("actions?kind=call"))
    assert 12 == words(trainer).count("Attend depuis :")
