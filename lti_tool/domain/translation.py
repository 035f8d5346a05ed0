"""An item in another language: a view of it, not another item.

What a person reads comes from the translation; the curve, the level, the right answers and the draw of a
variant stay those of the item.
"""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.item import Choose, Field, Fill, Item, Order, Press, Scene, Task, Tick


def told_by(item: Item, words: Item) -> Item:
    """The item in the words of its translation, which has the same scenes, answers and variants in the same
    order. What is typed may be in either language.
    """
    variants = zip(item.variants, words.variants, strict=True)
    return replace(_told(item, words), variants=tuple(_told(one, other) for one, other in variants))


def _told(item: Item, words: Item) -> Item:
    return replace(
        item,
        language=words.language,
        question=words.question,
        help=words.help,
        can_do=words.can_do,
        context=words.context,
        scenes=tuple(told_scene(one, other) for one, other in zip(item.scenes, words.scenes, strict=True)),
    )


def told_scene(scene: Scene, words: Scene) -> Scene:
    """One screen in the words of its translation."""
    return replace(
        scene,
        task=_task(scene.task, words.task),
        screen=words.screen,
        question=words.question,
        help=words.help,
        alternative=words.alternative,
    )


def _task(task: Task, words: Task) -> Task:
    match task, words:
        case Press(), Press():
            return task
        case Choose(), Choose():
            return replace(task, choices=words.choices)
        case Tick(), Tick():
            return replace(task, choices=words.choices)
        case Order(), Order():
            return replace(task, steps=words.steps)
        case Fill(), Fill():
            fields = zip(task.fields, words.fields, strict=True)
            return replace(task, fields=tuple(_field(one, other) for one, other in fields))
    raise ValueError("a translation asks for something else")


def _field(field: Field, words: Field) -> Field:
    is_typed = bool(field.expected.one_of or field.expected.words)
    return replace(
        field,
        label=words.label,
        hint=words.hint,
        options=words.options,
        expected=words.expected if is_typed else field.expected,
        also=(*field.also, field.expected) if is_typed else field.also,
    )
