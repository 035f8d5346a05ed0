"""The checks of a learner across links, windows and stages, and what an attempt begins with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Barrier, Thread

import pytest

from lti_tool.domain.activity import Activity
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import ResourceLink
from lti_tool.domain.outside import Submitted
from lti_tool.domain.start import Stage
from lti_tool.services.checks import Checks
from lti_tool.services.launches import Visit
from lti_tool.services.outside_results import OutsideResults, evidence_in
from lti_tool.services.told import beginning_in, obstacles_changed
from tests.checks import CHECKS, SOURCES
from tests.factories import MINUTE
from tests.people import LEARNER, TRAINER
from tests.services.setting import SLUG
from tests.services.world import World

END_SLUG = "diagnostic-end"
MORE_ROUNDS = 4


@pytest.fixture
def checks(world: World) -> Checks:
    """The checks of the content, in a centre with an activity at the entry and one at the end."""
    plain = Activity(slug=SLUG, kind="diagnostic", mode="standard", title="Début", minutes="12 à 18")
    end = replace(plain, slug=END_SLUG, title="Fin", stage=Stage.END)
    services = world.services
    activities = {SLUG: plain, END_SLUG: end}
    return Checks(services.store, checks=CHECKS, activities=activities)


def at_another_link(world: World, activity: str = SLUG) -> Visit:
    """The same learner opens another link of the same course."""
    link = ResourceLink(resource_link_id=f"other-{activity}", title="Autre")
    visit = world.visit(LEARNER, resource_link=link)
    return replace(visit, link=replace(visit.link, activity=activity))


def answer_all(world: World, checks: Checks, visit: Visit, slug: str, choice: Callable[[str], str]) -> None:
    for question in CHECKS[slug].questions:
        checks.answer(
            visit,
            slug,
            question.id,
            choices=(choice(question.id),) if question.choices else (),
            now=world.clock.now,
        )


def test_answers_are_found_whatever_link_of_the_course_is_opened(world: World, checks: Checks) -> None:
    checks.answer(world.visit(), "obstacles", "life", choices=("cost",), now=world.clock.now)

    found = checks.standing(at_another_link(world), "obstacles")

    assert found.run is not None
    assert ("cost",) == found.run.answers["life"].choices


def test_each_stage_has_answers_of_its_own_when_the_activity_says_which(world: World, checks: Checks) -> None:
    first, last = world.visit(), at_another_link(world, END_SLUG)
    answer_all(
        world, checks, first, "obstacles", lambda question: {"life": "cost", "screen": "fear"}[question]
    )
    answer_all(
        world, checks, last, "obstacles", lambda question: {"life": "nothing", "screen": "fear"}[question]
    )

    told = checks.told_by_learner(last)
    changed = obstacles_changed(told, CHECKS)

    assert {Stage.ENTRY, Stage.END} == set(told.runs["obstacles"])
    assert changed is not None
    assert (["cost"], ["fear"]) == (
        [choice.id for choice in changed.lifted],
        [choice.id for choice in changed.remaining],
    )


def test_a_check_that_is_asked_once_stays_one_when_the_stage_is_another(world: World, checks: Checks) -> None:
    last = at_another_link(world, END_SLUG)

    assert Stage.ENTRY is checks.standing(last, "interests").stage
    assert Stage.END is checks.standing(last, "self-rating-grid").stage


def test_both_answers_are_kept_when_two_windows_begin_a_check_at_once(world: World, checks: Checks) -> None:
    """Each answers another question of a check that neither had begun; all rounds end with both answers."""
    for round_number in range(MORE_ROUNDS):
        visit = at_another_link_without_course(world, round_number)
        together(
            lambda visit=visit: checks.answer(
                visit, "obstacles", "life", choices=("cost",), now=world.clock.now
            ),
            lambda visit=visit: checks.answer(
                visit, "obstacles", "screen", choices=("fear",), now=world.clock.now
            ),
        )

        run = checks.standing(visit, "obstacles").run

        assert run is not None
        assert {"life", "screen"} == set(run.answers)


def test_a_check_is_finished_when_its_last_two_questions_are_answered_at_once(
    world: World, checks: Checks
) -> None:
    """Neither window sees the other's answer when it begins; one of them must notice the end."""
    for round_number in range(MORE_ROUNDS):
        visit = at_another_link_without_course(world, round_number)
        checks.answer(visit, "obstacles", "own-words", line="", now=world.clock.now)
        together(
            *(
                lambda visit=visit, question=question: checks.answer(
                    visit, "obstacles", question, is_skipped=True, now=world.clock.now
                )
                for question in ("life", "screen")
            )
        )

        run = checks.standing(visit, "obstacles").run

        assert run is not None
        assert run.finished_at is not None


