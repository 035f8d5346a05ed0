"""Which areas are looked at again midway."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.ability import Belief, starting_belief
from lti_tool.domain.framework import AREAS, COMPETENCES, area_of
from lti_tool.domain.start import Start, weak_areas


def belief(*means: float) -> Belief:
    """One mean for each area."""
    by_area = dict(zip(AREAS, means, strict=True))
    return Belief(
        means=tuple(by_area[area_of(name)] for name in COMPETENCES), covariance=starting_belief().covariance
    )


@pytest.mark.parametrize(
    ("means", "weak"),
    [
        ((0, 3, -1, 2, 1), ("1", "3")),
        ((0, 3, -1, 2, 0.5), ("1", "3", "5")),
        ((1, 1, 1, 1, 1), ("1", "2", "3")),
        ((4, 3, 2, 1, 0), ("4", "5")),
    ],
)
def test_the_lowest_areas_are_weak_and_a_third_one_when_it_is_near(
    means: tuple[float, ...], weak: tuple[str, ...]
) -> None:
    assert weak == weak_areas(belief(*means))


@given(st.tuples(*[st.floats(-4, 4)] * 5))
def test_two_or_three_areas_are_weak_whoever_it_is(means: tuple[float, ...]) -> None:
    found = weak_areas(belief(*means))
    lowest = AREAS[means.index(min(means))]

    assert len(found) in (2, 3)
    assert lowest in found or min(means) in [means[AREAS.index(area)] for area in found]


def test_everything_is_asked_when_no_area_is_named() -> None:
    assert AREAS == Start().asked
    assert ("2", "4") == Start(areas=("4", "2")).asked
    assert () == Start(areas=("0",)).asked
