"""Section 3.1 of the fault catalogue: the whole platform is away, busy, broken or switched off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lti_tool.domain.grade import BACKOFF_CAP_SECONDS
from lti_tool.services.launches import Visit
from tests.people import LEARNER, TRAINER
from tests.services.world import World

DONE = {("idle", "")}
SUB = LEARNER.sub


@pytest.mark.parametrize(
    ("habits", "fault", "header", "seconds"),
    [
        pytest.param("moodle-5", "429", "120", 120, id="F10-seconds"),
        pytest.param("moodle-5", "429", "0", 1, id="F10-at-least-a-second"),
        pytest.param("moodle-5", "429", "999999", 3600, id="F10-at-most-an-hour"),
        pytest.param("moodle-5", "rate-limit", None, 30, id="F11-429-without-header"),
        pytest.param("canvas-like", "rate-limit", None, 30, id="F11-canvas-403"),
    ],
)
def test_the_whole_platform_waits_when_it_asks_for_it(
    start: Callable[[str], World], habits: str, fault: str, header: str | None, seconds: int
) -> None:
    world = start(habits)
    visit = world.visit()
    world.want(visit, 1)
    world.work()
    before = len(world.posts())
    world.lms.fault("scores", fault, retry_after=header)
    world.want(visit, 2)
    world.work()
    first = len(world.posts()) - before
    world.advance(seconds=seconds - 0.5)
    world.work()
    too_early = len(world.posts()) - before
    world.advance(seconds=1)
    world.work()

    assert (1, 1) == (first, too_early)
    assert DONE == world.states(visit)


def test_the_waits_grow_within_bounds_when_the_platform_stays_broken(world: World, fresh: Visit) -> None:
    """F12, KP11: full jitter, never over the cap."""
    world.lms.fault("scores", 500, times=1000)
    world.want_one(fresh)
    waits = []
    for _ in range(14):
        world.work()
        waits.append(world.wait(fresh).total_seconds())
        world.advance(seconds=waits[-1] + 0.001)

    ceilings = [min(BACKOFF_CAP_SECONDS, 2.0 * 2**number) for number in range(14)]
    assert all(0 < waited <= ceiling for waited, ceiling in zip(waits, ceilings, strict=True))
    assert max(waits) > 60


def test_a_person_is_told_when_one_grade_fails_for_a_day(world: World, fresh: Visit) -> None:
    """F13: Moodle answers 500 for a locked grade; a daily probe goes on."""
    world.lms.fault("scores", 500, times=1000)
    world.want_one(fresh)
    for _ in range(10):
        world.work()
        world.advance(hours=3)
    before = world.state(fresh)
    world.lms.end_faults()
    world.advance(days=1)
    world.work()

    assert ("parked", "locked") == before
    assert ("idle", "") == world.state(fresh)


def test_nothing_is_lost_when_the_platform_is_down_for_three_weeks(world: World, fresh: Visit) -> None:
    """F26: parked after 14 days, and probed each day."""
    world.lms.stop()
    world.want_one(fresh)
    for _ in range(21):
        world.work()
        world.advance(days=1)
    before = world.state(fresh)
    world.lms.start()
    world.advance(days=1)
    world.work()

    assert ("parked", "unreachable") == before
    assert (3, ("idle", "")) == (world.lms.grade("1001"), world.state(fresh))


def test_the_platform_is_left_alone_when_the_fifth_request_in_a_row_fails(world: World, fresh: Visit) -> None:
    """F14: the circuit opens for a minute, and closes after one success."""
    world.lms.fault("scores", "reset-before", times=6)
    world.want(fresh)
    before = len(world.posts())
    world.work()
    # Six are due, the first five fail, the sixth is not tried.
    opened = len(world.posts()) - before
    world.advance(seconds=59)
    world.work()
    held = len(world.posts()) - before
    world.advance(seconds=2)
    world.work()
    # The sixth failure opens it for five minutes.
    probed = len(world.posts()) - before
    world.advance(minutes=5, seconds=1)
    world.work()
    trainer = world.services.cohorts.review(world.visit(TRAINER))

    assert (5, 5, 6) == (opened, held, probed)
    assert DONE == world.states(fresh)
    assert trainer.trouble is None


def test_the_platform_is_left_alone_at_once_when_its_certificate_is_bad(world: World, fresh: Visit) -> None:
    """F15"""
    world.want(fresh)
    with world.services.store.writing() as unit:
        for number, item in enumerate(world.columns(fresh).values()):
            secure = world.lms.line_item_url().replace("http://", "https://") + f"&n={number}"
            unit.deliveries.bind(item.centre_id, item.id, secure, True, world.clock.now)
    world.work()

    trainer = world.services.cohorts.review(world.visit(TRAINER))
    assert trainer.trouble is not None
    assert "tls" == trainer.trouble[0]
    assert 1 == sum(one.attempts for one in world.deliveries(fresh).values())


def test_nothing_is_sent_when_the_registration_is_disabled(world: World, fresh: Visit) -> None:
    """F38"""
    world.want(fresh)
    before = len(world.posts())
    world.services.registrations.disable(world.registration.id, world.clock())
    taken = world.work()

    assert (0, 0) == (taken, len(world.posts()) - before)
    assert {("due", "")} == world.states(fresh)
