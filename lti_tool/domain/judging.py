"""How an answer to a scene is judged. Nothing that a person typed leaves this module."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lti_tool.domain.item import Choose, Expected, Field, FieldKind, Fill, Order, Press, Scene, Tick

Submitted = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succeeded:
    """The whole item is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """The answer was complete but not the expected one; ``right_parts`` of ``parts`` were right."""

    right_parts: int = 0
    parts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The answer leads to another scene of the same item; it is not a try."""

    scene_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incomplete:
    """Something is not filled in; ``fields`` names what. It is not a try."""

    fields: tuple[str, ...]


Verdict = Succeeded | Missed | Opened | Incomplete

_NUMBER = re.compile(r"([-+]?\d{1,15}(?:[.,]\d{1,15})?)(?:[:h]00)?[^\W\d_]{0,8}[.%]?")


def judge(scene: Scene, submitted: Submitted) -> Verdict:
    """Hold a submitted form against what the scene asks.

    ``submitted`` maps a field's name to its values as the browser sent them: ``press`` for a button,
    ``choice`` for radios and ticks, ``order-<id>`` for numbers, ``field-<id>`` for a form's fields.
    A value that the scene does not offer counts as no answer.
    """
    task = scene.task
    if isinstance(task, Press):
        return _judge_one(_first(submitted, "press"), task.buttons, task.right, task.opens, "press")
    if isinstance(task, Choose):
        offered = frozenset(choice.id for choice in task.choices)
        return _judge_one(_first(submitted, "choice"), offered, task.right, task.opens, "choice")
    if isinstance(task, Tick):
        return _judge_ticks(task, submitted)
    if isinstance(task, Order):
        return _judge_order(task, submitted)
    return _judge_fields(task, submitted)


def _first(submitted: Submitted, name: str) -> str:
    values = submitted.get(name, ())
    return values[0].strip() if values else ""


def _judge_one(
    given: str, offered: frozenset[str], right: frozenset[str], opens: Mapping[str, str], name: str
) -> Verdict:
    if given not in offered:
        return Incomplete(fields=(name,))
    if given in opens:
        return Opened(scene_id=opens[given])
    return Succeeded() if given in right else Missed()


def _judge_ticks(task: Tick, submitted: Submitted) -> Verdict:
    offered = [choice.id for choice in task.choices]
    ticked = frozenset(submitted.get("choice", ())) & frozenset(offered)
    if not ticked:
        return Incomplete(fields=("choice",))
    if ticked == task.right:
        return Succeeded()
    agreeing = sum((choice in ticked) == (choice in task.right) for choice in offered)
    return Missed(right_parts=agreeing, parts=len(offered))


def _judge_order(task: Order, submitted: Submitted) -> Verdict:
    numbers = {step.id: _first(submitted, f"order-{step.id}") for step in task.steps}
    blank = tuple(
        f"order-{step_id}" for step_id, number in numbers.items() if not number.isdecimal() or len(number) > 2
    )
    if blank:
        return Incomplete(fields=blank)
    agreeing = sum(int(numbers[step_id]) == place for place, step_id in enumerate(task.right, 1))
    if agreeing == len(task.right):
        return Succeeded()
    return Missed(right_parts=agreeing, parts=len(task.right))


def _judge_fields(task: Fill, submitted: Submitted) -> Verdict:
    blank = tuple(
        f"field-{item.id}"
        for item in task.fields
        if item.kind is not FieldKind.CHECK and not _first(submitted, f"field-{item.id}")
    )
    if blank:
        return Incomplete(fields=blank)
    agreeing = sum(_fits(item, _first(submitted, f"field-{item.id}")) for item in task.fields)
    if agreeing == len(task.fields):
        return Opened(scene_id=task.then) if task.then else Succeeded()
    return Missed(right_parts=agreeing, parts=len(task.fields))


def _fits(field: Field, given: str) -> bool:
    return any(_meets(expected, given) for expected in (field.expected, *field.also))


def _meets(expected: Expected, given: str) -> bool:
    if expected.checked is not None:
        return bool(given) is expected.checked
    if expected.choice:
        return given == expected.choice
    if expected.number is not None:
        return _as_number(given) == expected.number
    if expected.day is not None:
        return _as_day(given) == expected.day
    if expected.strong_password:
        return is_strong_password(given)
    if expected.words:
        found = plain(given)
        return all(plain(word) in found for word in expected.words)
    if expected.one_of:
        return plain(given) in {plain(text) for text in expected.one_of}
    return expected.anything and bool(given)


def plain(text: str) -> str:
    """Text without case, accents, outer punctuation or doubled spaces, for a fair comparison."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'").replace("\u2011", "-")).casefold()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(bare.split()).strip(" .,;:!?'\"«»„“”‘")


def is_strong_password(given: str) -> bool:
    """Whether a throw-away password would hold: 12 characters or more, of which at least six differ,
    and not one word or number alone. Judged in memory, never stored.
    """
    kinds = (str.islower, str.isupper, str.isdecimal, lambda letter: not letter.isalnum())
    variety = sum(any(kind(letter) for letter in given) for kind in kinds)
    return len(given) >= 12 and len(set(given)) >= 6 and variety >= 2


def _as_number(given: str) -> float | None:
    """A number as people write it: 12,50 or 12.50, with its unit or without (8 h, 8:00, 25 km, € 3)."""
    found = _NUMBER.fullmatch("".join(given.split()).replace("€", ""))
    return float(found[1].replace(",", ".")) if found else None


def _as_day(given: str) -> date | None:
    """A day as the browser's date field sends it (2026-11-20) or as people write it (20/11/2026)."""
    parts = given.replace(".", "/").replace("-", "/").replace(" ", "/").split("/")
    if len(parts) != 3 or not all(part.isdecimal() and len(part) <= 4 for part in parts):
        return None
    numbers = [int(part) for part in parts]
    year, month, day = numbers if len(parts[0]) == 4 else reversed(numbers)
    try:
        return date(year, month, day)
    except ValueError:
        return None
