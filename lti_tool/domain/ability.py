"""What we believe a person can do, as 21 linked abilities, and how one answer changes it.

Each competence has an ability on one common ladder, in logits. A level is 1.5 logits wide; the borders are
-1.5 (0|1), 0 (1|2), 1.5 (2|3) and 3 (3|4). The belief is a Gaussian over the 21 abilities whose prior is
nested: one general part, one part per area, one part per competence, so that an answer about searching
also says a little about files and much less about passwords.

An answer has three outcomes: alone, with help, or not. Help makes the same task easier by a fixed amount,
which is how DigComp tells its levels 1 and 2 apart. The posterior of the competence that was asked is
computed by quadrature in one dimension, then the whole vector moves by one rank-one step (moment matching).

Source: Segall 1996 for linked abilities; the figures are assumptions until real answers are in.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA, FIRST_GESTURES, LEVELS, area_of

ENGINE_VERSION = "1"
LEVEL_BORDERS: tuple[float, ...] = (-1.5, 0.0, 1.5, 3.0)
GENERAL_SD, AREA_SD, COMPETENCE_SD = 1.2, 0.7, 0.7
PRIOR_MEAN = -0.5
"""Adults who come to a training centre for first steps: between levels 1 and 2, nearer to 1."""

HELP_EASE = 1.2
SLIP = 0.05
CONFIDENCE = 0.80
_NODES = tuple(-4.0 + 0.4 * step for step in range(21))
_WEIGHTS = tuple(math.exp(-0.5 * node * node) for node in _NODES)
_INDEX = {competence: place for place, competence in enumerate(COMPETENCES)}


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
        return self._chance(ability - self.difficulty, self.guess, SLIP)

    def with_help(self, ability: float) -> float:
        """The chance of doing it alone or after help."""
        second_guess = self.guess + (1.0 - self.guess) * self.guess
        return self._chance(ability - self.difficulty + HELP_EASE, second_guess, SLIP**2)

    def likelihood(self, outcome: Outcome, ability: float) -> float:
        """The chance of this outcome for a person of this ability."""
        if outcome is Outcome.ALONE:
            return self.alone(ability)
        if outcome is Outcome.HELPED:
            return max(self.with_help(ability) - self.alone(ability), 1e-9)
        return 1.0 - self.with_help(ability)

    def _chance(self, distance: float, guess: float, slip: float) -> float:
        exponent = max(-30.0, min(30.0, -self.slope * distance))
        return guess + (1.0 - guess - slip) / (1.0 + math.exp(exponent))


@dataclass(frozen=True, slots=True, kw_only=True)
class Belief:
    """The 21 means and their covariance, in logits, in the order of ``framework.COMPETENCES``."""

    means: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelEstimate:
    """A level as it is reported: the most likely one, the shortest run of levels that holds the truth with
    at least 80 % (``low`` to ``high``), and ``p``, the probability of ``level`` itself.
    """

    level: int
    low: int
    high: int
    p: float


def starting_belief() -> Belief:
    """What is believed before the first answer."""
    return Belief(
        means=tuple(PRIOR_MEAN for _ in COMPETENCES),
        covariance=tuple(tuple(_prior_covariance(a, b) for b in COMPETENCES) for a in COMPETENCES),
    )


def difficulty_of(level: int) -> float:
    """The expert difficulty of a task of this level: the lower border of the level, -3 for level 0."""
    return -3.0 + 1.5 * level


def updated(belief: Belief, competence: str, curve: Curve, outcome: Outcome) -> Belief:
    """The belief after one answer. A first gesture ("0.0") informs the general part of all abilities."""
    direction = _direction(competence)
    loading = [sum(row[i] * w for i, w in direction) for row in belief.covariance]
    mean = sum(belief.means[i] * w for i, w in direction)
    variance = sum(loading[i] * w for i, w in direction)
    new_mean, new_variance = _posterior(mean, variance, curve, outcome)
    shift = (new_mean - mean) / variance
    shrink = (variance - new_variance) / (variance * variance)
    means = tuple(old + gain * shift for old, gain in zip(belief.means, loading, strict=True))
    covariance = tuple(
        tuple(value - shrink * gain * other for value, other in zip(row, loading, strict=True))
        for row, gain in zip(belief.covariance, loading, strict=True)
    )
    return Belief(means=means, covariance=covariance)


def competence_estimate(belief: Belief, competence: str) -> LevelEstimate:
    """The level of one competence."""
    place = _INDEX[competence]
    return _estimate(belief.means[place], belief.covariance[place][place])


def area_estimate(belief: Belief, area: str) -> LevelEstimate:
    """The level of one area: the mean of its competences."""
    mean, variance = _mean_of(belief, COMPETENCES_BY_AREA[area])
    return _estimate(mean, variance)


def overall_estimate(belief: Belief) -> LevelEstimate:
    """The level over all areas, each area weighing the same."""
    weights = [1.0 / (len(AREAS) * len(COMPETENCES_BY_AREA[area_of(name)])) for name in COMPETENCES]
    mean = sum(m * w for m, w in zip(belief.means, weights, strict=True))
    variance = sum(
        value * a * b
        for row, a in zip(belief.covariance, weights, strict=True)
        for value, b in zip(row, weights, strict=True)
    )
    return _estimate(mean, variance)


def ability_of(belief: Belief, competence: str) -> tuple[float, float]:
    """Mean and standard deviation, in logits, of one competence, or of all for the first gestures."""
    direction = _direction(competence)
    mean = sum(belief.means[i] * w for i, w in direction)
    variance = sum(belief.covariance[i][j] * w * v for i, w in direction for j, v in direction)
    return mean, math.sqrt(variance)


def _direction(competence: str) -> tuple[tuple[int, float], ...]:
    if competence == FIRST_GESTURES:
        return tuple((place, 1.0 / len(COMPETENCES)) for place in range(len(COMPETENCES)))
    return ((_INDEX[competence], 1.0),)


def _prior_covariance(a: str, b: str) -> float:
    shared = GENERAL_SD**2
    if area_of(a) == area_of(b):
        shared += AREA_SD**2
    if a == b:
        shared += COMPETENCE_SD**2
    return shared


def _posterior(mean: float, variance: float, curve: Curve, outcome: Outcome) -> tuple[float, float]:
    spread = math.sqrt(variance)
    total = first = second = 0.0
    for node, prior_weight in zip(_NODES, _WEIGHTS, strict=True):
        ability = mean + spread * node
        weight = prior_weight * curve.likelihood(outcome, ability)
        total += weight
        first += weight * ability
        second += weight * ability * ability
    posterior_mean = first / total
    return posterior_mean, max(second / total - posterior_mean**2, 1e-6)


def _mean_of(belief: Belief, competences: tuple[str, ...]) -> tuple[float, float]:
    places = [_INDEX[name] for name in competences]
    count = len(places)
    mean = sum(belief.means[place] for place in places) / count
    variance = sum(belief.covariance[a][b] for a in places for b in places) / (count * count)
    return mean, variance


def level_probabilities(mean: float, variance: float) -> tuple[float, ...]:
    """The chance of each level 0 to 4 under a Gaussian of this mean and variance; they sum to 1."""
    spread = math.sqrt(2.0 * variance)
    below = [0.5 * (1.0 + math.erf((border - mean) / spread)) for border in LEVEL_BORDERS]
    cumulated = [0.0, *below, 1.0]
    return tuple(high - low for low, high in pairwise(cumulated))


def _estimate(mean: float, variance: float) -> LevelEstimate:
    chances = level_probabilities(mean, variance)
    best = max(LEVELS, key=lambda level: chances[level])
    low, high = _shortest_run(chances, best)
    return LevelEstimate(level=best, low=low, high=high, p=chances[best])


def _shortest_run(chances: tuple[float, ...], best: int) -> tuple[int, int]:
    for length in range(1, len(chances) + 1):
        runs = [
            (start, start + length - 1)
            for start in range(len(chances) - length + 1)
            if start <= best <= start + length - 1
        ]
        low, high = max(runs, key=lambda run: sum(chances[run[0] : run[1] + 1]))
        if sum(chances[low : high + 1]) >= CONFIDENCE - 1e-9:
            return low, high
    return 0, len(chances) - 1
