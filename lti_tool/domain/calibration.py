"""What answers show of the items: how hard each one really is.

An answer tells about its item only through the ability of whoever gave it. That ability is taken from the
other answers of the same attempt (leave one out), so that no answer is its own witness, and it is carried
with its uncertainty: the chance of an outcome is averaged over it. Each difficulty starts from the expert
one, the lower border of the item's level, as a Gaussian of half a logit, and moves from there.

A fifth of the items with enough answers keep the expert difficulty: these anchors hold the scale in its
place, because the whole could otherwise drift along with whoever happens to come.

Source: the project's plan, 4.8; 100 answers as for Rudner and Guo's small calibration samples.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lti_tool.domain.ability import (
    Belief,
    Curve,
    Outcome,
    ability_of,
    difficulty_of,
    starting_belief,
    updated,
)
from lti_tool.domain.answer import Answer, given_of_answer
from lti_tool.domain.attempt import Bank
from lti_tool.domain.item import Item
from lti_tool.domain.selection import curve_of
from lti_tool.domain.turns import Given

CALIBRATED_FROM = 100
"""Answers that an item needs before its difficulty moves."""

EXPERT_SD = 0.5
ANCHOR_SHARE = 0.2
_REACH, _STEPS = 2.5, 50
_FINE_REACH, _FINE_STEPS = 4.0, 24  # in standard deviations of the first look
_NODES = tuple(0.75 * step for step in range(-4, 5))
_SHARES = tuple(math.exp(-0.5 * node * node) for node in _NODES)
_WEIGHTS = tuple(share / sum(_SHARES) for share in _SHARES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """The difficulty of one version of an item, in logits, from ``n`` answers. An anchor keeps the difficulty
    that its level gives.
    """

    difficulty: float
    n: int
    on: date
    item_version: int
    is_anchor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredAttempt:
    """The answers of one finished attempt, in their order, its strand and its centre; of whom, nobody knows
    here.
    """

    strand: str
    answers: tuple[Answer, ...]
    centre_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One answer to one version of an item. ``ability`` and ``sd``, in logits, are what the other answers of
    the attempt say of the competence that the item asks.
    """

    item_id: str
    item_version: int
    outcome: Outcome
    ability: float
    sd: float
    seconds: int
    strand: str

    def abilities(self) -> list[float]:
        """Where the person may stand; each place weighs as ``_WEIGHTS`` says."""
        return [self.ability + self.sd * node for node in _NODES]

    def chance(self, curve: Curve) -> float:
        """The chance of this very outcome under a curve, whatever the ability is."""
        return _mean(curve.likelihoods(self.outcome, self.abilities()))

    def chance_alone(self, curve: Curve) -> float:
        """The chance that the item would have been done alone."""
        return _mean(curve.likelihoods(Outcome.ALONE, self.abilities()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """What is believed of a difficulty, in logits."""

    mean: float
    sd: float


def observations_of(attempt: AnsweredAttempt, bank: Bank) -> Iterator[Observation]:
    """Every answer of an attempt, each with the ability that the others show."""
    history = [_given(answer, bank) for answer in attempt.answers]
    for answer, (ability, sd) in zip(attempt.answers, abilities_without(history), strict=True):
        yield Observation(
            item_id=answer.item_id,
            item_version=answer.item_version,
            outcome=answer.outcome,
            ability=ability,
            sd=sd,
            seconds=answer.seconds,
            strand=attempt.strand,
        )


def abilities_without(history: Sequence[Given]) -> list[tuple[float, float]]:
    """For each answer: mean and standard deviation of the ability that it asked, from all the others."""
    found = []
    before = starting_belief()
    for place, given in enumerate(history):
        belief = before
        for other in history[place + 1 :]:
            belief = _after(belief, other)
        found.append(ability_of(belief, given.competence))
        before = _after(before, given)
    return found


def shown_difficulty(item: Item, observations: Sequence[Observation]) -> Difficulty:
    """The difficulty of an item after these answers to it; without any, what the expert said.

    Curves have the item's own slope and guess rate. The answers weigh as outcomes: alone, with help, or not.
    """
    expert = difficulty_of(item.level)
    places = [expert + _REACH * (2.0 * step / _STEPS - 1.0) for step in range(_STEPS + 1)]
    first = _moments(item, observations, places)
    reach = _FINE_REACH * first.sd
    places = [first.mean + reach * (2.0 * step / _FINE_STEPS - 1.0) for step in range(_FINE_STEPS + 1)]
    return _moments(item, observations, places)


def anchors_of(items: Mapping[str, Item], shown: Mapping[str, Difficulty]) -> frozenset[str]:
    """The fifth of the items in ``shown`` that lies nearest to what the experts said, rounded up; of two that
    are equally near the one whose id comes first.
    """
    nearest = sorted(shown, key=lambda name: (abs(shown[name].mean - difficulty_of(items[name].level)), name))
    return frozenset(nearest[: math.ceil(ANCHOR_SHARE * len(shown))])


def calibrated(
    items: Mapping[str, Item],
    shown: Mapping[str, Difficulty],
    counts: Mapping[str, int],
    before: Mapping[str, Calibrated],
    on: date,
) -> dict[str, Calibrated]:
    """The difficulties to go on with. ``shown`` are those of the items with enough answers, ``counts`` their
    numbers of answers. An item that was calibrated ``before`` and has too few answers stays as it was.
    """
    kept = {name: one for name, one in before.items() if _still_counts(items.get(name), one)}
    anchors = anchors_of(items, shown)
    for name, difficulty in shown.items():
        is_anchor = name in anchors
        kept[name] = Calibrated(
            difficulty=difficulty_of(items[name].level) if is_anchor else difficulty.mean,
            n=counts[name],
            on=on,
            item_version=items[name].version,
            is_anchor=is_anchor,
        )
    return kept


def _still_counts(item: Item | None, one: Calibrated) -> bool:
    return item is not None and item.version == one.item_version


def _given(answer: Answer, bank: Bank) -> Given:
    """The answer with what the expert said of its item, or the curve that it ran on where the item is gone.

    A former calibration has no say, so that the same answers always give the same difficulties.
    """
    item = bank.get(answer.item_id)
    given = given_of_answer(answer, item)
    if item is None or item.version != answer.item_version:
        return given
    return replace(given, curve=curve_of(replace(item, difficulty=None)))


def _after(belief: Belief, given: Given) -> Belief:
    return updated(belief, given.competence, given.curve, given.outcome)


def _moments(item: Item, observations: Iterable[Observation], places: Sequence[float]) -> Difficulty:
    """Mean and standard deviation over these places, by the prior and the answers."""
    expert = difficulty_of(item.level)
    level_curve = Curve(difficulty=0.0, slope=item.slope, guess=item.guess)
    logs = [-0.5 * ((place - expert) / EXPERT_SD) ** 2 for place in places]
    for one in observations:
        abilities = one.abilities()
        chances = level_curve.likelihoods(one.outcome, [at - place for place in places for at in abilities])
        width = len(abilities)
        for number in range(len(places)):
            logs[number] += math.log(_mean(chances[number * width : (number + 1) * width]))
    highest = max(logs)
    weights = [math.exp(log - highest) for log in logs]
    total = sum(weights)
    mean = sum(weight * place for weight, place in zip(weights, places, strict=True)) / total
    square = sum(weight * (place - mean) ** 2 for weight, place in zip(weights, places, strict=True)) / total
    return Difficulty(mean=mean, sd=max(math.sqrt(square), 1e-3))


def _mean(chances: Sequence[float]) -> float:
    return sum([chance * weight for chance, weight in zip(chances, _WEIGHTS, strict=True)])
