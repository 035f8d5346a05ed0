"""Launches and answers for long: whether web server and worker grow, and whether anything piles up.

Real processes on PostgreSQL. The run is cut in ten; after each part the clock of all moves on by more than an
hour, so that every session is over, and the worker sweeps. Then memory, open files and rows are counted. The
full size is what the promise speaks of, and takes hours; ``PASSERELLE_SOAK_LAUNCHES`` chooses another one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
import requests

from lti_tool.store.events import ROWS_AT_MOST
from tests.bench.growth import growth_table
from tests.bench.learner_site import DATABASE, POSTGRESQL, LearnerSite, learner_site
from tests.bench.pair import wait_until
from tests.bench.report import Goal, Report, Size, Table

Measure = Callable[[int], int]
LAUNCHES = {Size.QUICK: 400, Size.FULL: 100_000}
ANSWERS_EACH, AT_ONCE, PARTS, REFUSED_EACH = 4, 8, 10, 20
PASSED_SECONDS = 70 * 60.0
SWEEP_EVERY_ROUNDS, PATIENCE_SECONDS = 3, 120.0
GROWTH_AT_MOST = 5.0
SETTLED_FROM_LAUNCHES = 5_000
"""Below so many launches caches still fill, and a share of growth says nothing: it is told, no goal."""
FILES_MORE_AT_MOST = 16
"""So many connections two web processes may still open in their pools; a leak knows no such bound."""
SWEPT = ("session", "launch", "login_state")
KEPT = ("security_event", "person", "attempt", "answer", "delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """After one part: resident KiB and open files of all processes of each kind, and rows by table."""

    launches: int
    memory: Mapping[str, int]
    files: Mapping[str, int]
    rows: Mapping[str, int]
    highest: int


def run(size: Size) -> Report:
    """The soak, then the table of growth."""
    launches = int(os.environ.get("PASSERELLE_SOAK_LAUNCHES", LAUNCHES[size]))
    began = time.perf_counter()
    with learner_site(POSTGRESQL, sweep_every_rounds=SWEEP_EVERY_ROUNDS) as site:
        looks, wrong, faults = soaked(site, launches)
    seconds = time.perf_counter() - began
    return Report(
        name="soak",
        size=size,
        goals=goals_of(looks, wrong),
        tables=[_table(looks), growth_table(size)],
        notes=[
            f"{launches:,} launches and {launches * ANSWERS_EACH:,} answers in {seconds / 60:.0f} minutes; "
            f"time moved on by {PASSED_SECONDS / 60:.0f} minutes after each of {PARTS} parts.",
            *faults,
        ],
    )


def soaked(site: LearnerSite, launches: int) -> tuple[list[Look], int, list[str]]:
    """What was seen after each part, how many launches, answers and refusals went wrong, and how."""
    looks, wrong, done = [], 0, 0
    faults: list[str] = []
    for part in range(PARTS):
        here = max(launches // PARTS // AT_ONCE, 1)
        found = site.order(
            f"part-{part}", learners=AT_ONCE, answers=here * ANSWERS_EACH, answers_each=ANSWERS_EACH
        )
        faults += found.faults
        wrong += found.bad + here * AT_ONCE * ANSWERS_EACH - len(found.steps)
        wrong += REFUSED_EACH - _refused(site, part)
        done += len(found.launches)
        highest = sum(rows(site)[name] for name in SWEPT)
        assert site.shift is not None
        site.shift.seconds += PASSED_SECONDS
        _wait_for_sweep(site)
        looks.append(
            Look(
                launches=done,
                memory={name: measure(site, name, resident) for name in site.processes},
                files={name: measure(site, name, open_files) for name in site.processes},
                rows=rows(site),
                highest=highest,
            )
        )
    return looks, wrong, faults


def goals_of(looks: list[Look], wrong: int) -> list[Goal]:
    """What the looks must show."""
    first, last = looks[0], looks[-1]
    goals = [
        Goal(name="launches and answers that went wrong", value=wrong, at_most=0),
        Goal(
            name="rows of sessions, launches and logins once they are over",
            value=max(sum(look.rows[name] for name in SWEPT) for look in looks),
            at_most=0,
        ),
        Goal(
            name="the same before each sweep, last part of the first",
            value=last.highest / max(first.highest, 1),
            at_most=1.1,
        ),
        Goal(name="rows of security events", value=last.rows["security_event"], at_most=ROWS_AT_MOST),
    ]
    for name in first.memory:
        more = last.files[name] - first.files[name]
        goals.append(
            Goal(name=f"{name}: open files more than at first", value=more, at_most=FILES_MORE_AT_MOST)
        )
        if last.launches >= SETTLED_FROM_LAUNCHES:
            grown = 100 * (last.memory[name] / first.memory[name] - 1)
            goals.append(Goal(name=f"{name}: memory grown", value=grown, unit="%", at_most=GROWTH_AT_MOST))
    return goals


def _table(looks: list[Look]) -> Table:
    names = list(looks[0].memory)
    heads = ("launches", *(f"{one} MiB" for one in names), *(f"{one} files" for one in names), *SWEPT, *KEPT)
    told = [
        (
            look.launches,
            *(round(look.memory[name] / 1024, 1) for name in names),
            *(look.files[name] for name in names),
            *(look.rows[name] for name in (*SWEPT, *KEPT)),
        )
        for look in looks
    ]
    return Table(title="After each part and its sweep", heads=heads, rows=told)


def _refused(site: LearnerSite, part: int) -> int:
    """How many broken launches were refused; each comes from an address of its own."""
    refused = 0
    with requests.Session() as session:
        session.trust_env = False
        for number in range(REFUSED_EACH):
            answer = session.post(
                f"{site.entry.url}/lti/launch",
                data={"id_token": "a.b.c", "state": "unknown"},
                headers={"X-Forwarded-For": f"192.0.{part}.{number}"},
                timeout=60,
            )
            refused += answer.status_code == 401
    return refused


def _wait_for_sweep(site: LearnerSite) -> None:
    def is_swept() -> bool:
        return not sum(rows(site)[name] for name in SWEPT)

    wait_until(is_swept, "the worker does not sweep", patience_seconds=PATIENCE_SECONDS)


def rows(site: LearnerSite) -> dict[str, int]:
    """How many rows these tables hold; asked as the server's owner, whom no wall keeps out."""
    assert site.cluster is not None
    with psycopg.connect(host=str(site.cluster.data.parent), user="postgres", dbname=DATABASE) as connection:
        found = {}
        for name in (*SWEPT, *KEPT):
            row = connection.execute(f"SELECT count(*) FROM {name}").fetchone()  # type: ignore[arg-type]
            found[name] = int(row[0]) if row else 0
        return found


def measure(site: LearnerSite, name: str, one: Measure) -> int:
    """The sum over a process and all below it."""
    root = site.processes[name].pid
    return sum(one(pid) for pid in family(root)) if root else 0


def resident(pid: int) -> int:
    """The resident memory of a process in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)


def open_files(pid: int) -> int:
    """How many files and connections a process holds open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def family(root: int) -> list[int]:
    """A process and all below it."""
    found = [root]
    for pid in found:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        found += [int(child) for child in children.split()]
    return found
