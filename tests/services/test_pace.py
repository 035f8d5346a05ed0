"""The pace towards a platform: a burst passes, it grows with what is taken and halves when it is too much."""

from __future__ import annotations

import threading

from lti_tool.services.pace import (
    AT_ONCE_FIRST,
    AT_ONCE_MOST,
    BURST,
    PER_SECOND_FIRST,
    PER_SECOND_LEAST,
    PER_SECOND_MOST,
    ROUNDS_OF_A_BATCH,
    SUCCESSES_PER_STEP,
    Pace,
)
from tests.factories import NOW, SECOND

MANY = 10_000


def refilled(pace: Pace, seconds: int = 1) -> int:
    """How many may be taken after so many seconds, batch after batch."""
    now, taken = NOW + seconds * SECOND, 0
    while found := pace.allowance("a", now, MANY):
        pace.taken("a", found, now)
        taken += found
    return taken


def entered(pace: Pace, count: int) -> int:
    """How many of so many threads get in without waiting."""
    inside = []
    threads = [
        threading.Thread(target=lambda: (pace.enter("a", NOW), inside.append(1)), daemon=True)
        for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(0.05)
    found = len(inside)
    for _ in range(count):
        pace.leave("a")
    for thread in threads:
        thread.join(1)
    return found


def test_a_class_passes_at_once_and_then_ten_a_second() -> None:
    pace = Pace()
    taken = 0
    while found := pace.allowance("a", NOW, MANY):
        assert found <= ROUNDS_OF_A_BATCH * AT_ONCE_FIRST
        pace.taken("a", found, NOW)
        taken += found

    assert int(BURST) == taken
    assert 0 == pace.allowance("a", NOW, MANY)
    assert ({"a"}, MANY) == (set(pace.exhausted(NOW)), MANY)
    assert int(PER_SECOND_FIRST) == refilled(pace)
    assert 3 == pace.allowance("b", NOW, 3)


def test_it_grows_with_what_is_taken_up_to_a_limit() -> None:
    pace = Pace()
    pace.taken("a", int(BURST), NOW)
    for _ in range(SUCCESSES_PER_STEP):
        pace.succeeded("a", NOW)

    assert int(PER_SECOND_FIRST) + 1 == refilled(pace)
    assert AT_ONCE_FIRST + 1 == entered(pace, AT_ONCE_MOST)
    for _ in range(SUCCESSES_PER_STEP * 100):
        pace.succeeded("a", NOW)
    assert int(PER_SECOND_MOST) == refilled(pace, 2)
    assert AT_ONCE_MOST == entered(pace, AT_ONCE_MOST + 2)


def test_it_halves_when_it_is_too_much() -> None:
    pace = Pace()
    pace.slowed("a", NOW)

    assert 1 == pace.allowance("a", NOW, MANY)
    assert 1 + int(PER_SECOND_FIRST / 2) == refilled(pace)
    assert 1 == entered(pace, AT_ONCE_FIRST)
    for _ in range(20):
        pace.slowed("a", NOW + SECOND)
    assert int(PER_SECOND_LEAST) == refilled(pace, 2)


def test_nothing_is_held_back_when_it_is_lifted() -> None:
    pace = Pace(lifted=16)
    pace.taken("a", MANY, NOW)
    pace.slowed("a", NOW)

    assert MANY == pace.allowance("a", NOW, MANY)
    assert 16 == entered(pace, 20)
