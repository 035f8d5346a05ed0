"""What a trainer decides about a grade, and what a reading then says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain import ledger
from lti_tool.domain.grade import (
    PROBE_EVERY,
    Delivery,
    DeliveryState,
    being_sent,
    delivered,
    desired_again,
)
from lti_tool.domain.ports import PlatformResult
from tests.domain.deliveries import wanted
from tests.factories import DAY, MINUTE, NOW, a_delivery

LATER = NOW + MINUTE


def sent(points: float = 3.0, **changes: object) -> Delivery:
    """Ours stands in the LMS."""
    first = being_sent(a_delivery(desired_points=points), NOW)
    return replace(delivered(first, 1, points, "200", NOW), **changes)  # type: ignore[arg-type]


def changed(there: float = 7.0, reason: str = ledger.CHANGED) -> Delivery:
    """The learner reached 3 a second time; meanwhile the LMS shows ``there``."""
    return replace(
        desired_again(sent(2.0), wanted(3.0), NOW),
        state=DeliveryState.PARKED,
        reason=reason,
        platform_points=there,
        next_attempt_at=NOW + PROBE_EVERY,
    )


def shows(points: float | None) -> PlatformResult:
    """What the LMS says."""
    return PlatformResult(score=points, maximum=8.0)


def test_the_lms_value_counts_when_it_is_kept() -> None:
    kept = ledger.kept(changed(), 7.0, LATER)

    assert kept is not None
    assert (DeliveryState.IDLE, "kept", 7.0) == (
        kept.state,
        kept.acknowledged_how,
        kept.acknowledged_points,
    )
    assert (kept.acknowledged_version, kept.desired_points) == (kept.desired_version, 3.0)
    assert ledger.is_kept(kept)


def test_a_person_is_asked_again_when_the_learner_goes_on_after_a_value_was_kept() -> None:
    kept = ledger.kept(changed(), 7.0, LATER)
    assert kept is not None
    moved = desired_again(kept, wanted(4.0), LATER)
    found = ledger.after_reading(moved, shows(7.0), (2.0, 3.0), LATER)

    assert not ledger.is_kept(moved)
    assert found is not None
    assert (DeliveryState.PARKED, ledger.CHANGED) == (found.state, found.reason)


@pytest.mark.parametrize("seen", [6.0, -1.0])
def test_nothing_is_decided_when_the_lms_value_is_not_the_one_that_was_seen(seen: float) -> None:
    assert ledger.kept(changed(), seen, LATER) is None
    assert ledger.put_back(changed(), seen, LATER) is None


@pytest.mark.parametrize(
    "delivery",
    [
        pytest.param(sent(), id="sent"),
        pytest.param(replace(changed(), state=DeliveryState.LEASED), id="in-hand"),
        pytest.param(replace(changed(), reason="locked"), id="refused"),
    ],
)
def test_nothing_is_decided_when_there_is_nothing_to_choose(delivery: Delivery) -> None:
    seen = delivery.platform_points or 0.0

    assert ledger.kept(delivery, seen, LATER) is None
    assert ledger.put_back(delivery, seen, LATER) is None


def test_only_the_value_that_was_seen_may_be_replaced_when_ours_is_put_back() -> None:
    back = ledger.put_back(changed(), 7.0, LATER)

    assert back is not None
    assert (DeliveryState.DUE, 3, True) == (back.state, back.desired_version, back.is_verify_first)
    assert ledger.is_replacing(back)
    assert ledger.after_reading(back, shows(7.0), (), LATER) is None
    typed_later = ledger.after_reading(back, shows(6.0), (), LATER)
    assert typed_later is not None
    assert (ledger.CHANGED, 6.0) == (typed_later.reason, typed_later.platform_points)


def test_leave_to_replace_ends_when_the_learner_reaches_another_result() -> None:
    back = ledger.put_back(changed(), 7.0, LATER)
    assert back is not None
    moved = desired_again(back, wanted(4.0), LATER)
    found = ledger.after_reading(moved, shows(7.0), (2.0, 3.0), LATER)

    assert not ledger.is_replacing(moved)
    assert found is not None
    assert found.reason == ledger.CHANGED


@pytest.mark.parametrize(
    ("shown", "state", "reason", "how"),
    [
        pytest.param(3.0, DeliveryState.IDLE, "", "read-back", id="ours"),
        pytest.param(7.0, DeliveryState.PARKED, ledger.KEPT_THERE, "200", id="kept-there"),
        pytest.param(5.0, DeliveryState.PARKED, ledger.CHANGED, "200", id="another"),
    ],
)
def test_the_lms_is_believed_only_once_read_when_ours_was_put_back(
    shown: float, state: DeliveryState, reason: str, how: str
) -> None:
    back = ledger.put_back(changed(), 7.0, LATER)
    assert back is not None
    found = ledger.after_sending(being_sent(back, LATER), shows(shown), (), LATER)

    assert found is not None
    assert (state, reason, how) == (found.state, found.reason, found.acknowledged_how)
    assert found.platform_points == shown


def test_the_answer_counts_when_a_reading_shows_nothing() -> None:
    back = ledger.put_back(changed(), 7.0, LATER)
    assert back is not None
    in_hand = being_sent(back, LATER)

    assert ledger.after_sending(in_hand, None, (), LATER) is None
    assert ledger.after_sending(in_hand, shows(None), (), LATER) is None
    assert ledger.after_sending(desired_again(in_hand, wanted(4.0), LATER), shows(7.0), (), LATER) is None


def test_ours_can_be_put_back_when_the_lms_value_was_kept_before() -> None:
    kept = ledger.kept(changed(), 7.0, LATER)
    assert kept is not None
    back = ledger.put_back(kept, 7.0, LATER)

    assert back is not None
    assert ledger.is_replacing(back)
    assert back.desired_version > kept.desired_version


# Reading again.


@pytest.mark.parametrize(
    ("shown", "state", "reason", "points"),
    [
        pytest.param(3.0, DeliveryState.IDLE, "", 3.0, id="as-sent"),
        pytest.param(7.0, DeliveryState.PARKED, ledger.CHANGED, 7.0, id="changed"),
        pytest.param(2.0, DeliveryState.PARKED, ledger.CHANGED, 2.0, id="an-earlier-value"),
        pytest.param(None, DeliveryState.PARKED, ledger.NOT_SHOWN, None, id="gone"),
    ],
)
def test_nothing_is_ever_sent_when_a_person_asked_only_to_read(
    shown: float | None, state: DeliveryState, reason: str, points: float | None
) -> None:
    asked = ledger.to_read(sent(), LATER)
    assert asked is not None
    found = ledger.after_reading(asked, shows(shown), (2.0, 3.0), LATER + MINUTE)

    assert ledger.is_only_read(asked)
    assert found is not None
    assert (state, reason, points) == (found.state, found.reason, found.platform_points)
    assert LATER + MINUTE == (
        found.acknowledged_at if state is DeliveryState.IDLE else found.next_attempt_at - DAY
    )


def test_a_zero_stands_when_moodle_lists_it_without_a_number() -> None:
    asked = ledger.to_read(sent(0.0), LATER)
    assert asked is not None
    found = ledger.after_reading(asked, shows(None), (), LATER)

    assert found is not None
    assert DeliveryState.IDLE is found.state


@pytest.mark.parametrize(("shown", "is_kept"), [(7.0, True), (3.0, False)])
def test_a_kept_value_stays_kept_when_a_reading_still_shows_it(shown: float, is_kept: bool) -> None:
    kept = ledger.kept(changed(), 7.0, LATER)
    asked = ledger.to_read(kept, LATER) if kept else None
    assert asked is not None
    found = ledger.after_reading(asked, shows(shown), (2.0,), LATER)

    assert found is not None
    assert (DeliveryState.IDLE, is_kept) == (found.state, ledger.is_kept(found))


@pytest.mark.parametrize("reason", ledger.TO_CHOOSE)
def test_no_leave_to_replace_comes_with_a_reading(reason: str) -> None:
    asked = ledger.to_read(changed(reason=reason), LATER)
    assert asked is not None
    found = ledger.after_reading(asked, shows(7.0), (2.0,), LATER)

    assert found is not None
    assert (DeliveryState.PARKED, 7.0) == (found.state, found.platform_points)


@pytest.mark.parametrize("state", [DeliveryState.DUE, DeliveryState.LEASED, DeliveryState.RETRY])
def test_nothing_is_asked_when_the_grade_is_on_its_way(state: DeliveryState) -> None:
    assert ledger.to_read(a_delivery(state=state), LATER) is None
    assert ledger.to_read(a_delivery(state=DeliveryState.PARKED, reason="locked"), LATER) is None


def test_what_was_confirmed_stays_when_the_platform_lets_nobody_read() -> None:
    before = sent()
    asked = ledger.to_read(before, LATER)
    assert asked is not None
    found = ledger.unread(asked, LATER)

    assert (DeliveryState.IDLE, before.acknowledged_at, "200") == (
        found.state,
        found.acknowledged_at,
        found.acknowledged_how,
    )


# Trying again.


def test_a_grade_that_the_lms_no_longer_shows_is_sent_when_a_person_presses() -> None:
    asked = ledger.to_read(sent(), LATER)
    gone = ledger.after_reading(asked, None, (), LATER) if asked else None
    assert gone is not None
    again = ledger.taken_up(gone, LATER)

    assert not ledger.is_only_read(again)
    assert again.desired_version > again.acknowledged_version
    assert ledger.after_reading(again, None, (), LATER) is None


def test_a_changed_value_is_no_case_for_another_try() -> None:
    assert not ledger.is_waiting_or_refused(changed())
    assert not ledger.is_waiting_or_refused(sent())
    assert ledger.is_waiting_or_refused(replace(changed(), reason="locked"))


def test_a_reading_has_a_moment_when_there_was_one() -> None:
    kept = ledger.kept(changed(), 7.0, LATER)
    assert kept is not None

    assert NOW == ledger.read_at(changed())
    assert LATER == ledger.read_at(kept)
    assert ledger.read_at(sent()) is None


@pytest.mark.parametrize(("tries", "seconds"), [(0, 60), (1, 120), (5, 1920), (6, 3600), (400, 3600)])
def test_it_is_read_back_ever_less_often_when_the_lms_only_accepted(tries: int, seconds: int) -> None:
    """F19."""
    moved = ledger.to_read_back(being_sent(a_delivery(attempts=tries), NOW), NOW)

    assert (DeliveryState.RETRY, NOW + timedelta(seconds=seconds), True, "to-confirm", tries + 1) == (
        moved.state,
        moved.next_attempt_at,
        moved.is_verify_first,
        moved.reason,
        moved.attempts,
    )


@pytest.mark.parametrize(
    ("delivery", "reason"),
    [(being_sent(a_delivery(), NOW), "not-shown"), (being_sent(changed(), NOW), "kept-in-lms")],
)
def test_a_person_looks_when_what_was_accepted_did_not_appear_for_a_fortnight(
    delivery: Delivery, reason: str
) -> None:
    """F19."""
    fortnight = timedelta(days=14)
    still = ledger.to_read_back(delivery, delivery.due_since + fortnight)
    moved = ledger.to_read_back(delivery, delivery.due_since + fortnight + timedelta(seconds=1))

    assert DeliveryState.RETRY is still.state
    assert (DeliveryState.PARKED, reason) == (moved.state, moved.reason)
    assert delivery.platform_points == moved.platform_points
