"""What the pages of the diagnostic on paper receive: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from lti_tool.domain.item import Task
from lti_tool.web.present import NO_FRAME, Frame

TaskKind = Literal["one", "several", "numbers", "parts", "text"]
FieldFault = Literal["", "missing", "odd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box to tick: the letter in it, and what it stands for; no text where the drawing shows it."""

    letter: str
    text: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """One thing to write down: boxes, or a number or short text where there are none."""

    label: str = ""
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTask:
    """One task as it is printed. ``letters`` name the parts of the drawing that may be ticked, by their id;
    the drawing reads ``task``, ``lit`` and ``is_pressable`` as on a screen, and nothing of it can be pressed.
    """

    number: int
    question: str
    kind: TaskKind
    screen: Mapping[str, object]
    task: Task
    lines: tuple[Lines, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    alternative: str = ""
    content_language: str = "fr"
    lit: str = ""
    next_href: str = ""
    is_pressable: bool = False

    @property
    def screen_kind(self) -> str:
        """Which partial draws the screen."""
        return str(self.screen.get("kind") or "none")


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLines:
    """One question about equipment and place, with its boxes."""

    number: int
    question: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """``paper/form.html``: the form to print. ``code`` stands on every page of it."""

    title: str
    code: str
    tasks: tuple[PaperTask, ...]
    access: tuple[AccessLines, ...] = ()
    trainer_name: str = ""
    answers_href: str = ""
    back_href: str = ""
    first_letter: str = "A"
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """The right answer of one task: as it is keyed, and in words where the sheet has any."""

    number: int
    question: str
    keyed: str
    text: str = ""
    competence: str = ""
    content_language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersPage:
    """``paper/answers.html``: what is right, for trainers."""

    title: str
    code: str
    answers: tuple[Right, ...]
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyedLine:
    """One task or question on the page where a sheet is keyed. ``given`` is what was typed, ``letters`` the
    first and last letter that may be ticked, ``count`` how many signs are wanted.
    """

    number: int
    question: str
    kind: TaskKind
    letters: tuple[str, str] = ("", "")
    count: int = 1
    given: str = ""
    is_helped: bool = False
    fault: FieldFault = ""
    content_language: str = "fr"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPage:
    """``paper/key.html``: one sheet, typed in. ``standing`` says what there is of the person yet; where it is
    "on-screen" there is no form at all. ``faults`` names those of the fields that are no task.
    """

    name: str
    title: str
    code: str
    standing: Literal["nothing", "empty", "keyed", "on-screen"] = "nothing"
    sends_levels: bool = False
    tasks: tuple[KeyedLine, ...] = ()
    access: tuple[KeyedLine, ...] = ()
    given_code: str = ""
    day: str = ""
    today: str = ""
    is_agreed: bool = False
    replaces: bool = False
    faults: Mapping[str, str] = field(default_factory=dict)
    count_faults: int = 0
    submission: str = ""
    action: str = ""
    form_href: str = ""
    record_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
