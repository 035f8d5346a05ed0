"""The paper twin of the express diagnostic: a form to print, and how what was ticked on it is read back.

The form is fixed for a state of the bank and a stage: whoever prints it gets the same tasks. Its tasks have
one screen and are answered with letters, with numbers, or with one short text.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from string import ascii_uppercase

from lti_tool.domain.attempt import Bank
from lti_tool.domain.framework import AREAS, SAFETY_COMPETENCES, area_of
from lti_tool.domain.item import Choice, Choose, Field, FieldKind, Fill, Item, Order, Press, Tick
from lti_tool.domain.judging import Submitted
from lti_tool.domain.start import Stage

LEVELS_ASKED = (1, 2)
MORE_AREAS, MORE_LEVEL = ("1", "4"), 3
"""Two tasks more, at the end: safety is in each form twice, and so is searching and sorting."""

TASKS_AT_LEAST = 10
TEXT_LENGTH = 80
WAYS_SHOWN = 2
DONT_KNOW, NOT_ANSWERED = "?", "-"
SHORT_TEXTS = frozenset(
    {FieldKind.TEXT, FieldKind.SEARCH, FieldKind.NUMBER, FieldKind.DATE, FieldKind.EMAIL, FieldKind.TEL}
)
_LISTED = ("apps", "messages", "attachments", "results", "pages", "files", "rows")
_TOOLS_FIRST = frozenset({"document", "files", "mailbox"})
_BETWEEN = str.maketrans("", "", " ,;./")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """A form. ``tasks`` are as its ``seed`` draws them, from easy to harder; ``code`` is on every page."""

    code: str
    seed: int
    stage: Stage
    tasks: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to write down for a task: ``letters`` name what may be ticked, and ``name`` is the field that
    judging reads. Without letters it is a number of ``numbers``, or a short text.
    """

    name: str
    label: str = ""
    letters: tuple[tuple[str, Choice], ...] = ()
    numbers: int = 0


def paper_form(bank: Bank, stage: Stage) -> PaperForm | None:
    """The form of a stage, ``None`` where the bank has too few tasks for paper. Nothing on the form of the
    end stands on that of the entry, as long as the bank has others.
    """
    met = frozenset[str]()
    if stage is Stage.END:
        earlier = paper_form(bank, Stage.ENTRY)
        met = frozenset(task.id for task in earlier.tasks) if earlier else met
    digest = hashlib.sha256(f"{bank.version} {stage.value}".encode()).hexdigest()
    seed = int(digest[:7], 16)
    tasks = _chosen(bank.items, Random(seed), met)  # noqa: S311 - a draw of tasks, no secret
    if len(tasks) < TASKS_AT_LEAST or {area_of(task.competence) for task in tasks} != set(AREAS):
        return None
    drawn = tuple(task.drawn(seed) for task in tasks)
    return PaperForm(code=f"P-{digest[-4:].upper()}", seed=seed, stage=stage, tasks=drawn)


def fits_paper(item: Item) -> bool:
    """Whether a task measures on paper what it measures on a screen, as far as paper can: no first gesture,
    one screen, and an answer that can be ticked, numbered, or written in a few words.
    """
    return item.level > 0 and len(item.scenes) == 1 and bool(parts_of(item))


def parts_of(item: Item) -> tuple[Part, ...]:
    """What is written down for a task, in the order of the page; empty for a task that does not fit."""
    scene = item.scenes[0]
    task = scene.task
    if isinstance(task, Press):
        found = [one for one in pressed_in_order(scene.screen) if one in task.buttons]
        named = tuple(Choice(id=one, text="") for one in found)
        return () if task.opens else (Part(name="press", letters=_lettered(named)),)
    if isinstance(task, Choose):
        return () if task.opens else (Part(name="choice", letters=_lettered(task.choices)),)
    if isinstance(task, Tick):
        return (Part(name="choice", letters=_lettered(task.choices)),)
    if isinstance(task, Order):
        count = len(task.steps)
        return tuple(Part(name=f"order-{step.id}", label=step.text, numbers=count) for step in task.steps)
    return _parts_of_form(task)


def pressed_in_order(screen: Mapping[str, object]) -> Iterator[str]:
    """The ids of all that could be a button on a screen, in the order in which it is drawn."""
    names = ("buttons", *_LISTED) if screen.get("kind") in _TOOLS_FIRST else (*_LISTED, "buttons")
    link = screen.get("link")
    if isinstance(link, Mapping) and link.get("id"):
        yield str(link["id"])
    for name in names:
        listed = screen.get(name)
        for part in listed if isinstance(listed, Sequence) and not isinstance(listed, str) else ():
            if isinstance(part, Mapping) and part.get("id"):
                yield str(part["id"])


