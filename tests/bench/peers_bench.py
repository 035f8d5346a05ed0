"""Launches beside those of the peers, in one run on the same cores: PyLTI1p3, ltijs and @lti-tool/core.

The peers are installed from their registries into a temporary folder at run time. Each is what its own
documentation sets up; PyLTI1p3 and @lti-tool/core keep their state in memory, ltijs and Passerelle in the
same PostgreSQL server. The tools take turns, round by round, so that other work on the machine meets all.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.launch_bench import Bench, Round
from tests.bench.launch_platform import Keys, serving_keys
from tests.bench.launch_tools import PLATFORMS, Entry, passerelle
from tests.bench.report import Goal, Report, Size, Table
from tests.store.cluster import DURABLE, ROLE, TEMPLATE, Cluster, running_cluster
from tests.tool_process import free_port

HERE = Path(__file__).resolve().parent / "peers"
NODE_PACKAGES = (
    "ltijs@5",
    "ltijs-sequelize@2",
    "pg@8",
    "pg-hstore@2",
    "@lti-tool/core@1",
    "hono@4",
    "@hono/node-server@1",
    "esbuild@0",
)
PYTHON_PACKAGES = ("flask-caching<3", "cachelib<1")
INSTALL_SECONDS = 600
OURS, BESIDE = "passerelle-postgresql", {"ltijs": 2.0, "pylti1p3": 1.0}
"""So many times the launches of each peer are promised at least."""
BESIDE_BEST = 1.2
DATABASES = "launches", "ltijs"
"""Those of one server: ours, and that of the peer that keeps its state in PostgreSQL."""
WARM_LAUNCHES = 512
"""So many before the first round: every connection to a database has then asked all that it will ask."""
SIZES = {Size.QUICK: ((8,), 100, 3), Size.FULL: ((1, 8, 32), 1000, 5)}
"""Clients, launches of a round, rounds."""
Rounds = dict[tuple[int, str], list[Round]]


def run(size: Size) -> Report:
    """The bench."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    try:
        with (
            tempfile.TemporaryDirectory() as name,
            serving_keys() as keys,
            running_cluster(DURABLE) as cluster,
        ):
            folder = Path(name)
            install(folder)
            with running(folder, keys, cluster, (cores[0], cores[-1])) as benches:
                rounds = measured(benches, size, partial(gather, cluster))
    finally:
        os.sched_setaffinity(0, cores)
    table = Table(
        title="Login and launch, tools by turns; median of the rounds",
        heads=("clients", "tool", "launches/s", "CPU ms", "database ms", "went wrong"),
        rows=[row_of(clients, tool, found) for (clients, tool), found in rounds.items()],
    )
    notes = (
        "one process of each tool on one core; PyLTI1p3 and @lti-tool/core store nothing durably",
        "PostgreSQL knows its tables from the first launches (ANALYZE), of both tools that use it",
    )
    return Report(name="peers", size=size, goals=goals_of(rounds), tables=[table], notes=notes)


def install(folder: Path) -> None:
    """The peers and our small programs around them."""
    for path in HERE.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    npm = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", *NODE_PACKAGES]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder / "python")]
    # Some of its files name others without their ending, which Node does not take: one file of all does.
    build = ["npx", "esbuild", "lti_tool.mjs", "--bundle", "--platform=node", "--format=esm"]
    build += ["--log-level=error", "--outfile=lti_tool_whole.mjs"]
    for command in (npm, build, [*pip, *PYTHON_PACKAGES]):
        subprocess.run(command, cwd=folder, check=True, timeout=INSTALL_SECONDS)


@contextmanager
def running(
    folder: Path, keys: Keys, cluster: Cluster, cores: tuple[int, int]
) -> Iterator[Mapping[str, Bench]]:
    """Every tool at work, each with browsers of its own before it."""
    ours, theirs = DATABASES
    cluster.execute(f"CREATE DATABASE {ours} OWNER {ROLE} TEMPLATE {TEMPLATE}")
    cluster.execute(f"CREATE DATABASE {theirs} OWNER {ROLE}")
    entries = (
        passerelle(folder, keys.url, cluster.address(ours)),
        passerelle(folder, keys.url),
        _ltijs(folder, keys.url, cluster),
        _node(folder, keys.url),
        _pylti(folder, keys.url),
    )
    with ExitStack() as stack:
        benches = {}
        for entry in entries:
            pid = cluster.pid if entry.is_kept_by_postgresql else None
            benches[entry.name] = Bench(entry, keys, cores, pid)
            stack.callback(benches[entry.name].stop)
        yield benches


