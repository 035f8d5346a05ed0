"""The outbox: line items, one delivery per person and line item, the log of tries.

Source: the project's outbox rules (state per key, not events; claim, send outside, fenced result).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Table, bindparam, case, insert, or_, select, true, update
from sqlalchemy.orm import Session

from lti_tool.domain.grade import Column, Delivery, DeliveryState
from lti_tool.domain.ledger import KEPT
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.delivery_values import (
    DELIVERIES,
    StoredLineItem,
    delivery_columns,
    delivery_in,
    delivery_of,
    line_item_of,
)
from lti_tool.store.prepared import run_many
from lti_tool.store.ready_deliveries import is_wanted
from lti_tool.store.schema import upsert


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

    def line_items(self, centre_id: str, link_id: str, tags: Sequence[str]) -> dict[str, StoredLineItem]:
        """The columns of a resource link that are known already, by tag."""
        asked = {"of_centre": centre_id, "at_link": link_id, "tags": list(tags)}
        return {row.tag: line_item_of(row) for row in self._session.scalars(_ITEMS, asked)}

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

    def locked_all(
        self, centre_id: str, line_item_ids: Sequence[str], person_id: str
    ) -> Mapping[str, Delivery]:
        """One person's deliveries in these columns by line item, kept from everybody else until the unit of
        work ends.
        """
        asked = {"of_centre": centre_id, "items": list(line_item_ids), "whose": person_id}
        found = (delivery_in(row) for row in self._session.execute(_LOCKED, asked))
        return {delivery.line_item_id: delivery for delivery in found}

    def add(self, delivery: Delivery) -> None:
        """Want a grade for the first time."""
        self.add_all([delivery])

    def add_all(self, deliveries: Sequence[Delivery]) -> None:
        """Want grades for the first time."""
        rows = [delivery_columns(delivery) for delivery in deliveries]
        run_many(self._session, "first-deliveries", lambda _dialect: insert(DELIVERIES).inline(), rows)

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


_ITEMS = select(LineItemRow).where(
    LineItemRow.centre_id == bindparam("of_centre"),
    LineItemRow.resource_link_id == bindparam("at_link"),
    LineItemRow.tag.in_(bindparam("tags", expanding=True)),
)
_LOCKED = (
    select(DELIVERIES)
    .where(
        DELIVERIES.c.centre_id == bindparam("of_centre"),
        DELIVERIES.c.line_item_id.in_(bindparam("items", expanding=True)),
        DELIVERIES.c.person_id == bindparam("whose"),
    )
    .order_by(DELIVERIES.c.line_item_id)
    .with_for_update()
)


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
