"""Many grades of one course at once: one transaction before their posts, one after them.

Only for grades that were never sent; all others go one by one. What a crash leaves is the same in both cases:
a claim with a lease, and a line in the log of tries for what perhaps left.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from lti_tool.domain import grade, ledger
from lti_tool.domain.grade import LEASE_SECONDS, Delivery, DeliveryState
from lti_tool.domain.lease import leased
from lti_tool.domain.ports import Lms, Score, SendReceipt
from lti_tool.services.pace import Pace
from lti_tool.services.parcels import Parcel
from lti_tool.store.circuits import OPENS_AT
from lti_tool.store.delivery_batches import CLAIMED, key_of
from lti_tool.store.ready_deliveries import ReadyPlace
from lti_tool.store.unit_of_work import Store

BATCH = 128
SENDERS = 16
# A post that begins later than this could end after the lease: it is left for the next claim.
LAST_START = timedelta(seconds=LEASE_SECONDS - 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One grade of a batch that the platform took, as it was when it left."""

    sending: Delivery
    receipt: SendReceipt


@dataclass(slots=True, kw_only=True)
class Sending:
    """How a batch goes: what was taken, what did not leave, what was in the way, and faults of our own."""

    taken: list[Sent] = field(default_factory=list)
    left: list[Delivery] = field(default_factory=list)
    failures: int = 0
    is_too_much: bool = False
    faults: list[Exception] = field(default_factory=list)

    @property
    def is_in_trouble(self) -> bool:
        """Whether the rest had better stay here."""
        return self.is_too_much or self.failures >= OPENS_AT


