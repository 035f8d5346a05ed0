"""Six spoken answers become an orientation, never a level above what can be said at a counter."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from lti_tool import paths
from lti_tool.content.desk import load_desk
from lti_tool.domain.desk import READING_AT_MOST, Direction, Orientation, Said, orientation_of
from lti_tool.domain.framework import AREAS, SAFETY_COMPETENCES, area_of

QUESTIONS = load_desk(paths.CONFIG / "checks" / "desk.yaml")
RISING = (Said.UNKNOWN, Said.HELPED, Said.ALONE)
ORDER = (Direction.PERSON, Direction.MODULES, Direction.DIAGNOSTIC)


def oriented(*said: Said) -> Orientation:
    found = orientation_of(QUESTIONS, dict(zip([one.id for one in QUESTIONS], said, strict=True)))
    assert found is not None
    return found


def test_six_questions_meet_every_area_and_safety_when_they_are_asked() -> None:
    assert 6 == len(QUESTIONS)
    assert set(AREAS) == {area_of(one.competence) for one in QUESTIONS}
    assert SAFETY_COMPETENCES & {one.competence for one in QUESTIONS}
    assert {1, 2} == {one.level for one in QUESTIONS}


@pytest.mark.parametrize(
    ("said", "reading", "direction"),
    [
        (Said.UNKNOWN, 0, Direction.PERSON),
        (Said.HELPED, 1, Direction.MODULES),
        (Said.ALONE, 2, Direction.DIAGNOSTIC),
    ],
)
def test_the_reading_is_plain_when_all_answers_are_alike(
    said: Said, reading: int, direction: Direction
) -> None:
    found = oriented(*[said] * 6)

    assert dict.fromkeys(AREAS, reading) == found.areas
    assert direction is found.direction


def test_the_reading_never_falls_when_an_answer_is_better() -> None:
    """All 729 ways to answer, each held against those with one better answer."""
    found = {said: oriented(*said) for said in product(RISING, repeat=6)}

    for said, one in found.items():
        assert all(0 <= reading <= READING_AT_MOST for reading in one.areas.values())
        for place, word in enumerate(said):
            if word is not Said.ALONE:
                better = found[(*said[:place], RISING[RISING.index(word) + 1], *said[place + 1 :])]
                assert ORDER.index(better.direction) >= ORDER.index(one.direction)
                assert all(better.areas[area] >= one.areas[area] for area in AREAS)


def test_no_reading_is_above_2_when_somebody_could_do_far_more() -> None:
    hard = [replace(one, level=4) for one in QUESTIONS]

    found = orientation_of(hard, {one.id: Said.ALONE for one in hard})

    assert found is not None
    assert dict.fromkeys(AREAS, READING_AT_MOST) == found.areas
    assert found.direction is Direction.DIAGNOSTIC


def test_an_area_has_no_reading_when_nothing_of_it_was_asked() -> None:
    found = orientation_of(QUESTIONS, {QUESTIONS[0].id: Said.ALONE, QUESTIONS[1].id: Said.NOT_ASKED})

    assert found is not None
    assert [area_of(QUESTIONS[0].competence)] == list(found.areas)


@pytest.mark.parametrize("answers", [{}, {QUESTIONS[0].id: Said.NOT_ASKED}, {"unknown": Said.ALONE}])
def test_nothing_is_said_when_nothing_was_asked(answers: dict[str, Said]) -> None:
    assert orientation_of(QUESTIONS, answers) is None


def test_safety_is_spoken_of_when_it_did_not_go_well_alone() -> None:
    safety = next(place for place, one in enumerate(QUESTIONS) if one.competence in SAFETY_COMPETENCES)

    def warns(word: Said) -> bool:
        said = [Said.ALONE] * 6
        said[safety] = word
        return oriented(*said).warns

    assert [True, True, False, False] == [
        warns(word) for word in (Said.UNKNOWN, Said.HELPED, Said.ALONE, Said.NOT_ASKED)
    ]
