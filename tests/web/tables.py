"""What the database holds, table by table: so that a test can say what a request left behind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

from lti_tool.store import all_tables
from lti_tool.store.schema import Base

assert all_tables  # Imported so that the metadata is whole.

EVENTS = "security_event"
KEYS = "tool_key"
TRAIL = "audit_entry"
VIEWS = "record_view"
"""What a trainer's GET may add to: whoever looks at a record leaves a row, and nothing else moves."""
SEEN = {"session": frozenset({"last_seen_at"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The number of rows and a checksum of their contents, in no particular order."""

    rows: int
    checksum: str


def snapshot(engine: Engine, *, without: Mapping[str, frozenset[str]] | None = None) -> dict[str, Table]:
    """Every table of the schema. ``without`` names columns that may differ, by table."""
    with engine.connect() as connection:
        return {
            name: _table(
                connection.execute(text(f'SELECT * FROM "{name}"')).mappings(),
                (without or {}).get(name, frozenset()),
            )
            for name in sorted(Base.metadata.tables)
        }


def empty(engine: Engine) -> None:
    """Take every row out, but for the tool's own keys; the audit trail's guards look away meanwhile."""
    with engine.begin() as connection, _unguarded(connection):
        for table in reversed(Base.metadata.sorted_tables):
            if table.name != KEYS:
                connection.execute(table.delete())


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {TRAIL} DISABLE TRIGGER USER")
        yield
        connection.exec_driver_sql(f"ALTER TABLE {TRAIL} ENABLE TRIGGER USER")
        return
    query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    guards = connection.execute(query, {"table": TRAIL}).all()
    for guard in guards:
        connection.exec_driver_sql(f"DROP TRIGGER {guard.name}")
    yield
    for guard in guards:
        connection.exec_driver_sql(guard.sql)


def changed(before: Mapping[str, Table], after: Mapping[str, Table]) -> set[str]:
    """The tables whose rows are no longer the same."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def count(engine: Engine, table: str) -> int:
    """How many rows a table has."""
    with engine.connect() as connection:
        return int(connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one())


def values(engine: Engine, table: str, *columns: str) -> list[tuple[object, ...]]:
    """The named columns of every row, sorted."""
    with engine.connect() as connection:
        rows = connection.execute(text(f'SELECT {", ".join(columns)} FROM "{table}"'))
        return sorted((tuple(row) for row in rows), key=repr)


def everything(engine: Engine) -> str:
    """The whole database as one text, to look for something that must not be in it."""
    with engine.connect() as connection:
        return "\n".join(
            repr(tuple(row))
            for name in Base.metadata.tables
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))
        )


def refusals(engine: Engine) -> list[tuple[str, str]]:
    """Code and reason of every refusal that was written down, oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(text(f'SELECT code, reason FROM "{EVENTS}" ORDER BY id'))
        return [(row.code, row.reason) for row in rows]


def _table(rows: Iterable[Mapping[str, object]], without: frozenset[str]) -> Table:
    lines = sorted(
        repr(sorted((name, value) for name, value in row.items() if name not in without)) for row in rows
    )
    return Table(rows=len(lines), checksum=hashlib.sha256("\n".join(lines).encode()).hexdigest())
