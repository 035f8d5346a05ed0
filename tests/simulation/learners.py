"""Simulated people and the world as it is: the engine knows neither.

People have 21 abilities and an opinion of themselves. Tasks are not quite what their authors think: harder or
easier, steeper or flatter, with more or less luck, and help that helps more or less.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lti_tool.domain.ability import AREA_SD, COMPETENCE_SD, GENERAL_SD, HELP_EASE, SLIP, Outcome, level_at
from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA, FIRST_GESTURES, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.selection import curve_of

DIFFICULTY_SCATTER, SLOPE_SCATTER, LUCK_SCATTER, HELP_SCATTER = 0.5, 0.25, 0.5, 0.5
RATING_CORRELATION, RATING_INFLATION = 0.45, 0.4
SHARED_BRAVADO = 0.5
"""The share of the error of self-ratings that one person makes alike in all areas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Whom we test: the mean and the spread of their general ability, in logits."""

    name: str
    mean: float
    general_sd: float = GENERAL_SD


OVERALL = Population(name="overall", mean=0.0)
"""Levels 0 to 4 with a mean of 1.5: spread as the engine assumes, which nobody knows yet to be so."""

BEGINNERS = Population(name="beginners", mean=-1.0)
"""Spread as widely, with a mean level of about 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One person: abilities by competence with the mean of all for first gestures, ratings by area."""

    abilities: Mapping[str, float]
    ratings: Mapping[str, int]

    def level(self, competence: str) -> int:
        """The true level of a competence."""
        return level_at(self.abilities[competence])

    def area_level(self, area: str) -> int:
        """The true level of an area."""
        return level_at(self.area_ability(area))

    def area_ability(self, area: str) -> float:
        """The true ability of an area: the mean of its competences."""
        names = COMPETENCES_BY_AREA[area]
        return sum(self.abilities[name] for name in names) / len(names)

    def grown(self, logits: float) -> Learner:
        """The same person after every ability rose by this."""
        return Learner(
            abilities={name: value + logits for name, value in self.abilities.items()}, ratings=self.ratings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueTask:
    """How a task really behaves."""

    difficulty: float
    slope: float
    guess: float
    slip: float
    help_ease: float

    def outcome(self, ability: float, random: Random) -> Outcome:
        """How it ends for somebody of this ability."""
        luck = random.random()
        alone = self._chance(ability, self.guess, self.slip)
        if luck < alone:
            return Outcome.ALONE
        second_guess = self.guess + (1.0 - self.guess) * self.guess
        helped = self._chance(ability + self.help_ease, second_guess, self.slip**2)
        if luck < helped:
            return Outcome.HELPED
        return Outcome.SKIPPED if random.random() < 0.3 else Outcome.FAILED

    def _chance(self, ability: float, guess: float, slip: float) -> float:
        return guess + (1.0 - guess - slip) / (1.0 + math.exp(-self.slope * (ability - self.difficulty)))


def true_tasks(bank: Sequence[Item], random: Random) -> dict[str, TrueTask]:
    """How each task of the bank really behaves, by id."""
    return {item.id: _true_task(item, random) for item in bank}


def a_learner(population: Population, random: Random) -> Learner:
    """One person of a population."""
    general = random.gauss(population.mean, population.general_sd)
    areas = {area: random.gauss(0.0, AREA_SD) for area in AREAS}
    abilities = {
        name: general + areas[area_of(name)] + random.gauss(0.0, COMPETENCE_SD) for name in COMPETENCES
    }
    abilities[FIRST_GESTURES] = sum(abilities.values()) / len(COMPETENCES)
    bravado = random.gauss(0.0, 1.0)
    unrated = Learner(abilities=abilities, ratings={})
    ratings = {area: _rating(unrated.area_ability(area), bravado, random) for area in AREAS}
    return Learner(abilities=abilities, ratings=ratings)


def _true_task(item: Item, random: Random) -> TrueTask:
    curve = curve_of(item)
    return TrueTask(
        difficulty=curve.difficulty + random.gauss(0.0, DIFFICULTY_SCATTER),
        slope=curve.slope * random.uniform(1.0 - SLOPE_SCATTER, 1.0 + SLOPE_SCATTER),
        guess=curve.guess * random.uniform(1.0 - LUCK_SCATTER, 1.0 + LUCK_SCATTER),
        slip=SLIP * random.uniform(0.0, 2.0),
        help_ease=HELP_EASE * random.uniform(1.0 - HELP_SCATTER, 1.0 + HELP_SCATTER),
    )


def _rating(ability: float, bravado: float, random: Random) -> int:
    """What somebody says of an area: correlated with the truth, and too high on average."""
    ability_sd = math.hypot(GENERAL_SD, AREA_SD)
    said_sd = ability_sd / RATING_CORRELATION
    error_sd = math.sqrt(said_sd**2 - ability_sd**2)
    error = math.sqrt(SHARED_BRAVADO) * bravado + math.sqrt(1.0 - SHARED_BRAVADO) * random.gauss(0.0, 1.0)
    said = ability + RATING_INFLATION + error_sd * error
    return sum(said >= border * said_sd for border in (-0.8, 0.0, 0.8))
