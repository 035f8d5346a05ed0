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
from tests.bench.fault_platform import SharedShift
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

    def __init__(
        self, folder: Path, name: str, entry: Entry, arguments: Sequence[str], module: str = "lti_tool"
    ) -> None:
        super().__init__(folder, name)
        self._entry, self._arguments, self.module = entry, arguments, module

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
    shift: SharedShift | None = None

    def order(self, mark: str, **wanted: object) -> Figures:
        """Let learners come; see ``Order``."""
        order = Order(
            tool=self.entry.url,
            lms=self.lms,
            platforms=PLATFORMS,
            mark=mark,
            key=self.keys.pem,
            shift_seconds=self.shift.seconds if self.shift else 0.0,
            **wanted,  # type: ignore[arg-type]  # the fields of an order
        )
        assert self.load.stdin is not None
        assert self.load.stdout is not None
        print(json.dumps(asdict(order)), file=self.load.stdin, flush=True)
        return Figures(**json.loads(self.load.stdout.readline()))

    def platform_stats(self) -> Stats:
        """What the platform saw."""
        return stats_of(self.lms)

    def know_tables(self) -> None:
        """Let PostgreSQL look at its tables."""
        if self.cluster:
            self.cluster.know_tables(DATABASE)

    def cpu_seconds(self) -> dict[str, float]:
        """What each process used so far, its children included; the database's, too."""
        used = {name: cpu_seconds(one.pid) for name, one in self.processes.items() if one.pid}
        return used | ({"database": cpu_seconds(self.cluster.pid)} if self.cluster else {})


@contextmanager
def learner_site(
    database: str, *, web_processes: int = 2, sweep_every_rounds: int = 0
) -> Iterator[LearnerSite]:
    """The whole for the length of a block. On SQLite one web process is the limit, and starts the worker.

    With ``sweep_every_rounds`` the site has a clock that can be moved on, and a worker that sweeps so often;
    for PostgreSQL alone.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="passerelle-learners-")))
        keys = stack.enter_context(Keys())
        shift = SharedShift(folder / "shift") if sweep_every_rounds else None
        manners = Manners(
            latency_seconds=LATENCY_SECONDS,
            key_set=keys.answer.decode(),
            shift_path=str(folder / "shift") if shift else "",
        )
        lms = stack.enter_context(platform(manners))
        cluster, address = None, ""
        if database == POSTGRESQL:
            cluster = stack.enter_context(running_cluster(DURABLE))
            cluster.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE {TEMPLATE}")
            address = cluster.address(DATABASE)
        entry = passerelle(folder, lms, address)
        shift_path = str(folder / "shift") if shift else ""
        count = web_processes if cluster else 1
        processes = {
            name: stack.enter_context(one)
            for name, one in _served(folder, entry, count, shift_path, sweep_every_rounds).items()
            if name == "web" or cluster
        }
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
            shift=shift,
        )


def _served(folder: Path, entry: Entry, count: int, shift_path: str, sweep_every: int) -> dict[str, Served]:
    """The product's own commands, or with a file of a shifted clock those that read it."""
    if shift_path:
        module = "tests.bench.shifted"
        web: tuple[str, ...] = (shift_path, "serve", f"{entry.port}", f"{count}")
        work: tuple[str, ...] = (shift_path, "worker", f"{sweep_every}")
    else:
        module = "lti_tool"
        web, work = ("serve", "--port", f"{entry.port}", "--workers", f"{count}"), ("worker",)
    return {
        "web": Served(folder, "web", entry, web, module),
        "worker": Served(folder, "worker", entry, work, module),
    }
