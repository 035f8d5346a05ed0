"""Many deliveries in one transaction: fresh ones claimed and written down together, and stored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Select, Table, Update, bindparam, insert, select, tuple_
from sqlalchemy.orm import Session

from lti_tool.domain.grade import Delivery
from lti_tool.store.course_rows import PersonRow
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.delivery_values import StoredLineItem, delivery_of, line_item_of, stored_value
from lti_tool.store.ready_deliveries import ReadyPlace, is_state, ready_here

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

    def fresh(
        self, place: ReadyPlace, now: datetime, limit: int
    ) -> Sequence[tuple[Delivery, StoredLineItem, str]]:
        """Up to ``limit`` deliveries of a resource link that were never sent and whose column is known, each
        with this column and the person's ``sub``, locked until the unit of work ends.
        """
        asked = {"of_centre": place.centre_id, "at_link": place.link_id, "now": now, "most": limit}
        rows = self._session.execute(_FRESH, asked)
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
        named = [
            {f"old_{name}": getattr(one, name) for name in _KEYS}
            | {name: stored_value(getattr(one, name)) for name in fields}
            for one in deliveries
        ]
        if named:
            self._session.connection().execute(_change(tuple(fields)), named)

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


_KEYS = ("centre_id", "line_item_id", "person_id")


@cache
def _change(fields: Sequence[str]) -> Update:
    table = DeliveryRow.__table__
    assert isinstance(table, Table)
    change = table.update().where(*(table.c[name] == bindparam(f"old_{name}") for name in _KEYS))
    return change.values({table.c[name]: bindparam(name) for name in fields})


def _fresh() -> Select[tuple[DeliveryRow, LineItemRow, str]]:
    row = DeliveryRow
    never_sent = (row.acknowledged_version == 0, row.sent_version == 0, row.is_verify_first.is_(False))
    return (
        ready_here()
        .add_columns(LineItemRow, PersonRow.sub)
        .join(PersonRow, (PersonRow.centre_id == row.centre_id) & (PersonRow.id == row.person_id))
        .where(is_state("due"), *never_sent, row.reason == "", LineItemRow.url.is_not(None))
    )


_FRESH = _fresh()
