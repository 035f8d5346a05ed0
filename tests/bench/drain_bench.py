"""Many grades at once: as fast as the connections carry them, at a polite pace, and through a bad platform.

Speed is measured in real time against a bare client on the same connections; the two drains run in fast time,
which moves on whenever nothing may be sent.
"""

from __future__ import annotations

import math
import resource
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine

from lti_tool import worker
from lti_tool.domain.errors import PasserelleError
from lti_tool.lti.gateway import HttpLms
from lti_tool.lti.transport import Transport
from lti_tool.services.deliveries import Deliveries
from lti_tool.services.pace import Pace
from lti_tool.store.engine import make_engine
from lti_tool.store.upgrade import upgrade
from tests.bench.bare_client import carried
from tests.bench.cheap_platform import Manners
from tests.bench.drain_course import Course, course, machine_clock, platform, stats_of
from tests.bench.fault_platform import SharedShift
from tests.bench.fault_worker import next_moments
from tests.bench.report import Goal, Report, Size, Table
from tests.store.cluster import DURABLE, TEMPLATE, running_cluster

SCORES = {Size.QUICK: 600, Size.FULL: 2000}
GRADES = {Size.QUICK: 150, Size.FULL: 10_000}
AT_ONCE = 16
LATENCY_SECONDS = 0.02
OUTAGE = (20.0, 3620.0)
BAD = Manners(
    broken_share=0.2, lost_share=0.1, limited_share=0.05, retry_after_seconds=2, outage_seconds=OUTAGE
)
REFUSED_SHARE = 0.25
"""Of the posts to a bad platform: 503 and 429. What is answered so has to be posted again."""
STEP_SECONDS, STEPS_AT_MOST = 0.2, 1_000_000
Clock = Callable[[], datetime]
Stats = dict[str, Any]  # Any: JSON of the platform


def run(size: Size) -> Report:
    """Speed, the polite drain, and two bad platforms whose clocks are wrong on either side."""
    goals, rows = [], []
    speed_goals, speed_table = speed(SCORES[size])
    goals += speed_goals
    for name, manners in (
        ("polite", Manners(latency_seconds=LATENCY_SECONDS)),
        ("bad, 90 s ahead", replace(BAD, skew_seconds=90.0)),
        ("bad, 90 s behind", replace(BAD, skew_seconds=-90.0, seed=2)),
    ):
        for engine_name, database in (("SQLite", on_disk), ("PostgreSQL", on_a_server)):
            found, row = drained(f"{name}, {engine_name}", manners, GRADES[size], database=database)
            goals += found
            rows.append(row)
    heads = ("platform", "grades", "posts", "reads", "429", "503", "lost", "tokens", "connections", "minutes")
    return Report(
        name="drain",
        size=size,
        goals=goals,
        tables=[speed_table, Table(title="Drains in fast time", heads=heads, rows=rows)],
        notes=[
            "A bad platform refuses a quarter of all posts (20 % 503, 5 % 429): a score then takes 1.33 "
            "posts at best, and the bound of 1.3 is laid on top of that.",
            "Both databases on the disk of this machine, each commit synchronised, the speed on SQLite; "
            "other work on the same cores makes the rate lower, hardly the CPU time.",
        ],
    )


@contextmanager
def on_disk() -> Iterator[Engine]:
    """A SQLite file with the present schema, on the disk."""
    with tempfile.TemporaryDirectory(prefix="passerelle-drain-") as folder:
        engine = make_engine(f"sqlite:///{folder}/passerelle.sqlite3")
        upgrade(engine)
        yield engine
        engine.dispose()


@contextmanager
def on_a_server() -> Iterator[Engine]:
    """A database of a PostgreSQL server that keeps what it acknowledged."""
    with running_cluster(DURABLE) as cluster, cluster.database(TEMPLATE) as engine:
        yield engine


def speed(scores: int) -> tuple[list[Goal], Table]:
    """The worker's own loop with the limit lifted, beside a bare client with as many connections."""
    with platform(Manners(latency_seconds=LATENCY_SECONDS)) as url:
        limit = carried(url, scores, AT_ONCE)
    with on_disk() as engine, platform(Manners(latency_seconds=LATENCY_SECONDS)) as url:
        made = course(engine, url, scores, machine_clock)
        deliveries = _deliveries(made, machine_clock, Pace(lifted=AT_ONCE))
        object.__setattr__(made.installation.services, "deliveries", deliveries)
        cpu = _cpu_seconds()
        _work(made)
        cpu = _cpu_seconds() - cpu
        stats = stats_of(url)
        wrong = wrong_ones(made, stats)
    rate = (stats["posts"] - 1) / stats["seconds"]
    goals = [
        Goal(name="speed: of what 16 connections carry", value=rate / limit, at_least=0.9),
        Goal(name="speed: CPU a score", value=1000 * cpu / scores, unit="ms", at_most=0.5),
        Goal(name="speed: token requests", value=stats["tokens"], at_most=1),
        Goal(name="speed: connections open at once", value=stats["open_at_most"], at_most=AT_ONCE),
        Goal(name="speed: connections made", value=stats["connections"], at_most=AT_ONCE),
        Goal(name="speed: grades not right and at rest", value=wrong, at_most=0),
    ]
    heads = ("scores", "by the tool, a second", "by a bare client, a second", "CPU of the tool, s")
    return goals, Table(title="Speed", heads=heads, rows=[[scores, rate, limit, cpu]])


