"""Two workers and one roster: one reads it, a dead one is taken over, a late one writes nothing (M13)."""

from __future__ import annotations

import threading
import time

import pytest
from sqlalchemy import text

from lti_tool.domain.roster import LEASE, RosterMember
from lti_tool.store.engine import make_engine
from tests.people import TRAINER
from tests.services.enrolling import EVERYBODY, calls, enter, learner, names, read, review, roster, withdraw
from tests.services.world import World

PATIENCE_SECONDS = 30.0
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


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


def test_a_launch_holds_the_course_before_it_writes_the_person(world: World) -> None:
    """A reading does it in this order too: neither waits for the other for ever."""
    trainer = enter(world)
    centre_id, context_id = trainer.link.centre_id, trainer.link.context_id
    assert context_id is not None
    somebody = learner(1)
    thread = threading.Thread(target=enter, args=(world, somebody))
    member = RosterMember(sub=somebody.sub, name=somebody.name)
    with world.services.store.writing() as unit:
        unit.roster_people.lock_course(centre_id, context_id)
        thread.start()
        wait_for_a_lock(world)
        unit.roster_people.join(
            centre_id, world.registration.id, context_id, [member], ["new-1"], world.clock()
        )
    thread.join(PATIENCE_SECONDS)

    assert not thread.is_alive()
    with world.services.store.reading() as unit:
        assert "new-1" == unit.courses.person_of(centre_id, world.registration.id, somebody.sub)


def wait_for_a_lock(world: World) -> None:
    """Until another connection waits for one of ours. SQLite lets nobody else write meanwhile."""
    engine = make_engine(world.settings.database_url)
    try:
        if engine.dialect.name != "postgresql":
            return
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            with engine.connect() as connection:
                if connection.scalar(WAITING):
                    return
            time.sleep(0.02)
    finally:
        engine.dispose()
    raise AssertionError("nobody waits")
