"""Scores when all is well, a newer level while one is in flight, and conflicts (F07)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from lti_tool.services.launches import Visit
from tests.people import LEARNER, TRAINER
from tests.services.setting import TAGS
from tests.services.world import World

DONE = {("idle", "")}
SUB = LEARNER.sub


def timestamps(world: World, sub: str) -> dict[str, list[datetime]]:
    """The timestamps of one person's scores by column."""
    found: dict[str, list[datetime]] = {}
    for entry in world.lms.requests_to("scores"):
        if entry.sub == sub:
            found.setdefault(entry.path, []).append(datetime.fromisoformat(entry.timestamp))
    return found


# When all is well.


def test_each_grade_is_posted_once_when_nothing_goes_wrong(world: World, visit: Visit) -> None:
    assert 6 == len(world.posts())
    assert DONE == world.states(visit)


def test_a_score_is_complete_when_it_is_sent(world: World, visit: Visit) -> None:
    body = world.lms.requests_to("scores")[0].body

    assert ("Completed", "FullyGraded", SUB, 8) == (
        body["activityProgress"],
        body["gradingProgress"],
        body["userId"],
        body["scoreMaximum"],
    )
    assert body["submission"]["submittedAt"] <= body["timestamp"]


def test_no_comment_is_empty_or_long_when_scores_are_sent(world: World, visit: Visit) -> None:
    """F47, and Moodle erases the former comment when none is sent."""
    comments = [str(entry.body["comment"]) for entry in world.lms.requests_to("scores")]

    assert all(0 < len(comment) <= 500 and "<" not in comment for comment in comments)
    assert "DigComp : niveau 1" in world.lms.result(SUB).comment  # type: ignore[union-attr]


def test_timestamps_rise_by_a_second_when_scores_follow_each_other_at_once(
    world: World, visit: Visit
) -> None:
    """F23"""
    for level in (2, 3, 4):
        world.want(visit, level)
        world.work()

    for found in timestamps(world, SUB).values():
        assert 4 == len(found)
        assert all(later - earlier >= timedelta(seconds=1) for earlier, later in pairwise(found))
    assert DONE == world.states(visit)


def test_a_lower_level_is_sent_when_it_is_the_newer_one(world: World, visit: Visit) -> None:
    """F24"""
    world.want(visit, 4)
    world.work()
    world.want(visit, 2)
    world.work()

    assert 2 == world.lms.grade(SUB)


@pytest.mark.parametrize("offset", [-90.0, 90.0])
@pytest.mark.parametrize("habits", ["moodle-5", "moodle-4.1"])
def test_grades_arrive_when_the_clocks_differ(
    start: Callable[[str], World], habits: str, offset: float
) -> None:
    """F22, F49"""
    world = start(habits)
    world.lms.clock_offset_seconds = offset
    visit = world.visit()
    for level in (1, 2, 3):
        world.want(visit, level)
        for _ in range(4):
            world.work()
            world.advance(seconds=3)

    assert DONE == world.states(visit)
    assert [3] * 6 == [world.lms.grade(SUB, tag) for tag in TAGS]


def test_nothing_is_read_first_when_the_grade_is_new(world: World, visit: Visit) -> None:
    assert [] == world.lms.requests_to("results")


def test_the_platform_is_read_first_when_the_event_is_old(world: World, fresh: Visit) -> None:
    world.want_one(fresh)
    world.advance(minutes=11)
    world.work()

    assert 1 == len(world.lms.requests_to("results"))
    assert 3 == world.lms.grade("1001")


# The newest wins.


@pytest.mark.parametrize("step", ["claimed", "bound", "written-down", "sent"])
def test_the_newest_level_wins_when_it_is_raised_while_one_is_in_flight(
    world: World, fresh: Visit, step: str
) -> None:
    """KP14"""
    world.want_one(fresh, 2)

    def raise_it(name: str) -> None:
        if name == step:
            world.step = lambda _name: None
            world.want_one(fresh, 5)

    world.step = raise_it
    world.work()

    assert 5 == world.lms.grade("1001")
    assert (5, 5) == (world.delivery(fresh).acknowledged_points, world.delivery(fresh).desired_points)
    assert DONE == world.states(fresh)


# 409.


