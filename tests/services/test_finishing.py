"""The learner's side of the outbox: an attempt and what the LMS should show are one transaction."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from lti_tool import paths
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import Conflict, NotFound, PasserelleError, StoreUnavailable
from lti_tool.services.attempts import Attempts
from lti_tool.services.grades import Grades
from lti_tool.services.launches import Visit
from lti_tool.services.wording import Comments
from tests.people import INSTRUCTOR_ROLE, LEARNER, LEARNER_ROLE, OUTSIDER, TEST_USER, TRAINER
from tests.services.setting import SHELF
from tests.services.world import World


def answer_all(world: World, visit: Visit) -> Attempt:
    """Start, and say "I don't know" to every task."""
    attempt = world.services.attempts.start(visit, "", world.clock.now).attempt
    while attempt is not None and not attempt.is_finished:
        attempt = skip(world, visit, attempt)
    assert attempt is not None
    return attempt


def skip(world: World, visit: Visit, attempt: Attempt) -> Attempt:
    """One "I don't know"."""
    standing = world.services.attempts.answer(
        visit, {"skip": ("1",)}, f"submission-{attempt.version}", attempt.version, world.clock.now
    )
    assert standing.attempt is not None
    return standing.attempt


def to_the_last_task(world: World, visit: Visit) -> Attempt:
    """Everything but the last answer."""
    attempt = world.services.attempts.start(visit, "", world.clock.now).attempt
    assert attempt is not None
    for _ in range(len(SHELF.bank.items) - 1):
        attempt = skip(world, visit, attempt)
    return attempt


def test_six_grades_are_wanted_when_a_learner_finishes(world: World) -> None:
    visit = world.visit()
    answer_all(world, visit)

    assert ["area-1", "area-2", "area-3", "area-4", "area-5", "own"] == sorted(world.deliveries(visit))
    assert {("due", "")} == world.states(visit)


def test_nothing_is_wanted_when_the_attempt_is_not_finished(world: World) -> None:
    visit = world.visit()
    to_the_last_task(world, visit)
    world.work()

    assert {} == world.deliveries(visit)
    assert [] == world.lms.journal


def test_nothing_is_wanted_when_the_learner_says_not_now(world: World) -> None:
    visit = world.visit()
    world.services.attempts.decline(visit, world.clock.now)

    assert {} == world.deliveries(visit)


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(TRAINER, id="F46-trainer"),
        pytest.param(TEST_USER, id="F46-test-user"),
        pytest.param(replace(LEARNER, roles=(LEARNER_ROLE, INSTRUCTOR_ROLE)), id="F46-both"),
    ],
)
def test_nobody_is_queued_who_has_no_grade(world: World, person: object) -> None:
    visit = world.visit(person)  # type: ignore[arg-type]  # a person of the cast
    attempt = answer_all(world, visit)

    assert attempt.is_finished
    assert {} == world.deliveries(visit)
    assert 0 == world.work()


class FakeComments(Comments):
    """Writes nothing, which the database refuses."""

    def level(self, *_arguments: object, **_named: object) -> str:
        """No text at all."""
        return None  # type: ignore[return-value]  # the fault under test


class FakeFullDisk(Grades):
    """Stores every grade, and then the disk is full."""

    def want(self, *arguments: object, **named: object) -> None:
        """As the real one, but it never ends well."""
        super().want(*arguments, **named)  # type: ignore[arg-type]  # passed through
        raise StoreUnavailable(reason="disk-full")


def failing_attempts(world: World, kind: type[Grades], comments: type[Comments]) -> Attempts:
    """The attempts' service with grades that fail."""
    grades = kind(
        world.services.store,
        comments(paths.LOCALE),
        titles={},
        area_names=SHELF.area_names,
        clock=world.clock,
    )
    return Attempts(
        world.services.store, grades, bank=SHELF.bank, activities=SHELF.activities, access=SHELF.access
    )


@pytest.mark.parametrize(
    ("kind", "comments", "error"),
    [
        pytest.param(FakeFullDisk, Comments, StoreUnavailable, id="KP0-before-the-commit"),
        pytest.param(Grades, FakeComments, Conflict, id="KP0-grade-refused"),
    ],
)
def test_neither_is_stored_when_one_of_attempt_and_grade_fails(
    world: World, kind: type[Grades], comments: type[Comments], error: type[PasserelleError]
) -> None:
    visit = world.visit()
    attempt = to_the_last_task(world, visit)
    failing = failing_attempts(world, kind, comments)

    with pytest.raises(error):
        failing.answer(visit, {"skip": ("1",)}, "last", attempt.version, world.clock.now)

    assert {} == world.deliveries(visit)
    assert attempt == world.services.attempts.standing(visit).attempt


def test_the_grade_is_wanted_once_when_the_last_answer_is_sent_twice(world: World) -> None:
    """KP1: the answer to the browser was lost, the learner presses again."""
    visit = world.visit()
    attempt = to_the_last_task(world, visit)
    skip(world, visit, attempt)
    again = world.services.attempts.answer(
        visit, {"skip": ("1",)}, f"submission-{attempt.version}", attempt.version, world.clock.now
    )

    assert again.is_repeat
    assert {1} == {delivery.desired_version for delivery in world.deliveries(visit).values()}


