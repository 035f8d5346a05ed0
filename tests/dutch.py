"""A translation that anybody can tell from the original: every text says what it is, in a sort of Dutch."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.bank import Bank
from lti_tool.domain.item import Choice, Choose, Expected, Field, Fill, Item, Order, Scene, Task, Tick

QUESTION, HELP, CAN_DO, DRAWN = "Wat kies je?", "Kijk goed.", "een taak doen", "Een tekening."
TYPED = "woord"


def in_dutch(item: Item) -> Item:
    """The item as a translator would write it down, each of its variants, too."""
    told = replace(
        item,
        language="nl",
        question=f"{QUESTION} {item.id}",
        help=f"{HELP} {item.id}",
        can_do=f"{CAN_DO} {item.id}",
        scenes=tuple(_scene(scene) for scene in item.scenes),
    )
    return replace(told, variants=tuple(in_dutch(one) for one in item.variants))


def dutch_bank(bank: Bank, *untold: str) -> Bank:
    """The same bank, which tells its items in Dutch but for these."""
    return Bank(
        bank.items,
        bank.version,
        lambda item, language: in_dutch(item) if language == "nl" and item.id not in untold else None,
    )


def _scene(scene: Scene) -> Scene:
    question, help_ = scene.question and QUESTION, scene.help and HELP
    return replace(scene, task=_task(scene.task), question=question, help=help_, alternative=DRAWN)


def _task(task: Task) -> Task:
    if isinstance(task, Choose | Tick):
        return replace(task, choices=_choices(task.choices))
    if isinstance(task, Order):
        return replace(task, steps=_choices(task.steps))
    if isinstance(task, Fill):
        return replace(task, fields=tuple(_field(field) for field in task.fields))
    return task


def _choices(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(replace(one, text=f"keuze {one.id}") for one in choices)


def _field(field: Field) -> Field:
    told = replace(field, label=f"veld {field.id}", options=_choices(field.options))
    if field.expected.one_of:
        return replace(told, expected=Expected(one_of=(TYPED,)))
    return replace(told, expected=Expected(words=(TYPED,))) if field.expected.words else told
