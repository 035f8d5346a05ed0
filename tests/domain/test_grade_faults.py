"""When a grade did not arrive. F numbers name the fault catalogue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.grade import (
    BACKOFF_CAP_SECONDS,
    BACKOFF_LATE_CAP_SECONDS,
    GIVE_UP_AFTER,
    LATE_AFTER,
    LOCKED_AFTER,
    LOCKED_TRIES,
    NOT_GRADABLE_STEPS,
    PROBE_EVERY,
    Delivery,
    DeliveryState,
    after_reading,
    refused,
    scaled,
)
from lti_tool.domain.ports import PlatformResult
from tests.domain.deliveries import failed, leased
from tests.factories import NOW, SECOND

TEMPORARY = ("server-error", "timeout", "reset", "unreachable", "rate-limited", "token-endpoint", "busy")
LASTING = (
    "changed-in-lms",
    "scope-refused",
    "line-item-gone",
    "invalid-body",
    "address-changed",
    "forbidden",
)


@pytest.mark.parametrize("reason", TEMPORARY)
def test_it_is_tried_again_when_the_fault_is_temporary(reason: str) -> None:
    moved = failed(leased(), reason)

    assert (DeliveryState.RETRY, reason, 1, 503) == (
        moved.state,
        moved.reason,
        moved.attempts,
        moved.last_status,
    )
    assert NOW < moved.next_attempt_at <= NOW + 2 * SECOND
    assert moved.lease_owner == ""


def test_the_platform_decides_when_it_says_how_long_to_wait() -> None:
    """F10."""
    assert failed(leased(), "rate-limited", retry_after_seconds=77.0).next_attempt_at == NOW + 77 * SECOND


@pytest.mark.parametrize(("is_ambiguous", "must"), [(True, True), (False, False)])
def test_the_lms_is_read_first_when_the_answer_was_lost(is_ambiguous: bool, must: bool) -> None:
    """F16, F17."""
    assert must is failed(leased(), "timeout", is_ambiguous=is_ambiguous).is_verify_first


@given(st.integers(0, 10_000), st.integers(), st.timedeltas(timedelta(0), GIVE_UP_AFTER))
def test_the_wait_stays_in_its_bounds_when_failures_follow(tries: int, seed: int, age: timedelta) -> None:
    """Full jitter: up to two seconds doubled each time, capped at 15 minutes, at an hour after a day."""
    moved = failed(leased(attempts=tries, due_since=NOW - age), "timeout", seed=seed)

    cap = BACKOFF_LATE_CAP_SECONDS if age > LATE_AFTER else BACKOFF_CAP_SECONDS
    wait = (moved.next_attempt_at - NOW).total_seconds()
    assert DeliveryState.RETRY is moved.state
    assert 0.5 <= wait <= min(cap, 2.0 * 2.0 ** min(tries, 20))


def test_waits_are_spread_when_many_fail_together() -> None:
    waits = {failed(leased(attempts=12), seed=seed).next_attempt_at for seed in range(20)}

    assert len(waits) == 20


@pytest.mark.parametrize(
    ("age", "state"), [(GIVE_UP_AFTER, DeliveryState.RETRY), (GIVE_UP_AFTER + SECOND, DeliveryState.PARKED)]
)
def test_it_is_parked_when_14_days_went_by(age: timedelta, state: DeliveryState) -> None:
    """F26: nothing is dropped, the wanted grade stays, a daily probe goes on."""
    moved = failed(leased(due_since=NOW - age), "unreachable")

    assert state is moved.state
    assert moved.desired_points == 2.0
    if state is DeliveryState.PARKED:
        assert moved.next_attempt_at == NOW + PROBE_EVERY


@pytest.mark.parametrize(
    ("reason", "tries", "age", "state"),
    [
        ("server-error", LOCKED_TRIES, LOCKED_AFTER + SECOND, DeliveryState.PARKED),
        ("server-error", LOCKED_TRIES - 1, LOCKED_AFTER + SECOND, DeliveryState.RETRY),
        ("server-error", LOCKED_TRIES, LOCKED_AFTER, DeliveryState.RETRY),
        ("timeout", LOCKED_TRIES, LOCKED_AFTER + SECOND, DeliveryState.RETRY),
    ],
)
def test_a_lock_is_suspected_when_one_cell_fails_for_a_day(
    reason: str, tries: int, age: timedelta, state: DeliveryState
) -> None:
    """F13: a locked grade in Moodle answers 500 for ever."""
    moved = failed(leased(attempts=tries - 1, due_since=NOW - age), reason)

    assert state is moved.state
    assert ("locked" if state is DeliveryState.PARKED else reason) == moved.reason


@pytest.mark.parametrize("reason", LASTING)
def test_it_waits_for_a_person_when_the_refusal_is_lasting(reason: str) -> None:
    moved = refused(leased(), reason=reason, status=403, now=NOW)

    assert (DeliveryState.PARKED, reason, 403, NOW + PROBE_EVERY) == (
        moved.state,
        moved.reason,
        moved.last_status,
        moved.next_attempt_at,
    )
    assert (moved.desired_version, moved.desired_points) == (1, 2.0)


def test_somebody_not_gradable_is_tried_three_times_more_when_enrolments_are_late() -> None:
    """F08, F35."""
    delivery, states, waits = leased(), [], []
    for _ in range(4):
        delivery = refused(delivery, reason="not-gradable", status=400, now=NOW)
        states.append(delivery.state)
        waits.append(delivery.next_attempt_at - NOW)

    assert [*[DeliveryState.RETRY] * 3, DeliveryState.PARKED] == states
    assert [*NOT_GRADABLE_STEPS, PROBE_EVERY] == waits


def read(
    score: float | None, *, sent: int = 1, earlier: tuple[float, ...] = (), **changes: object
) -> Delivery | None:
    """What follows when the LMS shows ``score``."""
    result = PlatformResult(score=score, maximum=8.0)
    return after_reading(leased(sent_version=sent, **changes), result, earlier, NOW)


def test_it_is_delivered_when_the_lms_shows_what_was_sent() -> None:
    """F07, F17: 409 after a repeat."""
    found = read(2.0)

    assert found is not None
    assert (
        found.state,
        found.acknowledged_version,
        found.acknowledged_how,
    ) == (DeliveryState.IDLE, 1, "read-back")


@pytest.mark.parametrize("score", [1.996, 2.004])
def test_rounding_is_no_change_when_the_lms_rounds(score: float) -> None:
    found = read(score)

    assert found is not None
    assert DeliveryState.IDLE is found.state


def test_it_is_sent_again_when_the_lms_shows_an_earlier_value() -> None:
    assert read(1.0, earlier=(1.0, 3.0)) is None


def test_it_waits_for_a_person_when_somebody_changed_it_in_the_lms() -> None:
    """F20: never overwritten without a person."""
    found = read(7.0, earlier=(1.0,))

    assert found is not None
    assert (found.state, found.reason, found.platform_points) == (DeliveryState.PARKED, "changed-in-lms", 7.0)


def test_it_is_sent_when_the_lms_shows_nothing() -> None:
    assert after_reading(leased(sent_version=1), None, (), NOW) is None
    assert read(None) is None


@pytest.mark.parametrize(("sent", "is_done"), [(1, True), (0, False)])
def test_nothing_there_is_a_zero_when_a_zero_was_sent(sent: int, is_done: bool) -> None:
    """Moodle lists a grade of 0 without a number."""
    found = read(None, sent=sent, desired_points=0.0)

    assert is_done is (found is not None and found.state is DeliveryState.IDLE)


def test_the_scale_is_ours_when_the_lms_shows_another() -> None:
    assert scaled(PlatformResult(score=25.0, maximum=100.0), 8.0) == 2.0
    assert scaled(PlatformResult(score=2.0, maximum=None), 8.0) == 2.0
    assert scaled(PlatformResult(score=2.0, maximum=0.0), 8.0) == 2.0
    assert scaled(PlatformResult(score=None, maximum=8.0), 8.0) is None
