"""Statements that are put into words once and not for every launch.

SQLAlchemy builds a statement, looks for its text in a cache and converts every value, each time; an insert
with ON CONFLICT is put into words anew each time. On the path that every launch takes, this costs more than
the database itself.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from sqlalchemy import CursorResult, Dialect, Select
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert, UpdateBase

Statement = UpdateBase | Select[Any]
Words = Callable[[str], Statement]
"""Builds the statement for a dialect, ``sqlite`` or ``postgresql``."""
Convert = Callable[[Any], Any]  # Any: the types of a row's columns


class Prepared:
    """One statement in the words of one dialect, with what its values must go through."""

    def __init__(self, statement: Statement, names: tuple[str, ...], dialect: Dialect) -> None:
        columns = (
            [name for name in names if name in statement.table.c] if isinstance(statement, Insert) else []
        )
        self._compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.text = str(self._compiled)
        self._fixed = {name: bind.value for name, bind in self._compiled.binds.items() if name not in names}
        self._order = self._compiled.positiontup if self._compiled.positional else None
        self._converts: dict[str, Convert] = {}
        for name, bind in self._compiled.binds.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                self._converts[name] = convert

    def parameters(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:  # Any: see Convert
        """The values as the driver takes them."""
        given = {**self._fixed, **values}
        for name, convert in self._converts.items():
            given[name] = convert(given[name])
        return given if self._order is None else tuple(given[name] for name in self._order)


_DONE: dict[Hashable, Prepared] = {}


def run(
    session: Session,
    name: Hashable,
    words: Words,
    values: Mapping[str, Any],  # Any: the types of a row's columns
) -> CursorResult[Any]:
    """Execute the statement of this name, which ``words`` builds when it is run for the first time.

    The names of ``values`` are those of its parameters, and part of what tells two statements apart. What it
    answers comes as the driver gives it: numbers and text, but neither moments nor lists.
    """
    connection = session.connection()
    dialect = connection.dialect
    key = (name, dialect.name, *values)
    found = _DONE.get(key)
    if found is None:
        found = _DONE[key] = Prepared(words(dialect.name), tuple(values), dialect)
    return connection.exec_driver_sql(found.text, found.parameters(values))
