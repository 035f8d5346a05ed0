"""Learners at work: what one answer costs them, how soon the group's page is there, how fresh a grade is.

Web server and worker run as they are installed (two web processes and a worker on PostgreSQL, one and its
worker on SQLite) with every limit and check on. A step is the post of the page's own form and the whole next
page after its redirect. In the full size a learner thinks for 5 to 15 seconds before each answer, which is
quicker than anybody with little schooling reads a task; 100 of them are ten answers a second. Browsers,
platform and database share the cores with the tool.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.fresh_grades import submit_everybody
from tests.bench.learner_load import Figures
from tests.bench.learner_site import POSTGRESQL, SQLITE, LearnerSite, learner_site
from tests.bench.report import Goal, Report, Size, Table
from tests.fake_lms import FakeLms
from tests.people import TRAINER
from tests.store.cluster import TEMPLATE, running_cluster
from tests.web.crowding import finish_everybody
from tests.web.site import TOOL_URL, house_on, the_parts

STEP_SECONDS = {POSTGRESQL: 0.05, SQLITE: 0.15}
COHORT_SECONDS = 1.0
FRESH_HALF_SECONDS, FRESH_MOST_SECONDS = 2.0, 5.0
LOOKS_AT_COHORT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """How much of everything."""

    learners: dict[str, int]
    answers: int
    think_seconds: float
    group: int
    submits: int
    platforms: int
    submit_seconds: float


LOADS = {
    Size.QUICK: Load(
        learners={POSTGRESQL: 20, SQLITE: 6},
        answers=8,
        think_seconds=2.0,
        group=500,
        submits=60,
        platforms=4,
        submit_seconds=15.0,
    ),
    Size.FULL: Load(
        learners={POSTGRESQL: 100, SQLITE: 30},
        answers=10,
        think_seconds=10.0,
        group=5000,
        submits=1000,
        platforms=20,
        submit_seconds=60.0,
    ),
}
HEADS = (
    "database",
    "learners",
    "answers",
    "answers/s",
    "p50 ms",
    "p95 ms",
    "launch p95 ms",
    "CPU ms an answer",
)


def run(size: Size) -> Report:
    """Answers on both databases, then the last answers of many, then the group's page."""
    load = LOADS[size]
    goals: list[Goal] = []
    rows = []
    for database in (POSTGRESQL, SQLITE):
        with learner_site(database) as site:
            found, row = answering(site, database, load)
            goals += found
            rows.append(row)
            if database == POSTGRESQL:
                goals += freshness(site, load)
    seconds = cohort_seconds(load.group)
    goals.append(
        Goal(name=f"page of a group of {load.group:,}", value=seconds, unit="s", at_most=COHORT_SECONDS)
    )
    busy = os.getloadavg()[0]
    return Report(
        name="learners",
        size=size,
        goals=goals,
        tables=[Table(title="Answers", heads=HEADS, rows=rows)],
        notes=[
            f"{len(os.sched_getaffinity(0))} cores for the tool, the database, the browsers and the "
            f"platform; load of the machine at the end: {busy:.1f}.",
            f"Grades: {load.submits:,} last answers at {load.platforms} platforms within "
            f"{load.submit_seconds:.0f} s, six columns each, 20 ms for each request of the platform.",
        ],
    )


def answering(site: LearnerSite, database: str, load: Load) -> tuple[list[Goal], tuple[str | float, ...]]:
    """Everybody answers; the first answers, which read every template, are not counted."""
    site.order("warm", learners=4, answers=6, think_seconds=0.1)
    before = site.cpu_seconds()
    found = site.order(
        "class", learners=load.learners[database], answers=load.answers, think_seconds=load.think_seconds
    )
    cpu = site.cpu_seconds()["web"] - before["web"]
    count = load.learners[database]
    goals = answer_goals(database, count, found, wanted=count * load.answers)
    return goals, (database, count, len(found.steps), *_told(found), 1000 * cpu / max(len(found.steps), 1))


def answer_goals(database: str, learners: int, found: Figures, *, wanted: int) -> list[Goal]:
    """Every answer that was wanted went well, and nearly all were quick."""
    name = f"{database}, {learners} learners"
    wrong = found.bad + wanted - len(found.steps)
    return [
        Goal(name=f"{name}: answers that went wrong", value=wrong, at_most=0),
        Goal(
            name=f"{name}: an answer, p95",
            value=_share(found.steps, 0.95) * 1000,
            unit="ms",
            at_most=STEP_SECONDS[database] * 1000,
        ),
    ]


def _told(found: Figures) -> tuple[float, ...]:
    return (
        len(found.steps) / max(found.seconds, 0.001),
        _share(found.steps, 0.5) * 1000,
        _share(found.steps, 0.95) * 1000,
        _share(found.launches, 0.95) * 1000,
    )


def freshness(site: LearnerSite, load: Load) -> list[Goal]:
    """Many last answers: every grade of them is looked for in the platform's book."""
    found = submit_everybody(site, load.submits, load.platforms, load.submit_seconds)
    return [
        Goal(name="grades that never came", value=found.missing, at_most=0),
        Goal(name="last answers that went wrong", value=found.figures.bad, at_most=0),
        Goal(
            name="from the last answer to a grade, p50",
            value=_share(found.seconds, 0.5),
            unit="s",
            at_most=FRESH_HALF_SECONDS,
        ),
        Goal(name="the same, p95", value=_share(found.seconds, 0.95), unit="s", at_most=FRESH_MOST_SECONDS),
    ]


def cohort_seconds(group: int) -> float:
    """How long the page of a group takes where everybody is done, on PostgreSQL: the best of some looks."""
    parts, best = the_parts(), float("inf")
    with (
        tempfile.TemporaryDirectory() as folder,
        running_cluster() as cluster,
        FakeLms(tool_url=TOOL_URL, tool_keys=lambda: {"keys": []}, book_path=Path(folder) / "book") as lms,
        cluster.database(TEMPLATE) as engine,
        house_on(engine, parts) as house,
    ):
        site = house.opened(lms)
        trainer = site.visitor(TRAINER)
        finish_everybody(site, trainer, group)
        for _ in range(LOOKS_AT_COHORT):
            began = time.perf_counter()
            answer = trainer.request("GET", trainer.at("cohort"), headers={"Accept-Encoding": "gzip"})
            best = min(best, time.perf_counter() - began)
            assert answer.status_code == 200, answer.status
    return best


def _share(found: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed; no number where there are none, which is a miss."""
    values = sorted(found)
    return values[min(int(len(values) * share), len(values) - 1)] if values else float("nan")