def submitted_of(item: Item, keyed: str) -> Submitted | None:
    """What was keyed for a task, as judging reads a form; ``None`` for what the sheet cannot hold.

    One letter or number for each part, in the order of the page; several letters where several answers may
    be ticked. "-" stands for a part that was left empty, which is then wrong.
    """
    parts, task = parts_of(item), item.scenes[0].task
    if isinstance(task, Fill) and not parts[0].letters:
        text = " ".join(keyed.split())
        return {parts[0].name: [text]} if 0 < len(text) <= TEXT_LENGTH and text != NOT_ANSWERED else None
    signs = keyed.upper().translate(_BETWEEN)
    if isinstance(task, Press | Choose | Tick):
        ids = {letter: choice.id for letter, choice in parts[0].letters}
        is_one = isinstance(task, Tick) or len(signs) == 1
        if not signs or not is_one or len(set(signs)) < len(signs) or not set(signs) <= set(ids):
            return None
        return {parts[0].name: [ids[sign] for sign in signs]}
    if len(signs) != len(parts):
        return None
    read = [_value(part, sign) for part, sign in zip(parts, signs, strict=True)]
    found = {part.name: [one] for part, one in zip(parts, read, strict=True) if one is not None}
    return found if len(found) == len(parts) else None


def right_of(item: Item) -> str:
    """The right answer of a task, as it is keyed: letters or numbers, or the text. Where several are right,
    any of them, separated by " / ".
    """
    parts, task = parts_of(item), item.scenes[0].task
    if isinstance(task, Press | Choose | Tick):
        between = "" if isinstance(task, Tick) else " / "
        return between.join(letter for letter, choice in parts[0].letters if choice.id in task.right)
    if isinstance(task, Order):
        return " ".join(str(task.right.index(step.id) + 1) for step in task.steps)
    return " ".join(_right_of_field(field, part) for field, part in zip(task.fields, parts, strict=True))


def _chosen(items: Sequence[Item], random: Random, met: frozenset[str]) -> tuple[Item, ...]:
    fitting = sorted((item for item in items if fits_paper(item)), key=lambda item: item.id)
    wanted = [(area, level) for level in LEVELS_ASKED for area in AREAS]
    wanted += [(area, MORE_LEVEL) for area in MORE_AREAS]
    found: list[Item] = []
    for area, level in wanted:
        left = [item for item in fitting if item not in found and area_of(item.competence) == area]
        ranks = {item.id: _rank(item, level, found, met) for item in left}
        best = [item for item in left if ranks[item.id] == min(ranks.values())]
        if best:
            found.append(random.choice(best))
    return tuple(sorted(found, key=lambda item: item.level))


def _rank(item: Item, level: int, found: Sequence[Item], met: frozenset[str]) -> tuple[int, ...]:
    """The lower the better: not met before, near the level, a safety competence that is still due, of a
    competence and a family of its own.
    """
    known = {one.competence for one in found}
    return (
        item.id in met,
        abs(item.level - level),
        item.level > level,
        item.competence in known or item.competence not in SAFETY_COMPETENCES,
        item.competence in known,
        any(one.family == item.family for one in found),
    )


def _lettered(choices: Sequence[Choice]) -> tuple[tuple[str, Choice], ...]:
    return tuple(zip(ascii_uppercase, choices, strict=False))


def _parts_of_form(task: Fill) -> tuple[Part, ...]:
    if task.then:
        return ()
    kinds = {field.kind for field in task.fields}
    if kinds <= {FieldKind.SELECT, FieldKind.CHECK}:
        return tuple(_part_of_field(field) for field in task.fields)
    if len(task.fields) == 1 and kinds <= SHORT_TEXTS:
        return (Part(name=f"field-{task.fields[0].id}", label=task.fields[0].label),)
    return ()


def _part_of_field(field: Field) -> Part:
    choices = field.options or (Choice(id="1", text=field.label),)
    return Part(name=f"field-{field.id}", label=field.label, letters=_lettered(choices))


def _value(part: Part, sign: str) -> str | None:
    """What judging reads for one sign; a blank becomes a value that is never right."""
    if part.numbers:
        if sign == NOT_ANSWERED:
            return "0"
        return sign if sign.isdecimal() and sign.isascii() and 1 <= int(sign) <= part.numbers else None
    if sign == NOT_ANSWERED:
        return "" if _is_box(part) else NOT_ANSWERED
    return next((choice.id for letter, choice in part.letters if letter == sign), None)


def _is_box(part: Part) -> bool:
    """Whether it is one box to tick or leave: leaving it empty is an answer."""
    return len(part.letters) == 1


def _right_of_field(field: Field, part: Part) -> str:
    expected = field.expected
    if part.letters:
        if expected.checked is not None:
            return part.letters[0][0] if expected.checked else NOT_ANSWERED
        return next(letter for letter, choice in part.letters if choice.id == expected.choice)
    if expected.number is not None:
        return f"{expected.number:g}"
    if expected.day is not None:
        return expected.day.strftime("%d/%m/%Y")
    return " / ".join(expected.one_of[:WAYS_SHOWN]) or " + ".join(expected.words)
