"""One task of the bank as a value.

An item is one to three scenes. A scene shows a screen (a drawing that the templates know how to make;
the domain only carries it) and asks for one thing: press, choose, tick, fill or order. ``judging`` holds
an answer against it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer: a text of 45 characters at most, with the name of its picture or none."""

    id: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """Answered by pressing one of the screen's own buttons. ``opens`` leads from a button to a scene."""

    right: frozenset[str]
    buttons: frozenset[str]
    opens: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """Answered by one of the listed choices. ``opens`` leads from a choice to a scene; ``keeps_order`` where
    the order of the choices says something, such as hours or sizes.
    """

    choices: tuple[Choice, ...]
    right: frozenset[str]
    opens: Mapping[str, str] = field(default_factory=dict)
    keeps_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Answered by ticking all the right choices and no other."""

    choices: tuple[Choice, ...]
    right: frozenset[str]
    keeps_order: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Answered by giving each step its number. ``steps`` stand as shown, ``right`` lists ids in order."""

    steps: tuple[Choice, ...]
    right: tuple[str, ...]


class FieldKind(StrEnum):
    """What a form field looks like."""

    TEXT = "text"
    EMAIL = "email"
    TEL = "tel"
    NUMBER = "number"
    DATE = "date"
    SEARCH = "search"
    PASSWORD = "password"  # noqa: S105 - the word names a kind of field
    LONG_TEXT = "long_text"
    SELECT = "select"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a field must hold. Exactly one of the attributes is set; text is compared without case,
    accents, punctuation at the ends or doubled spaces, since none of these is the skill being measured.
    """

    one_of: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: float | None = None
    day: date | None = None
    choice: str = ""
    checked: bool | None = None
    anything: bool = False
    strong_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form inside a scene. ``also`` holds answers that do as well as the ``expected`` one: in
    the language that the task was translated from.
    """

    id: str
    label: str
    kind: FieldKind
    expected: Expected
    options: tuple[Choice, ...] = ()
    hint: str = ""
    also: tuple[Expected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Answered by filling a small form; each field is one sub-score. ``then`` names the scene that a
    form filled as expected opens, or is empty when that ends the item.
    """

    fields: tuple[Field, ...]
    then: str = ""


Task = Press | Choose | Tick | Order | Fill


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One screen and the one thing asked on it. ``highlight`` names the zone that help points at;
    ``alternative`` says in one sentence what is drawn, for somebody who does not see it.
    """

    id: str
    task: Task
    screen: Mapping[str, object]
    question: str = ""
    help: str = ""
    highlight: str = ""
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One task of the bank.

    ``level`` is 0 to 4 (0 lies below DigComp). ``guess`` is the chance of success by luck and ``slope``
    the steepness of its curve, see ``ability``; ``difficulty``, in logits, is what answers have shown, and
    ``None`` means the lower border of the level. ``can_do`` completes "Vous savez …". ``scenes`` is never
    empty; the first one opens the item. ``variants`` tell the same task with other names and amounts, this
    item being the first of them; the tuple is empty when there is but one way to tell it.
    """

    id: str
    version: int
    language: str
    format: str
    competence: str
    level: int
    family: str
    strand: str
    outcomes: tuple[str, ...]
    guess: float
    slope: float
    question: str
    help: str
    can_do: str
    scenes: tuple[Scene, ...]
    context: str = ""
    variants: tuple[Item, ...] = ()
    difficulty: float | None = None

    def scene(self, scene_id: str) -> Scene:
        """The scene of that id; the first one when the item has no such scene (a withdrawn version)."""
        return next((scene for scene in self.scenes if scene.id == scene_id), self.scenes[0])

    def variant_number(self, seed: int) -> int:
        """Which of the variants ``drawn`` takes for this seed, from 0."""
        random = Random(f"{seed} {self.id}")  # noqa: S311 - see below
        return random.choice(range(max(len(self.variants), 1)))

    def drawn(self, seed: int) -> Item:
        """The item as the attempt of this seed sees it: one of its variants, its answers in an order of
        their own. The same seed always gives the same.
        """
        random = Random(f"{seed} {self.id}")  # noqa: S311 - which name a task shows is no secret
        told = random.choice(self.variants or (self,))
        return replace(told, scenes=tuple(shuffled(scene, random) for scene in told.scenes))


def shuffled(scene: Scene, random: Random) -> Scene:
    """The scene with its answers in another order, unless their order says something."""
    task = scene.task
    if not isinstance(task, Choose | Tick) or task.keeps_order:
        return scene
    return replace(scene, task=replace(task, choices=tuple(random.sample(task.choices, len(task.choices)))))
