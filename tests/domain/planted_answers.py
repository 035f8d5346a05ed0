"""People of known ability answer items of known difficulty, as nobody in the engine knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from lti_tool.domain.ability import Curve, Outcome, difficulty_of
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Bank
from lti_tool.domain.calibration import AnsweredAttempt, Observation, observations_of
from lti_tool.domain.item import Item
from tests.factories import an_answer, an_item
from tests.simulation.learners import OVERALL, Learner, a_learner

COMPETENCES = ("1.1", "2.1", "3.1", "4.2")
TASKS = 10


def planted_items(per_level: int = 2) -> list[Item]:
    """``per_level`` items of each level 1 to 3 in four competences."""
    return [
        an_item(f"{competence}-{level}-{number}", competence=competence, level=level, outcomes=())
        for competence in COMPETENCES
        for level in (1, 2, 3)
        for number in range(per_level)
    ]


def planted_difficulties(items: Sequence[Item], random: Random, sd: float = 0.5) -> dict[str, float]:
    """The truth: scattered around what the experts said."""
    return {item.id: difficulty_of(item.level) + random.gauss(0.0, sd) for item in items}


def answered(
    items: Sequence[Item], truth: Mapping[str, float], people: int, random: Random
) -> list[AnsweredAttempt]:
    """Everybody answers ``TASKS`` items, drawn at random; every second person with a mouse."""
    return [
        _attempt(items, truth, a_learner(OVERALL, random), "touch" if number % 2 else "mouse", random)
        for number in range(people)
    ]


def observed(attempts: Sequence[AnsweredAttempt], items: Sequence[Item]) -> dict[str, list[Observation]]:
    """What the answers say, by item."""
    bank = Bank(items, "planted")
    found: dict[str, list[Observation]] = {item.id: [] for item in items}
    for attempt in attempts:
        for one in observations_of(attempt, bank):
            found[one.item_id].append(one)
    return found


def outcome_of(curve: Curve, ability: float, random: Random) -> Outcome:
    """How a task ends for somebody of this ability."""
    luck = random.random()
    if luck < curve.alone(ability):
        return Outcome.ALONE
    if luck < curve.with_help(ability):
        return Outcome.HELPED
    return random.choice([Outcome.FAILED, Outcome.SKIPPED])


def _attempt(
    items: Sequence[Item], truth: Mapping[str, float], learner: Learner, strand: str, random: Random
) -> AnsweredAttempt:
    answers = [
        _answer(place, item, truth, learner, random)
        for place, item in enumerate(random.sample(items, TASKS), 1)
    ]
    return AnsweredAttempt(strand=strand, answers=tuple(answers))


def _answer(place: int, item: Item, truth: Mapping[str, float], learner: Learner, random: Random) -> Answer:
    curve = Curve(difficulty=truth[item.id], slope=item.slope, guess=item.guess)
    return replace(
        an_answer(place, item_id=item.id, competence=item.competence, level=item.level),
        outcome=outcome_of(curve, learner.abilities[item.competence], random),
        seconds=random.randrange(5, 90),
    )
