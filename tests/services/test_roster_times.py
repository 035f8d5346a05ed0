"""When a roster is read, and what stays when it cannot be: rows M01, M02, M08, M13 and M15."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from lti_tool.domain.errors import NotFound
from tests.people import LEARNER, OUTSIDER
from tests.services.enrolling import (
    EVERYBODY,
    adopt,
    again,
    calls,
    enter,
    learner,
    names,
    read,
    review,
    roster,
    withdraw,
)
from tests.services.world import World


@pytest.mark.parametrize("status", [403, 404])
def test_the_group_is_made_of_launches_when_the_platform_says_no(world: World, status: int) -> None:
    """M08: and nothing is tried again until somebody asks or launches later."""
    trainer = enter(world)
    enter(world, learner(1))
    world.lms.fault("members", status)
    read(world)
    cohort = review(world, trainer)

    assert [learner(1).name] == names(cohort)
    assert cohort.roster is not None
    assert {403: "scope-missing", 404: "context-gone"}[status] == cohort.roster.reason
    world.advance(hours=2)
    assert not read(world)
    enter(world)
    assert read(world)


def test_the_group_is_made_of_launches_when_no_roster_is_offered(world: World) -> None:
    """M08: no claim, no question."""
    trainer = enter(world, nrps_url=None)
    enter(world, learner(1), nrps_url=None)

    assert not read(world)
    assert ([learner(1).name], None) == (names(review(world, trainer)), review(world, trainer).roster)
    assert 0 == calls(world)


def test_reading_goes_on_when_only_trainers_are_told_where_the_roster_is(world: World) -> None:
    """M08: a learner's launch without the claim takes nothing away."""
    trainer = enter(world)
    enter(world, learner(1), nrps_url=None)

    assert read(world)
    assert EVERYBODY == len(review(world, trainer).members)


def test_reading_ends_when_the_platform_no_longer_offers_the_roster(world: World) -> None:
    """M08"""
    trainer = enter(world)
    read(world)
    world.advance(minutes=20)
    enter(world, nrps_url=None)

    assert not read(world)
    assert None is roster(world, trainer).url
    assert EVERYBODY == len(review(world, trainer).members)


def test_the_roster_is_read_once_when_many_launch(world: World) -> None:
    """M13: and again by a launch after a quarter of an hour."""
    for number in range(1, 4):
        enter(world, learner(number))
    assert read(world)
    enter(world, learner(4))

    assert not read(world)
    world.advance(minutes=14)
    enter(world)
    assert not read(world)
    world.advance(minutes=1)
    enter(world)
    assert read(world)
    assert 2 == calls(world)


def test_the_button_reads_at_once_when_it_is_pressed(world: World) -> None:
    """M13: at most once a minute."""
    trainer = enter(world)
    read(world)
    pressed = [world.services.rosters.refresh(trainer) for _ in range(3)]
    assert read(world)
    assert not read(world)
    world.advance(seconds=59)
    pressed.append(world.services.rosters.refresh(trainer))
    world.advance(seconds=1)
    pressed.append(world.services.rosters.refresh(trainer))

    assert [True, False, False, False, True] == pressed


def test_nobody_but_a_reviewer_refreshes_when_the_address_is_known(world: World) -> None:
    with pytest.raises(NotFound):
        world.services.rosters.refresh(enter(world, LEARNER))


def test_the_old_roster_stays_when_the_platform_answers_with_a_page(world: World) -> None:
    """M15"""
    trainer = enter(world)
    read(world)
    world.lms.fault("members", "html-200")
    again(world, trainer)

    assert EVERYBODY == len(review(world, trainer).members)
    assert "not-json" == roster(world, trainer).reason


@pytest.mark.parametrize("pages", ["in-a-circle", "to-another-host"])
def test_the_old_roster_stays_when_its_pages_lead_astray(world: World, pages: str) -> None:
    """M01, M02"""
    trainer = enter(world)
    read(world)
    withdraw(world, "1001")
    adopt(world, page_size=2, member_pages=pages)
    before = calls(world)
    again(world, trainer)

    assert EVERYBODY == len(review(world, trainer).members)
    expected = {"in-a-circle": "endless-list", "to-another-host": "other-host"}
    assert (expected[pages], 1) == (roster(world, trainer).reason, calls(world) - before)


def test_a_failure_is_tried_again_later_each_time_when_it_lasts(world: World) -> None:
    """1, 5, 15 and 60 minutes; then a launch must ask."""
    trainer = enter(world)
    world.lms.fault("members", 503, times=5)
    waits: list[timedelta | None] = []
    for _ in range(5):
        assert read(world)
        due = roster(world, trainer).due_at
        waits.append(None if due is None else due - world.clock.now)
        world.clock.now = due or world.clock.now

    assert [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60)] == waits[:4]
    assert None is waits[4]
    enter(world)
    assert not read(world)
    world.advance(minutes=15)
    enter(world)
    assert read(world)
    assert EVERYBODY == len(review(world, trainer).members)


def test_the_platforms_wish_counts_when_it_asks_to_wait(world: World) -> None:
    trainer = enter(world)
    world.lms.fault("members", 429, retry_after="600")
    read(world)

    due = roster(world, trainer).due_at
    assert due is not None
    assert timedelta(minutes=10) == due - world.clock.now


def test_nothing_is_read_when_the_platforms_circuit_is_open(world: World) -> None:
    """Grades found the platform dead: its roster waits too, and the page can say so."""
    trainer = enter(world)
    place = world.registration.centre_id, world.registration.id
    until = world.clock.now + timedelta(minutes=5)
    with world.services.store.writing() as unit:
        unit.circuits.hold(*place, "timeout", until, world.clock.now)

    assert not read(world)
    assert until == roster(world, trainer).circuit_until
    world.advance(minutes=5)
    assert read(world)


def test_nothing_is_read_when_the_platform_was_switched_off(world: World) -> None:
    enter(world)
    with world.services.store._engine.begin() as connection:  # as an administrator does
        connection.execute(text("UPDATE registration SET is_enabled = :no"), {"no": False})

    assert not read(world)


def test_a_platforms_other_rosters_wait_when_it_gives_no_answer(world: World) -> None:
    """A dead platform with a hundred courses must not keep the worker from the others' rosters."""
    enter(world, OUTSIDER)
    world.advance(seconds=1)
    trainer = enter(world)
    world.lms.fault("members", "reset-before")

    assert read(world)
    assert not read(world)
    world.advance(minutes=1)
    assert [True, True, False] == [read(world) for _ in range(3)]
    assert EVERYBODY == len(review(world, trainer).members)
