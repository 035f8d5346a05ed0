"""From a level to a grade in the LMS: what is wanted there, what the LMS confirmed, what to do next.

One delivery stands for one person and one line item. It holds the state that is wanted and the state that
is known; events are not queued. Two cases must not be confused: a delivery that *waits* is sent by itself
at ``next_attempt_at``, a *parked* one waits for a person and keeps its grade. Nothing is ever dropped.

Source: AGS 2.0; the fault catalogue of the project's research (F01 to F50).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.deep_link import OWN_COLUMN, Columns
from lti_tool.domain.framework import AREAS, POINTS_MAXIMUM
from lti_tool.domain.ports import PlatformResult

COMMENT_LIMIT = 500
LEASE_SECONDS = 60
STEP_BETWEEN_SENDS = timedelta(seconds=1)
OLD_EVENT = timedelta(minutes=10)
BACKOFF_FIRST_SECONDS, BACKOFF_CAP_SECONDS = 2.0, 900.0
BACKOFF_LATE_CAP_SECONDS = 3600.0
LATE_AFTER, GIVE_UP_AFTER = timedelta(hours=24), timedelta(days=14)
NOT_GRADABLE_STEPS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
PROBE_EVERY = timedelta(days=1)
LOCKED_TRIES, LOCKED_AFTER = 6, timedelta(hours=24)
SAME_SCORE = 0.005


class DeliveryState(StrEnum):
    """``LEASED``: one worker has it in hand. ``IDLE``: the LMS holds what is wanted."""

    DUE = "due"
    LEASED = "leased"
    RETRY = "retry"
    PARKED = "parked"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One gradebook column of an activity. ``key`` is "own" or "area-1" … "area-5"."""

    key: str
    tag: str
    resource_id: str
    maximum: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """What the LMS should show for one column."""

    column_key: str
    points: float
    maximum: float
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One grade on its way. Versions count from 1; 0 means never.

    ``sent_at`` is the timestamp of the last score sent, in the platform's clock. ``fencing`` rises with
    every claim, so that a worker that slept through its lease cannot write its result. ``earlier_points``
    are values that the tool sent before and that may still stand in the LMS.
    """

    centre_id: str
    line_item_id: str
    person_id: str
    desired_version: int
    desired_points: float
    maximum: float
    comment: str
    event_at: datetime
    state: DeliveryState = DeliveryState.DUE
    next_attempt_at: datetime
    due_since: datetime
    sent_version: int = 0
    sent_points: float | None = None
    sent_at: datetime | None = None
    acknowledged_version: int = 0
    acknowledged_points: float | None = None
    acknowledged_at: datetime | None = None
    acknowledged_how: str = ""
    attempts: int = 0
    fencing: int = 0
    lease_owner: str = ""
    lease_until: datetime | None = None
    reason: str = ""
    last_status: int | None = None
    platform_points: float | None = None
    is_verify_first: bool = False


def columns_of(slug: str, columns: Columns = Columns.SIX, asked: Sequence[str] = AREAS) -> tuple[Column, ...]:
    """The columns of a diagnostic that asks these areas: its own and, unless there is to be one only, one
    per area. Where one area alone is asked its level stands in the own column; where some are, there is no
    general level, and only theirs have one.
    """
    own = Column(key=OWN_COLUMN, tag=f"passerelle:{slug}", resource_id=slug, maximum=POINTS_MAXIMUM)
    if len(asked) == 1:
        return (own,)
    areas = (replace(own, key=f"area-{area}", tag=f"passerelle:{slug}:area-{area}") for area in asked)
    general = (own,) if len(asked) == len(AREAS) else ()
    return tuple(column for column in (*general, *areas) if columns.includes(column.key))


def points_of(estimate: LevelEstimate) -> float:
    """The points of a level on the eight-level scale: the level itself."""
    return float(estimate.level)


def desired_again(delivery: Delivery, desired: Desired, now: datetime) -> Delivery:
    """Raise the wanted version. A delivery in a worker's hand stays leased: the worker will see it moved.

    What a person saw in the LMS and agreed to replace was agreed for the former version only.
    """
    moved = replace(
        delivery,
        desired_version=delivery.desired_version + 1,
        desired_points=desired.points,
        maximum=desired.maximum,
        comment=desired.comment,
        event_at=now,
        due_since=now,
        attempts=0,
        platform_points=None,
    )
    if delivery.state is DeliveryState.LEASED:
        return moved
    return replace(moved, state=DeliveryState.DUE, next_attempt_at=now, reason="")


def must_read_first(delivery: Delivery, now: datetime) -> bool:
    """Whether to read the LMS first: an old event, a doubt, or a grade there that may have been changed."""
    is_known_there = delivery.acknowledged_version > 0
    return delivery.is_verify_first or is_known_there or now - delivery.event_at > OLD_EVENT


def timestamp_for(delivery: Delivery, platform_now: datetime) -> datetime:
    """The score's timestamp: the platform's time now, and at least a second after the last one sent."""
    if delivery.sent_at is None:
        return platform_now
    return max(platform_now, delivery.sent_at + STEP_BETWEEN_SENDS)


def being_sent(delivery: Delivery, sent_at: datetime) -> Delivery:
    """Written down before the post leaves, so that a crash in between is known as "perhaps sent"."""
    return replace(
        delivery,
        sent_version=delivery.desired_version,
        sent_points=delivery.desired_points,
        sent_at=sent_at,
    )


def delivered(delivery: Delivery, version: int, points: float, how: str, now: datetime) -> Delivery:
    """The LMS holds ``version``. When more was wanted meanwhile, the delivery is due again at once."""
    moved = replace(
        delivery,
        acknowledged_version=version,
        acknowledged_points=points,
        acknowledged_at=now,
        acknowledged_how=how,
        platform_points=points,
        attempts=0,
        reason="",
        is_verify_first=False,
    )
    if delivery.desired_version > version:
        return _released(replace(moved, due_since=now), DeliveryState.DUE, now)
    return _released(moved, DeliveryState.IDLE, now)


def waiting(
    delivery: Delivery,
    *,
    reason: str,
    status: int | None,
    retry_after_seconds: float | None,
    is_ambiguous: bool,
    now: datetime,
    random: Random,
) -> Delivery:
    """A temporary failure: try again later, with full jitter, and give up to a person after 14 days."""
    moved = replace(
        delivery,
        attempts=delivery.attempts + 1,
        reason=reason,
        last_status=status,
        is_verify_first=delivery.is_verify_first or is_ambiguous,
    )
    age = now - delivery.due_since
    if age > GIVE_UP_AFTER:
        return _released(moved, DeliveryState.PARKED, now + PROBE_EVERY)
    if reason == "server-error" and delivery.attempts + 1 >= LOCKED_TRIES and age > LOCKED_AFTER:
        return _released(replace(moved, reason="locked"), DeliveryState.PARKED, now + PROBE_EVERY)
    cap = BACKOFF_LATE_CAP_SECONDS if age > LATE_AFTER else BACKOFF_CAP_SECONDS
    ceiling = min(cap, BACKOFF_FIRST_SECONDS * 2.0 ** min(delivery.attempts, 20))
    wait = retry_after_seconds if retry_after_seconds is not None else random.uniform(0.5, ceiling)
    return _released(moved, DeliveryState.RETRY, now + timedelta(seconds=wait))


def refused(delivery: Delivery, *, reason: str, status: int | None, now: datetime) -> Delivery:
    """A lasting refusal: wait for a person. Somebody who is not gradable yet is tried three times more,
    since a platform often learns of an enrolment late.
    """
    # Tries that failed for another reason say nothing about the enrolment.
    tries = delivery.attempts if delivery.reason == reason else 0
    moved = replace(delivery, reason=reason, last_status=status, attempts=tries + 1)
    if reason == "not-gradable" and tries < len(NOT_GRADABLE_STEPS):
        return _released(moved, DeliveryState.RETRY, now + NOT_GRADABLE_STEPS[tries])
    return _released(moved, DeliveryState.PARKED, now + PROBE_EVERY)


def after_reading(
    delivery: Delivery, result: PlatformResult | None, earlier_points: Sequence[float], now: datetime
) -> Delivery | None:
    """What a read-back says: delivered, parked because a person changed it, or ``None``: send again.

    The wanted number under a version that was never sent is sent all the same: its comment is new.
    Moodle lists a grade of 0 without a number, so "nothing there" counts as 0 when 0 is wanted and was sent.
    """
    is_sent = delivery.sent_version == delivery.desired_version
    shown = None if result is None else scaled(result, delivery.maximum)
    if shown is None:
        if delivery.desired_points == 0 and result is not None and is_sent:
            return delivered(delivery, delivery.desired_version, 0.0, "read-back", now)
        return None
    if same(shown, delivery.desired_points):
        if not is_sent:
            return None
        return delivered(delivery, delivery.desired_version, delivery.desired_points, "read-back", now)
    # What the LMS held when a person pressed "try again" may be replaced; what came later may not.
    replaceable = (*earlier_points, delivery.platform_points)
    if any(points is not None and same(shown, points) for points in replaceable):
        return None
    parked = replace(delivery, platform_points=shown, reason="changed-in-lms")
    return _released(parked, DeliveryState.PARKED, now + PROBE_EVERY)


def held(delivery: Delivery, reason: str, status: int | None, now: datetime) -> Delivery:
    """The platform refuses our key for everybody: the row waits without counting a try."""
    return _released(replace(delivery, reason=reason, last_status=status), DeliveryState.RETRY, now)


def to_rebind(delivery: Delivery, status: int | None, now: datetime) -> Delivery:
    """The column is gone and was ours: look for it, or make it again, at once."""
    moved = replace(delivery, reason="line-item-gone", last_status=status, attempts=delivery.attempts + 1)
    return _released(moved, DeliveryState.DUE, now)


def asked_again(delivery: Delivery, now: datetime) -> Delivery:
    """A person pressed "try again" on something that waits or is parked: due now, with a fresh count."""
    return replace(
        delivery,
        state=DeliveryState.DUE,
        next_attempt_at=now,
        attempts=0,
        reason="",
        due_since=now,
    )


def scaled(result: PlatformResult, maximum: float) -> float | None:
    """A result in our points: a platform may show it on a scale of its own (Moodle's coupled items)."""
    if result.score is None:
        return None
    if result.maximum and result.maximum > 0:
        return result.score * maximum / result.maximum
    return result.score


def same(shown: float, points: float) -> bool:
    """Whether two scores are the same after a platform's rounding."""
    return abs(shown - points) <= SAME_SCORE


def comment_cut(text: str) -> str:
    """A comment as the LMS gets it: one block of plain text of 500 characters at most."""
    return " ".join(text.split())[:COMMENT_LIMIT]


def _released(delivery: Delivery, state: DeliveryState, next_attempt_at: datetime) -> Delivery:
    return replace(delivery, state=state, next_attempt_at=next_attempt_at, lease_owner="", lease_until=None)
