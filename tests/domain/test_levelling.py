"""Two readings of an item become one level, and how far two readers agree."""

from __future__ import annotations

import pytest

from lti_tool.domain.levelling import Levelling, agreed_level, pairs_of, weighted_kappa

# Forty items of two readers who do not spread their levels alike.
TABLE = {
    (0, 0): 9,
    (0, 1): 1,
    (1, 1): 8,
    (1, 2): 2,
    (2, 1): 1,
    (2, 2): 9,
    (2, 3): 2,
    (3, 3): 5,
    (4, 2): 1,
    (4, 4): 2,
}


def readings(*levels: int) -> list[Levelling]:
    names = ("first", "second", "third")
    return [
        Levelling(by=name, level=level, why="un seul bouton")
        for name, level in zip(names, levels, strict=False)
    ]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [((2, 2), 2), ((1, 2, 2), 2), ((2, 1, 1), 1), ((1, 3, 2), 2), ((3, 1, 2), 2), ((0, 4, 4), 4)],
)
def test_the_level_is_agreed_when_two_are_equal_or_one_lies_between(
    levels: tuple[int, ...], expected: int
) -> None:
    assert expected == agreed_level(readings(*levels))


@pytest.mark.parametrize("levels", [(), (2,), (1, 2)])
def test_there_is_no_level_when_the_readers_do_not_agree(levels: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="no agreement"):
        agreed_level(readings(*levels))


def test_the_agreement_is_that_of_the_textbook_when_a_table_is_counted() -> None:
    """Once pair by pair instead of by margins, once by hand: 1/4 seen, 3/4 · 1/2 + 1/4 · 1/2 by chance."""
    pairs = [pair for pair, count in TABLE.items() for _time in range(count)]
    count = len(pairs)
    by_chance = sum((one - other) ** 2 for one, _ in pairs for _, other in pairs) / count**2
    seen = sum((one - other) ** 2 for one, other in pairs) / count

    assert 1 - seen / by_chance == pytest.approx(weighted_kappa(pairs), abs=1e-12)
    assert weighted_kappa([(0, 0), (0, 0), (0, 1), (1, 1)]) == pytest.approx(0.5)


def test_the_agreement_has_its_known_ends_when_readers_agree_always_never_or_by_chance() -> None:
    assert weighted_kappa([(0, 0), (2, 2), (4, 4)]) == pytest.approx(1.0)
    assert weighted_kappa([(1, 1), (1, 1)]) == 1.0
    assert weighted_kappa([(0, 4), (4, 0)]) == pytest.approx(-1.0)
    assert weighted_kappa([(one, other) for one in range(5) for other in range(5)]) == pytest.approx(0.0)


def test_a_large_distance_weighs_more_when_the_same_number_of_items_differs() -> None:
    same = [(level, level) for level in range(5)] * 4

    assert weighted_kappa([*same, (1, 2)]) > weighted_kappa([*same, (0, 4)])


def test_there_is_no_agreement_when_nothing_was_levelled() -> None:
    with pytest.raises(ValueError, match="two levellings"):
        weighted_kappa([])


def test_the_third_reader_does_not_count_when_the_agreement_is_taken() -> None:
    assert [(1, 2), (3, 3)] == pairs_of([readings(1, 2, 2), readings(3, 3), readings(2)])
