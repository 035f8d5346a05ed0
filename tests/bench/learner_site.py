"""The tool as it is served, with its worker, a platform that costs little, and learners before it.

Web server and worker are the product's own commands in processes of their own, on SQLite or on PostgreSQL.
Nothing is bound to a core: browsers, platform and database share the machine with the tool.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.cheap_platform import Manners
from tests.bench.drain_bench import Stats
from tests.bench.drain_course import platform, stats_of
from tests.bench.launch_platform import Keys
from tests.bench.launch_tools import PLATFORMS, Entry, cpu_seconds, passerelle
from tests.bench.learner_load import Figures, Order
from tests.store.cluster import DURABLE, ROLE, TEMPLATE, Cluster, running_cluster
from tests.tool_process import ROOT, LoopbackProcess

SQLITE, POSTGRESQL = "sqlite", "postgresql"
LATENCY_SECONDS = 0.02
DATABASE = "learners"


class Served(LoopbackProcess):
    """``serve`` or ``worker`` with the settings of one installation."""

    def __init__(self, folder: Path, name: str, entry: Entry, arguments: Sequence[str]) -> None:
        super().__init__(folder, name)
        self._entry, self._arguments = entry, arguments

    @property
    def arguments(self) -> Sequence[str]:
        """What follows the program's name."""
        return self._arguments

    @property
    def ready_urls(self) -> Sequence[str]:
        """The web server's, also for the worker: it needs no more."""
        return (f"{self._entry.url}/readyz",)

    @property
    def environment(self) -> dict[str, str]:
        """The settings."""
        return {**super().environment, **self._entry.environment}


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerSite:
    """Everything that runs. ``database`` is the address that ``PASSERELLE_DATABASE_URL`` holds, empty for
    SQLite; ``processes`` are the web server and, with PostgreSQL, the worker.
    """

    entry: Entry
    lms: str
    keys: Keys
    database: str
    cluster: Cluster | None
    processes: Mapping[str, Served]
    load: subprocess.Popen[str]

    def order(self, mark: str, **wanted: object) -> Figures:
        """Let learners come; see ``Order``."""
        order = Order(
            tool=self.entry.url,
            lms=self.lms,
            platforms=PLATFORMS,
            mark=mark,
            key=self.keys.pem,
            **wanted,  # type: ignore[arg-type]  # the fields of an order
        )
        assert self.load.stdin is not None
        assert self.load.stdout is not None
        print(json.dumps(asdict(order)), file=self.load.stdin, flush=True)
        return Figures(**json.loads(self.load.stdout.readline()))

    def platform_stats(self) -> Stats:
        """What the platform saw."""
        return stats_of(self.lms)

    def cpu_seconds(self) -> dict[str, float]:
        """What each process used so far, its children included; the database's, too."""
        used = {name: cpu_seconds(one.pid) for name, one in self.processes.items() if one.pid}
        return used | ({"database": cpu_seconds(self.cluster.pid)} if self.cluster else {})


@contextmanager
def learner_site(database: str, *, web_processes: int = 2) -> Iterator[LearnerSite]:
    """The whole for the length of a block. On SQLite one web process is the limit, and starts the worker."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="passerelle-learners-")))
        keys = stack.enter_context(Keys())
        lms = stack.enter_context(
            platform(Manners(latency_seconds=LATENCY_SECONDS, key_set=keys.answer.decode()))
        )
        cluster, address = None, ""
        if database == POSTGRESQL:
            cluster = stack.enter_context(running_cluster(DURABLE))
            cluster.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE {TEMPLATE}")
            address = cluster.address(DATABASE)
        entry = passerelle(folder, lms, address)
        processes = {"web": _served(stack, folder, entry, "web", web_processes if cluster else 1)}
        if cluster:
            processes["worker"] = _served(stack, folder, entry, "worker")
        load = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.learner_load"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        stack.callback(load.communicate, timeout=30)
        yield LearnerSite(
            entry=entry,
            lms=lms,
            keys=keys,
            database=address,
            cluster=cluster,
            processes=processes,
            load=load,
        )


def _served(stack: ExitStack, folder: Path, entry: Entry, name: str, count: int = 0) -> Served:
    serve = ("serve", "--port", str(entry.port), "--workers", str(count))
    return stack.enter_context(Served(folder, name, entry, serve if name == "web" else ("worker",)))
