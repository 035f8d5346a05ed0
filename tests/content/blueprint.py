"""What the first release of the bank must hold, counted. Each function names what is not as planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, area_of
from lti_tool.domain.item import Fill, Item, Order, Press

PER_LEVEL = {1: 2, 2: 2, 3: 2, 4: 1}
GESTURES = 12
STRANDS = {"touch": 8, "mouse": 8}
FORMATS_AT_LEAST = 30
SCREEN_SHARE = 0.60
VARIANTS_AT_LEAST, TOLD_SHARE = 3, 0.75

PLANNED = Counter({(FIRST_GESTURES, 0): GESTURES}) + Counter(
    {(competence, level): count for competence in COMPETENCES for level, count in PER_LEVEL.items()}
)


def cells_out_of_plan(items: Sequence[Item]) -> dict[tuple[str, int], int]:
    """Cells (competence and level) with too many items (above 0) or too few (below 0)."""
    there = Counter((item.competence, item.level) for item in items)
    cells = {*there, *PLANNED}
    return {cell: there[cell] - PLANNED[cell] for cell in cells if there[cell] != PLANNED[cell]}


def thin_strands(items: Sequence[Item]) -> list[str]:
    """The strands in which somebody would meet too few first gestures."""
    gestures = [item for item in items if item.competence == FIRST_GESTURES]
    return [
        strand
        for strand, least in STRANDS.items()
        if sum(item.strand in ("any", strand) for item in gestures) < least
    ]


def bookish_areas(items: Sequence[Item]) -> list[str]:
    """The areas in which too few tasks are done on a screen, and too many are chosen from a list."""
    shares = {
        area: [_is_done_on_a_screen(item) for item in items if area_of(item.competence) == area]
        for area in AREAS
    }
    return [area for area, done in shares.items() if sum(done) < SCREEN_SHARE * len(done) or not done]


def twins(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    """Pairs of one cell that belong to the same family: no use as a before and an after. The first gestures
    are no such cell.
    """
    for one, other in combinations([item for item in items if item.level], 2):
        if (one.competence, one.level, one.family) == (other.competence, other.level, other.family):
            yield one.id, other.id


def told_share(items: Sequence[Item]) -> float:
    """The share of items that are told in enough variants, 0 to 1."""
    return sum(len(item.variants) >= VARIANTS_AT_LEAST for item in items) / len(items)


def _is_done_on_a_screen(item: Item) -> bool:
    return any(isinstance(scene.task, Press | Fill | Order) for scene in item.scenes)
