"""What somebody thinks that they can do, beside what they showed. It starts the engine, no more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.checks import Check, CheckRun
from lti_tool.domain.framework import AREAS, COMPETENCES_BY_AREA

EXPECTED_LEVELS: Mapping[int, tuple[int, int]] = {0: (0, 0), 1: (1, 1), 2: (2, 3), 3: (3, 8)}
"""The levels that a rating speaks of, lowest and highest: level 1 is "with help", 2 and 3 "alone", and who
helps others is at least at 3. Source: DigComp 2.1, the autonomy of the eight levels."""

LINES_FOR_AN_AREA = 0.5
"""The share of an area's lines in the grid that must be answered before the grid speaks for the area."""


class Gap(StrEnum):
    """How a rating stands to the measured range: above what was thought, within it, or still to discover."""

    MORE = "more"
    SAME = "same"
    TO_DISCOVER = "to-discover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """One area as the learner rates it (0 to 3) beside its measured range."""

    area: str
    rating: int
    gap: Gap


def ratings_by_subject(check: Check, run: CheckRun | None) -> dict[str, int]:
    """The rating, 0 to 3, of every area or competence that was rated; nothing for what was skipped."""
    found: dict[str, int] = {}
    for question in check.questions if run else ():
        answer = run.answers.get(question.id) if run else None
        choice = question.choice(answer.choices[0]) if answer and answer.choices else None
        if choice is not None and choice.rating is not None and question.subject:
            found[question.subject] = choice.rating
    return found


def area_ratings(by_area: Mapping[str, int], by_competence: Mapping[str, int]) -> dict[str, int]:
    """The rating of each area: the grid's mean where enough of its lines were answered, since it asks more
    closely, else the area's own question. Halves are rounded down: people rate themselves highly.

    Source: ECDL/ICDL Foundation, "Perception and Reality".
    """
    ratings = {}
    for area in AREAS:
        lines = [rating for name, rating in by_competence.items() if name in COMPETENCES_BY_AREA[area]]
        if lines and len(lines) >= LINES_FOR_AN_AREA * len(COMPETENCES_BY_AREA[area]):
            ratings[area] = (2 * sum(lines) + len(lines) - 1) // (2 * len(lines))
        elif area in by_area:
            ratings[area] = by_area[area]
    return ratings


def gaps(ratings: Mapping[str, int], measured: Mapping[str, LevelEstimate]) -> tuple[Rated, ...]:
    """Every rated area that was measured, in the order of the areas.

    A gap is told only where the whole measured range lies beyond the rating: a wide range says "same".
    """
    return tuple(
        Rated(area=area, rating=ratings[area], gap=_gap(ratings[area], measured[area]))
        for area in AREAS
        if area in ratings and area in measured
    )


def known_more(rated: Iterable[Rated]) -> tuple[str, ...]:
    """The areas in which the person can do more than they thought."""
    return tuple(one.area for one in rated if one.gap is Gap.MORE)


def _gap(rating: int, estimate: LevelEstimate) -> Gap:
    low, high = EXPECTED_LEVELS[rating]
    if estimate.low > high:
        return Gap.MORE
    return Gap.TO_DISCOVER if estimate.high < low else Gap.SAME
