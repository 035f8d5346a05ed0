"""The form on paper: which tasks stand on it, and how what was ticked is read back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.attempt import Bank
from lti_tool.domain.framework import AREAS, area_of
from lti_tool.domain.item import Item, Order, Press, Tick
from lti_tool.domain.judging import Missed, Succeeded, judge
from lti_tool.domain.paper import PaperForm, fits_paper, paper_form, parts_of, right_of, submitted_of
from lti_tool.domain.start import Stage
from tests.contents import the_bank
from tests.factories import a_bank

BANK = the_bank()
FITTING = [item for item in BANK.items if fits_paper(item)]
PRESSED = [item for item in FITTING if isinstance(item.scenes[0].task, Press)]
FORMATS = frozenset(f"T{number:02d}" for number in range(1, 36)) - {
    "T02",
    "T03",
    "T04",
    "T06",
    "T13",
    "T14",
    "T19",
}


def form(stage: Stage = Stage.ENTRY, bank: Bank = BANK) -> PaperForm:
    found = paper_form(bank, stage)
    assert found is not None
    return found


def first_right(item: Item) -> str:
    """One right answer as it is keyed."""
    return right_of(item).split(" / ")[0].replace(" + ", " ")


@pytest.mark.parametrize("stage", [Stage.ENTRY, Stage.END])
def test_form_is_the_same_when_it_is_asked_twice(stage: Stage) -> None:
    again = Bank(BANK.items[::-1], BANK.version)

    assert form(stage) == form(stage, again)
    other = form(stage, Bank(BANK.items, "another-state"))
    assert other.code != form(stage).code


@pytest.mark.parametrize("version", ["", *"abcdefgh"])
def test_form_asks_all_areas_from_easy_to_harder_whatever_the_bank_is_named(version: str) -> None:
    for stage in (Stage.ENTRY, Stage.END):
        found = form(stage, Bank(BANK.items, version or BANK.version))
        levels = [task.level for task in found.tasks]

        assert 10 <= len(found.tasks) <= 14
        assert levels == sorted(levels)
        assert {area_of(task.competence) for task in found.tasks} == set(AREAS)
        assert {"4.1", "4.2"} <= {task.competence for task in found.tasks}
        assert len({task.id for task in found.tasks}) == len(found.tasks)


def test_no_task_comes_twice_when_somebody_fills_both_forms() -> None:
    assert not {task.id for task in form().tasks} & {task.id for task in form(Stage.END).tasks}


def test_there_is_no_form_when_the_bank_is_too_small() -> None:
    assert paper_form(a_bank(), Stage.ENTRY) is None


def test_formats_on_paper_are_those_listed() -> None:
    assert {item.format for item in FITTING} <= FORMATS
    assert {type(item.scenes[0].task).__name__ for item in FITTING} == {
        "Press",
        "Choose",
        "Tick",
        "Order",
        "Fill",
    }
    assert all(item.level > 0 and len(item.scenes) == 1 for item in FITTING)


@pytest.mark.parametrize("item", FITTING, ids=lambda item: item.id)
def test_right_answer_succeeds_when_it_is_keyed(item: Item) -> None:
    for seed in range(3):
        drawn = item.drawn(seed)
        keyed = submitted_of(drawn, first_right(drawn).lower())

        assert keyed is not None
        assert isinstance(judge(drawn.scenes[0], keyed), Succeeded)


@pytest.mark.parametrize("item", PRESSED, ids=lambda item: item.id)
def test_every_other_letter_is_judged_wrong_when_it_is_keyed(item: Item) -> None:
    task, (part,) = item.scenes[0].task, parts_of(item)
    assert isinstance(task, Press)
    rights = set(right_of(item).split(" / "))

    assert {choice.id for letter, choice in part.letters if letter in rights} == task.right
    for letter, _choice in part.letters:
        keyed = submitted_of(item, letter)
        assert keyed is not None
        assert isinstance(judge(item.scenes[0], keyed), Succeeded if letter in rights else Missed)


@pytest.mark.parametrize("odd", ["Z", "AA", "1", "", " ", "É", "A?"])
def test_sign_that_the_sheet_does_not_have_is_no_answer(odd: str) -> None:
    for item in FITTING:
        task = item.scenes[0].task
        if isinstance(task, Press | Tick | Order):
            assert submitted_of(item, odd) is None, item.id


def test_order_with_a_line_left_empty_is_wrong_and_not_lost() -> None:
    item = next(item for item in FITTING if isinstance(item.scenes[0].task, Order))
    right = right_of(item).replace(" ", "")
    keyed = submitted_of(item, right[:-1] + "-")

    assert keyed is not None
    assert judge(item.scenes[0], keyed) == Missed(right_parts=len(right) - 1, parts=len(right))


def test_a_task_with_two_screens_does_not_fit_paper() -> None:
    item = FITTING[0]

    assert not fits_paper(replace(item, scenes=item.scenes * 2))
    assert not fits_paper(replace(item, level=0))
