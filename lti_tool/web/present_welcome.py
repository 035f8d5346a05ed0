"""What the pages of a trainer's word of welcome receive: ready values, nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

WelcomeFault = Literal[
    "",
    "no-consent",
    "no-file",
    "picture-unreadable",
    "picture-too-large",
    "voice-unknown",
    "voice-too-heavy",
    "voice-too-long",
    "words-too-long",
]
WelcomeNotice = Literal["", "picture-published", "voice-published", "picture-removed", "voice-removed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The trainer as learners meet her. An address is empty where she shows nothing of that kind; ``seconds``
    is 0 where the length is not known; ``words`` says in writing what the voice says.
    """

    name: str
    picture_href: str = ""
    voice_href: str = ""
    seconds: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLine:
    """One trainer of the course: the days since when she shows what, empty where she does not."""

    name: str
    picture_since: str = ""
    voice_since: str = ""
    is_self: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeWordsPage:
    """``welcome_words/overview.html``: what a trainer shows in this course, and what others do.

    ``host`` is the preview, ``None`` while nothing is shown. ``name`` is empty where the platform hides it:
    then learners see nothing of it. ``named`` is another trainer, whom learners' pages name at this moment.
    The actions are empty for an assistant. ``fault`` belongs to the form of ``faulty``; ``words`` is what was
    typed.
    """

    name: str
    named: str = ""
    host: Host | None = None
    picture_since: str = ""
    voice_since: str = ""
    lines: tuple[HostLine, ...] = ()
    has_course: bool = True
    words: str = ""
    fault: WelcomeFault = ""
    faulty: Literal["", "picture", "voice"] = ""
    notice: WelcomeNotice = ""
    seconds_at_most: int = 60
    words_at_most: int = 1000
    voice_bytes: int = 0
    picture_bytes: int = 0
    picture_action: str = ""
    voice_action: str = ""
    remove_action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
