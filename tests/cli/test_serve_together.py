"""Real web servers on two hosts with one PostgreSQL: nobody has more tries because there are more of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from tests.store.cluster import TEMPLATE, Cluster
from tests.tool_process import ToolProcess

pytestmark = pytest.mark.whole
"""Starting them takes long; ``tests/web/test_shared_limits.py`` has two applications, each time."""

SECRET = "a secret of two hosts, as long as one must be"
KEY_SETS_A_MINUTE = 600


class HostProcess(ToolProcess):
    """`passerelle serve` on PostgreSQL, as one of several hosts with the same public address."""

    def __init__(self, folder: Path, database: str, *, public: str = "", workers: int) -> None:
        """Choose the port; the first host's own address stands for the public one."""
        super().__init__(folder)
        self.public = public or self.url
        self._database, self._workers = database, workers

    @property
    def arguments(self) -> Sequence[str]:
        """So many web processes."""
        return (*super().arguments, "--workers", str(self._workers))

    @property
    def environment(self) -> dict[str, str]:
        """The database and the secret that all hosts have."""
        return super().environment | {
            "PASSERELLE_BASE_URL": self.public,
            "PASSERELLE_DATABASE_URL": self._database,
            "PASSERELLE_SECRET_KEY": SECRET,
        }

    def visitor(self) -> requests.Session:
        """Somebody with one connection, whose browser asks for the public address."""
        session = requests.Session()
        session.trust_env = False
        session.headers.update({"Host": self.public.removeprefix("http://"), "Origin": self.public})
        return session


@pytest.fixture(scope="module")
def hosts(
    cluster: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[HostProcess, HostProcess]]:
    """One host with two web processes, one with a single one."""
    with cluster.database(TEMPLATE) as engine:
        database = engine.url.render_as_string(hide_password=False)
        first = HostProcess(tmp_path_factory.mktemp("first"), database, workers=2)
        second = HostProcess(tmp_path_factory.mktemp("second"), database, public=first.public, workers=1)
        with ThreadPoolExecutor(2) as pool, ExitStack() as running:
            for host in (first, second):
                running.callback(host.stop)
            list(pool.map(HostProcess.start, (first, second)))
            yield first, second


def test_guesser_has_as_many_tries_when_there_are_three_processes(
    hosts: tuple[HostProcess, HostProcess],
) -> None:
    """Each try on a connection of its own, so that any process may have it."""
    found: Counter[int] = Counter()
    for number in range(30):
        host = hosts[number % 2]
        with host.visitor() as visitor:
            found[visitor.post(f"{host.url}/kiosk", data={"code": "AAAA-AAAA"}, timeout=20).status_code] += 1

    assert {422: 20, 429: 10} == found


def test_flood_has_its_share_when_a_machine_has_two_processes(
    hosts: tuple[HostProcess, HostProcess],
) -> None:
    """A connection stays with one process, which lets half of the limit through."""
    host = hosts[0]
    with host.visitor() as visitor:
        answers = (visitor.get(f"{host.url}/lti/jwks", timeout=20) for _ in range(KEY_SETS_A_MINUTE - 50))
        codes = [answer.status_code for answer in answers]

    assert {200, 429} == set(codes)
    assert KEY_SETS_A_MINUTE / 2 <= codes.index(429)
