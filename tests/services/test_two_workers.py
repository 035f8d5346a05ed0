"""Two workers, a frozen one and a dead one: a grade is in one hand at a time (F39, F40)."""

from __future__ import annotations

import pytest

from lti_tool.services.launches import Visit
from tests.people import LEARNER
from tests.services.setting import OWN
from tests.services.world import World

DONE = {("idle", "")}
SUB = LEARNER.sub


def test_no_key_is_in_two_hands_when_two_workers_work(world: World, fresh: Visit) -> None:
    """F39"""
    world.want_one(fresh)
    other = world.another_installation()
    taken: list[bool] = []

    def meanwhile(name: str) -> None:
        world.step = lambda _name: None
        taken.append(other.services.deliveries.deliver_one("worker-2"))

    world.step = lambda name: meanwhile(name) if name == "claimed" else None
    world.work()

    assert [False] == taken
    assert [3] == world.posts(OWN)


@pytest.mark.parametrize("step", ["claimed", "bound", "written-down", "sent"])
def test_a_late_result_is_refused_when_another_worker_took_over(
    world: World, fresh: Visit, step: str
) -> None:
    """F40, KP4, KP12: the lease ended while the first worker stood still."""
    world.want_one(fresh)
    other = world.another_installation()

    def freeze(name: str) -> None:
        if name == step:
            world.step = lambda _name: None
            world.advance(seconds=61)
            assert other.services.deliveries.deliver_one("worker-2")

    world.step = freeze
    world.work()

    assert (3, ("idle", "")) == (world.lms.grade("1001"), world.state(fresh))
    assert 2 == world.delivery(fresh).fencing
    assert 1 == world.delivery(fresh).acknowledged_version


def test_the_key_stays_with_its_worker_when_the_lease_is_not_over(world: World, fresh: Visit) -> None:
    """KP4"""
    world.want_one(fresh)

    def die(name: str) -> None:
        raise KeyboardInterrupt(name)

    world.step = lambda name: die(name) if name == "claimed" else None
    with pytest.raises(KeyboardInterrupt):
        world.work()
    world.step = lambda _name: None
    world.advance(seconds=59)
    too_early = world.work()
    world.advance(seconds=2)
    world.work()

    assert 0 == too_early
    assert ("idle", "") == world.state(fresh)


def test_an_old_level_never_returns_when_a_frozen_worker_wakes(world: World, fresh: Visit) -> None:
    """F40, I3: the newer level was sent meanwhile; the old worker does not post at all."""
    world.want_one(fresh, 2)
    other = world.another_installation()

    def freeze(name: str) -> None:
        if name == "bound":
            world.step = lambda _name: None
            world.advance(seconds=61)
            world.want(fresh, 5)
            while other.services.deliveries.deliver_one("worker-2"):
                pass

    world.step = freeze
    world.work()

    assert [5] == [entry.score for entry in world.lms.requests_to("scores") if entry.sub == "1001"][:1]
    assert 5 == world.lms.grade("1001")


def test_one_line_is_kept_for_each_try_when_a_grade_is_sent_twice(world: World, visit: Visit) -> None:
    """I5, I8: values and versions, no names."""
    world.want_one(visit, 4)
    world.work()
    with world.services.store.reading() as unit:
        kept = unit.deliveries.earlier_points(world.delivery(visit))

    assert [1, 4] == sorted(kept)
