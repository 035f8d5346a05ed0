"""What is read aloud of a task: its words, screen by screen, and a digest that tells when they change.

A reading is one screen of one variant of a task in one language. Answers stand in another order for each
learner, so a voice reads them as they were written, without numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lti_tool.domain.item import Choose, Fill, Item, Order, Press, Scene, Tick

SPOKEN = frozenset(
    {
        *("address", "author", "badge", "body", "chat", "columns", "day", "detail", "label", "name"),
        *("people", "place", "query", "rows", "sender", "subject", "target", "text", "time", "title"),
        *("value", "with"),
    }
)
"""The parts of a drawn screen that hold words. All others are names of pictures, places and states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is read aloud in one go. ``variant`` and ``scene`` count from 1; ``answers`` is empty where one
    presses on the screen itself. ``fingerprint`` changes whenever one of them does.
    """

    item_id: str
    item_version: int
    language: str
    variant: int
    scene: int
    context: str
    question: str
    answers: tuple[str, ...]
    shown: Scene
    fingerprint: str


def readings_of(item: Item) -> tuple[Reading, ...]:
    """Every reading of a task, in the language it is told in: variant by variant, screen by screen."""
    return tuple(
        _reading(told, variant, scene)
        for variant, told in enumerate(item.variants or (item,), 1)
        for scene in range(1, len(told.scenes) + 1)
    )


def reading_of(item: Item, variant: int, scene: int) -> Reading | None:
    """One of them; ``None`` where the task has no such variant or screen."""
    variants = item.variants or (item,)
    if not 1 <= variant <= len(variants) or not 1 <= scene <= len(variants[variant - 1].scenes):
        return None
    return _reading(variants[variant - 1], variant, scene)


def reading_met(item: Item, seed: int, scene_id: str) -> Reading:
    """What the attempt of this seed has in front of it; the first screen when the item has no such one."""
    number = item.variant_number(seed)
    told = (item.variants or (item,))[number]
    place = next((at for at, scene in enumerate(told.scenes, 1) if scene.id == scene_id), 1)
    return _reading(told, number + 1, place)


def _reading(told: Item, variant: int, number: int) -> Reading:
    scene = told.scenes[number - 1]
    context = told.context if number == 1 else ""
    question = scene.question or told.question
    answers = tuple(_answers(scene))
    on_screen = sorted(_words_in(scene.screen))
    said = (context, question, *answers, *on_screen)
    return Reading(
        item_id=told.id,
        item_version=told.version,
        language=told.language,
        variant=variant,
        scene=number,
        context=context,
        question=question,
        answers=answers,
        shown=scene,
        fingerprint=hashlib.sha256("\n".join(said).encode()).hexdigest(),
    )


def _answers(scene: Scene) -> Iterator[str]:
    """What may be answered, in the order it was written in."""
    match scene.task:
        case Choose(choices=choices) | Tick(choices=choices) | Order(steps=choices):
            yield from (choice.text for choice in choices)
        case Fill(fields=fields):
            for field in fields:
                yield field.label
                yield from (option.text for option in field.options)
        case Press():
            return


def _words_in(drawn: object, key: str = "") -> Iterator[str]:
    """The words of a screen. The name of a button that is only a picture is none: to know it is the task."""
    if isinstance(drawn, Mapping):
        for name, part in drawn.items():
            if not (name == "label" and drawn.get("icon_only")):
                yield from _words_in(part, name)
    elif isinstance(drawn, list | tuple):
        for part in drawn:
            yield from _words_in(part, key)
    elif isinstance(drawn, str) and drawn and key in SPOKEN:
        yield drawn
