"""Planted difficulties come back from the answers; each answer is judged by the others of its attempt."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from lti_tool.domain.ability import Curve, Outcome, ability_of, difficulty_of
from lti_tool.domain.attempt import Bank
from lti_tool.domain.calibration import (
    CALIBRATED_FROM,
    EXPERT_SD,
    AnsweredAttempt,
    Calibrated,
    Difficulty,
    Observation,
    abilities_without,
    anchors_of,
    calibrated,
    observations_of,
    shown_difficulty,
)
from lti_tool.domain.selection import belief_after, curve_of, given_of
from tests.domain.planted_answers import answered, observed, outcome_of, planted_difficulties, planted_items
from tests.factories import an_answer, an_item

TODAY = date(2026, 11, 20)
ITEMS = planted_items()
BY_ID = {item.id: item for item in ITEMS}
Observations = Mapping[str, Sequence[Observation]]


@pytest.fixture(scope="module")
def truth() -> dict[str, float]:
    return planted_difficulties(ITEMS, Random(1))


@pytest.fixture(scope="module")
def seen(truth: dict[str, float]) -> Observations:
    """About 165 answers to each item."""
    return observed(answered(ITEMS, truth, 400, Random(2)), ITEMS)


def root_mean_square(values: Sequence[float]) -> float:
    return math.sqrt(sum(value * value for value in values) / len(values))


def an_observation(outcome: Outcome = Outcome.ALONE, **changes: object) -> Observation:
    plain = {"item_id": "item-1", "item_version": 1, "ability": 0.0, "sd": 0.3, "seconds": 20, "strand": ""}
    return Observation(outcome=outcome, **{**plain, **changes})  # type: ignore[arg-type]  # as the class says


def test_planted_difficulties_come_back_when_enough_people_answered(
    truth: dict[str, float], seen: Observations
) -> None:
    """The error is what the number of answers allows (the stated doubt), and half of the experts' at most."""
    shown = {name: shown_difficulty(BY_ID[name], found) for name, found in seen.items()}
    error = root_mean_square([shown[name].mean - truth[name] for name in truth])
    experts = root_mean_square([difficulty_of(item.level) - truth[item.id] for item in ITEMS])
    stated = root_mean_square([one.sd for one in shown.values()])

    assert all(len(found) >= CALIBRATED_FROM for found in seen.values())
    assert error <= 1.25 * stated
    assert error <= 0.5 * experts
    assert 0.7 <= sum(abs(shown[name].mean - truth[name]) < 1.28 * shown[name].sd for name in truth) / len(
        truth
    )


def test_the_expert_is_believed_when_nobody_answered() -> None:
    found = shown_difficulty(an_item(level=3), [])

    assert found.mean == pytest.approx(1.5, abs=1e-6)
    assert found.sd == pytest.approx(EXPERT_SD, rel=0.01)


def test_the_difficulty_is_that_of_a_plain_integral_when_few_answered() -> None:
    """Once more by brute force: all abilities, all difficulties, no trick."""
    item = an_item(level=2, slope=1.3, guess=0.1)
    answers = [an_observation(Outcome.FAILED), an_observation(Outcome.HELPED, ability=1.0, sd=0.6)]
    weights, places = [], [-3.0 + 0.01 * step for step in range(601)]
    for place in places:
        weight = math.exp(-0.5 * (place / EXPERT_SD) ** 2)
        for one in answers:
            curve = Curve(difficulty=place, slope=1.3, guess=0.1)
            steps = [0.1 * step for step in range(-60, 61)]
            masses = [math.exp(-0.5 * step * step) for step in steps]
            chances = [curve.likelihood(one.outcome, one.ability + one.sd * step) for step in steps]
            weight *= sum(a * b for a, b in zip(masses, chances, strict=True)) / sum(masses)
        weights.append(weight)
    mean = sum(a * b for a, b in zip(weights, places, strict=True)) / sum(weights)

    assert shown_difficulty(item, answers).mean == pytest.approx(mean, abs=2e-3)


@pytest.mark.parametrize(
    ("harder", "easier"),
    [(Outcome.FAILED, Outcome.HELPED), (Outcome.HELPED, Outcome.ALONE), (Outcome.SKIPPED, Outcome.ALONE)],
)
def test_an_item_is_harder_when_people_need_more(harder: Outcome, easier: Outcome) -> None:
    item = an_item(level=2)

    found = [shown_difficulty(item, [an_observation(outcome)] * 30).mean for outcome in (harder, easier)]

    assert found[0] > found[1] + 0.1


