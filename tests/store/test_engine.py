"""How the two databases are opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text

from lti_tool.domain.errors import SettingsFault, StoreUnavailable
from lti_tool.store.engine import WAL_SAFE_FROM, is_sqlite, make_engine
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW
from tests.store.cluster import TEMPLATE, Cluster


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Engine:
    return make_engine(f"sqlite:///{tmp_path / 'deep' / 'down' / 'passerelle.sqlite3'}")


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("synchronous", 3),
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


def test_a_server_that_takes_no_writes_is_left_when_it_says_so(cluster: Cluster) -> None:
    """A follower, or a primary that was replaced; its connections stay good for reading for ever."""
    with cluster.database(TEMPLATE) as engine:
        name = engine.url.database
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store = Store(engine)
        with pytest.raises(StoreUnavailable), store.writing() as unit:
            unit.registrations.add_centre(CENTRE, "Centre", NOW)
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")
        with store.writing() as unit:
            unit.registrations.add_centre(CENTRE, "Centre", NOW)

        with store.reading() as unit:
            assert unit.registrations.first_centre() is not None


@pytest.mark.parametrize(("query", "seconds"), [("", 5), ("?connect_timeout=2", 2)])
def test_nobody_waits_long_when_the_server_is_gone(query: str, seconds: int) -> None:
    engine = make_engine(f"postgresql://somebody@localhost/passerelle{query}")
    given: dict[str, object] = {}

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, _arguments: object, found: dict[str, object]) -> None:
        given.update(found)
        raise RuntimeError("seen enough")

    with pytest.raises(RuntimeError):
        engine.connect()

    assert (str(seconds), "10000") == (str(given["connect_timeout"]), str(given["tcp_user_timeout"]))
