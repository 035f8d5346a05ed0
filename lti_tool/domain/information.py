"""How much a task is expected to tell about an area before it is given."""

from __future__ import annotations

import math

from lti_tool.domain.ability import Belief, Curve, Outcome, area_covariance

_NODES = tuple(-3.2 + 0.8 * step for step in range(9))
_TOTAL = math.fsum(math.exp(-0.5 * node * node) for node in _NODES)
_WEIGHTS = tuple(math.exp(-0.5 * node * node) / _TOTAL for node in _NODES)
_ENDS = (Outcome.ALONE, Outcome.HELPED, Outcome.FAILED)


def share_resolved(mean: float, variance: float, curve: Curve) -> float:
    """The share, 0 to 1, of an ability's variance that one answer is expected to take away.

    It is a little below 0 where the answer is expected to be mere luck.
    """
    spread = math.sqrt(variance)
    abilities = [mean + spread * node for node in _NODES]
    left = 0.0
    for outcome in _ENDS:
        chances = curve.likelihoods(outcome, abilities)
        weights = [weight * chance for weight, chance in zip(_WEIGHTS, chances, strict=True)]
        total = sum(weights)
        shifted = [weight * node for weight, node in zip(weights, _NODES, strict=True)]
        first = sum(shifted)
        left += (
            sum([weight * node for weight, node in zip(shifted, _NODES, strict=True)]) - first * first / total
        )
    return 1.0 - left


def area_resolved(belief: Belief, area: str, competence: str, curve: Curve) -> float:
    """The variance of an area's ability, in logits squared, that one answer is expected to take away."""
    mean, variance, covariance = area_covariance(belief, area, competence)
    return covariance * covariance / variance * share_resolved(mean, variance, curve)
