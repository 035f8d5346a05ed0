"""Making deleted rows leave the database's files.

Source: sqlite.org/lang_vacuum.html, sqlite.org/pragma.html#pragma_secure_delete;
postgresql.org/docs/current/sql-vacuum.html.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Engine

from lti_tool.store.engine import is_sqlite

LOCK_SECONDS = 5


def compact(engine: Engine, tables: Collection[str]) -> None:
    """Write what is left of these tables anew: on SQLite of the whole file, which others wait for; on
    PostgreSQL each table is locked meanwhile, for a lock that comes within ``LOCK_SECONDS``.
    """
    # Neither engine does it inside a transaction, which SQLAlchemy would begin.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        statements = _for_sqlite() if is_sqlite(engine) else _for_postgresql(connection, tables)
        driver = connection.connection.driver_connection
        if driver is None:
            return
        for statement in statements:
            driver.execute(statement)


def _for_sqlite() -> list[str]:
    return ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"]


def _for_postgresql(connection: Connection, tables: Collection[str]) -> list[str]:
    quote = connection.dialect.identifier_preparer.quote
    full = [f"VACUUM (FULL) {quote(name)}" for name in sorted(tables)]
    return [f"SET lock_timeout = '{LOCK_SECONDS}s'", *full, "RESET lock_timeout"]
