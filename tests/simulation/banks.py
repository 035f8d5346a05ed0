"""The bank that is simulated: the real one, or one of the target shape while the real one grows."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lti_tool.domain.framework import COMPETENCES, FIRST_GESTURES
from lti_tool.domain.item import Item
from tests.contents import the_items
from tests.factories import an_item

PER_LEVEL = {1: 2, 2: 2, 3: 2, 4: 1}
GESTURES = 12
CHOICE_SHARE = 0.15
SCREEN_SLOPE, CHOICE_SLOPE = 1.6, 1.0
SCREEN_GUESSES, CHOICE_GUESSES = (0.01, 0.03, 0.05, 0.08, 0.10, 0.12, 0.15, 0.20), (0.15, 0.20)


def real_bank() -> tuple[Item, ...]:
    """Every item of this checkout."""
    return tuple(the_items())


def planned_bank(seed: int = 1) -> tuple[Item, ...]:
    """159 items without content: two, two, two and one at levels 1 to 4 of each competence, twelve gestures;
    slopes and guess rates mixed as the formats of the plan mix them.
    """
    random = Random(seed)
    items = [_an_item(FIRST_GESTURES, 0, number, random) for number in range(GESTURES)]
    for competence in COMPETENCES:
        for level, count in PER_LEVEL.items():
            items += [_an_item(competence, level, number, random) for number in range(count)]
    return tuple(items)


def shape_of(bank: Sequence[Item]) -> str:
    """How many items a bank has per level, in words."""
    counts = [sum(item.level == level for item in bank) for level in range(5)]
    listed = ", ".join(f"{count} of level {level}" for level, count in enumerate(counts))
    return f"{len(bank)} items: {listed}"


def _an_item(competence: str, level: int, number: int, random: Random) -> Item:
    is_choice = level > 0 and random.random() < CHOICE_SHARE
    return an_item(
        f"{competence}-{level}-{number}",
        competence=competence,
        level=level,
        family=f"{competence}-{random.randrange(20)}",
        slope=CHOICE_SLOPE if is_choice else SCREEN_SLOPE,
        guess=random.choice(CHOICE_GUESSES if is_choice else SCREEN_GUESSES),
    )
