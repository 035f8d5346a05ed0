"""Item watch: what in the answers to an item wants a second look by whoever wrote it.

Nothing here changes an item or a result.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from lti_tool.domain.ability import Curve, Outcome
from lti_tool.domain.calibration import CALIBRATED_FROM, Observation

SUCCESS_MARGIN = 0.15
OUTFIT_RANGE = (0.5, 1.5)
"""Mean squares that are good for measuring. Source: Linacre, Rasch Measurement Transactions 16:2, 2002."""

GROUP_AT_LEAST = 100
SLIGHT_BIAS, STRONG_BIAS = 1.0, 1.5
"""On the delta scale. Source: the classes A, B and C of the Educational Testing Service."""

_CHI_SQUARE = 3.84  # one degree of freedom, 5 %
_BAND = 0.5  # logits: people of one band count as equally able


@dataclass(frozen=True, slots=True, kw_only=True)
class Bias:
    """One group held against another, people of equal ability with each other.

    ``delta`` is negative where the item is harder for ``group`` than for ``reference``. ``size`` is "none",
    "slight" or "strong"; ``n`` and ``n_reference`` are numbers of answers.
    """

    group: str
    reference: str
    n: int
    n_reference: int
    delta: float
    chi_square: float
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What the ``n`` answers to an item look like. ``counts`` has each outcome, shares lie between 0 and 1,
    times are seconds. Without any answer all figures are 0 and nothing is flagged.
    """

    n: int
    counts: Mapping[Outcome, int]
    expected_alone: float
    outfit: float
    seconds_median: float
    seconds_low: float
    bias: tuple[Bias, ...]

    @property
    def observed_alone(self) -> float:
        """The share of people who did it alone."""
        return self.share(Outcome.ALONE)

    @property
    def flags(self) -> tuple[str, ...]:
        """What wants a second look, once there are answers enough: "easier", "harder", "outfit", "bias"."""
        if self.n < CALIBRATED_FROM:
            return ()
        gap = self.observed_alone - self.expected_alone
        low, high = OUTFIT_RANGE
        found = {
            "easier": gap > SUCCESS_MARGIN,
            "harder": gap < -SUCCESS_MARGIN,
            "outfit": not low <= self.outfit <= high,
            "bias": any(one.size != "none" for one in self.bias),
        }
        return tuple(name for name, is_found in found.items() if is_found)

    def share(self, outcome: Outcome) -> float:
        """The share of one outcome."""
        return self.counts[outcome] / self.n if self.n else 0.0


def watch_of(curve: Curve, observations: Sequence[Observation]) -> Watch:
    """The watch of an item that has this curve."""
    n = len(observations)
    chances = [one.chance_alone(curve) for one in observations]
    seconds = sorted(one.seconds for one in observations)
    counted = Counter(one.outcome for one in observations)
    return Watch(
        n=n,
        counts={outcome: counted[outcome] for outcome in Outcome},
        expected_alone=sum(chances) / n if n else 0.0,
        outfit=_outfit(observations, chances),
        seconds_median=float(median(seconds)) if n else 0.0,
        seconds_low=float(seconds[int(0.05 * (n - 1))]) if n else 0.0,
        bias=tuple(_biases(observations)),
    )


def mantel_haenszel(reference: Sequence[Observation], focal: Sequence[Observation]) -> tuple[float, float]:
    """Delta and chi-square of two groups over bands of equal ability; (0, 0) where nothing can be compared.

    Source: Holland and Thayer 1988; delta = -2.35 · ln(odds ratio), chi-square with continuity correction.
    """
    right_wrong = wrong_right = seen = expected = variance = 0.0
    for ours, theirs in _bands(reference, focal):
        a, c = _done_alone(ours), _done_alone(theirs)
        b, d = len(ours) - a, len(theirs) - c
        total = a + b + c + d
        right_wrong += a * d / total
        wrong_right += b * c / total
        seen += a
        expected += (a + b) * (a + c) / total
        variance += (a + b) * (c + d) * (a + c) * (b + d) / (total * total * (total - 1))
    if not (right_wrong and wrong_right and variance):
        return 0.0, 0.0
    chi_square = max(0.0, abs(seen - expected) - 0.5) ** 2 / variance
    return -2.35 * math.log(right_wrong / wrong_right), chi_square


def _biases(observations: Sequence[Observation]) -> list[Bias]:
    """Each strand held against the most frequent one, where both have answers enough."""
    groups: dict[str, list[Observation]] = {}
    for one in observations:
        if one.strand:
            groups.setdefault(one.strand, []).append(one)
    large = sorted(name for name, members in groups.items() if len(members) >= GROUP_AT_LEAST)
    if not large:
        return []
    reference = max(large, key=lambda name: len(groups[name]))
    return [_bias(name, reference, groups) for name in large if name != reference]


def _bias(name: str, reference: str, groups: Mapping[str, Sequence[Observation]]) -> Bias:
    delta, chi_square = mantel_haenszel(groups[reference], groups[name])
    return Bias(
        group=name,
        reference=reference,
        n=len(groups[name]),
        n_reference=len(groups[reference]),
        delta=delta,
        chi_square=chi_square,
        size=_size(delta, chi_square),
    )


def _size(delta: float, chi_square: float) -> str:
    if chi_square < _CHI_SQUARE or abs(delta) < SLIGHT_BIAS:
        return "none"
    return "strong" if abs(delta) >= STRONG_BIAS else "slight"


def _bands(
    reference: Sequence[Observation], focal: Sequence[Observation]
) -> list[tuple[list[Observation], list[Observation]]]:
    """People of equal ability, where both groups have some."""
    bands: dict[int, tuple[list[Observation], list[Observation]]] = {}
    for place, group in enumerate((reference, focal)):
        for one in group:
            bands.setdefault(math.floor(one.ability / _BAND), ([], []))[place].append(one)
    return [pair for _, pair in sorted(bands.items()) if all(pair)]


def _done_alone(observations: Sequence[Observation]) -> int:
    return sum(one.outcome is Outcome.ALONE for one in observations)


def _outfit(observations: Sequence[Observation], chances: Sequence[float]) -> float:
    """The mean square of what surprises: 1 where people answer as expected, 0 without answers."""
    squares = [
        ((one.outcome is Outcome.ALONE) - chance) ** 2 / (chance * (1.0 - chance))
        for one, chance in zip(observations, chances, strict=True)
    ]
    return sum(squares) / len(squares) if squares else 0.0
