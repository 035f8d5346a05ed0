"""A whole database copied into one file while others write, and put back into an empty place.

SQLite by its online backup, PostgreSQL by ``pg_dump`` and ``pg_restore``. Each copy knows its schema and how
many rows every table has, at the very moment that it shows.

Source: sqlite.org/backup.html; postgresql.org/docs/current/app-pgdump.html.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection, Engine, MetaData, inspect, text
from sqlalchemy.exc import DBAPIError

from lti_tool.domain.errors import SettingsFault, StoreUnavailable
from lti_tool.store.engine import is_sqlite, make_engine

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SAID_AT_MOST = 200
NOT_EMPTY = "This database is not empty. A backup is never put over a living one: name an empty database."


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseCopy:
    """What a copy holds: of which engine, in which schema, how many rows by table."""

    kind: str
    revision: str
    rows: Mapping[str, int]


def copy_database(url: str, place: Path) -> DatabaseCopy:
    """Copy the database behind an address into a file that is not there yet.

    Raises:
        SettingsFault: there is no database, it was never set up, or ``pg_dump`` cannot copy it.
        StoreUnavailable: the database does not answer.
    """
    with _engine(url) as engine:
        place.touch(mode=0o600, exist_ok=False)
        try:
            return _copy_sqlite(engine, place) if is_sqlite(engine) else _dump(engine, place)
        except (DBAPIError, sqlite3.OperationalError) as error:
            raise StoreUnavailable(reason="database-unavailable") from error


def check_sqlite_copy(place: Path, told: DatabaseCopy) -> None:
    """Make sure that a copy is whole and is the one that was told.

    Raises:
        SettingsFault: it is damaged, or other rows are in it.
    """
    try:
        with closing(sqlite3.connect(place)) as copied:
            verdict = copied.execute("PRAGMA integrity_check").fetchone()[0]
            found = _contents(copied)
    except sqlite3.DatabaseError as error:
        raise SettingsFault("The database in this backup is damaged.") from error
    if verdict != "ok":
        raise SettingsFault("The database in this backup is damaged.")
    _compare(found, told)


def check_dump(place: Path) -> None:
    """Make sure that ``pg_restore`` can read a copy. Rows are counted when it is restored.

    Raises:
        SettingsFault: it cannot, or the program is not installed.
    """
    _run("pg_restore", ["--list", str(place)], {})


def is_empty(url: str) -> bool:
    """Whether a PostgreSQL database holds no table."""
    with _engine(url) as engine:
        try:
            return not inspect(engine).get_table_names()
        except DBAPIError as error:
            raise StoreUnavailable(reason="database-unavailable") from error


def restore_dump(place: Path, url: str, told: DatabaseCopy) -> None:
    """Put a copy into an empty PostgreSQL database, in one transaction.

    Raises:
        SettingsFault: the database is not empty, or the copy cannot be put back; nothing is in it then.
    """
    if not is_empty(url):
        raise SettingsFault(NOT_EMPTY)
    with _engine(url) as engine:
        options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
        target, secrets = _reached(engine)
        _run("pg_restore", [*options, f"--dbname={target}", str(place)], secrets)
        try:
            with engine.connect() as connection:
                _compare(_contents_of(connection), told)
        except SettingsFault:
            empty_out(url)
            raise


def empty_out(url: str) -> None:
    """Take away again whatever was restored into an empty PostgreSQL database."""
    with _engine(url) as engine, engine.begin() as connection:
        found = MetaData()
        found.reflect(connection)
        found.drop_all(connection)
        names = connection.execute(
            text("SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        )
        for name in names.scalars().all():
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}")


def put_back(copied: Path, url: str) -> None:
    """Make a SQLite database what its copy says, in one step for whoever reads it meanwhile."""
    with _engine(url) as engine, closing(sqlite3.connect(copied)) as source, _driver(engine) as live:
        source.backup(live)


def _copy_sqlite(engine: Engine, place: Path) -> DatabaseCopy:
    with closing(sqlite3.connect(place)) as copied:
        copied.execute("PRAGMA synchronous=OFF")
        # All pages in one step: a copy in several would begin again with each write of others.
        with _driver(engine) as live:
            live.backup(copied, pages=-1)
        if copied.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise SettingsFault("The database is damaged: SQLite's integrity check fails. Restore a backup.")
        found = _contents(copied)
    with place.open("rb") as file:
        os.fsync(file.fileno())
    return found


def _dump(engine: Engine, place: Path) -> DatabaseCopy:
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        found = _contents_of(connection)
        target, secrets = _reached(engine)
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _run("pg_dump", ["--enable-row-security", *options, f"--file={place}", f"--dbname={target}"], secrets)
    return found


def _contents(copied: sqlite3.Connection) -> DatabaseCopy:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    names = sorted(row[0] for row in copied.execute(listed))
    revision = copied.execute("SELECT version_num FROM alembic_version").fetchone() if names else None
    return DatabaseCopy(
        kind=SQLITE,
        revision=_known(revision[0] if revision else None),
        rows={name: copied.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names},  # noqa: S608
    )


def _contents_of(connection: Connection) -> DatabaseCopy:
    names = sorted(inspect(connection).get_table_names())
    return DatabaseCopy(
        kind=POSTGRESQL,
        revision=_known(MigrationContext.configure(connection).get_current_revision()),
        rows={
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608
            for name in names
        },
    )


def _known(revision: str | None) -> str:
    if revision is None:
        raise SettingsFault("This database was never set up by Passerelle: there is nothing to keep.")
    return revision


def _compare(found: DatabaseCopy, told: DatabaseCopy) -> None:
    if found.revision != told.revision or found.rows != told.rows:
        raise SettingsFault("The database in this backup is not the one that its list names.")


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    if is_sqlite(engine) and not Path(str(engine.url.database)).is_file():
        raise SettingsFault(f"There is no database at {engine.url.database}.")
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _driver(engine: Engine) -> Iterator[sqlite3.Connection]:
    raw = engine.raw_connection()
    try:
        if not isinstance(raw.driver_connection, sqlite3.Connection):
            raise TypeError("this is no SQLite database")
        yield raw.driver_connection
    finally:
        raw.close()


def _reached(engine: Engine) -> tuple[str, Mapping[str, str]]:
    """How PostgreSQL's programs reach a database: the password goes where no list of processes shows it."""
    _arguments, named = engine.dialect.create_connect_args(engine.url)
    password = named.pop("password", None)
    # What the driver adds for itself means nothing to the programs.
    named = {name: value for name, value in named.items() if isinstance(value, str | int)}
    return make_conninfo("", **named), {"PGPASSWORD": str(password)} if password else {}


def _run(program: str, options: Sequence[str], secrets: Mapping[str, str]) -> None:
    found = shutil.which(program)
    if found is None:
        raise SettingsFault(
            f"{program} is not installed: take PostgreSQL's client programs (Debian: postgresql-client)."
        )
    # The program of the system, without a shell.
    done = subprocess.run(  # noqa: S603
        [found, *options], capture_output=True, check=False, env={**os.environ, **secrets, "LC_ALL": "C"}
    )
    if done.returncode != 0:
        # The first line alone: those behind it may show a row.
        said = done.stderr.decode(errors="replace").strip().splitlines()[:1]
        raise SettingsFault(f"{program} failed: {''.join(said)[:SAID_AT_MOST] or done.returncode}")
