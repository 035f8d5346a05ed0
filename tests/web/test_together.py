"""Side by side: a learner's own diagnostic on the trainer's screen."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, OTHER_COURSE, OUTSIDER, TEST_USER, TRAINER
from tests.web.beside import agree, answer_right, fill, finish, person_of, together
from tests.web.site import Site, refused
from tests.web.tables import count, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"


def test_nothing_is_shown_when_the_person_did_not_agree(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    learner.submit()
    person = person_of(site, learner)

    for path in ("/tasks/1", "/pause", "/access/device", "/result"):
        trainer.get(together(trainer, person, path))
        assert trainer.page.name == "agree", path
    answer = trainer.post(together(trainer, person))
    assert answer.status_code == 422
    assert "Demandez d'abord à la personne" in trainer.page.words
    trainer.post(together(trainer, person, "/tasks/1"), {"skip": "1", "submission": "x" * 8, "version": "1"})
    trainer.post(together(trainer, person, "/access/device"), {"skip": "1"})
    trainer.post(together(trainer, person, "/result"), {"agreed": "yes"})

    assert (count(site.engine, "answer"), count(site.engine, "sitting")) == (0, 0)
    assert site.attempt(learner).shared_at is None


def test_the_attempt_is_the_learners_own_when_it_is_begun_beside_the_trainer(site: Site) -> None:
    """The trainer's launch gets neither attempt nor grade; the learner goes on from there."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)

    agree(trainer, person)
    assert trainer.page.name == "question"
    assert f"Vous faites ensemble : {LEARNER.name}" in trainer.page.words
    answer_right(site, trainer, learner)
    while not site.attempt(learner).answers:
        answer_right(site, trainer, learner)

    assert values(site.engine, "attempt", "person_id") == [(person,)]
    (done,) = site.attempt(learner).answers
    assert (done.is_accompanied, done.outcome.value) == (True, "alone")
    learner.get(learner.at("welcome"))
    assert "On continue ?" in learner.page.words
    learner.submit()
    learner.submit({"skip": "1"})
    assert [one.is_accompanied for one in site.attempt(learner).answers] == [True, False]


