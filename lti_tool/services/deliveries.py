"""The worker's side of the outbox: claim one delivery, send it, write down what came of it.

A delivery is claimed in a short transaction, sent with none open, and its result is written only if the
claim still holds. Every step can be the last one before a crash: what was claimed comes back when its
lease ends, and what was perhaps sent is sent again with a later timestamp.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from lti_tool.domain import grade
from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.grade import Delivery
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import Lms, Score, ScoreConflict, SendReceipt
from lti_tool.services.lanes import Lanes
from lti_tool.services.line_items import SCOPE, LineItems
from lti_tool.store.courses import StoredLink
from lti_tool.store.deliveries import StoredLineItem
from lti_tool.store.unit_of_work import Store, UnitOfWork

RESULT_SCOPE = f"{SCOPE}result.readonly"
TRANSPORT_REASONS = frozenset({"unreachable", "timeout", "reset", "token-endpoint"})
KEY_REASONS = frozenset({"unauthorized", "invalid-client"})
KEY_PROBE, TLS_PROBE = timedelta(minutes=10), timedelta(minutes=5)
RATE_LIMIT_WAIT_SECONDS, CONFLICT_WAIT_SECONDS = 30.0, 1.0
STEPS = (
    "claiming",
    "claimed",
    "reserved",
    "searched",
    "column-created",
    "column-bound",
    "bound",
    "read",
    "writing-down",
    "written-down",
    "sent",
    "storing",
    "stored",
)
"""The named points of one delivery, where a test can stop the worker for good. Those that end in -ing are
inside a transaction, just before its end.
"""

Checkpoint = Callable[[str], None]
Change = Callable[[Delivery, datetime], Delivery]


def no_checkpoint(_step: str) -> None:
    """What runs between the steps of a delivery outside a test: nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed delivery with all that is needed to send it."""

    delivery: Delivery
    registration: Registration
    link: StoredLink
    item: StoredLineItem
    sub: str


class Deliveries:
    """Brings wanted grades to the LMS, one at a time."""

    def __init__(
        self,
        store: Store,
        lms: Lms,
        *,
        clock: Callable[[], datetime],
        random: Random,
        checkpoint: Checkpoint = no_checkpoint,
    ) -> None:
        self._store = store
        self._lms = lms
        self._line_items = LineItems(store, lms, clock=clock, checkpoint=checkpoint)
        self._clock = clock
        self._random = random
        self._checkpoint = checkpoint
        self._lanes = Lanes()

    def deliver_one(self, owner: str) -> bool:
        """Take one delivery in hand and bring it a step further; ``False`` when none is due."""
        now = self._clock()
        with self._store.reading() as unit:
            if not unit.deliveries.is_any_ready(now, self._lanes.busy()):
                return False
        # One claim at a time, so that no two threads take a registration's last free lane.
        with self._lanes.claiming:
            with self._store.writing() as unit:
                claimed = unit.deliveries.claim(owner, now, limit=1, busy=self._lanes.busy())
                self._checkpoint("claiming")
            if not claimed:
                return False
            self._checkpoint("claimed")
            parcel = self._parcel(claimed[0])
            if parcel is None:
                return True
            self._lanes.enter(parcel.registration.id)
        try:
            self._deliver(parcel)
        finally:
            self._lanes.leave(parcel.registration.id)
        return True

    def _deliver(self, parcel: Parcel) -> None:
        try:
            item = self._line_items.bound(parcel.registration, parcel.link, parcel.item)
            parcel = replace(parcel, item=item)
            self._checkpoint("bound")
            if grade.must_read_first(parcel.delivery, self._clock()) and self._is_settled(parcel):
                return
            self._send(parcel)
        except ScoreConflict as conflict:
            self._after_conflict(parcel, conflict)
        except PlatformUnavailable as error:
            self._after_unavailable(parcel, error)
        except PlatformRefused as error:
            self._after_refused(parcel, error)

    def _send(self, parcel: Parcel) -> None:
        sending = self._written_down(parcel)
        if sending is None or sending.sent_at is None or parcel.item.url is None:
            return
        self._checkpoint("written-down")
        score = Score(
            sub=parcel.sub,
            given=sending.desired_points,
            maximum=sending.maximum,
            comment=sending.comment,
            sent_at=sending.sent_at,
            submitted_at=sending.event_at,
        )
        receipt = self._lms.send_score(
            parcel.registration, parcel.item.url, score, scopes=parcel.link.ags.scopes
        )
        self._checkpoint("sent")
        self._stored(parcel, lambda current, now: _after_receipt(current, sending, receipt, now))

    def _written_down(self, parcel: Parcel) -> Delivery | None:
        """Note what leaves and when, before it leaves; ``None`` when the claim was lost meanwhile."""
        now = self._clock()
        platform_now = self._lms.platform_now(parcel.registration, now)
        with self._store.writing() as unit:
            current = _mine(unit, parcel)
            if current is None:
                return None
            sending = grade.being_sent(current, grade.timestamp_for(current, platform_now))
            unit.deliveries.save(sending, fencing=current.fencing)
            unit.deliveries.log(sending, at=now)
            self._checkpoint("writing-down")
        return sending

    def _is_settled(self, parcel: Parcel) -> bool:
        """Read the LMS; whether that already decides what becomes of this delivery."""
        if parcel.item.url is None or RESULT_SCOPE not in parcel.link.ags.scopes:
            return False
        result = self._lms.read_result(
            parcel.registration, parcel.item.url, parcel.sub, scopes=parcel.link.ags.scopes
        )
        self._checkpoint("read")
        settled = False

        def change(current: Delivery, now: datetime) -> Delivery:
            nonlocal settled
            decided = grade.after_reading(current, result, self._earlier_points(current), now)
            settled = decided is not None
            return decided if decided is not None else replace(current, is_verify_first=False)

        return not self._stored(parcel, change) or settled

    def _after_conflict(self, parcel: Parcel, conflict: ScoreConflict) -> None:
        """The LMS holds something as new or newer: read it before deciding."""
        try:
            if self._is_settled(parcel):
                return
        except PlatformUnavailable as error:
            self._after_unavailable(parcel, error)
            return
        except PlatformRefused as error:
            self._after_refused(parcel, error)
            return
        # The first repeat is quick, since its timestamp is later; after that somebody must be in the way.
        wait = CONFLICT_WAIT_SECONDS if parcel.delivery.reason != "conflict" else None
        again = PlatformUnavailable(reason="conflict", status=conflict.status, retry_after_seconds=wait)
        self._after_unavailable(parcel, again)

    def _after_unavailable(self, parcel: Parcel, error: PlatformUnavailable) -> None:
        wait = error.retry_after_seconds
        if error.reason == "rate-limited" and wait is None:
            wait = min(RATE_LIMIT_WAIT_SECONDS * 2.0 ** min(parcel.delivery.attempts, 10), 3600.0)

        def change(current: Delivery, now: datetime) -> Delivery:
            return grade.waiting(
                current,
                reason=error.reason,
                status=error.status,
                retry_after_seconds=wait,
                is_ambiguous=error.is_ambiguous,
                now=now,
                random=self._random,
            )

        self._stored(parcel, change)
        now = self._clock()
        place = (parcel.registration.centre_id, parcel.registration.id)
        with self._store.writing() as unit:
            if error.reason == "rate-limited" and wait is not None:
                unit.circuits.hold(*place, error.reason, now + timedelta(seconds=wait), now)
            elif error.reason == "tls":
                unit.circuits.hold(*place, error.reason, now + TLS_PROBE, now)
            elif error.reason in TRANSPORT_REASONS:
                unit.circuits.failed(*place, error.reason, now)

    def _after_refused(self, parcel: Parcel, error: PlatformRefused) -> None:
        now = self._clock()
        place = (parcel.registration.centre_id, parcel.registration.id)
        if error.reason in KEY_REASONS:
            with self._store.writing() as unit:
                unit.circuits.hold(*place, error.reason, now + KEY_PROBE, now)
            self._stored(parcel, lambda current, at: grade.held(current, error.reason, error.status, at))
            return
        if error.reason == "line-item-gone" and parcel.delivery.reason != error.reason:
            self._after_column_gone(parcel, error)
            return
        self._park(parcel, error)

    def _after_column_gone(self, parcel: Parcel, error: PlatformRefused) -> None:
        """Look once for the column elsewhere; a person must help when there is none and it was not ours."""
        try:
            is_replaceable = self._line_items.is_replaceable(parcel.registration, parcel.link, parcel.item)
        except PlatformUnavailable as unavailable:
            self._after_unavailable(parcel, unavailable)
            return
        except PlatformRefused:
            is_replaceable = False
        if not is_replaceable:
            self._park(parcel, error)
            return
        self._stored(parcel, lambda current, at: grade.to_rebind(current, error.status, at))

    def _park(self, parcel: Parcel, error: PlatformRefused) -> None:
        self._stored(
            parcel,
            lambda current, at: grade.refused(current, reason=error.reason, status=error.status, now=at),
        )

    def _stored(self, parcel: Parcel, change: Change) -> bool:
        """Apply a change to the delivery as it is now, if this claim still holds."""
        now = self._clock()
        with self._store.writing() as unit:
            current = _mine(unit, parcel)
            if current is None:
                return False
            changed = change(current, now)
            unit.deliveries.save(changed, fencing=current.fencing)
            if changed.acknowledged_version > current.acknowledged_version:
                unit.circuits.closed(parcel.registration.centre_id, parcel.registration.id)
            self._checkpoint("storing")
        self._checkpoint("stored")
        return True

    def _earlier_points(self, delivery: Delivery) -> tuple[float, ...]:
        with self._store.reading() as unit:
            return tuple(unit.deliveries.earlier_points(delivery))

    def _parcel(self, delivery: Delivery) -> Parcel | None:
        with self._store.reading() as unit:
            item = unit.deliveries.line_item_by_id(delivery.centre_id, delivery.line_item_id)
            link = unit.courses.link(delivery.centre_id, item.resource_link_id) if item else None
            sub = unit.courses.sub_of(delivery.centre_id, delivery.person_id)
            if item is None or link is None or sub is None:
                return None
            registration = unit.registrations.get(delivery.centre_id, link.registration_id)
        if registration is None:
            return None
        return Parcel(delivery=delivery, registration=registration, link=link, item=item, sub=sub)


def _mine(unit: UnitOfWork, parcel: Parcel) -> Delivery | None:
    """The delivery as it is now, locked; ``None`` when another worker took it over."""
    claimed = parcel.delivery
    current = unit.deliveries.locked(claimed.centre_id, claimed.line_item_id, claimed.person_id)
    return current if current is not None and current.fencing == claimed.fencing else None


def _after_receipt(current: Delivery, sent: Delivery, receipt: SendReceipt, now: datetime) -> Delivery:
    if not receipt.is_confirmed:
        return grade.to_read_back(current, now)
    return grade.delivered(current, sent.desired_version, sent.desired_points, f"{receipt.status}", now)
