"""The databases of the tests: a real SQLite file and a real PostgreSQL server, both freshly migrated."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from lti_tool.catalogues import compile_stale
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.factories import NOW
from tests.sampling import is_whole, turn_of
from tests.store.cluster import TEMPLATE, Cluster, running_cluster

__all__ = ["NOW"]

# A generated case may take long while the machine is busy: that says nothing about the case.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


DIALECTS = ("sqlite", "postgresql")
ON_ONE_OF_THEM = ("tests/certification/", "tests/cli/", "tests/services/", "tests/web/")
"""Where each test that runs on both databases takes one of them, by turns. What speaks SQL itself, in
``tests/store`` and ``tests/worker``, meets both every time.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave each of these tests on one database, and leave out what is marked ``whole``."""
    if not is_whole():
        items[:] = [item for item in items if item.get_closest_marker("whole") is None]
    twins: dict[str, list[str]] = {}
    for item in items:
        twins.setdefault(_without_dialect(item), []).append(_dialect_of(item))
    items[:] = [item for item in items if _has_its_turn(item, twins[_without_dialect(item)])]


def _has_its_turn(item: pytest.Item, dialects: list[str]) -> bool:
    if not item.nodeid.startswith(ON_ONE_OF_THEM) or set(dialects) != set(DIALECTS):
        return True
    return _dialect_of(item) in turn_of(_without_dialect(item), DIALECTS)


def _dialect_of(item: pytest.Item) -> str:
    """The database on which a test runs; empty where it does not choose one."""
    call = getattr(item, "callspec", None)
    return str(call.params.get("dialect", "")) if call else ""


def _without_dialect(item: pytest.Item) -> str:
    """The name of a test that it shares with its twin on the other database."""
    return "-".join(part for part in re.split(r"[\[\]-]", item.nodeid) if part not in DIALECTS)


def pytest_sessionstart() -> None:
    """No test reads a translation that is older than its catalogue."""
    compile_stale()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL server per test process, started by the first test that needs it."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema; each test works on a copy."""
    path = tmp_path_factory.mktemp("template") / "passerelle.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Every test that uses a database runs once on each engine."""
    return str(request.param)


@pytest.fixture
def engine(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database of its own with the present schema and no rows."""
    if dialect == "postgresql":
        with request.getfixturevalue("cluster").database(TEMPLATE) as made:
            yield made
        return
    path = tmp_path / "passerelle.sqlite3"
    shutil.copy(request.getfixturevalue("migrated_file"), path)
    with _sqlite(path) as made:
        yield made


@pytest.fixture
def empty_engine(dialect: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on a database without any table."""
    if dialect == "postgresql":
        with request.getfixturevalue("cluster").database("template1") as made:
            yield made
        return
    with _sqlite(tmp_path / "empty.sqlite3") as made:
        yield made


@pytest.fixture
def store(engine: Engine) -> Store:
    """The store on an empty, migrated database."""
    return Store(engine)


@contextmanager
def _sqlite(path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()
