"""What somebody thinks of themselves beside what they showed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.self_rating import Gap, area_ratings, gaps, known_more, ratings_by_subject
from tests.checks import answered, the_check

RATING, GRID = the_check("self-rating"), the_check("self-rating-grid")


def measured(low: int, high: int, level: int | None = None) -> LevelEstimate:
    return LevelEstimate(level=low if level is None else level, low=low, high=high, p=0.8)


def test_the_four_answers_are_read_as_0_to_3_by_area() -> None:
    run = answered(
        "self-rating", area_1="not-yet", area_2="helped", area_3="alone", area_4="helping", area_5="-"
    )

    assert {"1": 0, "2": 1, "3": 2, "4": 3} == ratings_by_subject(RATING, run)
    assert {} == ratings_by_subject(RATING, None)


def test_every_competence_has_a_line_of_the_grid_and_every_area_a_question() -> None:
    everything = {one.id.replace("-", "_"): "alone" for one in (*GRID.questions, *RATING.questions)}

    assert dict.fromkeys(COMPETENCES, 2) == ratings_by_subject(
        GRID, answered("self-rating-grid", **everything)
    )
    assert dict.fromkeys(AREAS, 2) == ratings_by_subject(RATING, answered("self-rating", **everything))


def test_the_grid_speaks_for_an_area_when_half_of_its_lines_are_answered() -> None:
    lines = {"1.1": 3, "1.2": 2, "2.1": 3, "2.2": 3}

    assert {"1": 2, "2": 0} == area_ratings({"1": 0, "2": 0}, lines)


@pytest.mark.parametrize(("lines", "expected"), [((0, 0, 1), 0), ((0, 1, 1), 1), ((2, 3), 2), ((3, 3, 2), 3)])
def test_halves_go_down_when_lines_are_averaged(lines: tuple[int, ...], expected: int) -> None:
    by_competence = dict(zip(("1.1", "1.2", "1.3"), lines, strict=False))

    assert {"1": expected} == area_ratings({}, by_competence)


@pytest.mark.parametrize(
    ("rating", "low", "high", "expected"),
    [
        (0, 0, 0, Gap.SAME),
        (0, 0, 1, Gap.SAME),
        (0, 1, 2, Gap.MORE),
        (1, 2, 3, Gap.MORE),
        (2, 2, 3, Gap.SAME),
        (2, 0, 1, Gap.TO_DISCOVER),
        (3, 3, 4, Gap.SAME),
        (3, 1, 2, Gap.TO_DISCOVER),
        (3, 2, 3, Gap.SAME),
    ],
)
def test_a_gap_is_told_when_the_whole_range_lies_beyond_the_rating(
    rating: int, low: int, high: int, expected: Gap
) -> None:
    for level in (low, high):
        found = gaps({"1": rating}, {"1": measured(low, high, level)})

        assert [expected] == [one.gap for one in found]


def test_only_areas_that_were_rated_and_measured_are_compared() -> None:
    found = gaps({"1": 0, "2": 0}, {"2": measured(1, 2), "3": measured(1, 2)})

    assert ["2"] == [one.area for one in found]
    assert ("2",) == known_more(found)


@given(
    st.dictionaries(st.sampled_from(AREAS), st.integers(0, 3)),
    st.dictionaries(st.sampled_from(COMPETENCES), st.integers(0, 3)),
)
def test_a_rating_stays_between_0_and_3_whatever_was_answered(
    by_area: dict[str, int], by_competence: dict[str, int]
) -> None:
    found = area_ratings(by_area, by_competence)

    assert by_area.keys() <= found.keys()
    assert set(found.values()) <= {0, 1, 2, 3}
