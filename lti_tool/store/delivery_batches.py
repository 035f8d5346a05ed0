"""Many deliveries in one transaction: fresh ones claimed and written down together, and stored together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, insert, select, tuple_
from sqlalchemy.orm import Session

from lti_tool.domain.grade import Delivery
from lti_tool.store.course_rows import PersonRow
from lti_tool.store.delivery_rows import DeliveryAttemptRow, DeliveryRow, LineItemRow
from lti_tool.store.delivery_saving import KEYS, save_all
from lti_tool.store.delivery_values import (
    DELIVERIES,
    DELIVERY_WIDTH,
    ITEM_COLUMNS,
    StoredLineItem,
    delivery_in,
    line_item_in,
)
from lti_tool.store.prepared import run_all, run_many
from lti_tool.store.ready_deliveries import LEASE, ReadyPlace, is_state, ready_here

Key = tuple[str, str, str]
CLAIMED = (*LEASE, "sent_version", "sent_points", "sent_at")
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
        rows = run_all(self._session, "fresh-here", lambda _dialect: _FRESH, asked)
        columns = {row.line_item_id: row[DELIVERY_WIDTH:-1] for row in rows}
        items = {name: line_item_in(values) for name, values in columns.items()}
        return tuple((delivery_in(row), items[row.line_item_id], row.sub) for row in rows)

    def locked(self, keys: Sequence[Key]) -> Mapping[Key, Delivery]:
        """These deliveries as they are now, kept from everybody else until the unit of work ends."""
        asked = {"keys": list(keys)}
        found = (delivery_in(row) for row in self._session.execute(_LOCKED, asked))
        return {key_of(delivery): delivery for delivery in found}

    def save(self, deliveries: Sequence[Delivery], fields: Sequence[str] = CHANGING) -> None:
        """Store these fields of deliveries that this unit of work holds locked."""
        save_all(self._session, deliveries, fields)

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
        run_many(self._session, "log-tries", lambda _dialect: insert(DeliveryAttemptRow).inline(), rows)


_LOCKED = (
    select(DELIVERIES)
    .where(tuple_(*(DELIVERIES.c[name] for name in KEYS)).in_(bindparam("keys", expanding=True)))
    .order_by(*(DELIVERIES.c[name] for name in KEYS))
    .with_for_update()
)


def _fresh() -> Select[Any]:  # Any: the columns of ``DELIVERIES``, ``ITEM_COLUMNS`` and ``sub``
    row = DeliveryRow
    never_sent = (row.acknowledged_version == 0, row.sent_version == 0, row.is_verify_first.is_(False))
    return (
        ready_here()
        .add_columns(*ITEM_COLUMNS, PersonRow.sub)
        .join(PersonRow, (PersonRow.centre_id == row.centre_id) & (PersonRow.id == row.person_id))
        .where(is_state("due"), *never_sent, row.reason == "", LineItemRow.url.is_not(None))
    )


_FRESH = _fresh()
