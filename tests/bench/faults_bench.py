"""No grade lost: 24 request faults at 17 kill points, three seeds, two databases, four dialects.

Every cell is a fresh database in which two learners with six columns each finish, a real process that dies
by SIGKILL (or is frozen) at a named step while a fault is on, and others that go to the end. Then the
platform's own book is compared with what was acknowledged: I1 to I8.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from tests.bench.fault_coverage import coverage_table
from tests.bench.fault_plan import DIALECTS, FAULTS, KILL_POINTS, Cell, cells
from tests.bench.report import Goal, Report, Size, Table
from tests.store.cluster import running_cluster

RUNNERS = 2
CHECKOUT = Path(__file__).resolve().parents[2]
MEMORY = Path("/dev/shm")
KINDS = {
    "lost": "I1: acknowledged answers or grades lost",
    "regressed": "I3: grades that went back",
    "wrong-person": "I4: grades at the wrong person or column",
    "invisible": "I2: grades that look delivered and are not, or rest nowhere",
    "unlogged": "I5: posts without a line of their own",
    "too-many-posts": "I6: dialects with more than 1.3 posts a score",
    "not-resumed": "I7: parked grades that one click did not bring on",
    "told": "I8: log lines that tell too much",
    "broken-off": "cells that broke off",
}
Outcome = dict[str, Any]  # Any: JSON of a runner


def run(size: Size) -> Report:
    """The matrix, or a sample of it."""
    return report_of(size, run_cells(cells(size)))


def run_cells(wanted: Sequence[Cell], runners: int = RUNNERS) -> list[Outcome]:
    """Run cells in several processes, each with platforms of its own; the outcomes in any order."""
    waiting: SimpleQueue[str] = SimpleQueue()
    for cell in wanted:
        waiting.put(cell.name)
    found: list[Outcome] = []
    place = MEMORY if MEMORY.is_dir() else None
    with running_cluster() as cluster, tempfile.TemporaryDirectory(dir=place) as folder:
        host = cluster.address("any").partition("host=")[2]
        threads = []
        for number in range(runners):
            own = Path(folder) / f"{number}"
            own.mkdir()
            command = [sys.executable, "-m", "tests.bench.fault_runner", str(own), f"{number}", host]
            threads.append(threading.Thread(target=_serve, args=(command, waiting, found)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def _serve(command: list[str], waiting: SimpleQueue[str], found: list[Outcome]) -> None:
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT, text=True
    ) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        while True:
            try:
                name = waiting.get_nowait()
            except Empty:
                break
            runner.stdin.write(f"{name}\n")
            runner.stdin.flush()
            line = runner.stdout.readline()
            if not line:
                break
            found.append(json.loads(line))
        runner.stdin.close()


def report_of(size: Size, outcomes: Sequence[Outcome]) -> Report:
    """Goals and tables of what the cells showed."""
    wanted = cells(size)
    seen = Counter(finding["kind"] for outcome in outcomes for finding in outcome["findings"])
    to_die = {cell.name for cell in wanted if cell.kill is not None}
    died = sum(outcome["was_killed"] for outcome in outcomes if outcome["cell"] in to_die)
    alive = [outcome for outcome in outcomes if outcome["cell"] not in to_die and outcome["keys"]]
    goals = [
        Goal(name="cells run", value=len(outcomes), at_least=len(wanted)),
        Goal(name="cells in which the process died where it should", value=died, at_least=len(to_die)),
        *(Goal(name=words, value=seen[kind], at_most=0) for kind, words in KINDS.items()),
        Goal(
            name="I6: posts a score, nothing going wrong",
            value=max((outcome["posts"] / outcome["keys"] for outcome in alive), default=float("nan")),
            at_most=1.3,
        ),
    ]
    findings = [
        [outcome["cell"], finding["kind"], finding["words"]]
        for outcome in outcomes
        for finding in outcome["findings"]
    ]
    unkilled = [outcome["cell"] for outcome in outcomes if not outcome["was_killed"]]
    return Report(
        name="faults",
        size=size,
        goals=goals,
        tables=[
            _by_part(outcomes, 0, "request faults", [fault.name for fault in FAULTS]),
            _by_part(outcomes, 1, "kill points", [f"{kill.name}" for kill in KILL_POINTS]),
            _by_part(outcomes, 4, "dialects", DIALECTS),
            Table(title="Findings", heads=("cell", "kind", "what"), rows=findings or [["none", "", ""]]),
            coverage_table(),
        ],
        notes=[
            f"{len(outcomes)} cells, {sum(outcome['posts'] for outcome in outcomes)} posts, "
            f"{sum(outcome['seconds'] for outcome in outcomes):.0f} s of cells",
            *(f"not killed: {name}" for name in sorted(set(unkilled) & to_die)[:10]),
        ],
    )


def _by_part(outcomes: Sequence[Outcome], part: int, title: str, names: Sequence[str]) -> Table:
    """The cells by one part of their name: how many, how they ended, what had to wait for a person."""
    rows: list[list[str | float]] = []
    for name in names:
        own = [outcome for outcome in outcomes if outcome["cell"].split("/")[part] == name]
        parked = Counter(reason for outcome in own for reason in set(outcome["parked"]))
        rows.append(
            [
                name,
                len(own),
                sum(outcome["was_killed"] for outcome in own),
                sum(outcome["posts"] for outcome in own),
                sum(len(outcome["findings"]) for outcome in own),
                ", ".join(f"{reason} {count}" for reason, count in sorted(parked.items())),
            ]
        )
    heads = (title, "cells", "died", "posts", "findings", "parked, and went on after one click")
    return Table(title=f"By {title}", heads=heads, rows=rows)
