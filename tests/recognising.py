"""Which scene of the bank a page shows: by its question and, since variants may share one, by its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from lti_tool.domain.item import Choose, Fill, Item, Order, Scene, Tick
from tests.contents import the_shelf

Told = tuple[Item, Scene, frozenset[str]]


class Recogniser:
    """Knows every variant of every item of the checkout's bank."""

    def find(self, question: str, text: str) -> tuple[Item, Scene] | None:
        """The variant and the scene that ask this; of several, the one whose words all stand in ``text``."""
        told = _told().get(question, ())
        if not told:
            return None
        item, scene, _words = max(told, key=lambda one: sum(words in text for words in one[2]) / len(one[2]))
        return item, scene


def single_spaced(text: str) -> str:
    """Text with one plain space between words; French typography uses several kinds."""
    return " ".join(text.split())


@cache
def _told() -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for item in the_shelf().bank.items:
        for variant in item.variants or (item,):
            for scene in variant.scenes:
                question = single_spaced(scene.question or variant.question)
                words = frozenset(single_spaced(one) for one in (question, *_words_of(variant, scene)) if one)
                found.setdefault(question, []).append((variant, scene, words))
    return found


def _words_of(item: Item, scene: Scene) -> Iterator[str]:
    if scene.id == item.scenes[0].id:
        yield item.context
    yield from _texts(scene.screen)
    task = scene.task
    if isinstance(task, Choose | Tick):
        yield from (choice.text for choice in task.choices)
    if isinstance(task, Order):
        yield from (step.text for step in task.steps)
    if isinstance(task, Fill):
        for field in task.fields:
            yield from (field.label, field.hint, *(option.text for option in field.options))


def _texts(part: object, key: str = "") -> Iterator[str]:
    """Every text that a screen shows; ids, icons and kinds are names, not words."""
    if isinstance(part, str) and key not in ("kind", "id", "icon", "state", "side"):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            yield from _texts(value, name)
    elif hasattr(part, "items"):
        yield from _texts(dict(part.items()))
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value, key)
