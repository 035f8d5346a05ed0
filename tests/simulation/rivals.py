"""Two plainer tests on the same people and tasks, to see what the engine is worth.

The long one asks a task of each level 1 to 4 in each competence, 84 in all, and believes that competences say
nothing of each other. The narrow one is adaptive, but believes in one ability for everything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from lti_tool.domain.ability import (
    AREA_SD,
    COMPETENCE_SD,
    GENERAL_SD,
    PRIOR_MEAN,
    Belief,
    ability_of,
    updated,
)
from lti_tool.domain.framework import COMPETENCES, FIRST_GESTURES
from lti_tool.domain.item import Item
from lti_tool.domain.selection import TARGET_SUCCESS, curve_of
from tests.simulation.learners import Learner, TrueTask

LEVELS_ASKED = (1, 2, 3, 4)
_VARIANCE = GENERAL_SD**2 + AREA_SD**2 + COMPETENCE_SD**2
_COUNT = len(COMPETENCES)
UNLINKED = Belief(
    means=(PRIOR_MEAN,) * _COUNT,
    covariance=tuple(tuple(_VARIANCE if i == j else 0.0 for j in range(_COUNT)) for i in range(_COUNT)),
)
ONE_ABILITY = Belief(
    means=(PRIOR_MEAN,) * _COUNT,
    covariance=((_VARIANCE,) * _COUNT,) * _COUNT,
)


def fixed_form(bank: Sequence[Item]) -> tuple[Item, ...]:
    """The 84 tasks of the long test: in each competence the first of each level that the bank has."""
    first: dict[tuple[str, int], Item] = {}
    for item in sorted(bank, key=lambda one: one.id):
        if item.level in LEVELS_ASKED and item.competence != FIRST_GESTURES:
            first.setdefault((item.competence, item.level), item)
    return tuple(first.values())


def long_test(
    form: Sequence[Item], tasks: Mapping[str, TrueTask], learner: Learner, nature: Random
) -> Belief:
    """What the long test believes of a person."""
    belief = UNLINKED
    for item in form:
        outcome = tasks[item.id].outcome(learner.abilities[item.competence], nature)
        belief = updated(belief, item.competence, curve_of(item), outcome)
    return belief


def narrow_test(
    bank: Sequence[Item], tasks: Mapping[str, TrueTask], learner: Learner, nature: Random, length: int
) -> Belief:
    """What an adaptive test of one ability believes of a person after that many tasks."""
    belief = ONE_ABILITY
    fresh = [item for item in bank if item.competence != FIRST_GESTURES]
    for _ in range(length):
        mean, _ = ability_of(belief, COMPETENCES[0])
        distances = [abs(curve_of(item).ability_wanted(TARGET_SUCCESS) - mean) for item in fresh]
        nearest = min(distances)
        item = nature.choice([one for one, far in zip(fresh, distances, strict=True) if far < nearest + 0.3])
        fresh.remove(item)
        outcome = tasks[item.id].outcome(learner.abilities[item.competence], nature)
        belief = updated(belief, item.competence, curve_of(item), outcome)
    return belief
