"""How an item comes by its level: it is read twice, apart, and a third time where the two differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FIRST, SECOND, THIRD = "first", "second", "third"
KAPPA_WANTED = 0.7
"""Below this agreement, the levels are too much a matter of taste. Source: the project's plan, 4.8."""

_HIGHEST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Levelling:
    """One reading of an item. ``by`` is "first", "second" or "third", ``level`` 0 to 4; ``why`` says it."""

    by: str
    level: int
    why: str


def agreed_level(levellings: Sequence[Levelling]) -> int:
    """The level of two readings that agree, or the one in the middle of three. For three levels that all
    differ this is the mean one, never a compromise that nobody named.

    Raises:
        ValueError: fewer than two readings, or two that differ without a third.
    """
    levels = sorted(levelling.level for levelling in levellings)
    if len(levels) == 2 and levels[0] == levels[1]:
        return levels[0]
    if len(levels) == 3:
        return levels[1]
    raise ValueError(f"no agreement among {len(levels)} levellings")


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> float:
    """How well two readers agree beyond chance, with quadratic weights: 1 is full agreement, 0 is chance.

    Two readers who both give every item one same level agree fully. Below 0 they agree less than by chance.

    Raises:
        ValueError: there is no pair.

    Source: Cohen 1968, weights (i - j)².
    """
    if not pairs:
        raise ValueError("no item has two levellings")
    places = range(_HIGHEST + 1)
    first = [sum(one == level for one, _other in pairs) / len(pairs) for level in places]
    second = [sum(other == level for _one, other in pairs) / len(pairs) for level in places]
    observed = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    expected = sum(first[i] * second[j] * (i - j) ** 2 for i in places for j in places)
    return 1.0 - observed / expected if expected > 0.0 else 1.0


def pairs_of(levellings: Sequence[Sequence[Levelling]]) -> list[tuple[int, int]]:
    """The first two levels of every item that has both, item by item; a third reader does not count."""
    found = [{one.by: one.level for one in of_item} for of_item in levellings]
    return [(one[FIRST], one[SECOND]) for one in found if FIRST in one and SECOND in one]
