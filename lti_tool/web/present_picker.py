"""What the picker's templates receive: ready values, nothing to compute. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

Notice = Literal["", "nothing-chosen", "one-only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerActivity:
    """One activity that can be added: posted as ``activity``. ``text`` is one sentence, and ``picture`` an
    address; each may be empty.
    """

    slug: str
    title: str
    minutes: str
    preview_href: str
    text: str = ""
    picture: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerPhase:
    """The activities of one part of the way, never none."""

    name: str
    activities: tuple[PickerActivity, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickerPage:
    """``picker/choose.html``: a trainer picks what is added to the course.

    ``accepts_several`` tells whether the platform takes more than one activity at a time. ``columns`` is
    "one" or "six", posted under this name. ``course`` is empty when the platform names none.
    """

    phases: tuple[PickerPhase, ...]
    accepts_several: bool
    columns: str = "six"
    course: str = ""
    notice: Notice = ""
    action: str = ""
    cancel_action: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """``picker/answer.html``: a form that carries the signed answer to the platform.

    ``is_empty`` when nothing was chosen. ``address`` is empty when nothing is to be carried.
    """

    address: str
    token: str
    is_empty: bool = False
    frame: Frame = NO_FRAME
