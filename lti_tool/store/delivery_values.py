"""Deliveries and line items as values, and as the columns of their rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, cast

from sqlalchemy import Table

from lti_tool.domain.grade import Delivery, DeliveryState
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow


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


def line_item_of(row: LineItemRow) -> StoredLineItem:
    """A line item of its row."""
    return line_item_in([getattr(row, name) for name in _ITEM_FIELDS])


_FIELDS = tuple(column.key for column in DeliveryRow.__table__.columns)


def delivery_columns(delivery: Delivery) -> dict[str, object]:
    """The columns have the names of the value's fields; a new field without a column fails here."""
    return {name: stored_value(getattr(delivery, name)) for name in _FIELDS}


def stored_value(value: object) -> object:
    """A value of a delivery as its column takes it."""
    return value.value if isinstance(value, DeliveryState) else value


def delivery_of(row: DeliveryRow) -> Delivery:
    """A delivery of its row."""
    return delivery_in([getattr(row, name) for name in _FIELDS])


def delivery_in(values: Sequence[Any]) -> Delivery:  # Any: the types of its columns
    """A delivery of the columns of its table, in their order; more may follow them."""
    named = dict(zip(_FIELDS, values, strict=False))
    named["state"] = DeliveryState(named["state"])
    return Delivery(**named)


def line_item_in(values: Sequence[Any]) -> StoredLineItem:  # Any: the types of its columns
    """A line item of ``ITEM_COLUMNS``, in their order."""
    return StoredLineItem(**dict(zip(_ITEM_FIELDS, values, strict=True)))


_ITEM_FIELDS = tuple(one.name for one in fields(StoredLineItem))
ITEM_COLUMNS = tuple(LineItemRow.__table__.c[name].label(f"item_{name}") for name in _ITEM_FIELDS)
DELIVERIES = cast(Table, DeliveryRow.__table__)
DELIVERY_WIDTH = len(_FIELDS)
