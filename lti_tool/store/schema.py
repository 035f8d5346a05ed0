"""What all tables share: names of constraints, the type of a moment, the upsert."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    DateTime,
    Dialect,
    MetaData,
    ScalarSelect,
    String,
    Table,
    TextClause,
    case,
    func,
    insert,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.types import TypeDecorator

from lti_tool.store.prepared import run

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of all rows."""

    metadata = MetaData(naming_convention=NAMING)


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both engines; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


OwnId = String(32)
"""Our own random identifiers: 128 bits, URL-safe."""

Opaque = String(255)
"""An identifier from outside: opaque text, compared byte by byte."""

Origins = String(255).with_variant(String(2048), "postgresql")
"""Sites that may frame a page. SQLite enforces no length, and there a change would copy the whole table."""


def insert_or_keep(
    session: Session,
    table: Table,
    values: Mapping[str, Any],  # Any: the types of a row's columns
) -> bool:
    """Insert a row unless one with its primary key is there; whether it was inserted.

    A transaction that is about to insert the same row is waited for.
    """
    keys = list(table.primary_key.columns)

    def words(dialect: str) -> ReturningInsert[Any]:
        statement = _insert(dialect)(table).on_conflict_do_nothing(index_elements=keys)
        return statement.returning(keys[0])

    return run(session, ("insert-or-keep", table.name), words, values) is not None


def put(session: Session, table: Table, values: Mapping[str, Any]) -> None:  # Any: see insert_or_keep
    """Insert one row that is not there."""
    run(session, ("put", table.name), lambda _dialect: insert(table), values)


def upsert(
    session: Session,
    table: Table,
    values: Mapping[str, Any],  # Any: the types of a row's columns
    *,
    keys: Sequence[str],
    update: Sequence[str],
    keep: Sequence[str] = (),
    unless_same: Mapping[str, str] | None = None,
    where: TextClause | None = None,
    computed: Mapping[str, ScalarSelect[Any]] | None = None,
) -> str:
    """Insert a row, or update ``update`` where ``keys`` are taken; the row's id, or its first key
    where it has none, on both engines.

    The columns of ``keep`` are updated too, but an empty new value leaves the old one. ``unless_same``
    names columns to update with the column that decides: while that one is not empty and stays as it is,
    the old value stays too. ``where`` names the rows among which ``keys`` are unique, when these are not all.
    ``computed`` are columns that the database fills in; what they need stands in ``values``, under names that
    are no column's.

    Source: ON CONFLICT has the same meaning in SQLite (3.24) and PostgreSQL (9.5).
    """

    def words(dialect: str) -> ReturningInsert[Any]:
        statement = _insert(dialect)(table)
        statement = statement.values(**filled) if filled else statement
        changed: dict[str, Any] = {name: statement.excluded[name] for name in update}  # Any: columns
        changed |= {name: func.coalesce(statement.excluded[name], table.c[name]) for name in keep}
        for name, mark in marks.items():
            is_same = (statement.excluded[mark] != "") & (statement.excluded[mark] == table.c[mark])
            changed[name] = case((is_same, table.c[name]), else_=statement.excluded[name])
        return statement.on_conflict_do_update(
            index_elements=list(keys), index_where=where, set_=changed
        ).returning(table.c.get("id", table.c[keys[0]]))

    filled, marks = dict(computed or {}), dict(unless_same or {})
    name = ("upsert", table.name, tuple(keys), tuple(update), tuple(keep), *marks.items(), *filled)
    return str(run(session, name, words, values)[0])


def _insert(dialect: str) -> Callable[[Table], sqlite.Insert]:
    # The two dialects' inserts have the same methods, but no common type that says so.
    return (
        cast("Callable[[Table], sqlite.Insert]", postgresql.insert)
        if dialect == "postgresql"
        else sqlite.insert
    )


def put_all(
    session: Session,
    table: Table,
    rows: Sequence[Mapping[str, Any]],  # Any: the types of a row's columns
    *,
    keys: Sequence[str],
    update: Sequence[str],
) -> None:
    """Insert many rows at once; where ``keys`` are taken, change ``update``, or nothing if that is empty."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table)
    index = list(keys)
    if update:
        changed = {name: statement.excluded[name] for name in update}
        session.execute(statement.on_conflict_do_update(index_elements=index, set_=changed), list(rows))
    else:
        session.execute(statement.on_conflict_do_nothing(index_elements=index), list(rows))
