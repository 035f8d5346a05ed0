"""What the administration's pages about people's data receive: ready values. Rules: see ``present``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

Notice = Literal["", "answered", "resumed", "erased", "fault-words", "fault-sure", "fault-trains"]
NOTICES: tuple[Notice, ...] = ("answered", "resumed", "erased")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRow:
    """One request: who asks, on which platform, what, when, and until when an answer is due; ``answered`` is
    the day of the answer, empty while it waits.
    """

    name: str
    platform: str
    what: str
    href: str
    at: str
    due: str
    is_late: bool = False
    answered: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedRow:
    """Somebody whose data are only stored, and since when."""

    person_id: str
    name: str
    platform: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestsPage:
    """``admin/requests.html``: what people asked about their data, and whose are only stored."""

    rows: tuple[RequestRow, ...]
    paused: tuple[PausedRow, ...]
    resume_action: str
    home_href: str
    notice: Notice = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """``admin/request.html``: one request, the form for the answer, and the one that erases.

    ``given`` is the answer that was typed or given. ``pause`` is what may be done with the answer: "restrict"
    or "resume".
    """

    row: RequestRow
    action: str
    erase_action: str
    back_href: str
    pause: Literal["restrict", "resume"] = "restrict"
    given: str = ""
    notice: Notice = ""
    frame: Frame = NO_FRAME