@pytest.mark.parametrize("kind", ["409", "412"])
def test_it_is_delivered_when_a_conflict_hides_what_we_sent(world: World, fresh: Visit, kind: str) -> None:
    """F07, F17: the first answer was lost, the repeat is refused, the LMS holds it."""
    world.lms.fault("scores", f"{kind}-after-storing")
    world.want_one(fresh)
    world.work()

    assert (("idle", ""), "read-back") == (world.state(fresh), world.delivery(fresh).acknowledged_how)
    assert 1 == sum(entry.sub == "1001" for entry in world.lms.requests_to("scores"))


def test_it_is_sent_again_when_the_lms_holds_an_earlier_value_of_ours(world: World, visit: Visit) -> None:
    """F07"""
    world.lms.fault("scores", 409)
    world.want_one(visit, 4)
    world.work()
    before = world.state(visit)
    world.advance(seconds=2)
    world.work()

    assert ("retry", "conflict") == before
    assert 4 == world.lms.grade(SUB)
    assert ("idle", "") == world.state(visit)


def test_a_person_is_asked_when_a_conflict_shows_a_foreign_value(world: World, fresh: Visit) -> None:
    """F07"""
    world.lms.override_grade("1001", "", 7.0)
    world.lms.fault("scores", 409)
    world.want_one(fresh)
    world.work()

    assert ("parked", "changed-in-lms") == world.state(fresh)
    assert 7 == world.delivery(fresh).platform_points == world.lms.grade("1001")


def test_the_repeats_slow_down_when_a_conflict_never_ends(world: World, fresh: Visit) -> None:
    """F07: retried for ever, each second, is the typical mistake."""
    world.lms.fault("scores", 409, times=1000)
    world.want_one(fresh)
    for _ in range(120):
        world.work()
        world.advance(seconds=2)

    assert 15 > sum(entry.sub == "1001" for entry in world.lms.requests_to("scores"))


def test_a_zero_is_delivered_when_moodle_lists_it_without_a_number(world: World, fresh: Visit) -> None:
    """F07 with Moodle's habit: a grade of 0 has no resultScore."""
    world.lms.fault("scores", "409-after-storing")
    world.want_one(fresh, 0)
    world.work()

    assert (0, ("idle", "")) == (world.lms.grade("1001"), world.state(fresh))


def test_a_trainers_grade_is_kept_when_a_second_attempt_ends(world: World, visit: Visit) -> None:
    """F20: in a column of the tool Moodle would let our score replace the trainer's."""
    world.lms.override_grade(SUB, TAGS[1], 7.0)
    world.want(visit, 4)
    world.work()

    assert 7 == world.lms.grade(SUB, TAGS[1])
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")


def put_back(world: World, visit: Visit, column: str, seen: float) -> bool:
    """The trainer replaces what she saw in the LMS."""
    item = world.columns(visit)[column]
    return world.services.workspace.ledgers.put_back(
        world.visit(TRAINER), visit.launch.person_id, item.id, seen
    )


def test_the_trainers_grade_is_replaced_when_the_trainer_asks_for_it(world: World, visit: Visit) -> None:
    """I7: one click ends it; a grade that was typed after that click is asked about again."""
    world.lms.override_grade(SUB, TAGS[1], 7.0)
    world.want(visit, 4)
    world.work()
    world.advance(seconds=2)
    assert put_back(world, visit, "area-1", 7.0)
    world.work()

    assert 4 == world.lms.grade(SUB, TAGS[1])
    assert DONE == world.states(visit)


def test_a_grade_typed_after_the_click_is_kept_when_the_trainer_had_asked(world: World, visit: Visit) -> None:
    world.lms.override_grade(SUB, TAGS[1], 7.0)
    world.want(visit, 4)
    world.work()
    assert put_back(world, visit, "area-1", 7.0)
    world.lms.override_grade(SUB, TAGS[1], 6.0)
    world.work()

    assert 6 == world.lms.grade(SUB, TAGS[1])
    assert ("parked", "changed-in-lms") == world.state(visit, "area-1")


def test_consent_ends_when_the_learner_does_it_once_more(world: World, visit: Visit) -> None:
    """What the trainer left in the LMS stays there when only the learner moved."""
    world.lms.override_grade(SUB, TAGS[1], 7.0)
    for level in (4, 5):
        world.want(visit, level)
        world.work()

    assert 7 == world.lms.grade(SUB, TAGS[1])
