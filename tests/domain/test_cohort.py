"""The pages of a group."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lti_tool.domain.cohort import PEOPLE_ON_A_PAGE, by_name, groups_in, paging, told_apart


@dataclass(frozen=True)
class Somebody:
    """One entry of a list."""

    name: str
    number: int
    groups: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("total", "asked", "expected"),
    [
        (0, 1, (1, 1)),
        (0, 7, (1, 1)),
        (50, 1, (1, 1)),
        (51, 2, (2, 2)),
        (51, 3, (2, 2)),
        (100, 3, (2, 2)),
        (5_000, 100, (100, 100)),
        (5_000, 101, (100, 100)),
        (5_000, 0, (1, 100)),
        (5_000, -3, (1, 100)),
    ],
)
def test_the_nearest_page_is_shown_when_another_one_is_asked_for(
    total: int, asked: int, expected: tuple[int, int]
) -> None:
    """Q15"""
    page = paging(total, asked)

    assert (*expected, total) == (page.number, page.pages, page.total)


@pytest.mark.parametrize("total", [0, 1, 49, 50, 51, 99, 100, 101, 137])
def test_everybody_is_on_one_page_when_all_pages_are_turned(total: int) -> None:
    """Q15"""
    people = by_name([Somebody(name=f"Nom {number:03}", number=number) for number in range(total)])
    parts = [paging(total, number).part_of(people) for number in range(1, paging(total, 1).pages + 1)]

    assert list(people) == [one for part in parts for one in part]
    assert all(len(part) == PEOPLE_ON_A_PAGE for part in parts[:-1])


def test_people_are_by_name_and_those_without_one_by_number() -> None:
    people = [Somebody("", 3), Somebody("zoé", 4), Somebody("Émile", 9), Somebody("", 1), Somebody("Fred", 2)]

    assert [9, 2, 4, 1, 3] == [one.number for one in by_name(people)]


def test_groups_are_numbers_by_value_and_then_words() -> None:
    people = [Somebody("", 1, ("12", "b")), Somebody("", 2, ("7",)), Somebody("", 3, ("a", "7"))]

    assert ("7", "12", "a", "b") == groups_in(people)


@pytest.mark.parametrize(
    ("name", "has_namesake", "expected"),
    [("Ana", True, "Ana (7)"), ("Ana", False, "Ana"), ("", True, ""), ("", False, "")],
)
def test_a_name_bears_its_number_when_somebody_else_has_it(
    name: str, has_namesake: bool, expected: str
) -> None:
    assert expected == told_apart(name, 7, has_namesake=has_namesake)


def test_people_of_one_name_are_by_number_when_the_name_bears_it() -> None:
    people = [Somebody("Ana (12)", 12), Somebody("Ana (3)", 3), Somebody("Anaïs", 1), Somebody("An", 2)]

    assert [2, 3, 12, 1] == [one.number for one in by_name(people)]
