"""What a trainer decides about a grade on its way, and what a reading of the LMS then says.

Three decisions: try again, keep the LMS's value, put ours back. Two cases must not be confused: a value that
a person *saw and agreed to replace* may be overwritten, and that very value alone; one that a reading finds
later may not. Nothing here is decided by the worker alone.

Source: AGS 2.0; Moodle answers 200 to a score for a grade that is overridden, and keeps the override.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from lti_tool.domain import grade
from lti_tool.domain.grade import (
    BACKOFF_LATE_CAP_SECONDS,
    GIVE_UP_AFTER,
    PROBE_EVERY,
    Delivery,
    DeliveryState,
    same,
    scaled,
)
from lti_tool.domain.ports import PlatformResult

CHANGED, KEPT_THERE = "changed-in-lms", "kept-in-lms"
"""Why a grade waits for a choice: somebody changed it there; or the LMS took ours and still shows another."""
TO_CHOOSE = (CHANGED, KEPT_THERE)
NOT_SHOWN = "not-shown"
"""Why a grade that was sent is looked at by a person: the LMS shows none."""
TO_READ, TO_CONFIRM = "to-read", "to-confirm"
CONFIRM_FIRST_SECONDS = 60.0
READ_AT_ONCE = 200
"""How many grades of a resource link one press has read: thirty people with six columns and some more. Each
is a question to the platform, which has others to serve.
"""
KEPT, READ_BACK = "kept", "read-back"
TAKEN_UP_AGAIN = (DeliveryState.PARKED, DeliveryState.RETRY)


def is_to_choose(delivery: Delivery) -> bool:
    """Whether the LMS shows another value than ours, and a person has to say which one counts."""
    return delivery.state is DeliveryState.PARKED and delivery.reason in TO_CHOOSE


def is_kept(delivery: Delivery) -> bool:
    """Whether a person decided that the LMS's value stays."""
    return delivery.state is DeliveryState.IDLE and delivery.acknowledged_how == KEPT


def is_waiting_or_refused(delivery: Delivery) -> bool:
    """Whether "try again" means anything; a value that was changed in the LMS needs a choice instead."""
    return delivery.state in TAKEN_UP_AGAIN and delivery.reason not in TO_CHOOSE


def taken_up(delivery: Delivery, now: datetime) -> Delivery:
    """A person pressed "try again". What the LMS had confirmed and a reading did not find is wanted anew."""
    moved = grade.asked_again(delivery, now)
    if delivery.state is DeliveryState.PARKED and delivery.acknowledged_version == delivery.desired_version:
        return replace(moved, desired_version=delivery.desired_version + 1)
    return moved


def kept(delivery: Delivery, seen: float, now: datetime) -> Delivery | None:
    """The LMS's value stays, until the learner reaches another result; ``None`` when it is no longer the one
    that the person saw.
    """
    if not is_to_choose(delivery) or not _is_seen(delivery, seen):
        return None
    return grade.delivered(delivery, delivery.desired_version, seen, KEPT, now)


def put_back(delivery: Delivery, seen: float, now: datetime) -> Delivery | None:
    """Ours goes out again and may replace ``seen`` alone; ``None`` when the LMS's value is no longer the one
    that the person saw. The raised version tells what is sent with this leave from what was sent before.
    """
    if not (is_to_choose(delivery) or is_kept(delivery)) or not _is_seen(delivery, seen):
        return None
    moved = grade.asked_again(delivery, now)
    return replace(
        moved,
        desired_version=delivery.desired_version + 1,
        acknowledged_points=None if _is_confirmed(delivery, seen) else delivery.acknowledged_points,
        is_verify_first=True,
    )


def to_read(delivery: Delivery, now: datetime) -> Delivery | None:
    """A person wants to know what the LMS shows; ``None`` where the delivery will be read or sent anyway, or
    waits for something else. No leave to replace anything comes with it.
    """
    if delivery.state is not DeliveryState.IDLE and not is_to_choose(delivery):
        return None
    return replace(
        delivery,
        state=DeliveryState.DUE,
        next_attempt_at=now,
        due_since=now,
        attempts=0,
        reason=TO_READ,
        is_verify_first=True,
        platform_points=None,
    )


def is_only_read(delivery: Delivery) -> bool:
    """Whether there is nothing to send: the LMS confirmed what is wanted, and is asked what it shows."""
    is_confirmed = 0 < delivery.acknowledged_version == delivery.desired_version
    return delivery.is_verify_first and is_confirmed


