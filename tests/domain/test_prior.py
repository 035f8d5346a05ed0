"""What was known before the first task: it helps to choose tasks and never decides a level."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tool.domain import ability
from lti_tool.domain.ability import (
    LEVEL_WIDTH,
    Belief,
    Curve,
    Outcome,
    area_ability,
    area_estimate,
    competence_estimate,
    difficulty_of,
    observed,
    overall_ability,
    overall_estimate,
    updated,
)
from lti_tool.domain.framework import AREAS, COMPETENCES, COMPETENCES_BY_AREA, FIRST_GESTURES, LEVELS
from lti_tool.domain.prior import (
    SELF_RATING_CORRELATION,
    SELF_RATING_NOISE,
    OutsideEvidence,
    Prior,
    Rating,
    reported_area,
    reported_competence,
    reported_overall,
    starting_belief,
)

ALL_ZEROS, ALL_THREES = (Prior(ratings=dict.fromkeys(AREAS, rating)) for rating in (0, 3))
curves = st.builds(
    Curve,
    difficulty=st.sampled_from([difficulty_of(level) for level in LEVELS]),
    slope=st.sampled_from([1.0, 1.6]),
    guess=st.floats(0.01, 0.25),
)
answers = st.lists(
    st.tuples(st.sampled_from([*COMPETENCES, FIRST_GESTURES]), curves, st.sampled_from(list(Outcome))),
    max_size=24,
)
priors = st.builds(
    Prior,
    ratings=st.dictionaries(st.sampled_from(AREAS), st.integers(0, 3)),
    outside=st.lists(
        st.builds(
            OutsideEvidence,
            area=st.sampled_from(["", *AREAS]),
            level=st.floats(0.0, 5.0),
            sd=st.floats(0.3, 3.0),
        ),
        max_size=3,
    ).map(tuple),
)


def after(history: list[tuple[str, Curve, Outcome]], belief: Belief) -> Belief:
    for competence, curve, outcome in history:
        belief = updated(belief, competence, curve, outcome)
    return belief


def means(prior: Prior) -> list[float]:
    return [area_ability(starting_belief(prior), area)[0] for area in AREAS]


def test_everybody_starts_alike_when_nothing_was_said() -> None:
    assert ability.starting_belief() == starting_belief() == starting_belief(Prior())


@settings(max_examples=30, deadline=None)
@given(answers, priors)
def test_the_reported_level_follows_from_the_answers_when_anything_was_said(
    history: list[tuple[str, Curve, Outcome]], prior: Prior
) -> None:
    """Exactly: for the same answers every level reported is the one of somebody who said nothing."""
    without, informed = after(history, starting_belief()), after(history, starting_belief(prior))

    assert all(
        area_estimate(without, area).level == reported_area(without, informed, area).level for area in AREAS
    )
    assert all(
        competence_estimate(without, name).level == reported_competence(without, informed, name).level
        for name in COMPETENCES
    )
    assert overall_estimate(without).level == reported_overall(without, informed).level


@settings(max_examples=25, deadline=None)
@given(answers)
def test_modesty_and_bravado_read_alike_when_the_answers_are_the_same(
    history: list[tuple[str, Curve, Outcome]],
) -> None:
    without = after(history, starting_belief())
    modest, bold = (after(history, starting_belief(prior)) for prior in (ALL_ZEROS, ALL_THREES))

    for area in AREAS:
        reported = [reported_area(without, informed, area) for informed in (modest, bold)]
        assert reported[0].level == reported[1].level
        assert all(0 <= one.low <= one.level <= one.high <= 4 and 0.0 < one.p <= 1.0 for one in reported)


def test_what_was_said_counts_in_the_certainty_when_both_levels_agree() -> None:
    history = [
        (name, Curve(difficulty=1.5, slope=1.6, guess=0.05), Outcome.ALONE) for name in COMPETENCES[:3]
    ]
    without = after(history, starting_belief())
    informed = after(history, starting_belief(Prior(ratings={"1": 2})))

    assert area_estimate(informed, "1") == reported_area(without, informed, "1")
    assert area_estimate(informed, "1") != area_estimate(without, "1")


def test_the_answers_alone_are_reported_when_what_was_said_leads_elsewhere() -> None:
    without, informed = (
        starting_belief(),
        starting_belief(Prior(outside=(OutsideEvidence(area="", level=5.0, sd=0.3),))),
    )

    assert area_estimate(without, "1").level < area_estimate(informed, "1").level
    assert area_estimate(without, "1") == reported_area(without, informed, "1")
    assert competence_estimate(without, "1.1") == reported_competence(without, informed, "1.1")
    assert overall_estimate(without) == reported_overall(without, informed)


def test_a_rating_moves_its_area_most_when_one_is_given() -> None:
    plain, rated = means(Prior()), means(Prior(ratings={"2": Rating.HELPS_OTHERS}))
    moved = [after - before for before, after in zip(plain, rated, strict=True)]

    assert max(moved) == moved[AREAS.index("2")]
    assert all(0.0 < one < LEVEL_WIDTH for one in moved)


def test_a_higher_rating_never_places_lower_when_the_others_stay() -> None:
    placed = [means(Prior(ratings={"3": rating}))[2] for rating in Rating]

    assert sorted(placed) == placed
    assert len(set(placed)) == len(placed)


def test_ratings_stay_below_the_truth_of_a_few_tasks_when_all_are_the_highest() -> None:
    """Four tasks of the first level that did not work outweigh five times "I help others"."""
    informed = starting_belief(ALL_THREES)
    curve = Curve(difficulty=difficulty_of(1), slope=1.6, guess=0.05)

    believed = after([(name, curve, Outcome.FAILED) for name in ("1.1", "1.2", "1.3", "1.1")], informed)

    assert area_ability(informed, "1")[0] > area_ability(starting_belief(), "1")[0]
    assert area_estimate(believed, "1").level == 0


def test_a_rating_is_as_noisy_as_agreed_when_it_counts() -> None:
    """One observation whose error is a quarter wider than a correlation of .45 with the truth implies."""
    _, before = area_ability(starting_belief(), "1")
    _, after_rating = area_ability(starting_belief(Prior(ratings={"1": 1})), "1")
    truth = ability.GENERAL_SD**2 + ability.AREA_SD**2
    noise = SELF_RATING_NOISE**2 * truth * (1 / SELF_RATING_CORRELATION**2 - 1)

    assert pytest.approx(1 / (1 / before**2 + 1 / noise)) == after_rating**2


@pytest.mark.parametrize("area", ["", *AREAS])
def test_an_outside_result_pulls_towards_its_level_when_it_is_precise(area: str) -> None:
    belief = starting_belief(Prior(outside=(OutsideEvidence(area=area, level=2.5, sd=0.1),)))
    mean, sd = area_ability(belief, area) if area else overall_ability(belief)

    assert pytest.approx(difficulty_of(2) + LEVEL_WIDTH / 2, abs=0.05) == mean
    assert sd < 0.3


def test_a_loose_result_says_less_when_two_are_compared() -> None:
    loose, good = (
        means(Prior(outside=(OutsideEvidence(area="1", level=4.5, sd=sd),)))[0] for sd in (2.0, 0.5)
    )

    assert means(Prior())[0] < loose < good


def test_what_was_seen_counts_by_its_noise_when_it_is_observed() -> None:
    """The Gaussian rule for one area: precisions add up, means weigh by them."""
    start = ability.starting_belief()
    mean, sd = area_ability(start, "2")

    seen_mean, seen_sd = area_ability(observed(start, COMPETENCES_BY_AREA["2"], 2.0, 0.5), "2")

    precision = 1 / sd**2 + 1 / 0.5**2
    assert pytest.approx((mean / sd**2 + 2.0 / 0.5**2) / precision) == seen_mean
    assert pytest.approx(math.sqrt(1 / precision)) == seen_sd


@pytest.mark.parametrize("ratings", [{"6": 1}, {"": 1}, {"1": 4}, {"1": -1}])
def test_a_rating_is_refused_when_nobody_could_have_given_it(ratings: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"unknown area|not a valid Rating"):
        starting_belief(Prior(ratings=ratings))


@pytest.mark.parametrize(
    ("area", "level", "sd"),
    [
        *[(area, 1.0, 1.0) for area in ("0", "6", "1.1")],
        *[("1", level, 1.0) for level in (-0.1, 5.1, math.nan)],
        *[("1", 1.0, sd) for sd in (0.0, -1.0, math.inf, math.nan)],
    ],
)
def test_an_outside_result_is_refused_when_it_cannot_be(area: str, level: float, sd: float) -> None:
    with pytest.raises(ValueError, match=r"unknown area|no level|no noise"):
        OutsideEvidence(area=area, level=level, sd=sd)
