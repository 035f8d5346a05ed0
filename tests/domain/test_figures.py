"""Figures about many that tell nothing of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import combinations_with_replacement

import pytest

from lti_tool.domain.figures import (
    EVERYTHING,
    Change,
    Pair,
    Period,
    Skills,
    change_of,
    period_of,
    periods_before,
    shown,
    shown_beside,
    skills_of,
    student,
    told_pairs,
)


@pytest.mark.parametrize("count", range(5))
def test_fewer_than_five_are_hidden_nobody_included(count: int) -> None:
    assert shown(count) is None


@pytest.mark.parametrize(("count", "told"), [(5, 5), (9, 5), (10, 10), (14, 10), (15, 15), (5003, 5000)])
def test_every_other_count_is_rounded_down_to_five(count: int, told: int) -> None:
    assert told == shown(count)


@pytest.mark.parametrize("parts", [0, 1, 2, 3])
def test_a_hidden_part_cannot_be_calculated_from_the_total_and_the_rest(parts: int) -> None:
    """For each hidden part there is another one that looks the same from outside: whoever holds the total and
    every other part, as they are told, cannot say which it is. The same holds for periods, places and answers
    to one question.
    """
    alike: dict[object, set[int]] = {}
    for others in combinations_with_replacement(range(5, 30), parts):
        for hidden in range(5):
            told = shown(sum(others) + hidden), tuple(map(shown, others))
            alike.setdefault(told, set()).add(hidden)

    assert {1} & {len(hidden) for hidden in alike.values()} == set()
    assert all(4 in hidden for hidden in alike.values())


@pytest.mark.parametrize("own", range(25))
def test_a_trainer_learns_nothing_of_a_few_others_when_she_knows_her_own(own: int) -> None:
    """She holds her own number exactly. Of fewer than five others every number stays possible, nobody too."""
    told = [shown_beside(own, own + others) for others in range(5)]

    assert {shown(own)} == set(told)
    assert shown_beside(own, own + 5) == shown(own + 5)


@pytest.mark.parametrize(
    ("freedom", "quantile"), [(9, 2.2622), (19, 2.0930), (29, 2.0452), (99, 1.9842), (4999, 1.9604)]
)
def test_the_interval_is_students(freedom: int, quantile: float) -> None:
    assert quantile == pytest.approx(student(freedom), abs=0.001)


def test_a_change_is_told_of_ten_people_with_its_interval() -> None:
    """Mean 0.5, spread 0.5270, half 0.5270 / √10 × 2.2622 = 0.377."""
    differences = [0, 1] * 5

    assert Change(pairs=10, mean=0.5, low=0.1, high=0.9) == change_of(differences)
    assert Change(pairs=5) == change_of(differences[:9])
    assert Change(pairs=None) == change_of([1, 1])
    assert Change(pairs=None) == change_of([])


def test_everybody_who_changed_alike_leaves_no_width() -> None:
    assert Change(pairs=10, mean=1.0, low=1.0, high=1.0) == change_of([1] * 10)


@pytest.mark.parametrize(
    ("levels", "skills"),
    [
        ([0, 0, 0, 0, 0], Skills.NONE),
        ([0, 4, 4, 4, 4], Skills.WEAK),
        ([1, 1, 1, 1, 1], Skills.BASIC),
        ([3, 3, 3, 3, 2], Skills.BASIC),
        ([3, 4, 3, 3, 3], Skills.ABOVE_BASIC),
    ],
)
def test_the_barometers_categories_ask_for_all_five_areas(levels: list[int], skills: Skills) -> None:
    assert skills is skills_of(levels)


@pytest.mark.parametrize(
    ("code", "since", "until"),
    [
        ("2026", datetime(2025, 12, 31, 23, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
        ("2026-2027", datetime(2026, 8, 31, 22, tzinfo=UTC), datetime(2027, 8, 31, 22, tzinfo=UTC)),
        ("2026-q2", datetime(2026, 3, 31, 22, tzinfo=UTC), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        ("2026-q4", datetime(2026, 9, 30, 22, tzinfo=UTC), datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_a_period_begins_and_ends_at_midnight_where_the_people_are(
    code: str, since: datetime, until: datetime
) -> None:
    period = period_of(code)

    assert (since, until) == (period.since, period.until)
    assert period.holds(since)
    assert not period.holds(until)


@pytest.mark.parametrize("code", ["", "2026-2028", "2026-q5", "x", "1999", "2026\x00", "٢٠٢٦"])
def test_anything_else_is_everything(code: str) -> None:
    assert EVERYTHING == period_of(code)


def test_three_school_years_and_four_quarters_are_offered() -> None:
    assert ("2026-2027", "2025-2026", "2024-2025", "2026-q4", "2026-q3", "2026-q2", "2026-q1") == (
        periods_before(date(2026, 11, 20))
    )
    assert ("2025-2026", "2026-q1") == (
        periods_before(date(2026, 1, 1))[0],
        periods_before(date(2026, 1, 1))[3],
    )


def pairs(*ended: tuple[str, int, int]) -> tuple[Pair, ...]:
    """So many people of a course who ended in the spring of a year."""
    return tuple(
        Pair(course=course, ended_at=datetime(year, 5, 2, tzinfo=UTC), differences={"1": number % 3})
        for course, year, count in ended
        for number in range(count)
    )


def sizes(found: Sequence[Pair]) -> tuple[int, ...]:
    """How many pairs are told: since the beginning, and of three school years and a quarter."""
    codes = ("", "2024-2025", "2025-2026", "2026-2027", "2026-q2")
    return tuple(len(told_pairs(found, period_of(code))) for code in codes)


@pytest.mark.parametrize(
    ("ended", "told"),
    [
        ((("a", 2025, 10), ("a", 2026, 10)), (20, 10, 10, 0, 0)),
        ((("a", 2025, 10), ("a", 2026, 9)), (19, 0, 0, 0, 0)),
        ((("a", 2025, 10), ("a", 2026, 10), ("a", 2027, 1)), (21, 0, 0, 0, 0)),
        ((("a", 2020, 1), ("a", 2026, 30)), (31, 0, 0, 0, 0)),
        ((), (0, 0, 0, 0, 0)),
    ],
)
def test_a_year_is_told_when_no_other_year_is_left_over(
    ended: tuple[tuple[str, int, int], ...], told: tuple[int, ...]
) -> None:
    """Two means and their numbers give away the mean of whoever is in one and not in the other."""
    assert told == sizes(pairs(*ended))


@pytest.mark.parametrize(("others", "told"), [(0, 12), (1, 12), (9, 12), (10, 22), (20, 32)])
def test_others_count_in_a_mean_when_they_are_ten(others: int, told: int) -> None:
    """A trainer knows the changes of her own people one by one, and may read the centre's page too."""
    found = pairs(("mine", 2026, 12), ("theirs", 2026, others))

    assert told == len(told_pairs(found, EVERYTHING)) == len(told_pairs(found, period_of("2025-2026")))


def test_few_people_of_several_courses_count_together() -> None:
    assert 22 == sizes(pairs(("a", 2026, 12), ("b", 2026, 5), ("c", 2026, 5)))[0]
    assert 12 == sizes(pairs(("a", 2026, 12), ("b", 2026, 5), ("c", 2026, 4)))[0]


def test_no_year_is_told_when_one_person_is_left_over_beside_a_course_of_that_year() -> None:
    """The largest course of all years is another one than that of this year."""
    found = pairs(("a", 2025, 30), ("b", 2025, 10), ("b", 2026, 12), ("a", 2026, 1))

    assert (53, 0, 0, 0, 0) == sizes(found)
    assert (52, 40, 12, 0, 0) == sizes(found[:-1])


def test_a_period_that_no_form_offers_tells_no_mean() -> None:
    since, until = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 3, tzinfo=UTC)

    assert () == told_pairs(pairs(("a", 2026, 30)), Period(code="own", since=since, until=until))
