"""A look at a database that changes nothing there: no file is made, no migration runs.

Source: sqlite.org/fileformat2.html (offset 18); sqlite.org/wal.html; postgresql.org/docs, ``pg_settings``
and the parameter key words of libpq.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from lti_tool.domain.checkup import DatabaseSeen
from lti_tool.store.engine import WAL_SAFE_FROM, is_sqlite, make_engine, sqlite_path
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import standing_of

SECONDS_AT_MOST = 8.0
PROGRESS_STEPS = 10_000
MODES_OF_POSTGRESQL = ("fsync", "full_page_writes", "synchronous_commit")
_SSLMODE_OF_LIBPQ = "prefer"
"""Encrypted when the server offers it, in the clear when somebody in between says that it does not."""
_HEADER_BYTES, _WRITE_VERSION, _WAL = 20, 18, 2
_REVISION = "SELECT version_num FROM alembic_version"
_ABOVE_WALLS = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
_SYNCHRONOUS = {0: "off", 1: "normal", 2: "full", 3: "extra"}


def examine(url: str) -> DatabaseSeen:
    """The database behind an address, as it is.

    Raises:
        SettingsFault: the address names no database that Passerelle can use.
    """
    path = sqlite_path(url)
    return _embedded(Path(path)) if path else _server(make_engine(url))


def open_as_it_is(url: str) -> Store:
    """The database behind an address whose schema ``examine`` found to be current."""
    return Store(make_engine(url))


def _embedded(path: Path) -> DatabaseSeen:
    if not path.is_file():
        return DatabaseSeen(is_embedded=True, trouble="missing", path=str(path))
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=5)) as connection:
            revision = _revision_of_file(connection)
            is_whole = _is_whole(connection)
        modes = _modes_of_engine(path) if revision else {}
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        trouble = "damaged" if isinstance(error, sqlite3.DatabaseError) else "unreachable"
        if isinstance(error, sqlite3.OperationalError):
            trouble = "unreachable"
        return DatabaseSeen(is_embedded=True, trouble=trouble, path=str(path))
    is_wal = len(header) == _HEADER_BYTES and header[_WRITE_VERSION] == _WAL
    return DatabaseSeen(
        is_embedded=True,
        path=str(path),
        version=sqlite3.sqlite_version,
        standing=standing_of(revision),
        modes={"journal_mode": "wal" if is_wal else "delete", **modes},
        is_wal_safe=sqlite3.sqlite_version_info >= WAL_SAFE_FROM,
        is_whole=is_whole,
        file_system=_file_system_of(path),
    )


def _revision_of_file(connection: sqlite3.Connection) -> str:
    known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    row = connection.execute(_REVISION).fetchone() if known else None
    return str(row[0]) if row else ""


def _is_whole(connection: sqlite3.Connection) -> bool | None:
    ends = time.monotonic() + SECONDS_AT_MOST
    connection.set_progress_handler(lambda: int(time.monotonic() > ends), PROGRESS_STEPS)
    try:
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.OperationalError:
        return None


def _modes_of_engine(path: Path) -> dict[str, str]:
    """What the tool's own connections ask of SQLite; the library may have been built without it."""
    engine = make_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            synchronous = int(connection.exec_driver_sql("PRAGMA synchronous").scalar_one())
            keys = int(connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one())
    finally:
        engine.dispose()
    return {"synchronous": _SYNCHRONOUS[synchronous], "foreign_keys": "on" if keys else "off"}


def _server(engine: Engine) -> DatabaseSeen:
    assert not is_sqlite(engine)
    try:
        with engine.connect() as connection:
            connection.execute(text(f"SET statement_timeout = {int(SECONDS_AT_MOST * 1000)}"))
            names = ("server_version", *MODES_OF_POSTGRESQL)
            shown = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names}
            revision = _revision_of_server(connection)
            is_above = bool(connection.execute(text(_ABOVE_WALLS)).scalar())
            asked = _asked_of_server(connection)
    except SQLAlchemyError:
        return DatabaseSeen(is_embedded=False, trouble="unreachable")
    finally:
        engine.dispose()
    version = shown.pop("server_version").partition(" ")[0]
    return DatabaseSeen(
        is_embedded=False,
        version=version,
        standing=standing_of(revision),
        modes=shown,
        is_above_walls=is_above,
        hosts=_hosts(asked),
        tls=asked.get("sslmode", _SSLMODE_OF_LIBPQ),
    )


def _asked_of_server(connection: Connection) -> dict[str, str]:
    """What libpq was asked, by the address or by its own variables in the environment (``PGSSLMODE``).

    Of several machines the driver asks one after the other, and then knows the one that answered alone.
    """
    driver: psycopg.Connection[Any] | None = connection.connection.driver_connection
    assert driver is not None
    _words, named = connection.dialect.create_connect_args(connection.engine.url)
    return driver.info.get_parameters() | {name: str(value) for name, value in named.items()}


def _hosts(asked: dict[str, str]) -> tuple[str, ...]:
    """Every machine of the address; where it names an IP address, too, that one is called."""
    names = asked.get("host", "").split(",")
    addresses = asked.get("hostaddr", "").split(",")
    both = zip_longest(names, addresses, fillvalue="")
    return tuple(sorted({address or name for name, address in both} - {""}))


def _revision_of_server(connection: Connection) -> str:
    if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
        return ""
    return str(connection.execute(text(_REVISION)).scalar() or "")


def _file_system_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str:
    """The type of the file system where a file lies, as the kernel names it; empty when it does not say."""
    folder, found, length = str(path.resolve().parent), "", -1
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    for line in lines:
        _device, place, kind, *_rest = line.split(" ")
        is_above = place == "/" or folder == place or folder.startswith(f"{place}/")
        if is_above and len(place) > length:
            found, length = kind, len(place)
    return found
