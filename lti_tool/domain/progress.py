"""Before and after: what changed between two attempts of one person, and how sure that is.

A change is told for an area and for the whole, never for one competence: two attempts ask it too little. The
abilities compared are the measured ones, without what the person thought of themselves. Every change that
is not clear reads "no clear change measured", a fall as well: never "no progress".

Source: Jacobson and Truax 1991, reliable change; Jabrayilov et al. 2016 for its form with abilities.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lti_tool.domain.ability import Belief, area_ability, overall_ability
from lti_tool.domain.framework import AREAS

CLEAR_FROM, PROBABLE_FROM = 1.645, 0.84
"""One-sided 5 % and 20 % of the normal distribution."""


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


def change_between(before: Ability, after: Ability) -> Change:
    """What may be said about the way from ``before`` to ``after``, two attempts of the same person."""
    z = (after[0] - before[0]) / math.hypot(before[1], after[1])
    if z > CLEAR_FROM:
        return Change.CLEAR
    return Change.PROBABLE if z > PROBABLE_FROM else Change.UNCLEAR


def progress_between(before: Belief, after: Belief, areas: Collection[str] = AREAS) -> Progress:
    """What changed in ``areas``, those that both attempts asked."""
    changes = {
        area: change_between(area_ability(before, area), area_ability(after, area))
        for area in AREAS
        if area in areas
    }
    is_whole = set(AREAS) <= set(areas)
    overall = change_between(overall_ability(before), overall_ability(after)) if is_whole else None
    return Progress(areas=changes, overall=overall)
