"""DigComp as the engine needs it."""

from __future__ import annotations

import pytest

from lti_tool.domain.framework import (
    AREAS,
    COMPETENCES,
    COMPETENCES_BY_AREA,
    FIRST_GESTURES,
    LEVELS,
    POINTS_MAXIMUM,
    SAFETY_COMPETENCES,
    area_of,
)


def test_there_are_21_competences_in_five_areas_when_the_framework_is_counted() -> None:
    assert 21 == len(set(COMPETENCES)) == len(COMPETENCES)
    assert [len(COMPETENCES_BY_AREA[area]) for area in AREAS] == [3, 6, 4, 4, 4]


@pytest.mark.parametrize("competence", COMPETENCES)
def test_a_competence_lies_in_the_area_that_lists_it_when_it_is_looked_up(competence: str) -> None:
    assert competence in COMPETENCES_BY_AREA[area_of(competence)]


def test_the_first_gestures_lie_in_no_area_when_they_are_looked_up() -> None:
    assert area_of(FIRST_GESTURES) not in AREAS
    assert FIRST_GESTURES not in COMPETENCES


def test_every_level_fits_the_column_when_it_is_sent() -> None:
    assert min(LEVELS) == 0
    assert max(LEVELS) <= POINTS_MAXIMUM == 8


def test_safety_is_part_of_the_framework_when_it_is_always_asked() -> None:
    assert set(COMPETENCES) >= SAFETY_COMPETENCES
