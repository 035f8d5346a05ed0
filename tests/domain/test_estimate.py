"""Our one-dimensional estimate against a library that others wrote: `adaptivetesting`."""

from __future__ import annotations

import math

import pytest
from adaptivetesting.math.estimators import ExpectedAPosteriori, NormalPrior
from adaptivetesting.models import TestItem as LibraryItem
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lti_tool.domain.ability import (
    HELP_EASE,
    SLIP,
    Curve,
    Outcome,
    ability_of,
    posterior,
    starting_belief,
    updated,
)

DIGITS = 1e-6
INTERVAL = (-14.0, 14.0)
Answers = list[tuple[Curve, Outcome]]
curves = st.builds(
    Curve, difficulty=st.floats(-3.5, 3.5), slope=st.floats(0.5, 2.0), guess=st.floats(0.01, 0.25)
)
yes_or_no = st.sampled_from([Outcome.ALONE, Outcome.FAILED, Outcome.SKIPPED])
means, sds = st.floats(-2.0, 2.0), st.floats(0.4, 1.6)


def by_the_library(mean: float, sd: float, answers: Answers) -> float:
    """The same answers in the library's terms: discrimination a, difficulty b, asymptotes c and d. It knows
    no help: not done even with help is a wrong answer to a task that is easier by the help.
    """
    pattern = [int(outcome is Outcome.ALONE) for _, outcome in answers]
    items = [library_item(curve, outcome) for curve, outcome in answers]
    return float(
        ExpectedAPosteriori(
            pattern, items, NormalPrior(mean, sd), optimization_interval=INTERVAL
        ).get_estimation()
    )


def library_item(curve: Curve, outcome: Outcome) -> LibraryItem:
    item = LibraryItem()
    item.a = curve.slope
    if outcome is Outcome.ALONE:
        item.b, item.c, item.d = curve.difficulty, curve.guess, 1.0 - SLIP
    else:
        second_guess = curve.guess + (1.0 - curve.guess) * curve.guess
        item.b, item.c, item.d = curve.difficulty - HELP_EASE, second_guess, 1.0 - SLIP**2
    return item


@settings(max_examples=25, deadline=None)
@given(means, sds, st.lists(st.tuples(curves, yes_or_no), min_size=1, max_size=8))
@example(0.0, 1.56, [(Curve(difficulty=3.0, slope=1.6, guess=0.2), Outcome.ALONE)])
@example(-0.5, 1.56, [(Curve(difficulty=-3.0, slope=1.6, guess=0.01), Outcome.FAILED)])
def test_the_estimate_agrees_to_six_digits_when_another_library_makes_it(
    mean: float, sd: float, answers: Answers
) -> None:
    found, variance = posterior(mean, sd * sd, answers)

    assert pytest.approx(by_the_library(mean, sd, answers), abs=DIGITS) == found
    assert variance > 0.0


@settings(max_examples=25, deadline=None)
@given(curves, yes_or_no)
def test_a_step_of_the_engine_agrees_to_six_digits_when_one_answer_comes(
    curve: Curve, outcome: Outcome
) -> None:
    start = starting_belief()
    expected = by_the_library(*ability_of(start, "2.3"), [(curve, outcome)])

    found, _ = ability_of(updated(start, "2.3", curve, outcome), "2.3")

    assert pytest.approx(expected, abs=DIGITS) == found


def test_answers_one_by_one_end_near_the_exact_estimate_when_there_are_six() -> None:
    """Each step keeps a mean and a variance only. Six answers move the mean by less than 0.02 logits from the
    exact one, and leave the belief a little wider, never narrower.
    """
    answers = [
        (Curve(difficulty=difficulty, slope=1.6, guess=0.05), outcome)
        for difficulty, outcome in zip(
            (-1.5, 0.0, 1.5, 0.0, 1.5, 0.0),
            (Outcome.ALONE, Outcome.ALONE, Outcome.FAILED, Outcome.HELPED, Outcome.FAILED, Outcome.ALONE),
            strict=True,
        )
    ]
    belief = starting_belief()
    mean, sd = ability_of(belief, "1.1")
    exact, variance = posterior(mean, sd * sd, answers)

    for curve, outcome in answers:
        belief = updated(belief, "1.1", curve, outcome)

    found, spread = ability_of(belief, "1.1")
    assert pytest.approx(exact, abs=0.02) == found
    assert math.sqrt(variance) < spread < math.sqrt(variance) * 1.1
