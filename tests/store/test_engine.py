"""How the two databases are opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.errors import SettingsFault, StoreUnavailable
from lti_tool.store.engine import WAL_SAFE_FROM, is_sqlite, make_engine
from lti_tool.store.unit_of_work import Store


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path / 'deep' / 'down' / 'passerelle.sqlite3'}")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("mmap_size", 0),
        ("secure_delete", 1),
        ("journal_mode", "wal" if sqlite3.sqlite_version_info >= WAL_SAFE_FROM else "delete"),
    ],
)
def test_a_sqlite_connection_is_durable_when_it_opens(
    sqlite_engine: Engine, pragma: str, value: object
) -> None:
    with sqlite_engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one()
    sqlite_engine.dispose()

    assert value == found


def test_a_reader_does_not_wait_when_somebody_writes(sqlite_engine: Engine) -> None:
    store = Store(sqlite_engine)
    with sqlite_engine.begin() as writer:
        writer.execute(text("CREATE TABLE sheet (n INTEGER)"))

        store.check()
    sqlite_engine.dispose()


def test_a_unit_of_work_takes_the_write_lock_when_it_begins(tmp_path: Path) -> None:
    """A unit that first reads and then writes must not find out too late that another one was faster."""
    address = f"sqlite:///{tmp_path / 'passerelle.sqlite3'}"
    first, second = make_engine(address), make_engine(f"{address}?timeout=0.1")
    with first.begin() as one:
        one.execute(text("SELECT 1"))
        other = second.raw_connection()
        other.execute("PRAGMA busy_timeout=50")

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()
    first.dispose()
    second.dispose()


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("nonsense", "not a database address"),
        ("mysql://localhost/x", "must start with"),
        ("sqlite://", "must name a file"),
    ],
)
def test_one_sentence_tells_what_to_mend_when_the_address_is_unusable(address: str, word: str) -> None:
    with pytest.raises(SettingsFault) as caught:
        make_engine(address)

    assert word in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_the_same_driver_serves_when_postgresql_is_written_shortly(scheme: str) -> None:
    engine = make_engine(f"{scheme}://somebody@localhost/passerelle")

    assert engine.url.drivername == "postgresql+psycopg"
    assert not is_sqlite(engine)


def test_the_store_says_so_when_the_database_is_away(tmp_path: Path) -> None:
    engine = make_engine(f"postgresql://somebody@/passerelle?host={tmp_path}")

    with pytest.raises(StoreUnavailable):
        Store(engine).check()
    engine.dispose()
