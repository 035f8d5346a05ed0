"""The criteria: what is claimed, how it is shown, and what the run says about it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.evidence.grid import Fault, Found

TABLE = Path(__file__).parent / "criteria.csv"
IN_THE_NORM = ("2.0", "2.1")
"""EN 301 549 v3.2.1, chapter 9, takes over WCAG 2.1; what came with 2.2 has no clause there."""


class State(StrEnum):
    """How far a criterion is met. Only ``FAULTY`` comes from a run; the others are claimed in the table."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_APPLICABLE = "not-applicable"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of WCAG, with the claim. ``manual`` are the parts of the script for screen readers."""

    number: str
    level: str
    since: str
    titles: dict[str, str]
    state: State
    checks: tuple[str, ...]
    tests: tuple[str, ...]
    manual: tuple[str, ...]
    remarks: dict[str, str]

    @property
    def clause(self) -> str:
        """The clause of EN 301 549; empty for what it does not have."""
        return f"9.{self.number}" if self.since in IN_THE_NORM else ""

    @property
    def tag(self) -> str:
        """What axe calls it: ``wcag143``."""
        return "wcag" + self.number.replace(".", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One criterion after a run. ``held`` is how often each of its checks was held, and each rule of axe."""

    criterion: Criterion
    state: State
    held: dict[str, int]
    rules: dict[str, int]
    faults: tuple[Fault, ...]


def criteria() -> list[Criterion]:
    """The table, in the order of the norm."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [_criterion(row) for row in csv.DictReader(file, delimiter=";", strict=True)]


def _criterion(row: dict[str, str]) -> Criterion:
    return Criterion(
        number=row["number"],
        level=row["level"],
        since=row["since"],
        titles={code: row[code] for code in ("fr", "en")},
        state=State(row["state"]),
        checks=tuple(row["checks"].split()),
        tests=tuple(row["tests"].split()),
        manual=tuple(row["manual"].split()),
        remarks={code: row[f"remark_{code}"] for code in ("fr", "en")},
    )


def judged(table: Sequence[Criterion], found: Found) -> list[Line]:
    """Each criterion with what the run says. A fault of axe counts where its rule belongs, any other fault
    with every criterion that names its check.
    """
    return [_judged(one, found) for one in table]


def _judged(criterion: Criterion, found: Found) -> Line:
    checks = [one for one in criterion.checks if one != "axe"]
    faults = tuple(
        one
        for one in found.faults
        if (criterion.tag in one.tags if one.check == "axe" else one.check in checks)
    )
    rules = (
        {rule: times for rule, times in sorted(found.rules.items()) if criterion.tag in found.tags[rule]}
        if "axe" in criterion.checks
        else {}
    )
    return Line(
        criterion=criterion,
        state=State.FAULTY if faults else criterion.state,
        held={check: found.held[check] for check in checks},
        rules=rules,
        faults=faults,
    )
