"""What we believe a person can do, as 21 linked abilities, and how one answer changes it.

Each competence has an ability on one common ladder, in logits. A level is 1.5 logits wide; the borders are
-1.5 (0|1), 0 (1|2), 1.5 (2|3) and 3 (3|4). The belief is a Gaussian over the 21 abilities whose prior is
nested: one general part, one part per area, one part per competence, so that an answer about searching
also says a little about files and much less about passwords.

An answer has three outcomes: alone, with help, or not. Help makes the same task easier by a fixed amount,
which is how DigComp tells its levels 1 and 2 apart. The posterior of the competence that was asked is
computed by quadrature in one dimension, then the whole vector moves by one rank-one step (moment matching).

The level that is reported is the one in which the mean lies: the most likely one, were level 0 and level 4 no
wider than the others. So a task done alone never lowers a level, of a competence, an area or the whole: with
up to five first gestures all covariances stay above 0, and all means rise or stay together.

Source: Segall 1996 for linked abilities; the figures are assumptions until real answers are in.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA, FIRST_GESTURES, area_of

ENGINE_VERSION = "3"
LEVEL_BORDERS: tuple[float, ...] = (-1.5, 0.0, 1.5, 3.0)
LEVEL_WIDTH = 1.5
GENERAL_SD, AREA_SD, COMPETENCE_SD = 1.2, 0.7, 0.7
PRIOR_MEAN = 0.0
"""Between levels 1 and 2: adults of all kinds stand higher, those who come for first steps stand lower."""

HELP_EASE = 1.2
SLIP = 0.05
CONFIDENCE = 0.80
_NODES = tuple(-6.0 + 0.375 * step for step in range(33))
_FINE_NODES = tuple(-10.0 + 0.05 * step for step in range(401))
_INDEX = {competence: place for place, competence in enumerate(COMPETENCES)}
Direction = Sequence[tuple[int, float]]
"""A weighted mean of abilities: places in ``framework.COMPETENCES`` with weights that sum to 1."""


class Outcome(StrEnum):
    """How a task ended. ``SKIPPED`` ("I don't know") weighs as ``FAILED`` but is kept apart."""

    ALONE = "alone"
    HELPED = "helped"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """How likely a task succeeds. ``difficulty`` in logits, ``slope`` above 0, ``guess`` from 0 to 1."""

    difficulty: float
    slope: float
    guess: float

    def ability_wanted(self, success: float) -> float:
        """The ability, in logits, at which this chance of success alone is reached without any luck."""
        return self.difficulty + math.log(success / (1.0 - success)) / self.slope

    def alone(self, ability: float) -> float:
        """The chance of doing it alone, between ``guess`` and 1 - slip."""
        return self._alone([ability])[0]

    def with_help(self, ability: float) -> float:
        """The chance of doing it alone or after help."""
        return self._with_help([ability])[0]

    def likelihood(self, outcome: Outcome, ability: float) -> float:
        """The chance of this outcome for a person of this ability."""
        return self.likelihoods(outcome, [ability])[0]

    def likelihoods(self, outcome: Outcome, abilities: Sequence[float]) -> list[float]:
        """The chances of this outcome for persons of these abilities, one by one."""
        if outcome is Outcome.ALONE:
            return self._alone(abilities)
        helped = self._with_help(abilities)
        if outcome is Outcome.HELPED:
            return [max(more - less, 1e-9) for more, less in zip(helped, self._alone(abilities), strict=True)]
        return [1.0 - chance for chance in helped]

    def _alone(self, abilities: Sequence[float]) -> list[float]:
        return self._chances(abilities, self.difficulty, self.guess, SLIP)

    def _with_help(self, abilities: Sequence[float]) -> list[float]:
        second_guess = self.guess + (1.0 - self.guess) * self.guess
        return self._chances(abilities, self.difficulty - HELP_EASE, second_guess, SLIP**2)

    def _chances(self, abilities: Sequence[float], hard: float, guess: float, slip: float) -> list[float]:
        span, slope, exp = 1.0 - guess - slip, self.slope, math.exp
        exponents = [slope * (hard - ability) for ability in abilities]
        return [
            guess + span / (1.0 + exp(-30.0 if x < -30.0 else 30.0 if x > 30.0 else x)) for x in exponents
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """The 21 means and their covariance, in logits, in the order of ``framework.COMPETENCES``."""

    means: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelEstimate:
    """A level as it is reported: the one in which the mean lies, the shortest run of levels that holds it and
    the truth with at least 80 % (``low`` to ``high``), and ``p``, the probability of ``level`` itself.
    """

    level: int
    low: int
    high: int
    p: float


def starting_belief() -> Belief:
    """What is believed before the first answer, of anybody."""
    return _START


def difficulty_of(level: int) -> float:
    """The expert difficulty of a task of this level: the lower border of the level, -3 for level 0."""
    return -3.0 + 1.5 * level


def updated(belief: Belief, competence: str, curve: Curve, outcome: Outcome) -> Belief:
    """The belief after one answer. A first gesture ("0.0") informs the general part of all abilities."""
    loading, mean, variance = _along(belief, _directions(competence))
    new_mean, new_variance = posterior(mean, variance, [(curve, outcome)])
    shift = (new_mean - mean) / variance
    return _moved(belief, loading, shift, (variance - new_variance) / (variance * variance))


def observed(belief: Belief, competences: Sequence[str], value: float, sd: float) -> Belief:
    """The belief after the mean ability of these competences was seen as ``value`` with a Gaussian error of
    ``sd`` logits (above 0), by whatever else than a task of the bank.
    """
    weight = 1.0 / len(competences)
    loading, mean, variance = _along(belief, [(_INDEX[name], weight) for name in competences])
    total = variance + sd * sd
    return _moved(belief, loading, (value - mean) / total, 1.0 / total)


def posterior(mean: float, variance: float, answers: Sequence[tuple[Curve, Outcome]]) -> tuple[float, float]:
    """Mean and variance of one ability after these answers taken together, by quadrature from a Gaussian one.

    A coarse grid is exact to 6 digits for one answer; several make the curve narrow and take a finer one.
    """
    nodes = _NODES if len(answers) == 1 else _FINE_NODES
    spread = math.sqrt(variance)
    abilities = [mean + spread * node for node in nodes]
    weights = [math.exp(-0.5 * node * node) for node in nodes]
    for curve, outcome in answers:
        chances = curve.likelihoods(outcome, abilities)
        weights = [weight * chance for weight, chance in zip(weights, chances, strict=True)]
    total = sum(weights)
    shifted = [weight * node for weight, node in zip(weights, nodes, strict=True)]
    first = sum(shifted) / total
    second = sum([weight * node for weight, node in zip(shifted, nodes, strict=True)]) / total
    return mean + spread * first, max((second - first * first) * variance, 1e-6)


def competence_estimate(belief: Belief, competence: str) -> LevelEstimate:
    """The level of one competence."""
    return _estimate(*_mean_of(belief, _directions(competence)))


def area_estimate(belief: Belief, area: str) -> LevelEstimate:
    """The level of one area: the mean of its competences."""
    return _estimate(*_mean_of(belief, _WEIGHTS_OF_AREAS[area]))


def overall_estimate(belief: Belief) -> LevelEstimate:
    """The level over all areas, each area weighing the same."""
    return _estimate(*_mean_of(belief, _WEIGHTS_OVERALL))


def ability_of(belief: Belief, competence: str) -> tuple[float, float]:
    """Mean and standard deviation, in logits, of one competence, or of all for the first gestures."""
    mean, variance = _mean_of(belief, _directions(competence))
    return mean, math.sqrt(variance)


def area_ability(belief: Belief, area: str) -> tuple[float, float]:
    """Mean and standard deviation, in logits, of one area."""
    mean, variance = _mean_of(belief, _WEIGHTS_OF_AREAS[area])
    return mean, math.sqrt(variance)


def area_covariance(belief: Belief, area: str, competence: str) -> tuple[float, float, float]:
    """Mean and variance of a competence, and its covariance with the mean of an area, in logits."""
    place = _INDEX[competence]
    row = belief.covariance[place]
    covariance = sum([row[other] * weight for other, weight in _WEIGHTS_OF_AREAS[area]])
    return belief.means[place], row[place], covariance


def overall_ability(belief: Belief) -> tuple[float, float]:
    """Mean and standard deviation, in logits, over all areas, each area weighing the same."""
    mean, variance = _mean_of(belief, _WEIGHTS_OVERALL)
    return mean, math.sqrt(variance)


def area_certainty(belief: Belief, area: str) -> float:
    """The probability of the level of an area."""
    mean, variance = _mean_of(belief, _WEIGHTS_OF_AREAS[area])
    return level_probabilities(mean, variance)[level_at(mean)]


def level_probabilities(mean: float, variance: float) -> tuple[float, ...]:
    """The chance of each level 0 to 4 under a Gaussian of this mean and variance; they sum to 1."""
    spread = math.sqrt(2.0 * variance)
    below = [0.5 * (1.0 + math.erf((border - mean) / spread)) for border in LEVEL_BORDERS]
    cumulated = [0.0, *below, 1.0]
    return tuple(high - low for low, high in pairwise(cumulated))


def level_at(ability: float) -> int:
    """The level, 0 to 4, in which an ability lies; a border belongs to the level above it."""
    return bisect_right(LEVEL_BORDERS, ability)


def _directions(competence: str) -> Direction:
    return _ALL_ALIKE if competence == FIRST_GESTURES else ((_INDEX[competence], 1.0),)


def _along(belief: Belief, direction: Direction) -> tuple[Sequence[float], float, float]:
    """The covariances with that weighted mean of abilities, its mean and its variance."""
    if len(direction) == 1:
        ((place, _),) = direction
        return belief.covariance[place], belief.means[place], belief.covariance[place][place]
    loading = [sum([row[place] * weight for place, weight in direction]) for row in belief.covariance]
    mean = sum([belief.means[place] * weight for place, weight in direction])
    return loading, mean, sum([loading[place] * weight for place, weight in direction])


def _moved(belief: Belief, loading: Sequence[float], shift: float, shrink: float) -> Belief:
    means = tuple([old + gain * shift for old, gain in zip(belief.means, loading, strict=True)])
    rows = []
    for row, gain in zip(belief.covariance, loading, strict=True):
        factor = shrink * gain
        rows.append(tuple([value - factor * other for value, other in zip(row, loading, strict=True)]))
    return Belief(means=means, covariance=tuple(rows))


def _mean_of(belief: Belief, direction: Direction) -> tuple[float, float]:
    mean = variance = 0.0
    for place, weight in direction:
        row = belief.covariance[place]
        mean += belief.means[place] * weight
        variance += weight * sum([row[other] * also for other, also in direction])
    return mean, variance


def _prior_covariance(a: str, b: str) -> float:
    shared = GENERAL_SD**2
    if area_of(a) == area_of(b):
        shared += AREA_SD**2
    if a == b:
        shared += COMPETENCE_SD**2
    return shared


def _estimate(mean: float, variance: float) -> LevelEstimate:
    chances = level_probabilities(mean, variance)
    level = level_at(mean)
    low, high = _shortest_run(chances, level)
    return LevelEstimate(level=level, low=low, high=high, p=chances[level])


def _shortest_run(chances: tuple[float, ...], best: int) -> tuple[int, int]:
    for length in range(1, len(chances)):
        starts = range(max(0, best - length + 1), min(best, len(chances) - length) + 1)
        sums = [(sum(chances[start : start + length]), -start) for start in starts]
        total, start = max(sums)
        if total >= CONFIDENCE - 1e-9:
            return -start, -start + length - 1
    return 0, len(chances) - 1


_ALL_ALIKE: Direction = tuple((place, 1.0 / len(COMPETENCES)) for place in range(len(COMPETENCES)))
_WEIGHTS_OF_AREAS: dict[str, Direction] = {
    area: tuple((_INDEX[name], 1.0 / len(names)) for name in names)
    for area, names in COMPETENCES_BY_AREA.items()
}
_WEIGHTS_OVERALL: Direction = tuple(
    (place, weight / len(AREAS)) for area in AREAS for place, weight in _WEIGHTS_OF_AREAS[area]
)
_START = Belief(
    means=tuple(PRIOR_MEAN for _ in COMPETENCES),
    covariance=tuple(tuple(_prior_covariance(a, b) for b in COMPETENCES) for a in COMPETENCES),
)
