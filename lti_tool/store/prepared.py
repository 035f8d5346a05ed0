"""Statements that are put into words once and not for every launch, and that go straight to the driver.

SQLAlchemy builds a statement, looks for its text in a cache, converts every value and wraps every answer,
each time; an insert with ON CONFLICT is put into words anew each time. On the path that every launch takes,
this costs more than the database itself.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Dialect, Float, Select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import Insert, UpdateBase

from lti_tool.store.engine import READ_ONLY_TRANSACTION

Statement = UpdateBase | Select[Any]
Words = Callable[[str], Statement]
"""Builds the statement for a dialect, ``sqlite`` or ``postgresql``."""
Convert = Callable[[Any], Any]  # Any: the types of a row's columns
_CONNECTION = "passerelle_connection"
_DOUBLE_PRECISION = 701
"""The type of a column of numbers as PostgreSQL tells it with an answer: SQLAlchemy asks for it."""


class Prepared:
    """One statement in the words of one dialect, with what its values and its answer must go through."""

    def __init__(self, statement: Statement, names: tuple[str, ...], dialect: Dialect) -> None:
        columns = (
            [name for name in names if name in statement.table.c] if isinstance(statement, Insert) else []
        )
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self.text = str(compiled)
        self._fixed = {name: bind.value for name, bind in compiled.binds.items() if name not in names}
        self._order = compiled.positiontup if compiled.positional else None
        self._converts: dict[str, Convert] = {}
        for name, bind in compiled.binds.items():
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            if convert is not None:
                self._converts[name] = convert
        answered = statement.exported_columns
        row: Any = namedtuple("Row", [*answered.keys()]) if answered else None
        self._make: Callable[[Iterable[Any]], Any] | None = row._make if row else None
        self._reads: list[tuple[int, Convert]] = []
        for place, column in enumerate(answered):
            kind = _DOUBLE_PRECISION if isinstance(column.type, Float) else None
            read = column.type.dialect_impl(dialect).result_processor(dialect, kind)
            if read is not None:
                self._reads.append((place, read))

    def parameters(self, values: Mapping[str, Any]) -> list[Any] | dict[str, Any]:  # Any: see Convert
        """The values as the driver takes them."""
        given = {**self._fixed, **values}
        for name, convert in self._converts.items():
            given[name] = convert(given[name])
        return given if self._order is None else [given[name] for name in self._order]

    def row(self, found: tuple[Any, ...]) -> Any:  # Any: its columns are read by name
        """A row of the driver, with the values that the columns stand for."""
        assert self._make is not None
        read = list(found)
        for place, convert in self._reads:
            read[place] = convert(read[place])
        return self._make(read)

    @property
    def has_answer(self) -> bool:
        """Whether it answers with rows."""
        return self._make is not None


_DONE: dict[Hashable, Prepared] = {}


def run(
    session: Session,
    name: Hashable,
    words: Words,
    values: Mapping[str, Any],  # Any: the types of a row's columns
) -> Any:  # Any: the columns of its first row are read by name
    """As ``run_all``, of which it gives the first row alone, or ``None``."""
    return next(iter(run_all(session, name, words, values)), None)


def run_all(
    session: Session,
    name: Hashable,
    words: Words,
    values: Mapping[str, Any],  # Any: the types of a row's columns
) -> Sequence[Any]:  # Any: the columns of a row are read by name
    """Execute the statement of this name, which ``words`` builds when it is run for the first time; the rows
    that it answers.

    The names of ``values`` are those of its parameters, and part of what tells two statements apart.

    Raises:
        DBAPIError: as SQLAlchemy raises it, without the values.
    """
    connection = _connection_of(session)
    found = _prepared(connection, name, words, values)
    with _cursor(connection, found) as cursor:
        cursor.execute(found.text, found.parameters(values))
        rows = cursor.fetchall() if found.has_answer else ()
    return [found.row(row) for row in rows]


def run_many(
    session: Session,
    name: Hashable,
    words: Words,
    rows: Sequence[Mapping[str, Any]],  # Any: see ``run_all``
) -> None:
    """Execute the statement of this name once for each of these rows, which all have the same names; nothing
    where there are none. What it answers is not read.

    Raises:
        DBAPIError: as SQLAlchemy raises it, without the values.
    """
    if not rows:
        return
    connection = _connection_of(session)
    found = _prepared(connection, name, words, rows[0])
    with _cursor(connection, found) as cursor:
        cursor.executemany(found.text, [found.parameters(row) for row in rows])


def _prepared(
    connection: Connection,
    name: Hashable,
    words: Words,
    values: Mapping[str, Any],  # Any: see ``run_all``
) -> Prepared:
    key = (name, connection.dialect.name, *values)
    found = _DONE.get(key)
    if found is None:
        found = _DONE[key] = Prepared(words(connection.dialect.name), tuple(values), connection.dialect)
    return found


@contextmanager
def _cursor(connection: Connection, statement: Prepared) -> Iterator[Any]:  # Any: the driver's own class
    cursor = connection.connection.cursor()
    try:
        yield cursor
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, statement.text, error) from error
    finally:
        cursor.close()


def _connection_of(session: Session) -> Connection:
    """The connection of the session's transaction, asked for once."""
    known = session.info.get(_CONNECTION)
    if isinstance(known, Connection) and known.in_transaction():
        return known
    found = session.info[_CONNECTION] = session.connection()
    return found


def _told(connection: Connection, text: str, error: Any) -> Exception:  # Any: the driver's own class
    """The driver's error as SQLAlchemy tells it. A connection that is gone, or that of a server which takes
    no writes any more, is not used again, nor are the others to the same server that lie ready.
    """
    dialect = connection.dialect
    is_gone = getattr(error, "sqlstate", "") == READ_ONLY_TRANSACTION or dialect.is_disconnect(
        error, connection.connection.dbapi_connection, None
    )
    if is_gone:
        # As SQLAlchemy's own handler: to dispose of the pool would leave what others hold open for good.
        connection.engine.pool._invalidate(connection.connection, error)
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    told: Exception = DBAPIError.instance(
        text, None, error, base, connection_invalidated=is_gone, dialect=dialect
    )
    return told
