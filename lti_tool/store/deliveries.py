"""The outbox: line items, one delivery per person and line item, the log of tries.

Source: the project's outbox rules (state per key, not events; claim, send outside, fenced result).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, case, or_, select, true, update
from sqlalchemy.orm import Session

from lti_tool.domain.grade import LEASE_SECONDS, Column, Delivery, DeliveryState
from lti_tool.domain.ledger import KEPT
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.ready_deliveries import NOBODY, Busy, is_wanted, ready
from lti_tool.store.schema import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLineItem:
    """A line item as the services need it. ``is_ours`` tells that the tool created it at the LMS."""

    centre_id: str
    id: str
    resource_link_id: str
    column_key: str
    tag: str
    resource_id: str
    label: str
    maximum: float
    url: str | None
    is_ours: bool


class Deliveries:
    """Queries over line items and deliveries."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def line_item(
        self, centre_id: str, link_id: str, column: Column, label: str, new_id: str
    ) -> StoredLineItem:
        """The column of a resource link, made known when it is not."""
        query = select(LineItemRow).where(
            LineItemRow.centre_id == centre_id,
            LineItemRow.resource_link_id == link_id,
            LineItemRow.tag == column.tag,
        )
        row = self._session.scalars(query).one_or_none()
        if row is None:
            # Two learners may finish at one instant: the second waits for the first one's row.
            values = {
                "centre_id": centre_id,
                "id": new_id,
                "resource_link_id": link_id,
                "column_key": column.key,
                "tag": column.tag,
                "resource_id": column.resource_id,
                "label": label,
                "maximum": column.maximum,
                "is_ours": False,
            }
            table = LineItemRow.__table__
            assert isinstance(table, Table)
            keys = ("centre_id", "resource_link_id", "tag")
            upsert(self._session, table, values, keys=keys, update=("tag",))
            row = self._session.scalars(query).one()
        return line_item_of(row)

    def line_item_by_id(self, centre_id: str, line_item_id: str) -> StoredLineItem | None:
        """One line item."""
        row = self._session.get(LineItemRow, (centre_id, line_item_id))
        return line_item_of(row) if row else None

    def is_url_taken(self, centre_id: str, url: str, by_other_than: str) -> bool:
        """Whether another line item of ours already stands for this column of the LMS."""
        query = select(LineItemRow.id).where(
            LineItemRow.centre_id == centre_id, LineItemRow.url == url, LineItemRow.id != by_other_than
        )
        return self._session.scalars(query.limit(1)).first() is not None

    def begin_binding(self, item: StoredLineItem, now: datetime, until: datetime) -> Sequence[StoredLineItem]:
        """Reserve the search for every column of this resource link that has no address yet, in their order;
        empty when another worker is at it, or has found them. ``until`` also names the reservation.
        """
        is_free = or_(LineItemRow.binding_until.is_(None), LineItemRow.binding_until < now)
        change = update(LineItemRow).where(*_unbound(item), is_free)
        rows = (
            self._session.execute(change.values(binding_until=until).returning(LineItemRow)).scalars().all()
        )
        return tuple(line_item_of(row) for row in sorted(rows, key=lambda row: row.tag))

    def renew_binding(self, item: StoredLineItem, mine: datetime, until: datetime) -> bool:
        """Keep the reservation ``mine`` for longer; ``False`` when it was lost for this column."""
        change = update(LineItemRow).where(*_unbound(item), LineItemRow.binding_until == mine)
        found = self._session.execute(change.values(binding_until=until).returning(LineItemRow.id)).scalars()
        return item.id in set(found)

    def end_binding(self, item: StoredLineItem, mine: datetime) -> None:
        """Give the reservation ``mine`` back after a search that failed; another one's is left alone."""
        change = update(LineItemRow).where(*_unbound(item), LineItemRow.binding_until == mine)
        self._session.execute(change.values(binding_until=None))

    def forget_address(self, item: StoredLineItem, now: datetime) -> None:
        """The LMS no longer has the column at this address, unless it got another one meanwhile. Whether the
        column was ours stays known. What the column held is gone with it, and is wanted anew, except a
        value that a person decided to leave to the LMS.
        """
        change = update(LineItemRow).where(
            LineItemRow.centre_id == item.centre_id, LineItemRow.id == item.id, LineItemRow.url == item.url
        )
        forgotten = change.values(url=None, bound_at=None, binding_until=None).returning(LineItemRow.id)
        if self._session.execute(forgotten).scalar_one_or_none() is None:
            return
        lost = update(DeliveryRow).where(
            DeliveryRow.centre_id == item.centre_id,
            DeliveryRow.line_item_id == item.id,
            DeliveryRow.state.in_((DeliveryState.IDLE.value, DeliveryState.LEASED.value)),
            DeliveryRow.acknowledged_how != KEPT,
        )
        # What is in a worker's hand may have arrived in the old column: the raised version sends it again.
        leased = DeliveryState.LEASED.value
        state = case((DeliveryRow.state == leased, leased), else_=DeliveryState.DUE.value)
        version = DeliveryRow.desired_version + 1
        self._session.execute(
            lost.values(state=state, desired_version=version, next_attempt_at=now, due_since=now)
        )

    def bind(self, centre_id: str, line_item_id: str, url: str | None, is_ours: bool, now: datetime) -> None:
        """Remember where a column is at the LMS; ``None`` forgets it."""
        self._session.execute(
            update(LineItemRow)
            .where(LineItemRow.centre_id == centre_id, LineItemRow.id == line_item_id)
            .values(url=url, is_ours=is_ours, bound_at=now if url else None, binding_until=None)
        )

    def locked(self, centre_id: str, line_item_id: str, person_id: str) -> Delivery | None:
        """One delivery, kept from everybody else until the unit of work ends."""
        row = self._session.get(
            DeliveryRow, (centre_id, line_item_id, person_id), with_for_update=True, populate_existing=True
        )
        return delivery_of(row) if row else None

    def add(self, delivery: Delivery) -> None:
        """Want a grade for the first time."""
        self._session.add(DeliveryRow(**delivery_columns(delivery)))
        self._session.flush()

    def save(self, delivery: Delivery, *, fencing: int) -> bool:
        """Store a delivery if its fencing number is still ``fencing``; ``False``: somebody else owns it."""
        change = (
            update(DeliveryRow)
            .where(
                DeliveryRow.centre_id == delivery.centre_id,
                DeliveryRow.line_item_id == delivery.line_item_id,
                DeliveryRow.person_id == delivery.person_id,
                DeliveryRow.fencing == fencing,
            )
            .values(**delivery_columns(delivery))
            .returning(DeliveryRow.fencing)
        )
        return self._session.execute(change).scalar_one_or_none() is not None

    def is_any_ready(self, now: datetime, busy: Busy = NOBODY) -> bool:
        """Whether there is something to claim, found without taking a lock."""
        return self._session.scalars(ready(now, busy).order_by(None).limit(1)).first() is not None

    def claim(self, owner: str, now: datetime, limit: int, busy: Busy = NOBODY) -> Sequence[Delivery]:
        """Take up to ``limit`` deliveries in hand, the longest waiting first.

        Left alone: disabled and busy registrations, open circuits, leases that are not over.
        """
        found = ready(now, busy).limit(limit).with_for_update(skip_locked=True, of=DeliveryRow)
        rows = list(self._session.scalars(found))
        for row in rows:
            row.state = DeliveryState.LEASED.value
            row.fencing += 1
            row.lease_owner = owner
            row.lease_until = now + timedelta(seconds=LEASE_SECONDS)
        self._session.flush()
        return tuple(delivery_of(row) for row in rows)

    def earlier_points(self, delivery: Delivery) -> Sequence[float]:
        """Every value that was ever posted for this cell."""
        query = (
            select(DeliveryAttemptRow.points)
            .where(
                DeliveryAttemptRow.centre_id == delivery.centre_id,
                DeliveryAttemptRow.line_item_id == delivery.line_item_id,
                DeliveryAttemptRow.person_id == delivery.person_id,
            )
            .distinct()
        )
        return tuple(self._session.scalars(query))

    def log(self, delivery: Delivery, *, at: datetime) -> None:
        """Write down one try, before it leaves; what became of it stands in the delivery."""
        self._session.add(
            DeliveryAttemptRow(
                centre_id=delivery.centre_id,
                line_item_id=delivery.line_item_id,
                person_id=delivery.person_id,
                at=at,
                version=delivery.sent_version,
                points=delivery.sent_points or 0.0,
                reason=delivery.reason,
            )
        )

    def of_link(
        self, centre_id: str, link_id: str, person_ids: Sequence[str] | None = None
    ) -> Sequence[tuple[StoredLineItem, Delivery]]:
        """The deliveries of a resource link with their columns: of these people, or of everybody."""
        whose = DeliveryRow.person_id.in_(person_ids) if person_ids is not None else true()
        query = (
            select(LineItemRow, DeliveryRow)
            .join(
                DeliveryRow,
                (DeliveryRow.centre_id == LineItemRow.centre_id)
                & (DeliveryRow.line_item_id == LineItemRow.id),
            )
            .where(LineItemRow.centre_id == centre_id, LineItemRow.resource_link_id == link_id, whose)
            .order_by(LineItemRow.tag)
        )
        return tuple((line_item_of(item), delivery_of(row)) for item, row in self._session.execute(query))

    def wake(
        self, centre_id: str, link_id: str, reasons: Sequence[str], person_id: str | None, now: datetime
    ) -> None:
        """Try again at once what waits for one of these reasons, at one resource link."""
        items = select(LineItemRow.id).where(
            LineItemRow.centre_id == centre_id, LineItemRow.resource_link_id == link_id
        )
        change = update(DeliveryRow).where(
            DeliveryRow.centre_id == centre_id,
            DeliveryRow.line_item_id.in_(items),
            DeliveryRow.state.in_(("parked", "retry")),
            DeliveryRow.reason.in_(list(reasons)),
        )
        if person_id is not None:
            change = change.where(DeliveryRow.person_id == person_id)
        self._session.execute(change.values(state="due", next_attempt_at=now, due_since=now, attempts=0))


