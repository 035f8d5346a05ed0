"""One platform for the run, and an installation of its own for each test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from lti_tool.store.engine import make_engine
from tests.fake_lms import FakeLms
from tests.lti.peer import Peer
from tests.lti.registration_peer import RegistrationPeer
from tests.store.cluster import TEMPLATE, Cluster
from tests.web.site import TOOL_URL, House, Parts, Site, house_on, the_parts

__all__ = ["lms", "other_lms", "parts", "postgresql_house", "site", "sqlite_house"]

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def parts() -> Parts:
    """The content and the tool's key, read and made once."""
    return the_parts()


@pytest.fixture(scope="session")
def lms(parts: Parts) -> Iterator[FakeLms]:
    """One platform for the run; it forgets nothing between tests, and the tools are all the same to it."""
    with FakeLms(tool_url=TOOL_URL, tool_keys=_reader(parts), extra_learners=30) as running:
        yield running


@pytest.fixture(scope="session")
def other_lms(parts: Parts) -> Iterator[FakeLms]:
    """A second platform with the same people, courses and link ids."""
    with FakeLms(tool_url=TOOL_URL, tool_keys=_reader(parts)) as running:
        yield running


@pytest.fixture(scope="session")
def sqlite_house(parts: Parts, migrated_file: Path) -> Iterator[House]:
    """An installation on a SQLite file: in memory where the machine allows, since every commit is synced."""
    with TemporaryDirectory(prefix="passerelle-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "passerelle.sqlite3"
        shutil.copy(migrated_file, path)
        engine = make_engine(f"sqlite:///{path}")
        with house_on(engine, parts) as house:
            yield house
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_house(parts: Parts, cluster: Cluster) -> Iterator[House]:
    """An installation on PostgreSQL."""
    with cluster.database(TEMPLATE) as engine, house_on(engine, parts) as house:
        yield house


@pytest.fixture
def site(dialect: str, lms: FakeLms, request: pytest.FixtureRequest) -> Site:
    """An installation without any row but its platform."""
    lms.end_faults()
    house: House = request.getfixturevalue(f"{dialect}_house")
    return house.opened(lms)


@pytest.fixture(scope="module")
def running_peer() -> Iterator[Peer]:
    """Plays the platforms that are being connected."""
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture
def moodle(running_peer: Peer) -> Iterator[RegistrationPeer]:
    """A Moodle that asks to be connected."""
    running_peer.reset()
    platform = RegistrationPeer(running_peer)
    yield platform
    platform.released.set()


@pytest.fixture
def invite(site: Site) -> str:
    """The secret of an invitation."""
    return site.services.invitations.invite("Moodle du centre", site.clock())


def _reader(parts: Parts) -> Any:  # Any: a reader of a key set
    def read() -> Mapping[str, Any]:  # Any: a key set is JSON
        return {"keys": [json.loads(parts.key.public_jwk)]}

    return read
