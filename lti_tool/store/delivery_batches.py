"""Many deliveries in one transaction: fresh ones claimed and written down together, and stored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, bindparam, insert, select, tuple_
from sqlalchemy.orm import Session

from lti_tool.domain.grade import Delivery, DeliveryState
from lti_tool.store.course_rows import PersonRow, ResourceLinkRow
from lti_tool.store.courses import StoredLink
from lti_tool.store.deliveries import StoredLineItem, delivery_of, line_item_of, stored_value
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.ready_deliveries import Busy, ready

Key = tuple[str, str, str]
CLAIMED = ("state", "fencing", "lease_owner", "lease_until", "sent_version", "sent_points", "sent_at")
"""What a claim that is written down at once changes."""
CHANGING = (
    *("state", "next_attempt_at", "due_since", "lease_owner", "lease_until", "attempts", "reason"),
    *("acknowledged_version", "acknowledged_points", "acknowledged_at", "acknowledged_how"),
    *("platform_points", "is_verify_first"),
)
"""What an answer of the platform changes."""


def key_of(delivery: Delivery) -> Key:
    """What tells one delivery from every other one."""
    return delivery.centre_id, delivery.line_item_id, delivery.person_id


class DeliveryBatches:
    """Queries over many deliveries at once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_link(self, now: datetime, busy: Busy) -> tuple[str, str] | None:
        """Centre and resource link whose turn it is; ``None`` when nothing can be sent."""
        first = ready(now, busy).with_only_columns(ResourceLinkRow.centre_id, ResourceLinkRow.id)
        found = self._session.execute(first.limit(1)).one_or_none()
        return (found[0], found[1]) if found else None

    def fresh(
        self, link: StoredLink, now: datetime, busy: Busy, limit: int
    ) -> Sequence[tuple[Delivery, StoredLineItem, str]]:
        """Up to ``limit`` deliveries of a resource link that were never sent and whose column is known, each
        with this column and the person's ``sub``, locked until the unit of work ends.
        """
        row = DeliveryRow
        found = (
            ready(now, busy)
            .add_columns(LineItemRow, PersonRow.sub)
            .join(PersonRow, (PersonRow.centre_id == row.centre_id) & (PersonRow.id == row.person_id))
            .where(
                ResourceLinkRow.centre_id == link.centre_id,
                ResourceLinkRow.id == link.id,
                row.state == DeliveryState.DUE.value,
                row.acknowledged_version == 0,
                row.sent_version == 0,
                row.is_verify_first.is_(False),
                row.reason == "",
                LineItemRow.url.is_not(None),
            )
            .limit(limit)
            .with_for_update(skip_locked=True, of=DeliveryRow)
        )
        rows = self._session.execute(found)
        return tuple((delivery_of(one), line_item_of(item), sub) for one, item, sub in rows)

    def locked(self, keys: Sequence[Key]) -> Mapping[Key, Delivery]:
        """These deliveries as they are now, kept from everybody else until the unit of work ends."""
        row = DeliveryRow
        query = (
            select(row)
            .where(tuple_(row.centre_id, row.line_item_id, row.person_id).in_(keys))
            .order_by(row.centre_id, row.line_item_id, row.person_id)
            .with_for_update()
        )
        found = (delivery_of(one) for one in self._session.scalars(query))
        return {key_of(delivery): delivery for delivery in found}

    def save(self, deliveries: Sequence[Delivery], fields: Sequence[str] = CHANGING) -> None:
        """Store these fields of deliveries that this unit of work holds locked."""
        table = DeliveryRow.__table__
        assert isinstance(table, Table)
        keys = ("centre_id", "line_item_id", "person_id")
        change = table.update().where(*(table.c[name] == bindparam(f"old_{name}") for name in keys))
        named = [
            {f"old_{name}": getattr(one, name) for name in keys}
            | {name: stored_value(getattr(one, name)) for name in fields}
            for one in deliveries
        ]
        if named:
            values = change.values({table.c[name]: bindparam(name) for name in fields})
            self._session.connection().execute(values, named)

    def log(self, deliveries: Sequence[Delivery], *, at: datetime) -> None:
        """Write down one try of each, before it leaves."""
        rows = [
            {
                "centre_id": one.centre_id,
                "line_item_id": one.line_item_id,
                "person_id": one.person_id,
                "at": at,
                "version": one.sent_version,
                "points": one.sent_points or 0.0,
                "reason": one.reason,
            }
            for one in deliveries
        ]
        if rows:
            self._session.connection().execute(insert(DeliveryAttemptRow), rows)
