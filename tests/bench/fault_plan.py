"""What goes wrong in the fault matrix, and where a process dies: 24 request faults, 17 kill points.

Source: the project's fault catalogue (F01 to F50) and kill points (KP0 to KP16).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.bench.report import Size

DIALECTS = ("moodle-4.1", "moodle-5", "canvas-like", "brightspace-like")
DATABASES = ("sqlite", "postgresql")
SEEDS = (0, 1, 2)
SKEWS_SECONDS = (0.0, 90.0, -90.0)
"""How far the platform's clock is ahead of the tool's, by seed (F22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One request fault. ``kind`` is a word of the fake LMS, or one of ``SPECIAL``; ``rows`` are those of the
    catalogue. It hits ``times`` requests to ``path_kind`` one after the other, from a seeded one on.
    """

    name: str
    path_kind: str
    kind: str
    rows: Sequence[str]
    times: int = 1
    retry_after: str | None = None
    is_from_the_first: bool = False


SPECIAL = ("revoked", "not-gradable", "column-removed", "refused")
"""Faults that are no answer to one request: every token forgotten, somebody unknown in the dialect's own
words, a column that a trainer removes, a server that is down.
"""

FAULTS = (
    Fault(
        name="token-503", path_kind="token", kind="503", rows=("F12", "F50"), times=2, is_from_the_first=True
    ),
    Fault(
        name="token-401", path_kind="token", kind="401", rows=("F01", "F48", "F49"), is_from_the_first=True
    ),
    Fault(name="token-hang", path_kind="token", kind="hang", rows=("F16", "F50"), is_from_the_first=True),
    Fault(name="token-revoked", path_kind="scores", kind="revoked", rows=("F01",)),
    Fault(name="score-401", path_kind="scores", kind="401", rows=("F01", "F02"), times=3),
    Fault(name="score-403", path_kind="scores", kind="403", rows=("F03",)),
    Fault(name="not-gradable", path_kind="scores", kind="not-gradable", rows=("F04", "F08", "F35")),
    Fault(name="column-removed", path_kind="scores", kind="column-removed", rows=("F05",)),
    Fault(name="course-gone", path_kind="lineitems", kind="404", rows=("F06",), is_from_the_first=True),
    Fault(name="conflict", path_kind="scores", kind="409", rows=("F07", "F29"), times=2),
    Fault(name="conflict-after-storing", path_kind="scores", kind="412-after-storing", rows=("F07", "F17")),
    Fault(name="invalid-body", path_kind="scores", kind="400", rows=("F09",)),
    Fault(name="retry-after", path_kind="scores", kind="429", rows=("F10",), retry_after="30"),
    Fault(name="rate-limit", path_kind="scores", kind="rate-limit", rows=("F11",), times=2),
    Fault(name="server-error", path_kind="scores", kind="500", rows=("F12", "F13"), times=6),
    Fault(
        name="gateway-after-storing",
        path_kind="scores",
        kind="504-after-storing",
        rows=("F12", "F17"),
        times=2,
    ),
    Fault(name="refused", path_kind="scores", kind="refused", rows=("F14", "F26"), is_from_the_first=True),
    Fault(name="hang", path_kind="scores", kind="hang", rows=("F16",)),
    Fault(name="hang-after-storing", path_kind="scores", kind="hang-after-storing", rows=("F16", "F17")),
    Fault(name="reset-after-storing", path_kind="scores", kind="reset-after-storing", rows=("F17",), times=2),
    Fault(name="html-200", path_kind="scores", kind="html-200", rows=("F18",), times=2),
    Fault(name="accepted", path_kind="scores", kind="202", rows=("F19",), times=2),
    Fault(name="redirect", path_kind="scores", kind="redirect", rows=("F21",)),
    Fault(
        name="creation-unanswered",
        path_kind="lineitems",
        kind="reset-after-storing",
        rows=("F33", "F34"),
        times=2,
    ),
)

NO_FAULT = Fault(name="none", path_kind="scores", kind="none", rows=())


@dataclass(frozen=True, slots=True, kw_only=True)
class KillPoint:
    """One instant at which a process ends. ``who`` is the learner's own process, the worker, or the process
    of an operator who rotates a key.
    """

    name: str
    step: str
    who: str = "worker"
    words: str = ""


KILL_POINTS = (
    KillPoint(name="KP0", step="before-commit", who="learner", words="before the learner's commit"),
    KillPoint(name="KP1", step="after-commit", who="learner", words="after the commit, before the answer"),
    KillPoint(name="KP2", step="answered", who="learner", words="after the commit, before any worker looks"),
    KillPoint(name="KP3", step="claiming", words="inside the claim"),
    KillPoint(name="KP4", step="claimed", words="after the claim"),
    KillPoint(name="KP5", step="token-answered", words="token answered, not kept"),
    KillPoint(name="KP6", step="before-post", words="before the first byte of the post"),
    KillPoint(name="KP7", step="half-post", words="in the middle of its body"),
    KillPoint(name="KP8", step="platform-stored", words="platform stored, no answer sent"),
    KillPoint(name="KP9", step="sent", words="answer read, not written down"),
    KillPoint(name="KP10", step="stored", words="after the result's commit"),
    KillPoint(name="KP11", step="pausing", words="in a pause between two tries"),
    KillPoint(name="KP12", step="written-down", words="frozen beyond the lease, and woken"),
    KillPoint(name="KP13", step="storing", words="inside the transaction that stores or parks"),
    KillPoint(name="KP14", step="overtaken", words="another score wanted while one is in flight"),
    KillPoint(name="KP15", step="column-created", words="column made, address not stored"),
    KillPoint(name="KP16", step="rotating", who="operator", words="inside a key rotation"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One run: a fault, a kill point (``None``: nobody dies), a seed, a database, a dialect."""

    fault: Fault
    kill: KillPoint | None
    seed: int
    database: str
    dialect: str

    @property
    def name(self) -> str:
        """All that is needed to run it again."""
        kill = self.kill.name if self.kill else "alive"
        return f"{self.fault.name}/{kill}/{self.seed}/{self.database}/{self.dialect}"

    @property
    def random(self) -> Random:
        """The same numbers at every run of this cell."""
        return Random(self.name)


def matrix() -> tuple[Cell, ...]:
    """Every fault at every kill point, with every seed on both databases. The dialects take turns: the six
    runs of one fault at one kill point meet all four.
    """
    found = []
    for first, fault in enumerate(FAULTS):
        for second, kill in enumerate(KILL_POINTS):
            for seed in SEEDS:
                for third, database in enumerate(DATABASES):
                    dialect = DIALECTS[(first + second + 2 * seed + third) % len(DIALECTS)]
                    found.append(Cell(fault=fault, kill=kill, seed=seed, database=database, dialect=dialect))
    return tuple(found)


def undisturbed() -> tuple[Cell, ...]:
    """Each dialect on each database without any fault or kill: what the number of posts is measured on."""
    return tuple(
        Cell(fault=NO_FAULT, kill=None, seed=0, database=database, dialect=dialect)
        for database in DATABASES
        for dialect in DIALECTS
    )


def sample() -> tuple[Cell, ...]:
    """One seed; each fault and each kill point at least twice, on either database, over all dialects."""
    size = max(len(FAULTS), len(KILL_POINTS))
    found = []
    for number in range(2 * size):
        first, second = number % len(FAULTS), (number * 5 + number // size) % len(KILL_POINTS)
        found.append(
            Cell(
                fault=FAULTS[first],
                kill=KILL_POINTS[second],
                seed=SEEDS[0],
                database=DATABASES[(number + number // size) % 2],
                dialect=DIALECTS[(first + second + number // size) % len(DIALECTS)],
            )
        )
    return tuple(found)


def cells(size: Size) -> tuple[Cell, ...]:
    """What a run of this size consists of."""
    return (*undisturbed(), *(matrix() if size is Size.FULL else sample()))
