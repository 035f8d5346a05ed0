"""What the pages of a team's own review receive: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, AccessChoice, Frame
from lti_tool.web.present_exports import FigureTable


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeLine:
    """One question with its answer, and with that of the review before."""

    question: str
    answer: str
    before: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeLink:
    """One review among those of the course."""

    day: str
    href: str
    is_shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticePage:
    """``practice/review.html``. Without a ``day`` there is no review; ``before`` is the day of the last.
    ``tables`` are the totals of the learners. Without a ``form_href`` the reader is an assistant.
    """

    lines: tuple[PracticeLine, ...]
    tables: tuple[FigureTable, ...]
    day: str = ""
    before: str = ""
    every: tuple[PracticeLink, ...] = ()
    is_kept: bool = False
    form_href: str = ""
    course: str = ""
    people: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeField:
    """One question of the form; ``given`` is the choice that was made, or empty."""

    id: str
    question: str
    choices: tuple[AccessChoice, ...]
    given: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeForm:
    """``practice/form.html``: posts one field for each question, and ``submission``."""

    fields: tuple[PracticeField, ...]
    submission: str
    is_incomplete: bool = False
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
