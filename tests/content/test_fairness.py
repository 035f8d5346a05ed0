"""No answer gives itself away by its place or its length; women and men appear as often as each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from lti_tool.domain.item import Choose, Item, Tick
from tests.content import fairness
from tests.content.fairness import Offer
from tests.contents import the_items

ITEMS = the_items()
AT_MOST, AT_LEAST = 0.40, 0.10
BALANCE = (0.45, 0.55)
OFFERS = {"choose": fairness.chosen, "press": fairness.pressed, "select": fairness.selected}
each_kind = pytest.mark.parametrize("offers_of", OFFERS.values(), ids=OFFERS)

FIRST = Offer(texts=("Vers la gare", "Vers la place"), right=frozenset({0}))
LONGEST = Offer(texts=("Vers la gare", "Vers la grande place"), right=frozenset({1}))
AS_LONG = Offer(texts=("Vers la gare", "Vers la mare"), right=frozenset({1}))


@each_kind
def test_the_first_answer_is_right_now_and_then_when_the_bank_is_counted(
    offers_of: Callable[[Sequence[Item]], list[Offer]],
) -> None:
    """Never would tell as much as always."""
    offers = offers_of(ITEMS)

    assert len(offers) >= 10
    assert AT_LEAST <= fairness.share(offers, "is_first") <= AT_MOST


@each_kind
def test_the_longest_answer_is_seldom_right_when_the_bank_is_counted(
    offers_of: Callable[[Sequence[Item]], list[Offer]],
) -> None:
    assert fairness.share(offers_of(ITEMS), "is_longest") <= AT_MOST


def test_women_and_men_appear_as_often_when_names_are_counted() -> None:
    women, men = fairness.women_and_men(ITEMS)

    assert women + men >= len(ITEMS)
    assert BALANCE[0] <= women / (women + men) <= BALANCE[1]


def test_not_everything_on_offer_is_right_when_something_is_ticked() -> None:
    tasks = [scene.task for item in ITEMS for scene in item.scenes if isinstance(scene.task, Tick)]

    assert [] == [task for task in tasks if len(task.choices) > 1 and len(task.right) == len(task.choices)]


def test_the_shares_tell_it_when_answers_give_themselves_away() -> None:
    assert (1.0, 0.0) == (fairness.share([FIRST], "is_first"), fairness.share([FIRST], "is_longest"))
    assert (0.0, 1.0) == (fairness.share([LONGEST], "is_first"), fairness.share([LONGEST], "is_longest"))
    assert 0.0 == fairness.share([AS_LONG], "is_longest")


def test_the_place_is_seen_when_every_right_answer_is_moved_to_the_front() -> None:
    moved = [
        replace(item, scenes=tuple(replace(scene, task=_right_first(scene.task)) for scene in item.scenes))
        for item in ITEMS
        if all(isinstance(scene.task, Choose) for scene in item.scenes)
    ]

    assert fairness.share(fairness.chosen(moved), "is_first") == 1.0


def test_the_names_are_seen_when_only_one_sort_of_people_is_left() -> None:
    def said(text: str) -> Item:
        return replace(ITEMS[0], context=text, question="", help="", scenes=(), variants=())

    assert (2, 1) == fairness.women_and_men([said("Samira et Chloé."), said("Karim, Karim !")])


def _right_first(task: object) -> Choose:
    assert isinstance(task, Choose)
    right = task.right or frozenset(task.opens)
    return replace(task, choices=tuple(sorted(task.choices, key=lambda choice: choice.id not in right)))
