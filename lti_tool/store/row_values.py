"""One row of a table as plain JSON values, and back again."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Table

Values = Mapping[str, Any]  # Any: the value of a column, of whatever type that has
Plain = dict[str, Any]  # Any: a JSON value


def as_plain(row: Values) -> Plain:
    """The columns of a row as JSON knows them: moments and days in ISO 8601, bytes in base 64."""
    return {name: _plain(value) for name, value in row.items()}


def from_plain(table: Table, plain: Plain) -> dict[str, Any]:  # Any: see Values
    """The row that ``as_plain`` was given; columns that the table no longer has are left out."""
    return {name: _value(table.c[name], value) for name, value in plain.items() if name in table.c}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _value(column: Column[Any], plain: Any) -> object:  # Any: see Plain
    if plain is None:
        return None
    kind = getattr(column.type, "impl", column.type).python_type
    if kind is datetime:
        return datetime.fromisoformat(plain)
    if kind is date:
        return date.fromisoformat(plain)
    return base64.b64decode(plain) if kind is bytes else plain
