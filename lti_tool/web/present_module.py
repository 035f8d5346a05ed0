"""What the pages of modules receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from lti_tool.domain.item import Choice
from lti_tool.domain.module import Drawing, HardWord, StepKind
from lti_tool.domain.module_answers import RightAnswer
from lti_tool.web.present import NO_FRAME, Frame, QuestionPage
from lti_tool.web.present_path import Wait
from lti_tool.web.present_resources import CardView

NO_TEXT = Markup("")
StepState = Literal["to-do", "here", "done", "later"]
StepPart = Literal["see", "exercise", "told", "do", "say", "agree"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step in the list of a module; ``href`` is empty while it cannot be opened."""

    kind: StepKind
    title: str
    minutes: int
    state: StepState
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModulePage:
    """``module/first.html``: what the module is, and one way on. The addresses that are empty are not for
    the reader; ``again_action`` is empty until the module was walked through. ``wait`` is a trainer who asks
    to wait with what is done at a distance; ``is_not_ready`` when something for it is missing.
    """

    title: str
    goal: str
    minutes: int
    steps: tuple[StepLine, ...]
    state: Literal["new", "open", "ended"]
    content_language: str = "fr"
    trainer_name: str = ""
    sends_grade: bool = False
    action: str = ""
    again_action: str = ""
    end_href: str = ""
    path_href: str = ""
    sheet_href: str = ""
    guide_href: str = ""
    together_href: str = ""
    back_href: str = ""
    wait: Wait | None = None
    is_not_ready: bool = False
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseView:
    """The exercise of a step. ``page`` is its task as the formats draw it; ``number`` of ``total``.

    ``hints`` are those shown so far, the last one the newest; ``can_hint`` whether there is another.
    """

    page: QuestionPage
    number: int
    total: int
    hints: tuple[str, ...] = ()
    can_hint: bool = True
    is_missed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldView:
    """What is said once an exercise is over. ``answers`` are shown where the answer was asked for."""

    outcome: Literal["alone", "helped", "shown"]
    text: str
    answers: tuple[RightAnswer, ...] = ()
    again_action: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage:
    """``module/step.html``: one step. ``part`` says which partial draws it.

    ``reply`` is what is said of the answer given one step before, or empty. ``is_incomplete`` when Continue
    was pressed without an answer.
    """

    module: str
    title: str
    number: int
    total: int
    minutes: int
    part: StepPart
    version: int
    action: str
    content_language: str = "fr"
    heading: str = ""
    drawing: Drawing | None = None
    text: Markup = NO_TEXT
    text_language: str = "fr"
    hard_words: tuple[HardWord, ...] = ()
    exercise: ExerciseView | None = None
    told: ToldView | None = None
    intro: str = ""
    cards: tuple[Choice, ...] = ()
    chosen: tuple[str, ...] = ()
    is_told_to_trainer: bool = False
    agreed_on: str = ""
    copy_href: str = ""
    reply: str = ""
    is_incomplete: bool = False
    ask_name: str = ""
    before_href: str = ""
    stop_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleEndPage:
    """``module/end.html``: after the last step. ``can_do`` completes "Vous savez …"; ``alone`` of ``total``
    tasks of the check were done without a hint. ``later`` are gestures still to be done for real, ``cards``
    what is near and fits.
    """

    title: str
    can_do: str
    alone: int
    total: int
    content_language: str = "fr"
    later: tuple[str, ...] = ()
    later_href: str = ""
    copy_href: str = ""
    sends_grade: bool = False
    trainer_name: str = ""
    again_action: str = ""
    path_href: str = ""
    sheet_href: str = ""
    module_href: str = ""
    cards: tuple[CardView, ...] = ()
    is_repeated: bool = False
    reply: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """``module/paper.html``: a printed page: the learner's sheet, the trainer's guide or an agreed text."""

    kind: Literal["sheet", "guide", "charter"]
    title: str
    text: Markup
    content_language: str = "fr"
    name: str = ""
    course: str = ""
    day: str = ""
    version: int = 0
    back_href: str = ""
    frame: Frame = NO_FRAME

    @property
    def width(self) -> str:
        """The class of the page: a learner's sheet is printed in large type."""
        return "paper" if self.kind == "sheet" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherPage:
    """``module/together.html``: one step on the wall, for a group. Nothing on it is kept.

    ``shown`` says how far the exercise is uncovered: its hints, and then ``answers``.
    """

    module: str
    title: str
    number: int
    total: int
    minutes: int
    content_language: str = "fr"
    heading: str = ""
    drawing: Drawing | None = None
    text: Markup = NO_TEXT
    intro: str = ""
    cards: tuple[Choice, ...] = ()
    exercise: ExerciseView | None = None
    answers: tuple[RightAnswer, ...] = ()
    done: str = ""
    before_href: str = ""
    next_href: str = ""
    more_href: str = ""
    end_href: str = ""
    frame: Frame = NO_FRAME
