"""Simulated learners: abilities drawn from the prior, tasks that are not quite what their authors think."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lti_tool.domain.ability import (
    AREA_SD,
    COMPETENCE_SD,
    GENERAL_SD,
    LEVEL_BORDERS,
    PRIOR_MEAN,
    Curve,
    Outcome,
    area_estimate,
    starting_belief,
    updated,
)
from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA, FIRST_GESTURES, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.selection import Given, Mode, curve_of, given_of, next_item

DIFFICULTY_SCATTER = 0.5
SLOPE_SCATTER = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One simulated diagnostic: the tasks given, and per area the true and the reported level."""

    history: tuple[Given, ...]
    true_levels: Mapping[str, int]
    reported: Mapping[str, int]
    ranges: Mapping[str, tuple[int, int]]

    @property
    def success_rate(self) -> float:
        """The share of tasks that were done, alone or with help."""
        done = sum(given.outcome in (Outcome.ALONE, Outcome.HELPED) for given in self.history)
        return done / len(self.history)


def true_curves(items: Sequence[Item], random: Random) -> dict[str, Curve]:
    """How hard each task really is: near what its author said, unknown to the engine."""
    return {item.id: _scattered(curve_of(item), random) for item in items}


def a_learner(random: Random) -> dict[str, float]:
    """The 21 abilities of one person, and the mean of all for the first gestures."""
    general = random.gauss(PRIOR_MEAN, GENERAL_SD)
    areas = {area: random.gauss(0.0, AREA_SD) for area in AREAS}
    abilities = {
        name: general + areas[area_of(name)] + random.gauss(0.0, COMPETENCE_SD) for name in COMPETENCES
    }
    return {**abilities, FIRST_GESTURES: sum(abilities.values()) / len(abilities)}


def a_run(
    bank: Sequence[Item], curves: Mapping[str, Curve], abilities: Mapping[str, float], mode: Mode, seed: int
) -> Run:
    """One person's diagnostic from the first task to the last."""
    history: list[Given] = []
    belief = starting_belief()
    nature = Random(f"nature:{seed}")
    while item := next_item(bank, history, belief, mode, strand="", random=Random(f"{seed}:{len(history)}")):
        outcome = _outcome(curves[item.id], abilities[item.competence], nature)
        history.append(given_of(item, outcome))
        belief = updated(belief, item.competence, curve_of(item), outcome)
    estimates = {area: area_estimate(belief, area) for area in AREAS}
    return Run(
        history=tuple(history),
        true_levels={area: _true_level(abilities, area) for area in AREAS},
        reported={area: estimate.level for area, estimate in estimates.items()},
        ranges={area: (estimate.low, estimate.high) for area, estimate in estimates.items()},
    )


def _scattered(curve: Curve, random: Random) -> Curve:
    return Curve(
        difficulty=curve.difficulty + random.gauss(0.0, DIFFICULTY_SCATTER),
        slope=curve.slope * random.uniform(1.0 - SLOPE_SCATTER, 1.0 + SLOPE_SCATTER),
        guess=curve.guess,
    )


def _outcome(curve: Curve, ability: float, random: Random) -> Outcome:
    luck = random.random()
    if luck < curve.alone(ability):
        return Outcome.ALONE
    return Outcome.HELPED if luck < curve.with_help(ability) else Outcome.FAILED


def _true_level(abilities: Mapping[str, float], area: str) -> int:
    names = COMPETENCES_BY_AREA[area]
    mean = sum(abilities[name] for name in names) / len(names)
    return sum(mean >= border for border in LEVEL_BORDERS)
