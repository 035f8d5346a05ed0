"""Side by side: what a learner finished alone and kept is neither read, written over nor sent there."""

from __future__ import annotations

from tests.people import LEARNER, TRAINER
from tests.web.beside import agree, finish, person_of, together
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.tables import TRAIL, values

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ASSISTANT = "http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"


def test_answers_are_not_read_or_changed_when_the_learner_kept_the_result(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    given = _finish_alone(site, learner)
    agree(trainer, person)

    _reads_and_changes_nothing(site, trainer, learner, given)


def test_answers_are_not_read_or_changed_by_an_assistant_who_sees_no_results(site: Site) -> None:
    """Not even of a result that was sent: only the record corrects it, with a reason."""
    with site.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE centre SET assistants_see = 'progress'")
    learner = site.visitor(LEARNER)
    steward = site.visitor(TRAINER, claims=lambda claims: {**claims, f"{CLAIM}roles": [ASSISTANT]})
    person = person_of(site, learner)
    given = _finish_alone(site, learner)
    learner.submit()
    assert site.attempt(learner).shared_at is not None
    agree(steward, person)

    _reads_and_changes_nothing(site, steward, learner, given)


def test_only_the_next_open_question_is_asked_and_kept(site: Site) -> None:
    """Neither one that has its answer, nor one whose turn has not come."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    site.finish(learner)
    first, second, third = site.services.attempts.access_questions[:3]
    learner.submit({"choice": first.choices[-1].id})
    agree(trainer, person)
    for wrong in (first, third):
        address = together(trainer, person, f"/access/{wrong.id}")
        open_one = together(trainer, person, f"/access/{second.id}")
        assert trainer.request("GET", address).location == open_one
        assert trainer.post(address, {"choice": wrong.choices[0].id}).location == open_one
        assert trainer.post(address, {}).location == open_one
    assert site.attempt(learner).access == {first.id: first.choices[-1].id}

    trainer.post(together(trainer, person, f"/access/{second.id}"), {"choice": second.choices[0].id})
    assert site.attempt(learner).access[second.id] == second.choices[0].id


def test_answer_given_elsewhere_meanwhile_is_not_written_over(site: Site) -> None:
    """The page asks for the open question; the store refuses one that has its answer by then."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    given = _finish_alone(site, learner)
    agree(trainer, person)
    beside = site.services.workspace.sittings.beside(site.visit(trainer), person)
    question = site.services.attempts.access_questions[0]

    site.services.attempts.answer_access(
        beside.visit, question.id, question.choices[0].id, site.services.clock()
    )

    assert site.attempt(learner).access == given


def test_result_stays_with_the_learner_when_they_finished_alone_and_kept_it(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    _finish_alone(site, learner)
    agree(trainer, person)

    assert trainer.page.name == "finished"
    assert "La personne décide d'envoyer" not in trainer.page.words
    answer = trainer.post(together(trainer, person, "/result"), {"agreed": "yes"})

    assert (answer.status_code, answer.location) == (303, together(trainer, person, "/result"))
    assert site.attempt(learner).shared_at is None
    assert _sent(site) == []


def test_result_stays_with_the_learner_when_they_finished_alone_while_the_sitting_was_left_open(
    site: Site,
) -> None:
    """The trainer went on to somebody else and never pressed the way out."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    _finish_alone(site, learner)
    trainer.get(together(trainer, person, "/result"))

    assert "finished" == trainer.page.name
    trainer.post(together(trainer, person, "/result"), {"agreed": "yes"})
    assert site.attempt(learner).shared_at is None


def test_it_is_written_down_once_when_a_result_is_sent_beside_the_trainer(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    finish(trainer)
    trainer.send(together(trainer, person, "/result"))
    assert _sent(site) == []
    for _ in range(2):
        trainer.send(together(trainer, person, "/result"), {"agreed": "yes"})

    attempt = site.attempt(learner)
    assert attempt.shared_at is not None
    actor = f"trainer/{site.visit(trainer).launch.person_id}"
    assert _sent(site) == [("result-sent-beside", "attempt", attempt.id, actor, "")]


def test_nothing_is_written_down_when_the_learner_had_sent_it(site: Site) -> None:
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    person = person_of(site, learner)
    agree(trainer, person)
    finish(trainer)
    learner.get(learner.at("result"))
    learner.submit()
    sent_at = site.attempt(learner).shared_at
    assert sent_at is not None
    trainer.send(together(trainer, person, "/result"), {"agreed": "yes"})

    assert site.attempt(learner).shared_at == sent_at
    assert _sent(site) == []


def _finish_alone(site: Site, learner: Browser) -> dict[str, str]:
    """To the end, with the last choice of every question of the access check."""
    site.finish(learner)
    while (question := site.standing(learner).access) is not None:
        learner.submit({"choice": question.choices[-1].id})
    assert learner.page.name == "result"
    return dict(site.attempt(learner).access)


def _reads_and_changes_nothing(site: Site, browser: Browser, learner: Browser, given: dict[str, str]) -> None:
    person = person_of(site, learner)
    assert given
    for question in site.services.attempts.access_questions:
        address = together(browser, person, f"/access/{question.id}")
        over = {"choice": question.choices[0].id}
        for answer in (browser.request("GET", address), browser.post(address, over), browser.post(address)):
            assert (answer.status_code, answer.location) == (303, together(browser, person, "/result"))
            assert "checked" not in answer.get_data(as_text=True)
    assert site.attempt(learner).access == given


def _sent(site: Site) -> list[tuple[object, ...]]:
    rows = values(site.engine, TRAIL, "action", "object_kind", "object_id", "actor", "detail")
    return [row for row in rows if row[0] == "result-sent-beside"]
