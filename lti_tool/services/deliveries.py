"""The worker's side of the outbox: claim one delivery, send it, write down what came of it.

A delivery is claimed in a short transaction, sent with none open, and its result is written only if the
claim still holds. Every step can be the last one before a crash: what was claimed comes back when its
lease ends, and what was perhaps sent is sent again with a later timestamp.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from lti_tool.domain import grade, ledger
from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.grade import Delivery
from lti_tool.domain.ports import Lms, PlatformResult, ScoreConflict
from lti_tool.services.batches import Batches, after_receipt, score_of
from lti_tool.services.checkpoints import Checkpoint, no_checkpoint
from lti_tool.services.lanes import Lanes
from lti_tool.services.line_items import LineItems
from lti_tool.services.pace import Pace
from lti_tool.services.parcels import Parcel, claimed_still, parcel_of
from lti_tool.store.ready_deliveries import ReadyPlace
from lti_tool.store.unit_of_work import Store

TRANSPORT_REASONS = frozenset({"unreachable", "timeout", "reset", "token-endpoint"})
SLOWING_REASONS = TRANSPORT_REASONS | {"rate-limited"}
KEY_REASONS = frozenset({"unauthorized", "invalid-client"})
KEY_PROBE, TLS_PROBE = timedelta(minutes=10), timedelta(minutes=5)
PLACES_TRIED = 8
"""In how many places a worker looks whose grades were taken by others meanwhile."""
RATE_LIMIT_WAIT_SECONDS, CONFLICT_WAIT_SECONDS = 30.0, 1.0
Change = Callable[[Delivery, datetime], Delivery]
Rule = Callable[[Delivery, PlatformResult | None, Sequence[float], datetime], Delivery | None]


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
        pace: Pace | None = None,
    ) -> None:
        self._store = store
        self._lms = lms
        self._line_items = LineItems(store, lms, clock=clock, checkpoint=checkpoint)
        self._clock = clock
        self._random = random
        self._checkpoint = checkpoint
        self._lanes = Lanes()
        self._pace = pace or Pace()
        self._batches = Batches(
            store,
            lms,
            pace=self._pace,
            clock=clock,
            checkpoint=checkpoint,
            one_by_one=self._deliver,
            failed=self._failed,
        )

    def deliver_some(self, owner: str) -> bool:
        """Take in hand what a platform's pace allows: many fresh grades of a course at once, or one of the
        others; ``False`` when none may be sent now.
        """
        return self._take(owner, is_paced=True)

    def deliver_one(self, owner: str) -> bool:
        """Take one delivery in hand, at whatever pace, and bring it a step further; ``False`` when none is
        due.
        """
        return self._take(owner, is_paced=False)

    def _take(self, owner: str, *, is_paced: bool) -> bool:
        waiting = self._pace.exhausted(self._clock()) if is_paced else frozenset()
        # One claim at a time, so that no two threads take a registration's last free lane.
        with self._lanes.claiming:
            with self._store.reading() as unit:
                places = unit.ready_deliveries.places(self._clock())
            for place in self._lanes.in_turn(places, waiting)[:PLACES_TRIED]:
                batch = self._batches.claimed(owner, place) if is_paced else ()
                one = None if batch else self._claimed(owner, place, is_paced)
                if batch or one:
                    self._lanes.enter(place.registration_id, place.course)
                    self._pace.taken(place.registration_id, len(batch) or 1, self._clock())
                    break
            else:
                return False
        try:
            if batch:
                self._batches.deliver(batch)
            elif one:
                self._go_on_with(one)
        finally:
            self._lanes.leave(place.registration_id)
        return True

    def _claimed(self, owner: str, place: ReadyPlace, is_paced: bool) -> Delivery | None:
        """The delivery that waits longest in this place; ``None`` when others took what there was, or
        what the pace of its platform allows.
        """
        now = self._clock()
        with self._store.writing() as unit:
            if is_paced and not self._pace.room(unit, place.registration_id, now, 1):
                return None
            claimed = unit.ready_deliveries.claim(place, owner, now)
            if is_paced and claimed:
                self._pace.use(unit, place.registration_id, now, 1)
            self._checkpoint("claiming")
        return claimed

    def _go_on_with(self, claimed: Delivery) -> None:
        self._checkpoint("claimed")
        parcel = parcel_of(self._store, claimed)
        if parcel is not None:
            self._deliver(parcel)

    def _deliver(self, parcel: Parcel) -> None:
        try:
            item = self._line_items.bound(parcel.registration, parcel.link, parcel.item)
            parcel = replace(parcel, item=item)
            self._checkpoint("bound")
            if ledger.is_only_read(parcel.delivery) and not parcel.is_readable:
                self._stored(parcel, ledger.unread)
            elif not (grade.must_read_first(parcel.delivery, self._clock()) and self._is_settled(parcel)):
                self._send(parcel)
        except (ScoreConflict, PlatformUnavailable, PlatformRefused) as error:
            self._failed(parcel, error)

    def _failed(self, parcel: Parcel, error: Exception) -> None:
        """Write down what became of a delivery that was not taken; any other fault is raised."""
        if isinstance(error, ScoreConflict):
            self._after_conflict(parcel, error)
        elif isinstance(error, PlatformUnavailable):
            self._after_unavailable(parcel, error)
        elif isinstance(error, PlatformRefused):
            self._after_refused(parcel, error)
        else:
            raise error

    def _send(self, parcel: Parcel) -> None:
        sending = self._written_down(parcel)
        if sending is None or sending.sent_at is None or parcel.item.url is None:
            return
        self._checkpoint("written-down")
        score, scopes = score_of(parcel.sub, sending), parcel.link.ags.scopes
        receipt = self._lms.send_score(parcel.registration, parcel.item.url, score, scopes=scopes)
        self._checkpoint("sent")
        if ledger.is_replacing(sending) and receipt.is_confirmed and self._is_read_back(parcel):
            return
        self._stored(
            parcel,
            lambda current, now: after_receipt(current, sending, receipt, parcel.is_readable, now),
        )

    def _is_read_back(self, parcel: Parcel) -> bool:
        """Moodle answers 200 and keeps a grade that is overridden: only reading tells, where one may read."""
        try:
            return self._is_settled(parcel, ledger.after_sending)
        except PlatformRefused:
            return False

    def _written_down(self, parcel: Parcel) -> Delivery | None:
        """Note what leaves and when, before it leaves; ``None`` when the claim was lost meanwhile."""
        now = self._clock()
        platform_now = self._lms.platform_now(parcel.registration, now)
        with self._store.writing() as unit:
            current = claimed_still(unit, parcel)
            if current is None:
                return None
            sending = grade.being_sent(current, grade.timestamp_for(current, platform_now))
            unit.deliveries.save(sending, fencing=current.fencing)
            unit.deliveries.log(sending, at=now)
            self._checkpoint("writing-down")
        return sending

    def _is_settled(self, parcel: Parcel, rule: Rule = ledger.after_reading) -> bool:
        """Read the LMS; whether that already decides what becomes of this delivery, by ``rule``."""
        if parcel.item.url is None or not parcel.is_readable:
            return False
        result = self._lms.read_result(
            parcel.registration, parcel.item.url, parcel.sub, scopes=parcel.link.ags.scopes
        )
        self._checkpoint("read")
        settled = False

        def change(current: Delivery, now: datetime) -> Delivery:
            nonlocal settled
            decided = rule(current, result, self._earlier_points(current), now)
            settled = decided is not None
            return decided if decided is not None else replace(current, is_verify_first=False)

        return not self._stored(parcel, change) or settled

    def _after_conflict(self, parcel: Parcel, conflict: ScoreConflict) -> None:
        """The LMS holds something as new or newer: read it before deciding."""
        try:
            if self._is_settled(parcel):
                return
        except (PlatformUnavailable, PlatformRefused) as error:
            self._failed(parcel, error)
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
        if error.reason in SLOWING_REASONS:
            self._pace.slowed(parcel.registration.id, now)
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
            current = claimed_still(unit, parcel)
            if current is None:
                return False
            changed = change(current, now)
            unit.deliveries.save(changed, fencing=current.fencing)
            if changed.acknowledged_version > current.acknowledged_version:
                unit.circuits.closed(parcel.registration.centre_id, parcel.registration.id)
                self._pace.succeeded(parcel.registration.id, now)
            self._checkpoint("storing")
        self._checkpoint("stored")
        return True

    def _earlier_points(self, delivery: Delivery) -> tuple[float, ...]:
        with self._store.reading() as unit:
            return tuple(unit.deliveries.earlier_points(delivery))
