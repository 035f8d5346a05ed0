"""Before and after: what may be said about a change."""

from __future__ import annotations

from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.ability import Belief, starting_belief
from lti_tool.domain.framework import AREAS, COMPETENCES, area_of
from lti_tool.domain.progress import CLEAR_FROM, PROBABLE_FROM, Change, change_between, progress_between

ROOT_TWO = 2**0.5
abilities = st.tuples(st.floats(-4, 4), st.floats(0.05, 2))


def sharper(shift: float = 0.0, area: str = "") -> Belief:
    """A belief as sure as a long test makes it, moved in one area or in all."""
    belief = starting_belief()
    means = [
        m + shift * (area in ("", area_of(name))) for m, name in zip(belief.means, COMPETENCES, strict=True)
    ]
    covariance = tuple(tuple(value * 0.05 for value in row) for row in belief.covariance)
    return Belief(means=tuple(means), covariance=covariance)


@pytest.mark.parametrize(
    ("z", "said"),
    [
        (CLEAR_FROM + 0.001, Change.CLEAR),
        (CLEAR_FROM - 0.001, Change.PROBABLE),
        (PROBABLE_FROM + 0.001, Change.PROBABLE),
        (PROBABLE_FROM - 0.001, Change.UNCLEAR),
        (0.0, Change.UNCLEAR),
        (-3.0, Change.UNCLEAR),
    ],
)
def test_the_word_follows_the_distance_in_errors_of_both(z: float, said: Change) -> None:
    """A doubt of 0.6 that was 1 at first makes an error of 0.6 times 0.8."""
    assert said is change_between((1.0, 0.6), (1.0 + z * 0.6 * 0.8 * ROOT_TWO, 0.6), 1.0)


def test_a_clear_change_comes_by_chance_once_in_25_and_a_probable_one_once_in_5() -> None:
    assert [0.04, 0.20] == [round(1.0 - NormalDist().cdf(z), 3) for z in (CLEAR_FROM, PROBABLE_FROM)]


def test_means_stray_as_the_error_says_when_somebody_stays_the_same() -> None:
    """1 000 people measured twice with plain Gaussian noise, believed as anybody at first."""
    random, at_first, noise = Random(1), 1.4, 0.7
    share = at_first**2 / (at_first**2 + noise**2)
    sd = at_first * (1.0 - share) ** 0.5
    found = [
        change_between((share * (true + first), sd), (share * (true + second), sd), at_first)
        for true in (random.gauss(0.0, at_first) for _ in range(1000))
        for first, second in [(random.gauss(0.0, noise), random.gauss(0.0, noise))]
    ]

    assert 0.02 <= found.count(Change.CLEAR) / 1000 <= 0.06


@given(before=abilities, after=abilities)
def test_a_fall_is_never_told_when_there_is_one(
    before: tuple[float, float], after: tuple[float, float]
) -> None:
    if after[0] <= before[0]:
        assert change_between(before, after, 1.5) is Change.UNCLEAR


@given(before=abilities, after=abilities)
def test_a_doubt_never_makes_a_change_clearer(
    before: tuple[float, float], after: tuple[float, float]
) -> None:
    order = [Change.UNCLEAR, Change.PROBABLE, Change.CLEAR]
    doubted = change_between(before, (after[0], after[1] * 2), 1.5)

    assert order.index(doubted) <= order.index(change_between(before, after, 1.5))


def test_only_the_area_that_moved_has_changed() -> None:
    found = progress_between(sharper(), sharper(3.0, "4"))

    assert found.areas["4"] is Change.CLEAR
    assert {Change.UNCLEAR} == {change for area, change in found.areas.items() if area != "4"}


def test_the_whole_is_told_when_both_asked_the_whole() -> None:
    whole, part = (progress_between(sharper(), sharper(2.0), areas) for areas in (AREAS, ("1", "4")))

    assert (whole.overall, set(whole.areas)) == (Change.CLEAR, set(AREAS))
    assert (part.overall, set(part.areas)) == (None, {"1", "4"})


def test_nothing_is_told_when_nothing_was_asked_twice() -> None:
    found = progress_between(sharper(), sharper(2.0), ())

    assert (dict(found.areas), found.overall) == ({}, None)
