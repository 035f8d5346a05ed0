"""Before and after: what changed between two attempts of one person, and how sure that is.

A change is told for an area and for the whole, never for one competence: two attempts ask it too little. The
abilities compared are the measured ones, without what the person thought of themselves. Every change that
is not clear reads "no clear change measured", a fall as well: never "no progress".

A mean is drawn towards what is believed of anybody, and strays by as much less between two attempts of
somebody who stayed the same: not by the doubt that is left, ``sd``, but by ``sd`` times the square root of
the share of the first doubt that was taken away. That is what a change is held against.

Source: Jacobson and Truax 1991, reliable change; Jabrayilov et al. 2016 for its form with abilities.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.ability import Belief, area_ability, overall_ability, starting_belief
from lti_tool.domain.framework import AREAS

CLEAR_FROM, PROBABLE_FROM = 1.751, 0.842
"""One-sided 4 % and 20 % of the normal distribution."""


class Change(StrEnum):
    """What may be said about a change."""

    CLEAR = "clear"
    PROBABLE = "probable"
    UNCLEAR = "unclear"


Ability = tuple[float, float]
"""Mean and standard deviation of a belief, in logits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What changed, by area. ``overall`` is ``None`` unless both attempts asked all five areas."""

    areas: Mapping[str, Change]
    overall: Change | None


def change_between(before: Ability, after: Ability, at_first: float) -> Change:
    """What may be said about the way from ``before`` to ``after``, two attempts of the same person, when
    ``at_first`` is the standard deviation of what is believed of anybody, in logits.
    """
    z = (after[0] - before[0]) / math.hypot(_error(before[1], at_first), _error(after[1], at_first))
    if z > CLEAR_FROM:
        return Change.CLEAR
    return Change.PROBABLE if z > PROBABLE_FROM else Change.UNCLEAR


def progress_between(before: Belief, after: Belief, areas: Collection[str] = AREAS) -> Progress:
    """What changed in ``areas``, those that both attempts asked."""
    start = starting_belief()
    changes = {
        area: change_between(
            area_ability(before, area), area_ability(after, area), area_ability(start, area)[1]
        )
        for area in AREAS
        if area in areas
    }
    overall = None
    if set(AREAS) <= set(areas):
        overall = change_between(overall_ability(before), overall_ability(after), overall_ability(start)[1])
    return Progress(areas=changes, overall=overall)


def _error(sd: float, at_first: float) -> float:
    """How far a mean strays from one attempt to the next. Where less than half of the first doubt was taken
    away it stays at its highest, so that more doubt never makes a change clearer.
    """
    left = min((sd / at_first) ** 2, 0.5)
    return at_first * math.sqrt(left * (1.0 - left))