@pytest.mark.parametrize(
    "points",
    [
        pytest.param(float("nan"), id="F45-nan"),
        pytest.param(float("inf"), id="F45-infinite"),
        pytest.param(-1.0, id="F45-negative"),
        pytest.param(9.0, id="F45-above"),
    ],
)
def test_no_impossible_score_enters_the_outbox(world: World, points: float) -> None:
    visit = world.visit()
    world.want(visit)
    delivery = world.delivery(visit)

    with pytest.raises(Conflict), world.services.store.writing() as unit:
        unit.deliveries.save(replace(delivery, desired_points=points), fencing=delivery.fencing)

    assert delivery == world.delivery(visit)


def test_both_finish_when_two_learners_do_so_at_one_instant(world: World) -> None:
    """F39: the second one waits for the rows of the columns that the first one makes, and goes on."""
    first, second = world.visit(), world.visit(replace(LEARNER, key="learner-1", sub="1001"))
    attempt = to_the_last_task(world, second)
    with ThreadPoolExecutor(1) as pool:
        begun = Event()
        with world.services.store.writing() as unit:
            world.services.grades.want(
                unit,
                first.link,
                replace(attempt, person_id=first.launch.person_id),
                world.services.attempts.profile(attempt),
                language="fr",
                now=world.clock.now,
            )
            other = pool.submit(lambda: (begun.set(), skip(world, second, attempt)))
            begun.wait(5)
            # Long enough for the other one to meet our rows; when it is slower it meets nobody, and passes.
            Event().wait(0.3)
        other.result(20)

    assert 6 == len(world.deliveries(first)) == len(world.deliveries(second))


# What a trainer can do.


def test_parked_grades_are_sent_when_a_trainer_asks(world: World) -> None:
    """I7: one click."""
    visit = world.visit()
    world.lms.fault("scores", 422, times=6)
    world.want(visit)
    world.work()
    before = world.states(visit)
    taken = world.services.grades.retry(world.visit(TRAINER), visit.launch.person_id)
    world.work()

    assert ({("parked", "invalid-body")}, 6) == (before, taken)
    assert {("idle", "")} == world.states(visit)


def test_nothing_is_taken_up_when_every_grade_was_sent(world: World) -> None:
    visit = world.visit()
    world.want(visit)
    world.work()

    assert 0 == world.services.grades.retry(world.visit(TRAINER), visit.launch.person_id)
    assert 0 == world.work()


def test_a_trainer_of_another_course_finds_nothing_when_asking(world: World) -> None:
    """I4: somebody else's object looks like none."""
    visit = world.visit()
    world.lms.fault("scores", 422, times=6)
    world.want(visit)
    world.work()
    stranger = world.visit(replace(TRAINER, context_id=OUTSIDER.context_id))

    with pytest.raises(NotFound):
        world.services.grades.retry(stranger, visit.launch.person_id)
    assert {("parked", "invalid-body")} == world.states(visit)


def test_a_trainer_of_another_centre_finds_nothing_when_asking(world: World) -> None:
    visit = world.visit()
    world.want(visit)
    trainer = world.visit(TRAINER)
    elsewhere = replace(trainer, link=replace(trainer.link, centre_id="another"))

    with pytest.raises(NotFound):
        world.services.grades.retry(elsewhere, visit.launch.person_id)


def test_the_newer_level_stays_when_trainer_and_learner_act_at_one_instant(world: World) -> None:
    """I2: the trainer's click must not write back what it read before the learner finished."""
    visit, trainer = world.visit(), world.visit(TRAINER)
    world.lms.fault("scores", 422, times=6)
    world.want(visit, 1)
    world.work()
    store = world.services.store
    with ThreadPoolExecutor(1) as pool:
        begun = Event()
        with store.writing() as unit:
            found = unit.deliveries.of_link(visit.link.centre_id, visit.link.id)
            for _item, delivery in found:
                locked = unit.deliveries.locked(delivery.centre_id, delivery.line_item_id, delivery.person_id)
                assert locked is not None
                newer = replace(locked, desired_version=2, desired_points=5.0)
                unit.deliveries.save(newer, fencing=locked.fencing)
            clicked = pool.submit(
                lambda: (begun.set(), world.services.grades.retry(trainer, visit.launch.person_id))
            )
            begun.wait(5)
            Event().wait(0.3)
        clicked.result(20)
    world.work()

    assert {(2, 5)} == {(one.desired_version, one.desired_points) for one in world.deliveries(visit).values()}
    assert 5 == world.lms.grade(LEARNER.sub)


def test_the_comment_is_in_the_learners_language_when_the_launch_says_so(world: World) -> None:
    visit = world.visit(locale="fr-BE")
    answer_all(world, visit)

    comments = {delivery.comment for delivery in world.deliveries(visit).values()}
    assert [] == [comment for comment in comments if " : niveau " not in comment]
    assert all("2 tâches, dont 0 avec de l'aide" in comment for comment in comments)
