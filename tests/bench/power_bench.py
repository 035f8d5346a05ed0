"""Power cuts on SQLite, in both journal modes that the product may choose: nothing acknowledged is lost.

The product's own engine and services write; a recording VFS stands below. What a cut leaves is in
``cut_disk``. Weaker settings go through the same cuts, and must lose: else the cuts would prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench.power import JOURNALS, Outcome, cut, in_memory, record
from tests.bench.report import Goal, Report, Size, Table

WEAKER = (("DELETE", "FULL"), ("DELETE", "OFF"), ("WAL", "OFF"), ("WAL", "NORMAL"))
CUTS_AT_LEAST = {Size.QUICK: 500, Size.FULL: 5000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How many learners answer, and at which events the power goes how many times."""

    learners: int
    every: int
    seeds: tuple[int, ...]


COURSES = {
    Size.QUICK: Course(learners=12, every=3, seeds=(1,)),
    Size.FULL: Course(learners=36, every=1, seeds=(1,)),
}
PROOF = Course(learners=3, every=3, seeds=(1,))


def measured(journal: str, course: Course, *, synchronous: str = "") -> Outcome:
    """Record and cut once."""
    with in_memory() as folder, in_memory() as place:
        recording = record(folder, journal, course.learners, synchronous=synchronous)
        return cut(recording, journal, place / "left", every=course.every, seeds=course.seeds)


def run(size: Size) -> Report:
    """The product in both journal modes, then weaker settings."""
    rows: list[list[str | float]] = []
    goals: list[Goal] = []
    for journal in JOURNALS:
        outcome = measured(journal, COURSES[size])
        rows.append([journal, "the product's", *_figures(outcome)])
        goals += _goals(journal, outcome, size)
    for journal, synchronous in WEAKER:
        outcome = measured(journal, PROOF, synchronous=synchronous)
        rows.append([journal, synchronous, *_figures(outcome)])
        caught = outcome.lost + outcome.corrupt
        goals.append(
            Goal(name=f"{journal}, synchronous={synchronous}: cuts that lose", value=caught, at_least=1)
        )
    heads = ("journal", "synchronous", "cuts", "different files", "lost", "ungraded", "half kept", "corrupt")
    return Report(
        name="power",
        size=size,
        goals=goals,
        tables=(Table(title="Cuts after which something was wrong", heads=heads, rows=rows),),
        notes=("Of what was not synced any sectors of 512 bytes may be there; names change in their order.",),
    )


def _goals(journal: str, outcome: Outcome, size: Size) -> list[Goal]:
    return [
        Goal(name=f"{journal}: cut points", value=outcome.cuts, at_least=CUTS_AT_LEAST[size]),
        Goal(name=f"{journal}: acknowledged answers lost", value=outcome.lost, at_most=0),
        Goal(name=f"{journal}: answers without their desired grade", value=outcome.ungraded, at_most=0),
        Goal(name=f"{journal}: half-kept attempts", value=outcome.half_kept, at_most=0),
        Goal(name=f"{journal}: corrupt databases", value=outcome.corrupt, at_most=0),
    ]


def _figures(outcome: Outcome) -> list[str | float]:
    return [
        outcome.cuts,
        outcome.different,
        outcome.lost,
        outcome.ungraded,
        outcome.half_kept,
        outcome.corrupt,
    ]
