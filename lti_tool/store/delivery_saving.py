"""Storing fields of deliveries that a unit of work holds locked."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Update, bindparam
from sqlalchemy.orm import Session

from lti_tool.domain.grade import Delivery
from lti_tool.store.delivery_values import DELIVERIES, stored_value
from lti_tool.store.prepared import run_many

KEYS = ("centre_id", "line_item_id", "person_id")


def save_all(session: Session, deliveries: Sequence[Delivery], fields: Sequence[str]) -> None:
    """Store these fields of deliveries that are locked."""
    rows = [
        {f"old_{name}": getattr(one, name) for name in KEYS}
        | {name: stored_value(getattr(one, name)) for name in fields}
        for one in deliveries
    ]
    run_many(session, "save-deliveries", lambda _dialect: _change(fields), rows)


def _change(fields: Sequence[str]) -> Update:
    change = DELIVERIES.update().where(*(DELIVERIES.c[name] == bindparam(f"old_{name}") for name in KEYS))
    return change.values({DELIVERIES.c[name]: bindparam(name) for name in fields})
