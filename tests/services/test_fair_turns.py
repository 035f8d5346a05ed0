"""Courses take turns: one with thousands of grades to send keeps no other one waiting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.services.lanes import COURSES_REMEMBERED, Lanes
from tests.factories import MINUTE, NOW, a_place
from tests.people import LEARNER, OUTSIDER
from tests.services.world import World


def test_the_other_course_has_the_next_turn_when_one_has_many_grades_waiting(world: World) -> None:
    crowd = [
        world.visit(replace(LEARNER, key=f"learner-{number}", sub=str(1000 + number)))
        for number in range(1, 6)
    ]
    for visit in crowd:
        world.want(visit, 2)
    world.advance(seconds=1)
    late = world.visit(OUTSIDER)
    world.want(late, 5)
    for _turn in range(2):
        world.work_once()

    assert ("idle", "") == world.state(late)


def test_turns_go_round_when_two_courses_have_grades_waiting(world: World) -> None:
    crowd, late = world.visit(), world.visit(OUTSIDER)
    world.want(crowd, 2)
    world.advance(seconds=1)
    world.want(late, 5)
    for _turn in range(6):
        world.work_once()

    assert [3, 3] == [
        sum(one.acknowledged_version for one in world.deliveries(visit).values()) for visit in (crowd, late)
    ]


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_another_course_goes_on_when_the_next_one_is_in_another_worker_s_hand(world: World) -> None:
    first = world.visit()
    world.want_one(first)
    world.advance(seconds=1)
    other = world.visit(OUTSIDER)
    world.want_one(other)
    with world.services.store.writing() as unit:
        place = Lanes().in_turn(unit.ready_deliveries.places(world.clock.now))[0]
        assert unit.ready_deliveries.claim(place, "another-worker", world.clock.now)
        assert world.services.deliveries.deliver_one("worker-1")

    assert first.link.id == place.link_id
    assert ("idle", "") == world.state(other)


def test_the_longest_waiting_comes_first_when_all_are_of_one_course(world: World) -> None:
    first = world.visit()
    world.want(first, 2)
    world.advance(seconds=1)
    second = world.visit(replace(LEARNER, key="learner-1", sub="1001"))
    world.want(second, 3)
    for _turn in range(6):
        world.work_once()

    assert {("idle", "")} == world.states(first)
    assert {("due", "")} == world.states(second)


def test_the_course_whose_turn_was_longest_ago_is_next() -> None:
    lanes = Lanes()
    for number in range(3):
        lanes.enter("elsewhere", f"course-{number}")
    lanes.enter("elsewhere", "course-0")
    places = [a_place("here", course=f"course-{number}") for number in range(4)]

    assert ["course-3", "course-1", "course-2", "course-0"] == [
        place.course for place in lanes.in_turn(places)
    ]


def test_the_place_that_waits_longest_is_next_when_both_are_of_one_course() -> None:
    late, early = a_place("here"), a_place("here", since=NOW - MINUTE)

    assert [early, late] == list(Lanes().in_turn([late, early]))


def test_a_course_is_forgotten_when_many_others_had_a_turn_since() -> None:
    lanes = Lanes()
    for number in range(COURSES_REMEMBERED + 1):
        lanes.enter("elsewhere", f"course-{number}")
    known, forgotten = (a_place("here", course=f"course-{number}") for number in (1, 0))

    assert [forgotten, known] == list(lanes.in_turn([known, forgotten]))
