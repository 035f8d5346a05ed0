"""Login and launch until the redirect to the first page: what one costs, on SQLite and on PostgreSQL.

The tool runs on the first core, the browsers, the platform and PostgreSQL on the last. Every limit and every
check is on; every launch is stored durably. CPU is counted beside time: other work on the machine makes a
launch slow, and dearer too, since it empties the caches.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from tests.bench.launch_load import Figures, Order
from tests.bench.launch_platform import Keys, serving_keys
from tests.bench.launch_tools import PLATFORMS, Entry, Running, cpu_seconds, passerelle
from tests.bench.report import Goal, Report, Size, Table
from tests.store.cluster import DURABLE, ROLE, TEMPLATE, running_cluster

CPU_MILLISECONDS = 1.0
"""The promise for one launch, login included."""
KEYS_SECONDS = 0.05
HEADS = ("tool", "people", "clients", "launches/s", "CPU ms", "database ms", "p50 ms", "p95 ms")
SIZES = {Size.QUICK: ((1, 8), 150, 1), Size.FULL: ((1, 8, 32), 1500, 3)}
"""Clients, launches of a round, rounds."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round told: milliseconds of CPU a launch, the database's apart."""

    figures: Figures
    cpu: float
    database_cpu: float


class Bench:
    """One running tool and the browsers before it."""

    def __init__(self, entry: Entry, keys: Keys, cores: tuple[int, int], database_pid: int | None) -> None:
        self.entry, self.keys = entry, keys
        self.tool = Running(entry, cores[0])
        self._database_pid = database_pid
        self._load = subprocess.Popen(
            ["taskset", "-c", str(cores[1]), sys.executable, "-m", "tests.bench.launch_load"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def round(self, clients: int, launches: int, *, is_new: bool, mark: str) -> Round:
        """Launch so often, by so many at once."""
        order = Order(
            tool=self.entry.url,
            login_path=self.entry.login_path,
            launch_path=self.entry.launch_path,
            target=f"{self.entry.url}{self.entry.launch_path}",
            lms=self.keys.url,
            platforms=PLATFORMS,
            clients=clients,
            launches=launches,
            is_new=is_new,
            goal=self.entry.goal,
            mark=mark,
            key=self.keys.pem,
        )
        assert self._load.stdin is not None
        assert self._load.stdout is not None
        before = self.tool.cpu_seconds(), self._database_seconds()
        print(json.dumps(asdict(order)), file=self._load.stdin, flush=True)
        figures = Figures(**json.loads(self._load.stdout.readline()))
        good = max(figures.good, 1)
        return Round(
            figures,
            (self.tool.cpu_seconds() - before[0]) * 1000 / good,
            (self._database_seconds() - before[1]) * 1000 / good,
        )

    def _database_seconds(self) -> float:
        return cpu_seconds(self._database_pid) if self._database_pid else 0.0

    def stop(self) -> None:
        """End both."""
        self._load.communicate(timeout=30)
        self.tool.stop()


@contextmanager
def benches(folder: Path, keys: Keys, cores: tuple[int, int]) -> Iterator[Callable[[str], Bench]]:
    """Starts the tool on a database: ``sqlite`` or ``postgresql``."""
    with running_cluster(DURABLE) as cluster:
        cluster.execute(f"CREATE DATABASE launches OWNER {ROLE} TEMPLATE {TEMPLATE}")

        def start(database: str) -> Bench:
            if database == "sqlite":
                return Bench(passerelle(folder, keys.url), keys, cores, None)
            address = cluster.address("launches")
            return Bench(passerelle(folder, keys.url, address), keys, cores, cluster.pid)

        yield start


def run(size: Size) -> Report:
    """The bench."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    rows: list[tuple[str | float, ...]] = []
    goals: list[Goal] = []
    try:
        with tempfile.TemporaryDirectory() as folder, serving_keys() as keys:
            keys.delay_seconds = KEYS_SECONDS
            with benches(Path(folder), keys, (cores[0], cores[-1])) as start:
                for database in ("sqlite", "postgresql"):
                    bench = start(database)
                    try:
                        measured(bench, size, rows, goals)
                    finally:
                        bench.stop()
    finally:
        os.sched_setaffinity(0, cores)
    table = Table(title="Login and launch, median of the rounds", heads=HEADS, rows=rows)
    notes = (
        f"keys are answered after {KEYS_SECONDS * 1000:.0f} ms; the tool is one process of eight threads",
    )
    return Report(name="launch", size=size, goals=goals, tables=[table], notes=notes)


def measured(bench: Bench, size: Size, rows: list[tuple[str | float, ...]], goals: list[Goal]) -> None:
    """Warm one tool up, measure it, and add what came of it."""
    clients, launches, rounds = SIZES[size]
    name = bench.entry.name
    warm = bench.round(4, PLATFORMS * 3, is_new=False, mark="warm")
    asked, bad, dearest = bench.keys.asked, warm.figures.bad, 0.0
    for count in clients:
        for is_new in (True, False):
            done = [
                bench.round(count, launches, is_new=is_new, mark=f"{count}-{is_new}-{number}")
                for number in range(rounds)
            ]
            bad += sum(one.figures.bad for one in done)
            cpu = median(one.cpu for one in done)
            dearest = max(dearest, cpu)
            rows.append((name, "new" if is_new else "known", float(count), *_figures(done)))
    goals += [
        Goal(name=f"{name}: launches that went wrong", value=bad, at_most=0),
        Goal(name=f"{name}: CPU of a launch", value=dearest, unit="ms", at_most=CPU_MILLISECONDS),
        Goal(name=f"{name}: keys asked for after the first", value=bench.keys.asked - asked, at_most=0),
    ]


def _figures(done: list[Round]) -> tuple[float, ...]:
    times = sorted(time for one in done for time in one.figures.times) or [float("nan")]
    return (
        median(one.figures.good / one.figures.seconds for one in done),
        median(one.cpu for one in done),
        median(one.database_cpu for one in done),
        times[len(times) // 2] * 1000,
        times[len(times) * 95 // 100] * 1000,
    )