def at_another_link_without_course(world: World, number: int) -> Visit:
    """A link of its own for each round: nothing was answered there."""
    link = ResourceLink(resource_link_id=f"round-{number}", title="")
    return world.visit(LEARNER, resource_link=link, context=None)


def together(*moves: Callable[[], object]) -> None:
    """Run all at the same moment; the first error of any is raised."""
    barrier, errors = Barrier(len(moves)), list[Exception]()

    def run(move: Callable[[], object]) -> None:
        barrier.wait()
        try:
            move()
        except Exception as error:
            errors.append(error)

    threads = [Thread(target=run, args=(move,)) for move in moves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error


def test_nothing_is_sent_when_a_check_is_not_finished(world: World, checks: Checks) -> None:
    visit = world.visit()
    checks.answer(visit, "obstacles", "life", choices=("cost",), now=world.clock.now)

    with pytest.raises(NotFound):
        checks.share(visit, "obstacles", world.clock.now)


def test_the_first_moment_of_sending_is_kept_until_it_is_taken_back(world: World, checks: Checks) -> None:
    visit = world.visit()
    answer_all(
        world, checks, visit, "interests", lambda question: {"wishes": "job", "channel": "sms"}[question]
    )

    moments = []
    for move in (checks.share, checks.share, checks.keep, checks.share):
        move(visit, "interests", world.clock.now)
        run = checks.standing(visit, "interests").run
        assert run is not None
        moments.append(run.shared_at)
        world.advance(minutes=1)

    assert moments[0] == moments[1]
    assert moments[2] is None
    assert moments[0] is not None
    assert moments[0] + 3 * MINUTE == moments[3]


def test_no_trainer_reads_what_a_learner_kept(world: World, checks: Checks) -> None:
    visit, trainer = world.visit(), world.visit(TRAINER)
    checks.answer(visit, "obstacles", "life", choices=("cost",), now=world.clock.now)
    record = world.services.cohorts.record(trainer, visit.launch.person_id)

    assert {} == checks.told_to_trainer(trainer, record).runs


def test_an_attempt_begins_with_what_was_said_at_its_stage(world: World, checks: Checks) -> None:
    """A rating of the entry does not start the end; wishes hold on."""
    visit = world.visit()
    answer_all(world, checks, visit, "self-rating", lambda _question: "helped")
    answer_all(
        world, checks, visit, "interests", lambda question: {"wishes": "safety", "channel": "sms"}[question]
    )

    with world.services.store.reading() as unit:
        entry, end = (
            beginning_in(unit, visit.link, visit.launch.person_id, CHECKS, stage)
            for stage in (Stage.ENTRY, Stage.END)
        )

    assert dict.fromkeys("12345", 1) == entry.ratings
    assert {} == end.ratings
    assert ("4", "1", "2", "3", "5") == entry.order == end.order


def test_nothing_is_known_before_anything_was_said(world: World) -> None:
    visit = world.visit()

    with world.services.store.reading() as unit:
        found = beginning_in(unit, visit.link, visit.launch.person_id, CHECKS, Stage.ENTRY)

    assert ({}, ()) == (found.ratings, found.order)


def test_a_result_starts_an_attempt_only_with_the_learners_yes(world: World) -> None:
    results = OutsideResults(world.services.store, sources=SOURCES)
    visit, trainer, today = world.visit(), world.visit(TRAINER), date(2026, 11, 20)
    submitted = Submitted(source="pix", day="2026-11-20", score="256")
    record = world.services.cohorts.record(trainer, visit.launch.person_id)
    results.add_for(trainer, record, submitted, "submission-1", world.clock.now, today)

    def evidence() -> list[float]:
        with world.services.store.reading() as unit:
            found = evidence_in(unit, visit.link, visit.launch.person_id, SOURCES, today)
        return [one.level for one in found]

    before = evidence()
    results.decide(visit, "submission-1", world.clock.now, agrees=True)
    agreed = evidence()
    results.decide(visit, "submission-1", world.clock.now, agrees=False)

    assert [[], [2.5], []] == [before, agreed, evidence()]
