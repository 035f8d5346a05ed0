"""Which tasks check the tools of the day, and what a trainer reads of them."""

from __future__ import annotations

from random import Random

import pytest

from lti_tool.domain.ability import Outcome
from lti_tool.domain.item import Item
from lti_tool.domain.tools import FAMILIES, LEAST, MOST, Light, Tool, mastery_of, tasks_of, tools_of
from tests.contents import the_shelf
from tests.factories import an_answer, an_item

ALONE, HELPED, FAILED, SKIPPED = Outcome.ALONE, Outcome.HELPED, Outcome.FAILED, Outcome.SKIPPED


@pytest.fixture(scope="module")
def bank() -> tuple[Item, ...]:
    """The tasks of the checkout."""
    return the_shelf().bank.items


def drawn(
    bank: tuple[Item, ...], *tools: Tool, strand: str = "", seed: int = 1, avoid: tuple[str, ...] = ()
) -> list[Item]:
    known = {one.id: one for one in bank}
    names = tasks_of(tools, bank, strand=strand, avoid=avoid, random=Random(seed))
    return [known[name] for name in names]


def test_every_tool_has_easy_tasks_in_the_bank(bank: tuple[Item, ...]) -> None:
    easy = {one.family for one in bank if one.level <= 1}

    assert set(Tool) == set(FAMILIES)
    assert not {(tool, family) for tool in Tool for family in FAMILIES[tool]} - {
        (tool, family) for tool in Tool for family in easy
    }


@pytest.mark.parametrize("strand", ["", "touch", "mouse"])
@pytest.mark.parametrize("tool", list(Tool))
def test_one_tool_is_checked_with_three_easy_tasks(bank: tuple[Item, ...], tool: Tool, strand: str) -> None:
    """First gestures fill up where the bank has fewer for this tool; its own come first."""
    found = drawn(bank, tool, strand=strand)

    assert LEAST == len({one.id for one in found}) == len(found)
    assert all(one.level <= 1 and (not strand or one.strand in ("any", strand)) for one in found)
    assert found[0].family in FAMILIES[tool]


@pytest.mark.parametrize(("count", "length"), [(1, 3), (2, 4), (3, 5), (5, 5)])
def test_each_chosen_tool_has_its_turn_within_five_tasks(
    bank: tuple[Item, ...], count: int, length: int
) -> None:
    tools = list(Tool)[:count]
    found = drawn(bank, *tools)

    assert length == len(found) <= MOST
    assert not [tool for tool in tools if not any(one.family in FAMILIES[tool] for one in found)]


def test_the_draw_is_the_same_for_the_same_seed_and_not_for_everybody(bank: tuple[Item, ...]) -> None:
    many = {tuple(one.id for one in drawn(bank, Tool.POINTER, seed=seed)) for seed in range(20)}

    assert drawn(bank, Tool.POINTER) == drawn(bank, Tool.POINTER)
    assert len(many) > 1


def test_what_was_met_before_comes_last() -> None:
    items = tuple(an_item(f"i-{number}", family="geste-liste", level=0) for number in range(4))
    names = tasks_of((Tool.POINTER,), items, strand="", avoid=("i-0", "i-1"), random=Random(1))

    assert {"i-2", "i-3"} == set(names[:2])
    assert LEAST == len(names)


def test_a_bank_without_such_tasks_checks_none_and_hard_ones_never_come() -> None:
    assert () == tasks_of((Tool.MAIL,), (an_item(level=1),), strand="", avoid=(), random=Random(1))
    hard = an_item(family="courriel", level=2)
    assert () == tasks_of((Tool.MAIL,), (hard,), strand="", avoid=(), random=Random(1))


@pytest.mark.parametrize(
    ("outcomes", "light", "to_show", "with_help"),
    [
        ((ALONE, ALONE, ALONE), Light.AT_EASE, (), ()),
        ((ALONE, HELPED, ALONE), Light.LITTLE_HELP, (), ("item-2",)),
        ((FAILED, HELPED, SKIPPED), Light.TO_SHOW, ("item-1", "item-3"), ("item-2",)),
        ((ALONE, ALONE, SKIPPED), Light.TO_SHOW, ("item-3",), ()),
    ],
)
def test_the_light_is_that_of_the_task_that_needs_most(
    outcomes: tuple[Outcome, ...], light: Light, to_show: tuple[str, ...], with_help: tuple[str, ...]
) -> None:
    found = mastery_of([an_answer(place, outcome=one) for place, one in enumerate(outcomes, 1)])

    assert (light, to_show, with_help) == (found.light, found.to_show, found.with_help)


def test_unknown_names_are_no_tools() -> None:
    assert (Tool.POINTER, Tool.MAIL) == tools_of(["mail", "x", "pointer", "mail"])
