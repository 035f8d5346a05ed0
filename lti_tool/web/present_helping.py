"""What the page of one-off helps receives: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicButton:
    """One press notes one help."""

    value: str
    text: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenHelp:
    """One help that was noted today; ``action`` takes it back."""

    text: str
    at: str
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpingPage:
    """``helping/overview.html``: posts ``topic`` and ``submission``. ``given`` are the last of the ``total``
    that the reader noted today. Without an ``action`` the platform names no course.
    """

    topics: tuple[TopicButton, ...]
    submission: str
    action: str
    given: tuple[GivenHelp, ...] = ()
    total: int = 0
    notice: Literal["", "noted", "withdrawn"] = ""
    sittings_href: str = ""
    desk_href: str = ""
    frame: Frame = NO_FRAME
