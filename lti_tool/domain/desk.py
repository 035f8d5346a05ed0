"""Desk mode: an agent at a counter asks six spoken questions, and reads where to send a citizen.

Five minutes, no account. What is said is less than what is done, so that a reading goes from 0 to 2 at most,
is called an orientation, is never a level, and is neither kept nor sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.ability import (
    Curve,
    Outcome,
    area_estimate,
    difficulty_of,
    overall_estimate,
    starting_belief,
    updated,
)
from lti_tool.domain.framework import AREAS, SAFETY_COMPETENCES, area_of

READING_AT_MOST = 2
_SPOKEN_SLOPE, _SPOKEN_GUESS = 1.0, 0.05  # as loose as a choice question; nobody guesses a spoken answer


class Said(StrEnum):
    """What the agent heard or saw."""

    ALONE = "alone"
    HELPED = "helped"
    UNKNOWN = "unknown"
    NOT_ASKED = "not-asked"


class Direction(StrEnum):
    """Where to send somebody: to a person beside them, to the first modules, or to the diagnostic."""

    PERSON = "person"
    MODULES = "modules"
    DIAGNOSTIC = "diagnostic"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskQuestion:
    """``sentence`` is read aloud, ``look_for`` is for the agent alone. ``level`` is 0 to 4."""

    id: str
    competence: str
    level: int
    sentence: str
    look_for: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orientation:
    """``areas`` holds a reading, 0 to 2, of each area that was asked, and of no other. ``warns`` tells that a
    question about safety did not go well alone.
    """

    areas: Mapping[str, int]
    direction: Direction
    warns: bool


_OUTCOMES = {Said.ALONE: Outcome.ALONE, Said.HELPED: Outcome.HELPED, Said.UNKNOWN: Outcome.SKIPPED}
_DIRECTIONS = (Direction.PERSON, Direction.MODULES, Direction.DIAGNOSTIC)


def orientation_of(questions: Sequence[DeskQuestion], answers: Mapping[str, Said]) -> Orientation | None:
    """Where to send a citizen after these answers, by the question's id; ``None`` when nothing was asked.

    A question without an answer counts as not asked.
    """
    asked = [one for one in questions if answers.get(one.id, Said.NOT_ASKED) is not Said.NOT_ASKED]
    if not asked:
        return None
    belief = starting_belief()
    for one in asked:
        curve = Curve(difficulty=difficulty_of(one.level), slope=_SPOKEN_SLOPE, guess=_SPOKEN_GUESS)
        belief = updated(belief, one.competence, curve, _OUTCOMES[answers[one.id]])
    met = {area_of(one.competence) for one in asked}
    warnings = (one for one in asked if one.competence in SAFETY_COMPETENCES)
    return Orientation(
        areas={area: _reading(area_estimate(belief, area).level) for area in AREAS if area in met},
        direction=_DIRECTIONS[_reading(overall_estimate(belief).level)],
        warns=any(answers[one.id] is not Said.ALONE for one in warnings),
    )


def _reading(level: int) -> int:
    return min(level, READING_AT_MOST)
