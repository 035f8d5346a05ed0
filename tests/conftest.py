"""The databases of the tests: a real SQLite file and a real PostgreSQL server, both freshly migrated."""

from __future__ import annotations

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
from tests.store.cluster import TEMPLATE, Cluster, running_cluster

__all__ = ["NOW"]

# A generated case may take long while the machine is busy: that says nothing about the case.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")


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


@pytest.fixture(params=["sqlite", "postgresql"])
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