class NoRest(AssertionError):
    """The grades never come to rest."""


def drained(
    name: str,
    manners: Manners,
    grades: int,
    *,
    database: Callable[[], AbstractContextManager[Engine]] = on_disk,
    steps_at_most: int = STEPS_AT_MOST,
) -> tuple[list[Goal], list[str | float]]:
    """Every grade of a large course, and a fifth of them a second time in between, in fast time."""
    with database() as engine, tempfile.TemporaryDirectory() as folder:
        shift = SharedShift(Path(folder) / "shift")
        manners.shift_path = f"{folder}/shift"

        def clock() -> datetime:
            return datetime.now(UTC) + timedelta(seconds=shift.seconds)

        with platform(manners) as url:
            made = course(engine, url, grades, clock)
            begun = clock()
            _drain(made, shift, clock, steps_at_most)
            minutes = (clock() - begun).total_seconds() / 60
            stats = stats_of(url)
            wrong = wrong_ones(made, stats)
    answers, outage = stats["answers"], manners.outage_seconds[1] / 60
    goals = _drain_goals(name, manners, grades, stats, wrong, minutes)
    row: list[str | float] = [name, grades, stats["posts"], stats["reads"]]
    row += [answers.get(kind, 0) for kind in ("429", "503", "lost")]
    return goals, [*row, stats["tokens"], stats["connections"], f"{outage:.0f} + {minutes - outage:.1f}"]


def _drain_goals(
    name: str, manners: Manners, grades: int, stats: Stats, wrong: int, minutes: float
) -> list[Goal]:
    is_bad = bool(manners.broken_share)
    scores = grades + len(range(0, grades, 5))
    unavoidable = scores / (1 - REFUSED_SHARE) if is_bad else scores
    posts = stats["posts"] - stats["posts_in_outage"]
    limited = stats["answers"].get("429", 0)
    goals = [
        Goal(name=f"{name}: grades not right and at rest", value=wrong, at_most=0),
        Goal(name=f"{name}: posts for each unavoidable one", value=posts / unavoidable, at_most=1.3),
        # Scores and results are two sets of scopes, each with a token of its own.
        Goal(
            name=f"{name}: tokens a set of scopes and hour",
            value=stats["tokens"] / 2 / max(math.ceil(minutes / 59), 1),
            at_most=1,
        ),
        Goal(name=f"{name}: connections open at once", value=stats["open_at_most"], at_most=AT_ONCE),
    ]
    if is_bad:
        early = stats["in_limit"] / max(limited, 1)
        goals.append(Goal(name=f"{name}: requests before Retry-After, a 429", value=early, at_most=1))
        after = stats["posts_by_minute"].get(f"{int(manners.outage_seconds[1] // 60) + 1}", 0)
        goals.append(Goal(name=f"{name}: requests in the minute after the outage", value=after, at_most=600))
    else:
        goals.append(Goal(name=f"{name}: time", value=minutes, unit="min", at_most=20))
    return goals


def _drain(made: Course, shift: SharedShift, clock: Clock, steps_at_most: int) -> None:
    """One thread of the worker; time passes while nothing may be sent. In the middle some are raised."""
    pace = Pace()
    deliveries = _deliveries(made, clock, pace)
    again = list(made.wanted)[::5]
    for _ in range(steps_at_most):
        if not made.unrest() and not again:
            return
        while _one_step(deliveries):
            if again and made.unrest() <= len(made.wanted) // 2:
                made.raise_some(again, clock())
                again = []
        moments = [moment for moment in next_moments(made.engine) if moment > clock()]
        ahead = (min(moments) - clock()).total_seconds() if moments else STEP_SECONDS
        shift.seconds += STEP_SECONDS if pace.exhausted(clock()) else max(ahead, STEP_SECONDS)
    raise NoRest


def _one_step(deliveries: Deliveries) -> bool:
    try:
        return deliveries.deliver_some("drain")
    except PasserelleError:
        return False


def _deliveries(made: Course, clock: Clock, pace: Pace) -> Deliveries:
    transport = Transport(allow_insecure=True, user_agent="Passerelle/bench")
    installation = made.installation
    lms = HttpLms(transport=transport, tool_keys=installation.tool_keys, clock=clock)
    return Deliveries(installation.services.store, lms, clock=clock, random=Random(1), pace=pace)


def _work(made: Course) -> None:
    """The worker's own loop until every grade is at rest."""
    stop = threading.Event()
    loop = threading.Thread(target=worker.run, args=(made.installation.services, stop))
    loop.start()
    while made.unrest():
        time.sleep(0.1)
    stop.set()
    loop.join()


def _cpu_seconds() -> float:
    """What this process took of the cores so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def wrong_ones(made: Course, stats: Stats) -> int:
    """How many learners' grades the platform does not show as wanted, or are not at rest."""
    shown = {key.split("\n")[1]: value for key, value in stats["results"].items()}
    wrong: int = sum(shown.get(sub) != points for sub, points in made.wanted.items())
    states = made.states()
    return wrong + sum(count for state, count in states.items() if state != "idle")