def is_replacing(delivery: Delivery) -> bool:
    """Whether this goes out with a person's leave to replace what the LMS showed. Its answer is then no
    proof: it is read back.
    """
    there, ours = delivery.platform_points, delivery.acknowledged_points
    return there is not None and (ours is None or not same(there, ours))


def to_read_back(delivery: Delivery, now: datetime) -> Delivery:
    """The LMS answered "accepted", not "done": look again in a minute, then ever less often up to once an
    hour, and leave it to a person after 14 days. Only for a platform that lets us read.
    """
    if now - delivery.due_since > GIVE_UP_AFTER:
        reason = KEPT_THERE if is_replacing(delivery) else NOT_SHOWN
        return _parked(delivery, reason, delivery.platform_points, now)
    wait = min(CONFIRM_FIRST_SECONDS * 2.0 ** min(delivery.attempts, 20), BACKOFF_LATE_CAP_SECONDS)
    return replace(
        delivery,
        state=DeliveryState.RETRY,
        next_attempt_at=now + timedelta(seconds=wait),
        attempts=delivery.attempts + 1,
        reason=TO_CONFIRM,
        lease_owner="",
        lease_until=None,
        is_verify_first=True,
    )


def after_reading(
    delivery: Delivery, result: PlatformResult | None, earlier_points: Sequence[float], now: datetime
) -> Delivery | None:
    """What becomes of a delivery once the LMS was read; ``None``: send it."""
    if is_only_read(delivery):
        return _after_only_reading(delivery, result, now)
    return grade.after_reading(delivery, result, earlier_points, now)


def after_sending(
    delivery: Delivery, result: PlatformResult | None, _earlier_points: Sequence[float], now: datetime
) -> Delivery | None:
    """What a reading says right after the LMS accepted what replaces its value; ``None``: believe its answer,
    since it shows nothing, or the learner reached another result meanwhile.

    Not to be confused with ``after_reading``: there nobody knows whether what was sent ever arrived.
    """
    shown = None if result is None else scaled(result, delivery.maximum)
    if shown is None or delivery.sent_version != delivery.desired_version:
        return None
    if same(shown, delivery.desired_points):
        return grade.delivered(delivery, delivery.desired_version, delivery.desired_points, READ_BACK, now)
    return _parked(delivery, KEPT_THERE if _is_seen(delivery, shown) else CHANGED, shown, now)


def unread(delivery: Delivery, now: datetime) -> Delivery:
    """The platform lets nobody read: what it confirmed before still counts."""
    return grade.delivered(
        delivery,
        delivery.acknowledged_version,
        _confirmed(delivery),
        delivery.acknowledged_how,
        delivery.acknowledged_at or now,
    )


def read_at(delivery: Delivery) -> datetime | None:
    """When the LMS was last seen to show what is known of it; ``None`` when it was not read."""
    if is_to_choose(delivery):
        return delivery.next_attempt_at - PROBE_EVERY
    was_read = delivery.acknowledged_how in (READ_BACK, KEPT)
    return delivery.acknowledged_at if was_read and delivery.state is DeliveryState.IDLE else None


def _after_only_reading(delivery: Delivery, result: PlatformResult | None, now: datetime) -> Delivery:
    confirmed = _confirmed(delivery)
    shown = None if result is None else scaled(result, delivery.maximum)
    # Moodle lists a grade of 0 without a number.
    if shown is None and result is not None and confirmed == 0:
        shown = 0.0
    if shown is None:
        return _parked(delivery, NOT_SHOWN, None, now)
    if same(shown, confirmed):
        how = KEPT if delivery.acknowledged_how == KEPT else READ_BACK
        return grade.delivered(delivery, delivery.desired_version, confirmed, how, now)
    if same(shown, delivery.desired_points):
        return grade.delivered(delivery, delivery.desired_version, delivery.desired_points, READ_BACK, now)
    return _parked(delivery, CHANGED, shown, now)


def _confirmed(delivery: Delivery) -> float:
    there = delivery.acknowledged_points
    return delivery.desired_points if there is None else there


def _is_confirmed(delivery: Delivery, points: float) -> bool:
    return delivery.acknowledged_points is not None and same(delivery.acknowledged_points, points)


def _is_seen(delivery: Delivery, seen: float) -> bool:
    return delivery.platform_points is not None and same(delivery.platform_points, seen)


def _parked(delivery: Delivery, reason: str, shown: float | None, now: datetime) -> Delivery:
    return replace(
        delivery,
        state=DeliveryState.PARKED,
        reason=reason,
        platform_points=shown,
        next_attempt_at=now + PROBE_EVERY,
        lease_owner="",
        lease_until=None,
        is_verify_first=False,
    )
