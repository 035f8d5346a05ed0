"""Workers on several machines keep one pace towards a platform; each learns how fast that may be."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lti_tool.services.deliveries import Deliveries
from lti_tool.services.launches import Visit
from lti_tool.services.pace import BURST, PER_SECOND_FIRST, Pace
from lti_tool.services.turns import Turns
from lti_tool.store.unit_of_work import Store
from tests.factories import MINUTE, NOW, SECOND
from tests.people import LEARNER
from tests.services.setting import SECRET
from tests.services.world import World

ON_POSTGRESQL = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
MANY = 10_000


def taken(store: Store, pace: Pace, now: datetime, most: int = MANY) -> int:
    """How many of so many a process may take, batch after batch."""
    count = 0
    while count < most:
        with store.writing() as unit:
            room = pace.room(unit, "a", now, most - count)
            pace.use(unit, "a", now, room)
        if not room:
            break
        pace.taken("a", room, now)
        count += room
    return count


def paces(store: Store, now: datetime, count: int = 2) -> list[Pace]:
    """Those of so many processes, at a moment of the database's clock."""
    return [Pace(turns=Turns(store, SECRET, lambda: now)) for _ in range(count)]


@ON_POSTGRESQL
def test_two_workers_together_send_what_one_may(store: Store) -> None:
    here, there = paces(store, NOW)

    assert 40 == taken(store, here, NOW, 40)
    assert int(BURST) - 40 == taken(store, there, NOW)
    assert 0 == taken(store, here, NOW)


@ON_POSTGRESQL
def test_turns_come_back_for_all_as_time_passes(store: Store) -> None:
    for pace in paces(store, NOW):
        taken(store, pace, NOW)
    later = NOW + SECOND
    here, there = paces(store, later)

    assert int(PER_SECOND_FIRST) == taken(store, here, later) + taken(store, there, later)


@ON_POSTGRESQL
def test_a_burst_is_no_larger_when_nothing_was_sent_for_long(store: Store) -> None:
    for pace in paces(store, NOW):
        taken(store, pace, NOW)
    later = NOW + 60 * MINUTE

    assert int(BURST) == sum(taken(store, pace, later) for pace in paces(store, later))


@ON_POSTGRESQL
def test_what_was_not_claimed_after_all_counts_for_nobody(store: Store) -> None:
    here, there = paces(store, NOW)
    with pytest.raises(ZeroDivisionError), store.writing() as unit:
        here.use(unit, "a", NOW, here.room(unit, "a", NOW, MANY))
        raise ZeroDivisionError

    assert int(BURST) == taken(store, there, NOW)


@ON_POSTGRESQL
def test_each_platform_has_a_pace_of_its_own(store: Store) -> None:
    here, there = paces(store, NOW)
    taken(store, here, NOW)

    with store.writing() as unit:
        assert there.room(unit, "b", NOW, MANY)
        assert not there.room(unit, "a", NOW, MANY)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_only_worker_of_a_file_asks_nobody(store: Store) -> None:
    here, there = paces(store, NOW)

    assert 2 * int(BURST) == taken(store, here, NOW) + taken(store, there, NOW)


def class_of(world: World, size: int) -> list[Visit]:
    """So many learners who finished; the columns exist already."""
    first = world.visit()
    world.want(first, 1)
    world.work()
    found = [world.visit(replace(LEARNER, key=f"learner-{n}", sub=f"{1000 + n}")) for n in range(1, size + 1)]
    for visit in found:
        world.want(visit, 3)
    return found


@ON_POSTGRESQL
def test_a_second_worker_waits_when_the_first_used_the_turns_up(world: World) -> None:
    """Five learners with six columns each, three times, are more than a burst, whoever sends."""
    visits = class_of(world, 5)
    before = len(world.posts())
    first, second = (deliveries_of(world) for _ in range(2))
    while first.deliver_some("worker-1"):
        pass
    sent = len(world.posts()) - before
    for level in (4, 5):
        for visit in visits:
            world.want(visit, level)
        while second.deliver_some("worker-2"):
            pass
    while first.deliver_some("worker-1"):
        pass
    at_once = len(world.posts()) - before
    world.advance(seconds=10)
    while second.deliver_some("worker-2") or first.deliver_some("worker-1"):
        pass

    assert 30 == sent
    assert int(BURST) == at_once
    assert all({("idle", "")} == world.states(visit) for visit in visits)


def deliveries_of(world: World) -> Deliveries:
    """The worker's side of another process: with a pace of its own that counts in the same database."""
    known = world.services.deliveries
    pace = Pace(turns=Turns(world.services.store, SECRET, lambda: world.clock.now))
    return Deliveries(
        world.services.store, known._lms, clock=lambda: world.clock.now, random=known._random, pace=pace
    )