def _unbound(item: StoredLineItem) -> tuple[ColumnElement[bool], ...]:
    """The columns of the same activity at the same resource link that have no address and are wanted."""
    link = select(ResourceLinkRow.id).where(
        ResourceLinkRow.centre_id == LineItemRow.centre_id,
        ResourceLinkRow.id == LineItemRow.resource_link_id,
        is_wanted(),
    )
    return (
        link.exists(),
        LineItemRow.centre_id == item.centre_id,
        LineItemRow.resource_link_id == item.resource_link_id,
        LineItemRow.resource_id == item.resource_id,
        LineItemRow.url.is_(None),
    )


def line_item_of(row: LineItemRow) -> StoredLineItem:
    """A line item of its row."""
    return StoredLineItem(
        centre_id=row.centre_id,
        id=row.id,
        resource_link_id=row.resource_link_id,
        column_key=row.column_key,
        tag=row.tag,
        resource_id=row.resource_id,
        label=row.label,
        maximum=row.maximum,
        url=row.url,
        is_ours=row.is_ours,
    )


_FIELDS = tuple(column.key for column in DeliveryRow.__table__.columns)


def delivery_columns(delivery: Delivery) -> dict[str, object]:
    """The columns have the names of the value's fields; a new field without a column fails here."""
    return {name: stored_value(getattr(delivery, name)) for name in _FIELDS}


def stored_value(value: object) -> object:
    """A value of a delivery as its column takes it."""
    return value.value if isinstance(value, DeliveryState) else value


def delivery_of(row: DeliveryRow) -> Delivery:
    """A delivery of its row."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return Delivery(**{**values, "state": DeliveryState(row.state)})
