"""The file of SQLite goes away, comes back, or finds no room: what the tool says of it."""

from __future__ import annotations

import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import Engine

from lti_tool.domain.errors import StoreUnavailable
from lti_tool.store.database_file import ROOM_BYTES, check_room
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW
from tests.store.cluster import TEMPLATE, Cluster

SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
READY_SECONDS_AT_MOST = 0.005


@contextmanager
def small_files() -> Iterator[None]:
    """No file of this process grows beyond half of what is asked for, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES // 2, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def file_of(engine: Engine) -> Path:
    return Path(str(engine.url.database))


@SQLITE
def test_the_tool_is_not_ready_when_the_file_is_gone(engine: Engine, store: Store) -> None:
    """The open handle would go on answering, and what is written into it is lost. No empty file comes."""
    store.check()
    file = file_of(engine)
    file.rename(file.with_name("aside"))

    for _ in range(2):
        with pytest.raises(StoreUnavailable) as caught:
            store.check()
        assert "database-file-gone" == caught.value.reason
    assert not file.exists()


@SQLITE
def test_nothing_is_written_when_the_file_is_gone(engine: Engine, store: Store) -> None:
    store.check()
    aside = file_of(engine).with_name("aside")
    file_of(engine).rename(aside)
    before = aside.read_bytes()

    with pytest.raises(StoreUnavailable, match="database-file-gone"), store.writing() as unit:
        unit.registrations.add_centre(CENTRE, "Centre", NOW)

    assert before == aside.read_bytes()


@SQLITE
def test_the_new_file_is_used_when_another_one_was_put_in_its_place(engine: Engine, store: Store) -> None:
    file, copy = file_of(engine), file_of(engine).with_name("copy")
    shutil.copy(file, copy)
    with store.writing() as unit:
        unit.registrations.add_centre(CENTRE, "Centre", NOW)
    copy.replace(file)

    store.check()

    with store.reading() as unit:
        assert unit.registrations.first_centre() is None


@SQLITE
def test_the_tool_is_ready_again_when_the_file_comes_back(engine: Engine, store: Store) -> None:
    with store.writing() as unit:
        unit.registrations.add_centre(CENTRE, "Centre", NOW)
    file, aside = file_of(engine), file_of(engine).with_name("aside")
    file.rename(aside)
    with pytest.raises(StoreUnavailable):
        store.check()
    aside.rename(file)

    store.check()

    with store.reading() as unit:
        assert unit.registrations.first_centre() is not None


@SQLITE
def test_the_tool_is_not_ready_when_the_disk_takes_nothing_more(store: Store) -> None:
    with small_files(), pytest.raises(StoreUnavailable) as caught:
        store.check()

    assert "disk-full" == caught.value.reason
    store.check()


def test_nothing_is_left_when_the_disk_was_tried(tmp_path: Path) -> None:
    check_room(tmp_path)

    assert [] == list(tmp_path.iterdir())


def test_the_reason_is_another_one_when_the_folder_takes_no_file() -> None:
    with pytest.raises(StoreUnavailable) as caught:
        check_room(Path("/proc"))

    assert "database-read-only" == caught.value.reason


def test_the_tool_is_not_ready_when_the_server_takes_no_writes(cluster: Cluster) -> None:
    """A follower reads for ever; once it was made the primary, the next look finds it ready."""
    with cluster.database(TEMPLATE) as engine:
        name = engine.url.database
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        store = Store(engine)
        with pytest.raises(StoreUnavailable) as caught:
            store.check()
        cluster.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = off")

        assert "database-read-only" == caught.value.reason
        store.check()


@SQLITE
def test_a_look_is_cheap_when_probes_come_often(store: Store) -> None:
    """Five milliseconds at most, by the best of twenty: the machine may be busy."""
    spent = []
    for _ in range(20):
        begun = perf_counter()
        store.check()
        spent.append(perf_counter() - begun)

    assert min(spent) < READY_SECONDS_AT_MOST
