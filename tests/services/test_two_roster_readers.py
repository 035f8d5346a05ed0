"""Two workers and one roster: one reads it, a dead one is taken over, a late one writes nothing (M13)."""

from __future__ import annotations

import threading

import pytest

from lti_tool.domain.roster import LEASE
from tests.people import TRAINER
from tests.services.enrolling import EVERYBODY, calls, enter, learner, names, read, review, roster, withdraw
from tests.services.world import World

PATIENCE_SECONDS = 30.0


class Stopped(Exception):
    """The worker died at this point."""


def die_at(world: World, step: str) -> None:
    """Let the reading end at a named step, as if the process were gone."""

    def stop(name: str) -> None:
        if name == step:
            raise Stopped(name)

    world.step = stop


def test_one_of_two_reads_when_both_look_at_one_moment(world: World) -> None:
    """Real threads, each in a tool of its own."""
    trainer = enter(world)
    other = world.another_installation()
    start = threading.Barrier(2)
    found: list[bool] = []

    def look(rosters: object, owner: str) -> None:
        start.wait(PATIENCE_SECONDS)
        found.append(rosters.read_one(owner))  # type: ignore[attr-defined]  # the rosters of one tool

    threads = [
        threading.Thread(target=look, args=(services.rosters, owner))
        for services, owner in ((world.services, "one"), (other.services, "two"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert [False, True] == sorted(found)
    assert 1 == calls(world)
    assert EVERYBODY == len(review(world, trainer).members)


def test_a_roster_in_hand_is_left_alone_when_another_worker_looks(world: World) -> None:
    trainer = enter(world)
    seen: list[bool] = []

    def look_meanwhile(name: str) -> None:
        if name == "roster-read":
            world.step = lambda _name: None
            enter(world, learner(1))
            seen.append(read(world, "worker-2"))

    world.step = look_meanwhile
    read(world)

    assert [False] == seen
    assert EVERYBODY == len(review(world, trainer).members)


@pytest.mark.parametrize(
    "step", ["roster-claiming", "roster-claimed", "roster-read", "roster-storing", "roster-stored"]
)
def test_a_roster_is_read_in_the_end_when_a_worker_dies(world: World, step: str) -> None:
    trainer = enter(world)
    die_at(world, step)
    with pytest.raises(Stopped):
        read(world)
    world.step = lambda _name: None
    is_free = read(world, "worker-2")
    world.advance(seconds=LEASE.total_seconds() + 1)
    read(world, "worker-2")

    assert (step == "roster-claiming") is is_free
    assert EVERYBODY == len(review(world, trainer).members)
    assert (None, "") == (roster(world, trainer).due_at, roster(world, trainer).reason)


def test_a_late_reading_is_thrown_away_when_another_worker_took_over(world: World) -> None:
    """The first one hung so long that its claim ended; meanwhile somebody left."""
    trainer = enter(world)
    read(world)
    world.advance(minutes=20)
    world.services.rosters.refresh(trainer)

    def hang(name: str) -> None:
        if name == "roster-read":
            world.step = lambda _name: None
            world.advance(seconds=LEASE.total_seconds() + 1)
            withdraw(world, "1001")
            assert read(world, "worker-2")

    world.step = hang
    read(world)

    assert learner(1).name not in names(review(world, trainer))


def test_numbers_stay_single_when_people_launch_while_a_roster_is_stored(world: World) -> None:
    """M07: a launch waits for the course, or the reading waits for the launch."""
    trainer = enter(world)
    start = threading.Barrier(2)
    faults: list[BaseException] = []

    def launch() -> None:
        start.wait(PATIENCE_SECONDS)
        try:
            for number in range(1, 5):
                enter(world, learner(number))
        except BaseException as error:  # shown by the assertion below
            faults.append(error)

    thread = threading.Thread(target=launch)
    thread.start()
    start.wait(PATIENCE_SECONDS)
    read(world)
    thread.join(PATIENCE_SECONDS)

    cohort = review(world, trainer)
    assert [] == faults
    assert EVERYBODY == len({member.number for member in cohort.members}) == len(cohort.members)
    assert TRAINER.name not in names(cohort)
