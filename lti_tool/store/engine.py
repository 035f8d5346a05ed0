"""The two databases: an embedded SQLite file and PostgreSQL.

Source: sqlite.org/wal.html for the WAL-reset bug; the project's SQLite rules.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url

from lti_tool.domain.errors import SettingsFault

WAL_SAFE_FROM = (3, 51, 3)
BUSY_MILLISECONDS = 5000
READ_ONLY = "passerelle_read_only"


def make_engine(url: str) -> Engine:
    """An engine with the settings that durability needs. The folder of a SQLite file is created.

    Raises:
        SettingsFault: the address names no database that Passerelle can use.
    """
    address = _understood(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite_engine(address)
    return create_engine(address, pool_pre_ping=True, pool_size=8, max_overflow=8, pool_timeout=5)


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the embedded database, which one web process and one worker share."""
    return engine.dialect.name == "sqlite"


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


def _sqlite_engine(address: URL) -> Engine:
    Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_MILLISECONDS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver must not begin transactions by itself: it would begin them as readers.
    connection.isolation_level = None
    journal = "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE_FROM else "DELETE"
    for pragma in (
        f"busy_timeout={BUSY_MILLISECONDS}",
        f"journal_mode={journal}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "mmap_size=0",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    is_reader = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")
