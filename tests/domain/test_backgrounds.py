"""Totals over what people say of themselves: whoever knows everybody in the room learns nothing of one."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations_with_replacement, product

import pytest

from lti_tool.domain.backgrounds import Answered, groups_of
from lti_tool.domain.figures import shown

CHOICES = ("a", "b")
State = tuple[int, int]


def answered(people: State, everybody: int, weak: State = (0, 0), everybody_weak: int = 0) -> Answered:
    return Answered(
        people=dict(zip(CHOICES, people, strict=True)),
        weak=dict(zip(CHOICES, weak, strict=True)),
        everybody=everybody,
        everybody_weak=everybody_weak,
    )


def people(whole: Answered, own: Answered | None = None) -> tuple[int | None, ...]:
    return tuple(one.people for one in groups_of(CHOICES, whole, own))


def alike(states: Mapping[State, tuple[int | None, ...]]) -> list[set[State]]:
    """States that cannot be told from one another by what is shown."""
    found: dict[tuple[int | None, ...], set[State]] = {}
    for state, told in states.items():
        found.setdefault(told, set()).add(state)
    return list(found.values())


@pytest.mark.parametrize(
    ("counts", "everybody", "told"),
    [
        ((9, 10), 40, (None, 10)),
        ((14, 19), 40, (10, 15)),
        ((12, 0), 12, (None, None)),
        ((10, 0), 15, (10, None)),
        ((10, 20), 34, (None, 20)),
        ((10, 20), 35, (10, 20)),
        ((0, 0), 0, (None, None)),
    ],
)
def test_a_number_is_told_from_ten_people_on_and_never_of_nearly_everybody(
    counts: State, everybody: int, told: tuple[int | None, ...]
) -> None:
    assert told == people(answered(counts, everybody))


@pytest.mark.parametrize("everybody", range(31))
def test_a_trainer_who_knows_everybody_learns_nothing_of_one(everybody: int) -> None:
    """Whatever is told, five of her people may have said something else, and five said the same."""
    states = {
        state: people(answered(state, everybody))
        for state in product(range(everybody + 1), repeat=2)
        if sum(state) <= everybody
    }

    for group, place in product(alike(states), (0, 1)):
        possible = {state[place] for state in group}
        assert min(possible) <= max(0, everybody - 5)
        assert max(possible) >= min(5, everybody)


@pytest.mark.parametrize("own", range(0, 25, 3))
def test_nine_people_of_other_courses_change_nothing(own: int) -> None:
    mine = answered((own, 10), 40)
    told = {people(answered((own + few, 10 + few), 40 + 2 * few), mine) for few in range(10)}

    assert {people(mine)} == told
    assert (shown(own + 10), 20) == people(answered((own + 10, 20), 80), mine)


@pytest.mark.parametrize("parts", [0, 1, 2, 3])
def test_a_hidden_part_cannot_be_calculated_from_the_total_and_the_rest(parts: int) -> None:
    """Periods are such parts of everything, as in the other figures."""
    found: dict[object, set[int]] = {}
    for others in combinations_with_replacement(range(10, 30), parts):
        for hidden in range(10):
            total = answered((sum(others) + hidden, 0), 1000)
            told = people(total), tuple(people(answered((one, 0), 1000)) for one in others)
            found.setdefault(told, set()).add(hidden)

    assert {1} & {len(hidden) for hidden in found.values()} == set()


@pytest.mark.parametrize(
    ("weak", "everybody_weak", "told"),
    [
        ((9, 10), 40, (None, 10)),
        ((16, 10), 40, (None, 10)),
        ((15, 10), 40, (15, 10)),
        ((15, 10), 29, (15, None)),
    ],
)
def test_weak_skills_are_told_of_ten_and_never_of_nearly_all(
    weak: State, everybody_weak: int, told: tuple[int | None, ...]
) -> None:
    """Neither of nearly all who said it (16 of 20), nor of nearly all whose skills are weak."""
    groups = groups_of(CHOICES, answered((20, 30), 90, weak, everybody_weak))

    assert told == tuple(one.weak for one in groups)
    assert (20, 30) == tuple(one.people for one in groups)


def test_weak_skills_of_a_hidden_number_are_hidden() -> None:
    groups = groups_of(CHOICES, answered((40, 44), 84, (20, 20), 60))

    assert (None, 40) == tuple(one.people for one in groups)
    assert (None, 20) == tuple(one.weak for one in groups)
