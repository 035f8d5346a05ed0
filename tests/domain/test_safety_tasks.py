"""Safety comes to everybody: how its tasks are drawn, and what follows them. The bank is the real one unless
a test needs a small one.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from lti_tool.domain.ability import Belief, Outcome, starting_belief
from lti_tool.domain.framework import COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.selection import EASY_START, Given, Mode, belief_after, given_of, next_item
from tests.contents import the_items
from tests.factories import an_item

ONE_BLOCK = Mode(name="one", least=18, most=24, block=24)
SAFE = "4.1", "4.2"


def drawn_often(bank: list[Item], history: list[Given], belief: Belief, mode: Mode = ONE_BLOCK) -> list[Item]:
    """The next task for forty seeds."""
    drawn = (next_item(bank, history, belief, mode, strand="", random=Random(seed)) for seed in range(40))
    return [item for item in drawn if item is not None]


@pytest.mark.parametrize("is_whole", [True, False], ids=["whole", "one area"])
def test_the_neighbours_of_safety_come_next_when_safety_was_asked(is_whole: bool) -> None:
    """Where everybody is asked about safety, nobody is asked again before the rest of the area."""
    bank = the_items()
    mode = ONE_BLOCK if is_whole else ONE_BLOCK.within(("4",))
    history = [
        given_of(next(item for item in bank if (item.competence, item.level) == (name, 1)), Outcome.HELPED)
        for name in SAFE
    ]
    drawn = drawn_often(bank, history, belief_after(history), mode)
    asked = {item.competence for item in drawn}

    assert asked & {"4.3", "4.4"}
    assert bool(asked & set(SAFE)) is not is_whole


@pytest.mark.parametrize(("place", "levels"), [(EASY_START, {1, 2}), (EASY_START - 1, {1})])
def test_safety_is_drawn_from_three_tasks_unless_an_easy_one_is_wanted(place: int, levels: set[int]) -> None:
    """Two tasks are as near as any, the two of the level above are a level away."""
    belief = replace(starting_belief(), means=tuple(-1.0 for _ in COMPETENCES))
    history = [
        *(given_of(an_item(f"other-{n}", competence="4.3"), Outcome.ALONE) for n in range(place - 1)),
        given_of(an_item("safe", competence="4.1"), Outcome.ALONE),
    ]
    fresh = [
        an_item(f"item-{level}-{n}", competence="4.2", level=level, family=f"family-{level}-{n}")
        for level in (1, 2)
        for n in (1, 2)
    ]

    assert levels == {item.level for item in drawn_often(fresh, history, belief)}
