"""Many grades of a course at once: what is taken is stored together, and trouble stays with whom it meets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.errors import StoreUnavailable
from lti_tool.services.launches import Visit
from lti_tool.services.pace import AT_ONCE_FIRST
from tests.people import LEARNER
from tests.services.setting import OWN
from tests.services.world import World

DONE = {("idle", "")}


@pytest.fixture
def visits(world: World) -> list[Visit]:
    """Five learners who finished; the columns exist already."""
    first = world.visit()
    world.want(first, 1)
    world.work()
    found = [world.visit(replace(LEARNER, key=f"learner-{n}", sub=f"{1000 + n}")) for n in range(1, 6)]
    for level, visit in enumerate(found, 2):
        world.want(visit, level)
    return found


def work(world: World) -> int:
    """Deliver as the worker's loop does, until nothing may be sent; how many steps it took."""
    steps = 0
    while world.services.deliveries.deliver_some("worker-1"):
        steps += 1
    return steps


def levels(world: World) -> list[float | None]:
    """What the platform shows for the five."""
    return [world.lms.grade(f"{1000 + number}", OWN) for number in range(1, 6)]


def states(world: World, visits: list[Visit]) -> set[tuple[str, str]]:
    """State and reason of every grade of the five."""
    return set().union(*(world.states(visit) for visit in visits))


def test_a_class_is_sent_in_few_steps_when_it_finishes_together(world: World, visits: list[Visit]) -> None:
    before = len(world.posts())
    steps = work(world)

    assert 30 == len(world.posts()) - before
    assert steps <= 5
    assert [2, 3, 4, 5, 6] == levels(world)
    assert DONE == states(world, visits)
    assert all(1 == one.fencing for visit in visits for one in world.deliveries(visit).values())


def test_each_try_has_a_line_when_many_are_sent(world: World, visits: list[Visit]) -> None:
    work(world)
    with world.services.store.reading() as unit:
        points = [
            tuple(unit.deliveries.earlier_points(delivery))
            for visit in visits
            for delivery in world.deliveries(visit).values()
        ]

    assert [(float(level),) for level in (2, 3, 4, 5, 6) for _ in range(6)] == points


def test_the_newest_level_wins_when_it_is_raised_while_many_are_in_flight(
    world: World, visits: list[Visit]
) -> None:
    def raise_once(name: str) -> None:
        if name == "written-down":
            world.step = lambda _name: None
            world.want(visits[0], 7)

    world.step = raise_once
    work(world)
    world.advance(seconds=5)
    work(world)

    assert [7, 3, 4, 5, 6] == levels(world)
    assert DONE == states(world, visits)


def test_the_rest_waits_unharmed_when_the_platform_says_that_it_is_too_much(
    world: World, visits: list[Visit]
) -> None:
    """F10: at most what was under way goes out after it; what stayed is due, and was not tried. Both that may
    be under way are refused: an answer that tarries lets others pass, and tells nothing.
    """
    world.lms.fault("scores", "429", times=AT_ONCE_FIRST, retry_after="30")
    before = len(world.posts())
    work(world)
    sent = len(world.posts()) - before
    world.lms.end_faults()
    world.advance(seconds=31)
    for _ in range(60):
        work(world)
        world.advance(seconds=1)

    assert 1 <= sent <= AT_ONCE_FIRST
    assert [2, 3, 4, 5, 6] == levels(world)
    assert DONE == states(world, visits)


def test_one_failure_stays_alone_when_many_are_sent(world: World, visits: list[Visit]) -> None:
    world.lms.fault("scores", 422)
    work(world)

    assert {*DONE, ("parked", "invalid-body")} == states(world, visits)
    assert 29 == sum(state == ("idle", "") for visit in visits for state in _each(world, visit))


def test_what_was_taken_over_is_left_alone_when_a_batch_comes_late(world: World, visits: list[Visit]) -> None:
    """F40: the lease ended while the batch was on its way; another worker has it in hand."""

    def take_over(name: str) -> None:
        if name == "storing":
            return
        if name == "sent":
            world.step = lambda _name: None
            with world.services.store.writing() as unit:
                for delivery in world.deliveries(visits[0]).values():
                    taken = replace(delivery, fencing=delivery.fencing + 1, lease_owner="another")
                    unit.deliveries.save(taken, fencing=delivery.fencing)

    world.step = take_over
    world.services.deliveries.deliver_some("worker-1")

    owners = {(one.state.value, one.lease_owner) for one in world.deliveries(visits[0]).values()}
    assert ("idle", "") not in owners
    assert "another" in {owner for _state, owner in owners}


def test_what_was_taken_is_stored_when_a_failure_could_not_be_written_down(
    world: World, visits: list[Visit], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise StoreUnavailable(reason="disk-full")

    monkeypatch.setattr(world.services.deliveries._batches, "_failed", refuse)
    world.lms.fault("scores", 422)
    with pytest.raises(StoreUnavailable):
        work(world)

    assert any(("idle", "") in world.states(visit) for visit in visits)


def _each(world: World, visit: Visit) -> list[tuple[str, str]]:
    return [(one.state.value, one.reason) for one in world.deliveries(visit).values()]
