"""What a bench says: goals with their measured values, tables, and whether anything was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Size(StrEnum):
    """How much of a bench is run: ``QUICK`` ends within two minutes, ``FULL`` is what the goals speak of."""

    QUICK = "quick"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One measured value and its bound, in the same unit (``""`` for a count). One of the bounds is given.

    Source: the project's numbers, or the words of the promise.
    """

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    def __post_init__(self) -> None:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError(f"{self.name}: give one bound, at_most or at_least")

    @property
    def is_met(self) -> bool:
        """Whether the value is within its bound; a value that is no number is a miss."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.at_least is not None and self.value >= self.at_least

    @property
    def bound(self) -> str:
        """The bound in signs: ``<= 50 ms``."""
        sign, limit = ("<=", self.at_most) if self.at_most is not None else (">=", self.at_least)
        return f"{sign} {_number(limit or 0.0)} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures that explain the goals; every row has as many cells as there are heads."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The result of one bench. A bench without a goal has missed: it proved nothing."""

    name: str
    size: Size
    goals: Sequence[Goal]
    tables: Sequence[Table] = field(default=())
    notes: Sequence[str] = field(default=())

    @property
    def is_met(self) -> bool:
        """Whether every goal is met."""
        return bool(self.goals) and all(goal.is_met for goal in self.goals)

    def as_json(self) -> dict[str, object]:
        """The report for a file: plain lists, mappings, numbers and words."""
        return {
            "bench": self.name,
            "size": self.size.value,
            "met": self.is_met,
            "goals": [
                {
                    "name": goal.name,
                    "value": goal.value,
                    "unit": goal.unit,
                    "bound": goal.bound,
                    "met": goal.is_met,
                }
                for goal in self.goals
            ],
            "tables": [
                {"title": one.title, "heads": list(one.heads), "rows": [list(row) for row in one.rows]}
                for one in self.tables
            ],
            "notes": list(self.notes),
        }

    def as_text(self) -> str:
        """The report for a terminal."""
        measured = [
            [
                "met" if goal.is_met else "MISSED",
                goal.name,
                f"{_number(goal.value)} {goal.unit}".rstrip(),
                goal.bound,
            ]
            for goal in self.goals
        ]
        parts = [f"{self.name} ({self.size})", *_lined(["", "goal", "measured", "bound"], measured)]
        for table in self.tables:
            cells = [[one if isinstance(one, str) else _number(one) for one in row] for row in table.rows]
            parts += ["", table.title, *_lined(table.heads, cells)]
        return "\n".join([*parts, *(f"Note: {note}" for note in self.notes)])


def _lined(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (heads, *rows)]  # fmt: skip


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.3g}"
