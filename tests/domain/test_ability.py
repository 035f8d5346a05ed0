"""What is believed about a person, and how one answer moves it."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tool.domain.ability import (
    LEVEL_BORDERS,
    PRIOR_MEAN,
    Belief,
    Curve,
    Outcome,
    ability_of,
    area_estimate,
    competence_estimate,
    difficulty_of,
    level_probabilities,
    overall_estimate,
    starting_belief,
    updated,
)
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, LEVELS

PLACE = {name: place for place, name in enumerate(COMPETENCES)}
GRID = 4001
GRID_HALF_WIDTH = 8.0
STEP_MILLISECONDS = 1.0
competences = st.sampled_from(COMPETENCES)
outcomes = st.sampled_from(list(Outcome))
curves = st.builds(
    Curve,
    difficulty=st.sampled_from([difficulty_of(level) for level in LEVELS]),
    slope=st.sampled_from([1.0, 1.6]),
    guess=st.floats(0.01, 0.25),
)
answers = st.lists(st.tuples(competences, curves, outcomes), max_size=24)


def after(history: list[tuple[str, Curve, Outcome]], belief: Belief | None = None) -> Belief:
    for competence, curve, outcome in history:
        belief = updated(belief or starting_belief(), competence, curve, outcome)
    return belief or starting_belief()


def correlation(a: str, b: str) -> float:
    covariance = starting_belief().covariance
    i, j = PLACE[a], PLACE[b]
    return covariance[i][j] / math.sqrt(covariance[i][i] * covariance[j][j])


def on_a_grid(mean: float, sd: float, curve: Curve, outcome: Outcome) -> tuple[float, float]:
    """Posterior mean and standard deviation by brute force."""
    step = 2 * GRID_HALF_WIDTH * sd / (GRID - 1)
    points = [mean - GRID_HALF_WIDTH * sd + place * step for place in range(GRID)]
    weights = [
        math.exp(-0.5 * ((point - mean) / sd) ** 2) * curve.likelihood(outcome, point) for point in points
    ]
    total = math.fsum(weights)
    centre = math.fsum(w * p for w, p in zip(weights, points, strict=True)) / total
    variance = math.fsum(w * (p - centre) ** 2 for w, p in zip(weights, points, strict=True)) / total
    return centre, math.sqrt(variance)


@pytest.mark.parametrize(
    ("a", "b", "expected"), [("1.1", "1.1", 1.0), ("1.1", "1.2", 0.80), ("1.1", "4.2", 0.60)]
)
def test_abilities_are_linked_when_nothing_was_asked(a: str, b: str, expected: float) -> None:
    assert expected == pytest.approx(correlation(a, b), abs=0.01)


def test_everybody_starts_between_level_1_and_2_when_nothing_was_asked() -> None:
    mean, _ = ability_of(starting_belief(), "1.1")

    assert mean == PRIOR_MEAN
    assert LEVEL_BORDERS[0] < mean < LEVEL_BORDERS[2]


@given(curves, st.floats(-6, 6))
def test_the_three_outcomes_share_all_chances_when_a_task_ends(curve: Curve, ability: float) -> None:
    total = sum(
        curve.likelihood(outcome, ability) for outcome in (Outcome.ALONE, Outcome.HELPED, Outcome.FAILED)
    )

    assert pytest.approx(total, abs=1e-6) == 1.0
    assert curve.likelihood(Outcome.FAILED, ability) == curve.likelihood(Outcome.SKIPPED, ability)


@given(curves, st.floats(-6, 6), st.floats(0.01, 3))
def test_a_task_succeeds_more_often_when_ability_is_higher(curve: Curve, ability: float, more: float) -> None:
    assert curve.alone(ability) < curve.alone(ability + more)
    assert curve.alone(ability) < curve.with_help(ability)
    assert curve.guess < curve.alone(ability) < 1.0


@given(st.floats(-6, 6), st.floats(0.01, 4))
def test_the_chances_of_the_levels_sum_to_one_when_they_are_given(mean: float, variance: float) -> None:
    chances = level_probabilities(mean, variance)

    assert len(LEVELS) == len(chances)
    assert pytest.approx(sum(chances)) == 1.0
    assert all(chance >= 0.0 for chance in chances)


@pytest.mark.parametrize("level", LEVELS)
def test_a_sure_person_gets_their_level_when_they_stand_in_its_middle(level: int) -> None:
    chances = level_probabilities(difficulty_of(level) + 0.75, 0.01)

    assert level == max(LEVELS, key=lambda candidate: chances[candidate])


@settings(max_examples=60, deadline=None)
@given(answers, competences, curves)
def test_no_level_falls_when_a_task_is_done_alone(
    history: list[tuple[str, Curve, Outcome]], competence: str, curve: Curve
) -> None:
    before = after(history)

    moved = updated(before, competence, curve, Outcome.ALONE)

    assert ability_of(moved, competence)[0] >= ability_of(before, competence)[0]
    assert competence_estimate(moved, competence).level >= competence_estimate(before, competence).level


@settings(max_examples=40, deadline=None)
@given(competences, curves, st.integers(1, 12))
def test_the_level_never_falls_when_one_more_success_is_added(
    competence: str, curve: Curve, successes: int
) -> None:
    some = after([(competence, curve, Outcome.ALONE)] * successes)
    more = updated(some, competence, curve, Outcome.ALONE)

    assert competence_estimate(more, competence).level >= competence_estimate(some, competence).level
    assert overall_estimate(more).level >= overall_estimate(some).level


@pytest.mark.parametrize("mean", [-2.0, PRIOR_MEAN, 1.0, 2.5])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("slope", "guess"), [(1.6, 0.01), (1.6, 0.10), (1.0, 0.20)])
def test_a_task_done_with_help_says_more_than_one_not_done_when_both_are_possible(
    mean: float, level: int, slope: float, guess: float
) -> None:
    """Whoever asks for help and gets there must never end below somebody who did not get there."""
    curve = Curve(difficulty=difficulty_of(level), slope=slope, guess=guess)
    belief = replace(starting_belief(), means=tuple(mean for _ in COMPETENCES))

    failed, helped = (
        ability_of(updated(belief, "2.1", curve, outcome), "2.1")[0]
        for outcome in (Outcome.FAILED, Outcome.HELPED)
    )

    assert failed < helped


@pytest.mark.parametrize("level", LEVELS[:4])
@pytest.mark.parametrize(("slope", "guess"), [(1.6, 0.01), (1.6, 0.10), (1.0, 0.20)])
def test_help_moves_less_than_alone_when_the_same_task_is_done(
    level: int, slope: float, guess: float
) -> None:
    """Level 4 is left out: so far above a beginner both outcomes are mere luck."""
    curve = Curve(difficulty=difficulty_of(level), slope=slope, guess=guess)

    helped, alone = (
        ability_of(after([("2.1", curve, outcome)]), "2.1")[0] for outcome in (Outcome.HELPED, Outcome.ALONE)
    )

    assert helped < alone


@settings(max_examples=40, deadline=None)
@given(answers)
def test_certainty_never_shrinks_below_reason_when_many_answers_come(
    history: list[tuple[str, Curve, Outcome]],
) -> None:
    belief = after(history)

    for competence in COMPETENCES:
        estimate = competence_estimate(belief, competence)
        assert 0 <= estimate.low <= estimate.level <= estimate.high <= 4
        assert 0.0 < estimate.p <= 1.0
        assert ability_of(belief, competence)[1] > 0.0


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(competences, curves, outcomes), min_size=2, max_size=10), st.randoms())
def test_the_order_hardly_matters_when_the_same_answers_come_otherwise(
    history: list[tuple[str, Curve, Outcome]], random: Random
) -> None:
    """One rank-one step per answer is an approximation; it must not turn into another person."""
    shuffled = list(history)
    random.shuffle(shuffled)

    for area in AREAS:
        assert (
            abs(area_estimate(after(history), area).level - area_estimate(after(shuffled), area).level) <= 1
        )


@pytest.mark.parametrize("outcome", [Outcome.ALONE, Outcome.HELPED, Outcome.FAILED])
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("slope", "guess"), [(1.6, 0.05), (1.0, 0.2)])
def test_a_step_agrees_with_a_fine_grid_when_one_answer_comes(
    outcome: Outcome, level: int, slope: float, guess: float
) -> None:
    curve = Curve(difficulty=difficulty_of(level), slope=slope, guess=guess)
    expected = on_a_grid(*ability_of(starting_belief(), "3.2"), curve, outcome)

    found = ability_of(after([("3.2", curve, outcome)]), "3.2")

    assert expected == pytest.approx(found, abs=1e-6)


def test_neighbours_move_more_than_strangers_when_one_competence_is_asked() -> None:
    curve = Curve(difficulty=0.0, slope=1.6, guess=0.05)

    belief = after([("1.1", curve, Outcome.ALONE)])

    own, neighbour, stranger = (ability_of(belief, name)[0] - PRIOR_MEAN for name in ("1.1", "1.2", "4.2"))
    assert own > neighbour > stranger > 0
    assert pytest.approx([neighbour / own, stranger / own], abs=0.01) == [0.80, 0.60]


def test_all_abilities_move_alike_when_a_first_gesture_fails() -> None:
    curve = Curve(difficulty=difficulty_of(0), slope=1.6, guess=0.08)

    belief = after([(FIRST_GESTURES, curve, Outcome.FAILED)])

    assert all(ability_of(belief, name)[0] < PRIOR_MEAN for name in COMPETENCES)


@settings(max_examples=30, deadline=None)
@given(answers)
def test_the_covariance_stays_symmetric_when_answers_come(history: list[tuple[str, Curve, Outcome]]) -> None:
    covariance = after(history).covariance

    for i in range(len(COMPETENCES)):
        for j in range(i):
            assert covariance[i][j] == pytest.approx(covariance[j][i], abs=1e-9)
            assert covariance[i][j] ** 2 <= covariance[i][i] * covariance[j][j] + 1e-9


def test_a_step_is_quick_when_an_answer_comes() -> None:
    """At most a millisecond where a million additions take 25 ms; a slower machine gets more."""
    curve, belief = Curve(difficulty=0.0, slope=1.6, guess=0.05), starting_belief()
    machine = statistics.median(_seconds(lambda: sum(range(1_000_000)), 5)) / 0.025

    step = statistics.median(_seconds(lambda: updated(belief, "2.1", curve, Outcome.ALONE), 101))

    assert step * 1000 <= STEP_MILLISECONDS * max(1.0, machine)


def _seconds(act: Callable[[], object], times: int) -> list[float]:
    taken = []
    for _ in range(times):
        start = time.thread_time()
        act()
        taken.append(time.thread_time() - start)
    return taken
