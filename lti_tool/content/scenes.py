"""From a checked scene to the domain's ``Scene``, with the checks that a schema alone cannot make.

Items of the bank and tasks of modules are made of the same scenes.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import assert_never

from lti_tool.content import schema, screens
from lti_tool.domain.item import (
    Choice,
    Choose,
    Expected,
    Field,
    FieldKind,
    Fill,
    Order,
    Press,
    Scene,
    Task,
    Tick,
)

Location = tuple[int | str, ...]
EXPECTED_KEYS = ("one_of", "words", "number", "day", "choice", "checked", "anything", "strong_password")


def scene_faults(scene: schema.SceneFile, scene_ids: list[str]) -> Iterator[tuple[Location, str, str]]:
    """What is wrong in one scene: where, what, how to mend. ``scene_ids`` are those of the whole task."""
    buttons = list(pressable_ids(scene.screen))
    for twice in sorted({name for name in buttons if buttons.count(name) > 1}):
        yield ("screen",), f"the id “{twice}” stands twice on this screen", "give each button its own id"
    task = scene.task
    offered = _offered(task, buttons)
    wanted = _wanted(task)
    for name in wanted:
        if name not in offered:
            yield ("task",), f"“{name}” is asked for but is not on offer", "use an id of this scene"
    if isinstance(task, schema.PressTask | schema.ChooseTask):
        if not task.right and not task.opens:
            yield ("task",), "nothing is right and nothing opens", "name the right one"
        for target in task.opens.values():
            if target not in scene_ids or target == scene.id:
                yield ("task", "opens"), f"there is no other scene “{target}”", "use the id of a later scene"
    if isinstance(task, schema.FillTask):
        if task.then and (task.then not in scene_ids or task.then == scene.id):
            yield ("task", "then"), f"there is no other scene “{task.then}”", "use the id of a later scene"
        yield from _field_faults(task)


def _field_faults(task: schema.FillTask) -> Iterator[tuple[Location, str, str]]:
    for place, field in enumerate(task.fields):
        given = [key for key in EXPECTED_KEYS if key in field.expected.model_fields_set]
        where = ("task", "fields", place, "expected")
        if len(given) != 1:
            yield where, "exactly one thing can be expected of a field", "keep one key"
        options = {option.id for option in field.options}
        if (field.kind == "select") != bool(options):
            yield where, "a list of options goes with the kind select, and only there", "add or remove it"
        if field.expected.choice and field.expected.choice not in options:
            yield where, f"“{field.expected.choice}” is not one of the options", "use an option's id"


def pressable_ids(screen: screens.Screen) -> Iterator[str]:
    """The ids of everything on a screen that can be a button."""
    for name in ("apps", "messages", "attachments", "buttons", "results", "pages", "files", "rows"):
        listed = getattr(screen, name, ())
        if isinstance(screen, screens.Table):
            continue
        yield from (part.id for part in listed)
    link = getattr(screen, "link", None)
    if link is not None:
        yield link.id


def _offered(task: schema.TaskFile, buttons: list[str]) -> set[str]:
    if isinstance(task, schema.PressTask):
        return set(buttons)
    if isinstance(task, schema.ChooseTask | schema.TickTask):
        return {choice.id for choice in task.choices}
    if isinstance(task, schema.OrderTask):
        return {step.id for step in task.steps}
    return set()


def _wanted(task: schema.TaskFile) -> list[str]:
    if isinstance(task, schema.FillTask):
        return []
    opens = list(task.opens) if isinstance(task, schema.PressTask | schema.ChooseTask) else []
    return [*task.right, *opens]


def scene_of(checked: schema.SceneFile) -> Scene:
    """The scene as a value."""
    screen = checked.screen.model_dump(by_alias=True)
    return Scene(
        id=checked.id,
        screen=MappingProxyType(screen),
        task=_task(checked.task, frozenset(pressable_ids(checked.screen))),
        question=checked.question,
        help=checked.help,
        highlight=checked.highlight,
        alternative=checked.alternative,
    )


def _task(checked: schema.TaskFile, buttons: frozenset[str]) -> Task:
    match checked:
        case schema.PressTask():
            return Press(
                right=frozenset(checked.right), buttons=buttons, opens=MappingProxyType(checked.opens)
            )
        case schema.ChooseTask():
            return Choose(
                choices=choices_of(checked.choices),
                right=frozenset(checked.right),
                opens=MappingProxyType(checked.opens),
                keeps_order=checked.keep_order,
            )
        case schema.TickTask():
            return Tick(
                choices=choices_of(checked.choices),
                right=frozenset(checked.right),
                keeps_order=checked.keep_order,
            )
        case schema.OrderTask():
            return Order(steps=choices_of(checked.steps), right=tuple(checked.right))
        case schema.FillTask():
            return Fill(fields=tuple(_field(field) for field in checked.fields), then=checked.then)
        case _:
            assert_never(checked)


def choices_of(checked: list[schema.ChoiceFile] | list[schema.StepFile]) -> tuple[Choice, ...]:
    """The choices or steps as values, in their order."""
    return tuple(Choice(id=choice.id, text=choice.text, icon=choice.icon) for choice in checked)


def _field(checked: schema.FieldFile) -> Field:
    expected = checked.expected
    return Field(
        id=checked.id,
        label=checked.label,
        kind=FieldKind(checked.kind),
        options=choices_of(checked.options),
        hint=checked.hint,
        expected=Expected(
            one_of=tuple(expected.one_of),
            words=tuple(expected.words),
            number=expected.number,
            day=expected.day,
            choice=expected.choice,
            checked=expected.checked,
            anything=expected.anything,
            strong_password=expected.strong_password,
        ),
    )