def test_answer_counts_with_help_when_a_hand_was_given(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    agree(trainer, person_of(site, learner))
    while not site.attempt(learner).answers:
        answer_right(site, trainer, learner, hand="1")

    assert site.attempt(learner).answers[0].outcome.value == "helped"


def test_a_learner_cannot_say_that_a_hand_was_given(site: Site) -> None:
    learner = site.visitor(LEARNER)
    learner.submit()

    assert learner.submit({"skip": "1", "hand": "1"}).status_code == 400


def test_grades_are_the_learners_when_all_was_done_beside_the_trainer(site: Site) -> None:
    """On the LMS: six columns, for the learner alone; the comment says how many tasks were done so."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    agree(trainer, person_of(site, learner))
    finish(trainer)
    assert trainer.page.name == "finished"
    site.deliver()

    tasks = len(site.attempt(learner).answers)
    assert f"{tasks} tâches faites ensemble, sur {tasks}." in trainer.page.words
    comments = {row[0] for row in values(site.engine, "delivery", "comment")}
    assert len(comments) == 6
    assert all(f"{tasks} tâches faites à côté d'un formateur." in str(one) for one in comments)
    assert {row[0] for row in values(site.engine, "delivery", "person_id")} == {person_of(site, learner)}
    assert {row[0] for row in values(site.engine, "delivery", "state")} == {"idle"}


def test_the_platforms_test_user_is_nobodys_learner(site: Site) -> None:
    """R11: no grade is ever made for one, beside a trainer neither."""
    tester, trainer = site.visitor(TEST_USER), site.visitor(TRAINER)

    refused(trainer.get(together(trainer, person_of(site, tester))), 404, "e-notfound", "no-such-person")


def test_result_is_sent_when_the_person_decides_on_the_trainers_screen(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    finish(trainer)
    assert "Vous savez" in trainer.page.words
    trainer.send(together(trainer, person, "/result"))
    assert site.attempt(learner).shared_at is None
    trainer.send(together(trainer, person, "/result"), {"agreed": "yes"})

    assert site.attempt(learner).shared_at is not None
    assert "Envoyé" in trainer.page.words


def test_result_stays_hidden_when_the_learner_finished_alone_and_kept_it(site: Site) -> None:
    """Ethics of trainers' pages: an agreement that was ticked opens no result that was not sent."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    site.finish(learner)
    site.answer_access(learner)
    agree(trainer, person_of(site, learner))

    assert trainer.page.name == "finished"
    assert "Vous savez" not in trainer.page.words


def test_nothing_is_lost_when_phone_and_screen_answer_at_once(site: Site) -> None:
    """The first answer is kept, the other window reads what happened, and both go on."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    learner.get(learner.at("tasks/1"))
    assert fill(learner, {"skip": "1"}).status_code == 200

    assert fill(trainer, {"skip": "1"}).status_code == 409
    assert "Cette personne a répondu sur un autre appareil." in trainer.page.words
    assert "La réponse donnée sur l'autre appareil est gardée." in trainer.page.words
    assert "Votre première réponse" not in trainer.page.words
    assert len(site.attempt(learner).answers) == 1
    trainer.get(together(trainer, person, "/tasks/1"))
    fill(trainer, {"skip": "1"})
    assert [one.is_accompanied for one in site.attempt(learner).answers] == [False, True]


def test_pause_speaks_to_whoever_holds_the_screen_when_a_trainer_is_beside(site: Site) -> None:
    """The trainer reads whose answers are kept and how to close this screen; the learner's own page stays."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    asked = trainer.page.words
    trainer.get(together(trainer, person, "/pause"))
    beside = trainer.page.words
    learner.get(learner.at("pause"))

    assert "Demandez à" not in asked
    assert "Toutes ses réponses sont gardées." in beside
    assert "« Arrêter et revenir à la séance »" in beside
    assert "Vos réponses" not in beside
    assert "votre cours" not in beside
    assert "Vos réponses sont gardées." in learner.page.words


def test_the_same_form_is_harmless_when_it_is_sent_twice(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    agree(trainer, person_of(site, learner))
    form = next(form for form in trainer.page.main_forms if "submission" in form.hidden)
    for _ in range(2):
        assert trainer.post(form.action, {**form.hidden, "skip": "1"}).status_code == 303

    assert len(site.attempt(learner).answers) == 1


def test_tick_is_kept_when_the_answer_is_missing(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    agree(trainer, person_of(site, learner))
    answer = fill(trainer, {"hand": "1"})

    assert answer.status_code == 422
    assert 'id="hand" checked' in answer.get_data(as_text=True)
    assert site.attempt(learner).version == 1


def test_not_now_is_kept_when_the_person_prefers_it(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person, later="1")

    assert trainer.page.name == "sitting"
    assert site.attempt(learner).state.value == "declined"
    assert count(site.engine, "sitting") == 0


def test_pages_close_when_the_trainer_leaves_or_the_session_ends(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    trainer.send(together(trainer, person, "/leave"))
    assert trainer.page.name == "sitting"
    trainer.get(together(trainer, person, "/tasks/1"))
    assert trainer.page.name == "agree"
    agree(trainer, person)
    trainer.enter(TRAINER)
    trainer.get(together(trainer, person, "/tasks/1"))

    assert trainer.page.name == "agree"


def test_it_is_written_down_when_a_learners_activity_is_opened(site: Site) -> None:
    """In the audit trail, and where the learner reads it; once for one sitting, without name or sub."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    agree(trainer, person)

    begun = [
        row
        for row in values(site.engine, "audit_entry", "action", "object_id", "actor", "detail")
        if row[0] == "sitting-begun"
    ]
    actor = f"trainer/{site.visit(trainer).launch.person_id}"
    assert begun == [("sitting-begun", person, actor, "")]
    assert values(site.engine, "record_view", "person_id", "what") == [(person, "together")]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_person_is_not_there_when_they_are_of_another_course(site: Site, method: str) -> None:
    """As if nobody had that number; a trainer is nobody's learner either."""
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)
    site.visitor(LEARNER)
    for person in (person_of(site, outsider), person_of(site, trainer), "x" * 22):
        for path in ("", "/tasks/1", "/result"):
            found = getattr(trainer, method.lower())(together(trainer, person, path))
            refused(found, 404, "e-notfound", "no-such-person")

    assert count(site.engine, "sitting") == 0


def test_assistant_helps_and_reads_no_result_when_the_centre_has_set_it_so(site: Site) -> None:
    """S2-18: a steward starts beside the learner, notes the help given, and sees nothing else."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE centre SET assistants_see = 'progress'")
    learner = site.visitor(LEARNER)
    steward = site.visitor(TRAINER, claims=lambda claims: {**claims, f"{CLAIM}roles": [ASSISTANT]})
    person = person_of(site, learner)
    agree(steward, person)
    answer_right(site, steward, learner, hand="1")
    finish(steward)

    assert steward.page.name == "finished"
    assert "Vous savez" not in steward.page.words
    assert steward.get(steward.at(f"cohort/{person}")).status_code == 404
    assert steward.post(steward.at(f"sitting/{person}/code")).status_code == 404
    assert steward.post(steward.at("sitting/slips")).status_code == 404


def test_a_learner_opens_no_page_of_a_gathering(site: Site) -> None:
    learner = site.visitor(LEARNER)
    person = person_of(site, learner)
    for path in ("sitting", "sitting/wall", f"together/{person}", f"together/{person}/tasks/1"):
        refused(learner.get(learner.at(path)), 403, "e-role")


def test_activity_elsewhere_is_not_mixed_in_when_a_trainer_has_two_courses(site: Site) -> None:
    """The handle of the other course opens nobody of this one."""
    learner = site.visitor(LEARNER)
    other = site.visitor(
        TRAINER,
        claims=lambda claims: {
            **claims,
            f"{CLAIM}context": {"id": OTHER_COURSE},
            f"{CLAIM}resource_link": {"id": "31"},
        },
    )

    refused(other.get(together(other, person_of(site, learner))), 404, "e-notfound", "no-such-person")
