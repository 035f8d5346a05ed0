"""A tool on each database engine, with a recent Moodle beside it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from lti_tool.domain.ports import StoredKey
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.services.launches import Visit
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW
from tests.keys import key_maker
from tests.people import LEARNER
from tests.services.keeping import WatchfulMaker
from tests.services.registrar import FakeRegistrar
from tests.services.setting import SECRET, SettableClock, StillLms, give_key, settings_for
from tests.services.world import World
from tests.store.cluster import TEMPLATE

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def tool_key() -> StoredKey:
    """A signing key of the tool, made once."""
    return key_maker(SECRET).make("", "", datetime.now(UTC))


@pytest.fixture
def engine(dialect: str, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine on a database of its own. The SQLite file lies in memory where there is such a folder: a
    delivery commits often, and each commit would wait for the disk several times.
    """
    if dialect == "postgresql":
        with request.getfixturevalue("cluster").database(TEMPLATE) as made:
            yield made
        return
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "passerelle.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        made = make_engine(f"sqlite:///{path}")
        yield made
        made.dispose()


@pytest.fixture
def tool(engine: Engine, tool_key: StoredKey) -> Iterator[World]:
    """A tool that knows no platform yet."""
    settings = settings_for(engine)
    give_key(settings, tool_key)
    world = World(settings=settings, clock=SettableClock())
    yield world
    world.close()


@pytest.fixture
def start(tool: World) -> Iterator[Callable[[str], World]]:
    """Start a platform of a dialect and connect the tool to it."""
    started: list[StillLms] = []

    def begin(dialect: str) -> World:
        keys = tool.installation.tool_keys
        lms = StillLms(dialect, tool.clock, tool_keys=lambda: keys.jwks(), extra_learners=5)
        started.append(lms)
        tool.connect(lms)
        return tool

    yield begin
    for lms in started:
        lms.stop()


@pytest.fixture
def world(start: Callable[[str], World]) -> World:
    """A tool and a recent Moodle, which made the activity's own column."""
    return start("moodle-5")


@pytest.fixture
def bare(world: World) -> World:
    """The same, where the trainer did not accept grades: there is no column."""
    world.lms.remove_line_item()
    return world


@pytest.fixture
def visit(world: World) -> Visit:
    """The learner, whose six columns exist and hold level 1: what follows is about scores alone."""
    visit = world.visit()
    world.want(visit, 1)
    world.work()
    return visit


@pytest.fixture
def fresh(world: World) -> Visit:
    """A learner who has no grade yet: nothing is read before the first score."""
    return world.visit(replace(LEARNER, key="learner-1", sub="1001"))


@pytest.fixture
def maker(store: Store) -> WatchfulMaker:
    """Makes keys; while it works somebody else can write: no transaction is open then."""
    made = WatchfulMaker()

    def write() -> None:
        with store.writing() as unit:
            unit.events.add(at=NOW, code="e-sec", reason="test", correlation="test")

    made.meanwhile = write
    return made


@pytest.fixture
def keys(store: Store, maker: WatchfulMaker) -> Keys:
    return Keys(store, maker)


@pytest.fixture
def platform() -> FakeRegistrar:
    return FakeRegistrar()


@pytest.fixture
def invitations(store: Store, platform: FakeRegistrar) -> Invitations:
    return Invitations(store, platform)


@pytest.fixture
def secret(invitations: Invitations) -> str:
    return invitations.invite("Moodle du centre", NOW)
