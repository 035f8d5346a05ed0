"""The two databases: an embedded SQLite file and PostgreSQL.

Source: sqlite.org/wal.html for the WAL-reset bug; the project's SQLite rules.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext, make_url

from lti_tool.domain.errors import SettingsFault
from lti_tool.store.database_file import watch_file
from lti_tool.store.private_file import keep_private, make_own_folder
from lti_tool.store.wall import raise_walls

WAL_SAFE_FROM = (3, 51, 3)
BUSY_MILLISECONDS = 5000
READ_ONLY = "passerelle_read_only"
READ_ONLY_TRANSACTION = "25006"
# A server whose machine is gone answers nothing, not even a refusal: nobody waits for it for much longer than
# a failover takes. Source: postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS
PATIENCE = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}


def make_engine(url: str) -> Engine:
    """An engine with the settings that durability needs. The folder of a SQLite file is created.

    Raises:
        SettingsFault: the address names no database that Passerelle can use.
    """
    address = _understood(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address)
    return _postgresql_engine(address)


def reader_of(engine: Engine) -> Engine:
    """The same database for transactions that only read. PostgreSQL refuses to write in them; on the SQLite
    file they take no lock.
    """
    if is_sqlite(engine):
        return engine.execution_options(**{READ_ONLY: True})
    return engine.execution_options(postgresql_readonly=True)


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the embedded database, which one web process and one worker share."""
    return engine.dialect.name == "sqlite"


def sqlite_path(url: str) -> str:
    """The file of a SQLite address, which need not be there; empty for PostgreSQL.

    Raises:
        SettingsFault: as ``make_engine``.
    """
    address = _understood(url)
    return str(address.database) if address.get_backend_name() == "sqlite" else ""


def _understood(url: str) -> URL:
    try:
        address = make_url(url)
    except Exception as error:
        raise SettingsFault("PASSERELLE_DATABASE_URL is not a database address.") from error
    if address.drivername in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "postgresql+psycopg"):
        raise SettingsFault("PASSERELLE_DATABASE_URL must start with sqlite:/// or postgresql+psycopg://.")
    if address.drivername == "sqlite" and not address.database:
        raise SettingsFault("PASSERELLE_DATABASE_URL must name a file: a database in memory keeps nothing.")
    return address


def _postgresql_engine(address: URL) -> Engine:
    patience = {name: value for name, value in PATIENCE.items() if name not in address.query}
    engine = create_engine(
        address, pool_pre_ping=True, pool_size=8, max_overflow=8, pool_timeout=5, connect_args=patience
    )
    event.listen(engine, "handle_error", _leave_a_follower)
    raise_walls(engine)
    return engine


def _leave_a_follower(context: ExceptionContext) -> None:
    """A server that takes no writes is no primary, or not yet one: the next connection may find it."""
    if getattr(context.original_exception, "sqlstate", "") == READ_ONLY_TRANSACTION:
        context.is_disconnect = True


def _sqlite_engine(address: URL) -> Engine:
    path = Path(str(address.database))
    make_own_folder(path.parent)
    engine = create_engine(address, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    watch_file(engine, path)
    keep_private(engine, path)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them as readers.
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE_FROM else "DELETE"
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"journal_mode={journal}",
        # With FULL a power cut may bring back the rollback journal of what was acknowledged, and undo it.
        # Source: "synchronous" at sqlite.org/pragma.html
        "synchronous=EXTRA",
        "foreign_keys=ON",
        "mmap_size=0",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_reader = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")