def test_less_is_known_of_the_item_when_less_is_known_of_the_people() -> None:
    outcomes = [Outcome.ALONE] * 16 + [Outcome.HELPED] * 8 + [Outcome.FAILED] * 6
    doubts = [
        shown_difficulty(an_item(level=2), [an_observation(one, sd=sd) for one in outcomes]).sd
        for sd in (0.1, 0.8, 1.6)
    ]

    assert doubts[0] < doubts[1] < doubts[2] < EXPERT_SD


def test_no_answer_is_its_own_witness_when_abilities_are_taken() -> None:
    """The ability beside an answer is the belief after all the others; another outcome leaves it alone."""
    items = [an_item(f"i{place}", competence=name) for place, name in enumerate(("2.1", "1.1", "2.1", "0.0"))]
    outcomes = (Outcome.ALONE, Outcome.FAILED, Outcome.HELPED, Outcome.ALONE)
    history = [given_of(item, outcome) for item, outcome in zip(items, outcomes, strict=True)]

    found = abilities_without(history)

    for place, given in enumerate(history):
        others = belief_after([*history[:place], *history[place + 1 :]])
        assert found[place] == pytest.approx(ability_of(others, given.competence))
        turned = given_of(items[place], Outcome.SKIPPED)
        assert abilities_without([*history[:place], turned, *history[place + 1 :]])[place] == found[place]


def test_the_expert_is_believed_of_the_other_items_whatever_was_calibrated_before() -> None:
    """Else a second calibration would count the answers twice. A changed item keeps the curve of then."""
    old = Curve(difficulty=2.5, slope=1.0, guess=0.0)
    today = an_item("item-2", version=2, difficulty=-1.0)

    def ability(version: int) -> float:
        other = an_answer(2, item_version=version, curve=old)
        attempt = AnsweredAttempt(strand="", answers=(an_answer(1), other))
        return next(observations_of(attempt, Bank([an_item("item-1"), today], ""))).ability

    by_expert = belief_after([given_of(replace(today, difficulty=None), Outcome.ALONE)])
    assert ability(2) == pytest.approx(ability_of(by_expert, "2.1")[0])
    assert ability(1) > ability(2) + 0.1


def test_a_fifth_is_kept_when_anchors_are_chosen() -> None:
    """The nearest to the experts' word, the first by name of equals, rounded up."""
    items = {name: an_item(name, level=2) for name in "abcdef"}
    far = {"a": 0.3, "b": -0.1, "c": 0.2, "d": 0.1, "e": -0.4, "f": 0.5}
    shown = {name: Difficulty(mean=mean, sd=0.1) for name, mean in far.items()}

    assert frozenset("bd") == anchors_of(items, shown)
    assert frozenset("b") == anchors_of(items, {name: shown[name] for name in "abcde"})
    assert anchors_of(items, {}) == frozenset()


def test_items_move_stay_or_anchor_when_a_calibration_is_made() -> None:
    items = {name: an_item(name, level=2, version=2) for name in ("near", "far", "few", "changed")}
    shown = {"near": Difficulty(mean=0.02, sd=0.1), "far": Difficulty(mean=0.6, sd=0.1)}
    earlier = Calibrated(difficulty=0.3, n=110, on=date(2026, 1, 1), item_version=2)
    other_version = Calibrated(difficulty=0.3, n=110, on=date(2026, 1, 1), item_version=1)
    before = {"few": earlier, "changed": other_version, "withdrawn": earlier, "far": earlier}

    found = calibrated(items, shown, {"near": 150, "far": 120}, before, TODAY)

    assert found == {
        "near": Calibrated(difficulty=0.0, n=150, on=TODAY, item_version=2, is_anchor=True),
        "far": Calibrated(difficulty=0.6, n=120, on=TODAY, item_version=2),
        "few": earlier,
    }


def test_the_curve_is_the_calibrated_one_when_an_item_has_a_difficulty() -> None:
    item = an_item(level=2, slope=1.6, guess=0.1, difficulty=0.7)

    assert Curve(difficulty=0.7, slope=1.6, guess=0.1) == curve_of(item)
    assert difficulty_of(2) == curve_of(an_item(level=2)).difficulty


def test_outcomes_have_their_chances_when_people_are_drawn() -> None:
    """What the tests draw is what the curves say; otherwise nothing above means anything."""
    random, curve = Random(3), Curve(difficulty=0.0, slope=1.6, guess=0.1)
    drawn = [outcome_of(curve, 0.4, random) for _time in range(4000)]

    assert drawn.count(Outcome.ALONE) / 4000 == pytest.approx(curve.alone(0.4), abs=0.03)
    assert drawn.count(Outcome.HELPED) / 4000 == pytest.approx(
        curve.with_help(0.4) - curve.alone(0.4), abs=0.03
    )