def gather(cluster: Cluster) -> None:
    """Let PostgreSQL look at the tables of both tools that use it."""
    for name in DATABASES:
        cluster.know_tables(name)


def measured(benches: Mapping[str, Bench], size: Size, settle: Callable[[], None] = lambda: None) -> Rounds:
    """Every tool in every round, one after the other; ``settle`` is called between the first launches, which
    do not count, and the others.
    """
    clients, launches, times = SIZES[size]
    for bench in benches.values():
        bench.round(max(clients), WARM_LAUNCHES, is_new=True, mark="warm")
    settle()
    rounds: Rounds = {}
    for count in clients:
        for number in range(times):
            for tool, bench in benches.items():
                done = bench.round(count, launches, is_new=True, mark=f"{count}-{number}")
                rounds.setdefault((count, tool), []).append(done)
    return rounds


def row_of(clients: int, tool: str, found: list[Round]) -> tuple[str | float, ...]:
    """One row of the table."""
    return (
        float(clients),
        tool,
        rate_of(found),
        median(one.cpu for one in found),
        median(one.database_cpu for one in found),
        float(sum(one.figures.bad for one in found)),
    )


def rate_of(found: list[Round]) -> float:
    """Launches a second."""
    return median(one.figures.good / one.figures.seconds for one in found)


def goals_of(rounds: Rounds) -> list[Goal]:
    """What was promised beside each peer, and beside the best of them."""
    goals = [Goal(name="launches that went wrong", value=bad_of(rounds), at_most=0)]
    for count in dict.fromkeys(clients for clients, _ in rounds):
        rates = {tool: rate_of(found) for (clients, tool), found in rounds.items() if clients == count}
        ours = rates[OURS]
        peers = {tool: rate for tool, rate in rates.items() if not tool.startswith("passerelle")}
        for tool, times in BESIDE.items():
            goals.append(_beside(f"{count} clients: beside {tool}", ours, peers[tool], times))
        goals.append(_beside(f"{count} clients: beside the best", ours, max(peers.values()), BESIDE_BEST))
    return goals


def bad_of(rounds: Rounds) -> float:
    """How many launches went wrong, of anybody's: a peer that refuses is not fast."""
    return float(sum(one.figures.bad for found in rounds.values() for one in found))


def _beside(name: str, ours: float, theirs: float, times: float) -> Goal:
    return Goal(name=name, value=ours / theirs if theirs else float("nan"), unit="times", at_least=times)


def _entry(
    folder: Path,
    name: str,
    command: list[str],
    more: Mapping[str, str],
    lms: str,
    launch_path: str,
    goal: str,
) -> Entry:
    port = free_port()
    return Entry(
        name=name,
        command=[word.replace("PORT", str(port)) for word in command],
        environment={"LMS": lms, "PLATFORMS": str(PLATFORMS), "PORT": str(port), **more},
        port=port,
        login_path="/login",
        launch_path=launch_path,
        goal=goal,
        folder=folder,
        is_kept_by_postgresql="DB_NAME" in more,
    )


def _ltijs(folder: Path, lms: str, cluster: Cluster) -> Entry:
    database = {
        "DB_HOST": str(cluster.data.parent),
        "DB_PORT": "5432",
        "DB_NAME": "ltijs",
        "DB_USER": ROLE,
        "NODE_ENV": "production",
    }
    return _entry(folder, "ltijs", ["node", str(folder / "ltijs.cjs")], database, lms, "/", r"ltik=")


def _node(folder: Path, lms: str) -> Entry:
    more = {"NODE_ENV": "production"}
    command = ["node", str(folder / "lti_tool_whole.mjs")]
    return _entry(folder, "lti-tool", command, more, lms, "/launch", "^/first/")


def _pylti(folder: Path, lms: str) -> Entry:
    paths = os.pathsep.join((str(folder), str(folder / "python")))
    command = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:PORT", "--workers", "1"]
    command += ["--worker-class", "gthread", "--threads", "8", "--keep-alive", "15", "pylti:app"]
    return _entry(folder, "pylti1p3", command, {"PYTHONPATH": paths}, lms, "/launch", "^/first/")