class Batches:
    """Sends fresh grades, as many at once as the platform's pace allows.

    ``one_by_one`` goes on with a claimed delivery of which the LMS shows something; ``failed`` writes down
    what became of one that was not taken.
    """

    def __init__(
        self,
        store: Store,
        lms: Lms,
        *,
        pace: Pace,
        clock: Callable[[], datetime],
        checkpoint: Callable[[str], None],
        one_by_one: Callable[[Parcel], None],
        failed: Callable[[Parcel, Exception], None],
    ) -> None:
        self._store = store
        self._lms = lms
        self._pace = pace
        self._clock = clock
        self._checkpoint = checkpoint
        self._one_by_one = one_by_one
        self._failed = failed
        self._senders = ThreadPoolExecutor(SENDERS, thread_name_prefix="sending")

    def claimed(self, owner: str, place: ReadyPlace) -> Sequence[Parcel]:
        """Claim what is fresh in this place and note what leaves and when, in one transaction; each parcel
        holds what is sent. Nothing where the place has nothing fresh.
        """
        now = self._clock()
        with self._store.reading() as unit:
            link = unit.courses.link(place.centre_id, place.link_id)
            registration = unit.registrations.get(place.centre_id, place.registration_id)
        if link is None or registration is None:
            return ()
        platform_now = self._lms.platform_now(registration, now)
        with self._store.writing() as unit:
            limit = self._pace.room(unit, registration.id, now, BATCH)
            parcels = [
                Parcel(
                    delivery=_written_down(delivery, owner, now, platform_now),
                    registration=registration,
                    link=link,
                    item=item,
                    sub=sub,
                )
                for delivery, item, sub in (unit.delivery_batches.fresh(place, now, limit) if limit else ())
            ]
            self._pace.use(unit, registration.id, now, len(parcels))
            leaving = [parcel.delivery for parcel in parcels]
            unit.delivery_batches.save(leaving, CLAIMED)
            unit.delivery_batches.log(leaving, at=now)
            for step in ("claiming", "writing-down") if parcels else ():
                self._checkpoint(step)
        return parcels

    def deliver(self, parcels: Sequence[Parcel]) -> None:
        """Send a claimed batch, and write down what came of it."""
        for step in ("claimed", "written-down"):
            self._checkpoint(step)
        sending = self._sent(parcels)
        self._store_all(parcels[0], sending.taken, sending.left)
        if sending.faults:
            raise sending.faults[0]

    def _sent(self, parcels: Sequence[Parcel]) -> Sending:
        """Send as many at once as may be; after a sign of trouble the rest stays here."""
        sending, under_way = Sending(), []
        last_start = self._clock() + LAST_START
        for parcel in parcels:
            self._pace.enter(parcel.registration.id, self._clock())
            if sending.is_in_trouble or self._clock() > last_start:
                self._pace.leave(parcel.registration.id)
                sending.left.append(parcel.delivery)
            else:
                under_way.append(self._senders.submit(self._send_one, parcel, sending))
        wait(under_way)
        return sending

    def _send_one(self, parcel: Parcel, sending: Sending) -> None:
        try:
            receipt = self._send(parcel)
            if receipt is not None:
                sending.taken.append(Sent(sending=parcel.delivery, receipt=receipt))
                sending.failures = 0
        except Exception as error:
            sending.failures += 1
            sending.is_too_much |= getattr(error, "reason", "") == "rate-limited"
            self._write_failure(parcel, error, sending)
        finally:
            self._pace.leave(parcel.registration.id)

    def _write_failure(self, parcel: Parcel, error: Exception, sending: Sending) -> None:
        try:
            self._failed(parcel, error)
        except Exception as fault:
            sending.faults.append(fault)

    def _send(self, parcel: Parcel) -> SendReceipt | None:
        """Send one; ``None`` when the LMS shows something already, and it went on one by one."""
        delivery, url = parcel.delivery, parcel.item.url or ""
        scopes = parcel.link.ags.scopes
        if grade.must_read_first(delivery, self._clock()) and parcel.is_readable:
            shown = self._lms.read_result(parcel.registration, url, parcel.sub, scopes=scopes)
            if shown is not None:
                self._one_by_one(parcel)
                return None
        receipt = self._lms.send_score(
            parcel.registration, url, score_of(parcel.sub, delivery), scopes=scopes
        )
        self._checkpoint("sent")
        return receipt

    def _store_all(self, first: Parcel, taken: Sequence[Sent], left: Sequence[Delivery]) -> None:
        """Write down, where the claims still hold, what was taken, and give back what did not leave."""
        if not taken and not left:
            return
        now, place = self._clock(), (first.registration.centre_id, first.registration.id)
        with self._store.writing() as unit:
            keys = [key_of(one.sending) for one in taken] + [key_of(one) for one in left]
            held = unit.delivery_batches.locked(keys)
            changed = [
                after_receipt(held[key_of(one.sending)], one.sending, one.receipt, first.is_readable, now)
                for one in taken
                if _holds(held.get(key_of(one.sending)), one.sending)
            ]
            changed += [
                replace(held[key_of(one)], state=DeliveryState.DUE, lease_owner="", lease_until=None)
                for one in left
                if _holds(held.get(key_of(one)), one)
            ]
            unit.delivery_batches.save(changed)
            if any(one.receipt.is_confirmed for one in taken):
                unit.circuits.closed(*place)
            self._checkpoint("storing")
        self._checkpoint("stored")
        for _one in taken:
            self._pace.succeeded(first.registration.id, now)


def score_of(sub: str, sending: Delivery) -> Score:
    """What is posted for a delivery that was written down.

    Raises:
        ValueError: it was not written down.
    """
    if sending.sent_at is None:
        raise ValueError("a score is written down before it leaves")
    return Score(
        sub=sub,
        given=sending.desired_points,
        maximum=sending.maximum,
        comment=sending.comment,
        sent_at=sending.sent_at,
        submitted_at=sending.event_at,
    )


def _written_down(delivery: Delivery, owner: str, now: datetime, platform_now: datetime) -> Delivery:
    claimed = leased(delivery, owner, now)
    return grade.being_sent(claimed, grade.timestamp_for(claimed, platform_now))


def _holds(current: Delivery | None, claimed: Delivery) -> bool:
    return current is not None and current.fencing == claimed.fencing


def after_receipt(
    current: Delivery, sending: Delivery, receipt: SendReceipt, is_readable: bool, now: datetime
) -> Delivery:
    """What becomes of a delivery that was sent. Where nobody may read, "accepted" is all that will ever be
    known (F19).
    """
    if is_readable and not receipt.is_confirmed:
        return ledger.to_read_back(current, now)
    return grade.delivered(current, sending.desired_version, sending.desired_points, f"{receipt.status}", now)
