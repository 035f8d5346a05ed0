"""What the right answer to an exercise is, to show it to somebody who has tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from lti_tool.domain.item import Choose, Expected, Field, Fill, Order, Press, Scene, Tick
from lti_tool.domain.module import Exercise

_SAID_OF_A_BUTTON = ("label", "name", "title", "subject", "text")


class Gesture(StrEnum):
    """What one does in a scene."""

    PRESS = "press"
    CHOOSE = "choose"
    TICK = "tick"
    ORDER = "order"
    WRITE = "write"


@dataclass(frozen=True, slots=True, kw_only=True)
class RightAnswer:
    """One thing to do: press or choose this, tick these, this order, or write this in the field ``label``.

    ``texts`` is empty where anything may be written. ``icon`` is the drawing of a button whose words are not
    written on it, else empty. ``is_again`` tells that it is the press before once more, on a screen that has
    changed since.
    """

    gesture: Gesture
    texts: tuple[str, ...]
    label: str = ""
    icon: str = ""
    is_again: bool = False


def right_answers(exercise: Exercise) -> tuple[RightAnswer, ...]:
    """What to do, scene by scene, in the order of the scenes."""
    found = [answer for scene in exercise.scenes for answer in _of_scene(scene)]
    before = [None, *(answer.texts for answer in found)]
    return tuple(
        replace(answer, is_again=answer.gesture is Gesture.PRESS and answer.texts == texts)
        for answer, texts in zip(found, before, strict=False)
    )


def _of_scene(scene: Scene) -> Iterator[RightAnswer]:
    match scene.task:
        case Press(right=right, opens=opens):
            named = {*right, *opens} if not right else set(right)
            texts = tuple(dict.fromkeys(_labels(scene.screen, named)))
            icons = tuple(_icons(scene.screen, named))
            icon = icons[0] if len(icons) == len(texts) == 1 else ""
            yield RightAnswer(gesture=Gesture.PRESS, texts=texts, icon=icon)
        case Choose(choices=choices, right=right, opens=opens):
            named = set(right) or set(opens)
            texts = tuple(one.text for one in choices if one.id in named)
            yield RightAnswer(gesture=Gesture.CHOOSE, texts=texts)
        case Tick(choices=choices, right=right):
            texts = tuple(one.text for one in choices if one.id in right)
            yield RightAnswer(gesture=Gesture.TICK, texts=texts)
        case Order(steps=steps, right=right):
            by_id = {one.id: one.text for one in steps}
            yield RightAnswer(gesture=Gesture.ORDER, texts=tuple(by_id[one] for one in right))
        case Fill(fields=fields):
            for field in fields:
                yield RightAnswer(gesture=Gesture.WRITE, texts=_expected(field), label=field.label)


def _expected(field: Field) -> tuple[str, ...]:
    wanted: Expected = field.expected
    if wanted.one_of:
        return wanted.one_of[:1]
    if wanted.words:
        return (" ".join(wanted.words),)
    if wanted.strong_password:
        return (field.hint,) if field.hint else ()
    if wanted.number is not None:
        return (f"{wanted.number:g}".replace(".", ","),)
    if wanted.day is not None:
        return (wanted.day.strftime("%d/%m/%Y"),)
    if wanted.choice:
        return tuple(one.text for one in field.options if one.id == wanted.choice)
    return ()


def _said_of(button: Mapping[str, object]) -> Iterator[str]:
    """What a button is called; a message is told by who sent it and what it is about."""
    if button.get("sender"):
        yield f"{button['sender']}, {button['subject']}"
        return
    yield from [str(button[key]) for key in _SAID_OF_A_BUTTON if button.get(key)][:1]


def _labels(screen: object, names: set[str]) -> Iterator[str]:
    """The words on the buttons of these ids, wherever they stand in a screen."""
    return (said for button in _buttons(screen, names) for said in _said_of(button))


def _icons(screen: object, names: set[str]) -> Iterator[str]:
    """The drawings of those buttons of these ids that show no words."""
    return (str(button["icon"]) for button in _buttons(screen, names) if button.get("icon_only"))


def _buttons(drawn: object, names: set[str]) -> Iterator[Mapping[str, object]]:
    if isinstance(drawn, Mapping):
        if drawn.get("id") in names:
            yield drawn
        for part in drawn.values():
            yield from _buttons(part, names)
    elif isinstance(drawn, Sequence) and not isinstance(drawn, str):
        for part in drawn:
            yield from _buttons(part, names)
