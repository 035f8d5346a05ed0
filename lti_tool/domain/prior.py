"""What was known of a person before the first task: their own rating, and results from elsewhere.

Both are noisy observations of an area's mean ability. They choose better first tasks; they never decide a
level: ``reported_area`` and its neighbours take the level from the answers alone, whatever was said before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from lti_tool.domain import ability
from lti_tool.domain.ability import AREA_SD, GENERAL_SD, Belief, LevelEstimate, observed
from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA

SELF_RATING_CORRELATION = 0.45
SELF_RATING_INFLATION = 0.4
"""By how much people place themselves too high on average, in logits."""

SELF_RATING_NOISE = 1.25
"""The error is taken for a quarter wider than the correlation says, since the correlation is assumed."""

_ABILITY_SD = math.hypot(GENERAL_SD, AREA_SD)
_SAID_SD = _ABILITY_SD / SELF_RATING_CORRELATION
_ERROR_SD = SELF_RATING_NOISE * math.sqrt(_SAID_SD**2 - _ABILITY_SD**2)
_HELP_TO_ALONE = ability.LEVEL_BORDERS[1]
"""Where "with help" turns into "alone": that is what tells level 1 from level 2."""

_PLACES = (-1.2, -0.4, 0.4, 1.2)  # the four answers, in standard deviations of what people say of themselves


class Rating(IntEnum):
    """What a person thinks of an area."""

    CANNOT = 0
    WITH_HELP = 1
    ALONE = 2
    HELPS_OTHERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideEvidence:
    """A result from elsewhere. ``area`` is "1" to "5", or empty for all five at once.

    ``level`` is where it places the person on our ladder: 1.0 is the lower border of level 1, 1.5 its middle,
    5.0 the top of level 4. ``sd`` is how far off it may be, in levels, above 0: 0.5 for a good test of the
    same things, 2.0 for a loose hint. A level is 1.5 logits wide.

    Raises:
        ValueError: unknown area, a level outside 0 to 5, or a noise that is not above 0.
    """

    area: str
    level: float
    sd: float

    def __post_init__(self) -> None:
        if self.area and self.area not in AREAS:
            raise ValueError(f"unknown area: {self.area}")
        if not 0.0 <= self.level <= 5.0:
            raise ValueError(f"no level of ours: {self.level}")
        if not 0.0 < self.sd < math.inf:
            raise ValueError(f"no noise: {self.sd}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """What was known before the first task: a rating, 0 to 3, for some areas or none, and outside results."""

    ratings: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    outside: tuple[OutsideEvidence, ...] = ()


NOTHING_KNOWN = Prior()


def starting_belief(prior: Prior = NOTHING_KNOWN) -> Belief:
    """What is believed before the first answer of somebody of whom this is known.

    Raises:
        ValueError: a rating of an unknown area, or one that is not 0 to 3.
    """
    belief = ability.starting_belief()
    for area, rating in sorted(prior.ratings.items()):
        if area not in AREAS:
            raise ValueError(f"unknown area: {area}")
        said = _HELP_TO_ALONE + _SAID_SD * _PLACES[Rating(rating)]
        belief = observed(belief, COMPETENCES_BY_AREA[area], said - SELF_RATING_INFLATION, _ERROR_SD)
    for evidence in prior.outside:
        competences = COMPETENCES_BY_AREA.get(evidence.area, COMPETENCES)
        belief = observed(belief, competences, _logits(evidence.level), evidence.sd * ability.LEVEL_WIDTH)
    return belief


def reported_area(belief_without: Belief, belief_with: Belief, area: str) -> LevelEstimate:
    """The level of an area as it is reported.

    ``belief_without`` follows from the answers alone, ``belief_with`` from the same answers after
    ``starting_belief(prior)``. Where the two levels differ, the one without is reported; so the level depends
    on the answers only, and what was said before can but narrow its range and change its certainty.
    """
    return _reported(lambda belief: ability.area_estimate(belief, area), belief_without, belief_with)


def reported_competence(belief_without: Belief, belief_with: Belief, competence: str) -> LevelEstimate:
    """The level of a competence as it is reported; see ``reported_area``."""
    return _reported(
        lambda belief: ability.competence_estimate(belief, competence), belief_without, belief_with
    )


def reported_overall(belief_without: Belief, belief_with: Belief) -> LevelEstimate:
    """The level over all areas as it is reported; see ``reported_area``."""
    return _reported(ability.overall_estimate, belief_without, belief_with)


def _reported(
    estimate_of: Callable[[Belief], LevelEstimate], belief_without: Belief, belief_with: Belief
) -> LevelEstimate:
    without, informed = estimate_of(belief_without), estimate_of(belief_with)
    return informed if informed.level == without.level else without


def _logits(level: float) -> float:
    return ability.LEVEL_BORDERS[0] + ability.LEVEL_WIDTH * (level - 1.0)
