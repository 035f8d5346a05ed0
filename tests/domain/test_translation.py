"""A translation is a view of an item: other words around the same task."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.attempt import Attempt, answer, with_next_task
from lti_tool.domain.bank import Bank
from lti_tool.domain.item import Choose, Expected, Field, FieldKind, Fill, Item, Order, Task, Tick
from lti_tool.domain.judging import Missed, Succeeded, judge
from lti_tool.domain.selection import EXPRESS
from lti_tool.domain.translation import told_by
from tests.dutch import CAN_DO, DRAWN, HELP, QUESTION, TYPED, dutch_bank, in_dutch
from tests.factories import MINUTE, NOW, a_bank, a_scene, an_attempt, an_item, choose_one, press_one

CHOICES = choose_one().choices
NAME = Field(id="nom", label="Nom", kind=FieldKind.TEXT, hint="Vite.", expected=Expected(one_of=("piscine",)))
SEARCH = Field(id="mots", label="Mots", kind=FieldKind.SEARCH, expected=Expected(words=("train", "namur")))
TOTAL = Field(id="total", label="Total", kind=FieldKind.NUMBER, expected=Expected(number=42.5))
TASKS: tuple[Task, ...] = (
    press_one(),
    choose_one(),
    Tick(choices=CHOICES, right=frozenset({"a", "c"})),
    Order(steps=CHOICES, right=("b", "a", "c")),
    Fill(fields=(NAME, SEARCH, TOTAL)),
)


def asking(task: Task, item_id: str = "item-1") -> Item:
    """An item in three variants."""
    first = an_item(item_id, scenes=(a_scene(task),), difficulty=0.4)
    variants = tuple(replace(first, context=f"Variante {number}.") for number in range(3))
    return replace(variants[0], variants=variants)


def dutch_of(item: Item) -> Item:
    return told_by(item, replace(in_dutch(item), level=4, slope=9.0, difficulty=None, outcomes=()))


@pytest.mark.parametrize("task", TASKS, ids=lambda task: type(task).__name__)
def test_only_words_differ_when_an_item_is_told_in_another_language(task: Task) -> None:
    item = asking(task)

    told = dutch_of(item)

    assert ("nl", f"{QUESTION} item-1", f"{HELP} item-1") == (told.language, told.question, told.help)
    assert (f"{CAN_DO} item-1", DRAWN) == (told.can_do, told.scenes[0].alternative)
    words = {"language", "question", "help", "can_do", "scenes", "variants"}
    kept = [name for name in item.__dataclass_fields__ if name not in words]
    assert [getattr(item, name) for name in kept] == [getattr(told, name) for name in kept]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: type(task).__name__)
def test_variant_and_order_are_the_same_when_the_seed_is(task: Task) -> None:
    item = asking(task)
    bank, dutch = a_bank(item), dutch_bank(a_bank(item))

    for seed in range(12):
        french, told = bank.drawn("item-1", seed), dutch.drawn("item-1", seed, "nl")
        assert french is not None
        assert told is not None
        assert (french.context, _ids(french)) == (told.context, _ids(told))


def test_every_text_of_an_answer_is_told_when_a_task_has_some() -> None:
    for task in TASKS[1:4]:
        assert {"keuze a", "keuze b", "keuze c"} == set(_texts(dutch_of(asking(task))))
    fields = _fields(dutch_of(asking(TASKS[4])))
    assert ["veld nom", "veld mots", "veld total"] == [field.label for field in fields]


@pytest.mark.parametrize(
    ("typed", "is_right"),
    [
        pytest.param(("piscine", "train pour Namur"), True, id="as-written"),
        pytest.param((TYPED, TYPED), True, id="as-translated"),
        pytest.param((TYPED, "namur train"), True, id="each-field-in-its-own"),
        pytest.param(("piscine", "train"), False, id="half-of-it"),
        pytest.param(("zwembad", TYPED), False, id="neither"),
    ],
)
def test_typed_words_fit_in_both_languages_when_the_task_is_translated(
    typed: tuple[str, str], is_right: bool
) -> None:
    (scene,) = dutch_of(asking(TASKS[4])).scenes

    verdict = judge(scene, {"field-nom": [typed[0]], "field-mots": [typed[1]], "field-total": ["42,50"]})

    assert isinstance(verdict, Succeeded if is_right else Missed)


def test_figures_stay_those_of_the_item_when_a_translation_has_others() -> None:
    item = asking(Fill(fields=(TOTAL,)))
    other = replace(TOTAL, expected=Expected(number=7.0))
    words = replace(asking(Fill(fields=(other,))), language="nl")

    (field,) = _fields(told_by(item, words))

    assert (42.5, ()) == (field.expected.number, field.also)


def test_a_translation_is_refused_when_it_asks_for_something_else() -> None:
    with pytest.raises(ValueError, match="something else"):
        told_by(asking(TASKS[0]), in_dutch(asking(TASKS[1])))


@pytest.mark.parametrize("language", ["fr", "de", "xx", ""])
def test_a_task_is_told_as_it_was_written_when_the_language_has_no_words(language: str) -> None:
    bank = dutch_bank(a_bank())

    assert bank.drawn("item-1", 3) == bank.drawn("item-1", 3, language)
    assert ("répondre à un courriel", "fr") == bank.can_do("répondre à un courriel", language)


def test_an_item_without_words_stays_whole_when_the_others_have_some() -> None:
    items = an_item("item-1", can_do="lire"), an_item("item-2", can_do="écrire")
    bank = dutch_bank(a_bank(*items), "item-2")

    told = [bank.drawn(item.id, 1, "nl") for item in items]

    assert ["nl", "fr"] == [item.language for item in told if item is not None]
    assert (f"{CAN_DO} item-1", "nl") == bank.can_do("lire", "nl")
    assert ("écrire", "fr") == bank.can_do("écrire", "nl")
    assert ("danser", "fr") == bank.can_do("danser", "nl")
    assert bank.drawn("item-3", 1, "nl") is None


def test_the_answer_counts_alike_when_the_language_changes_on_the_way() -> None:
    bank = dutch_bank(a_bank(asking(Fill(fields=(NAME,)))))
    begun = with_next_task(an_attempt(), bank, EXPRESS, NOW)

    in_french, in_dutch_ = (_answered(begun, bank, "piscine", language) for language in ("fr", "nl"))

    assert in_french == in_dutch_
    assert in_french == _answered(begun, bank, TYPED, "nl")
    assert in_french.answers != _answered(begun, bank, TYPED, "fr").answers


def _answered(begun: Attempt, bank: Bank, typed: str, language: str) -> Attempt:
    moved = answer(begun, bank, EXPRESS, {"field-nom": [typed]}, "s1", NOW + MINUTE, language)
    assert isinstance(moved, Attempt)
    return moved


def _fields(item: Item) -> tuple[Field, ...]:
    task = item.scenes[0].task
    assert isinstance(task, Fill)
    return task.fields


def _ids(item: Item) -> list[str]:
    task = item.scenes[0].task
    if isinstance(task, Choose | Tick):
        return [choice.id for choice in task.choices]
    return [step.id for step in task.steps] if isinstance(task, Order) else []


def _texts(item: Item) -> list[str]:
    task = item.scenes[0].task
    assert isinstance(task, Choose | Tick | Order)
    return [one.text for one in (task.steps if isinstance(task, Order) else task.choices)]
