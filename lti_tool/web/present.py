"""What the learner's pages and the public pages receive: ready values, nothing to compute.

Every template receives one object, ``page``. A text that a learner reads and that does not come from the
content or from a person is worded in the template; here only codes say which wording to choose. Moments
arrive as text, already written in the reader's language and time zone. ``action`` is the address that the
form posts to; an empty one means the address of the page itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lti_tool.domain.item import Task
from lti_tool.web.present_frame import NO_FRAME as NO_FRAME
from lti_tool.web.present_frame import Frame as Frame
from lti_tool.web.present_frame import Language as Language
from lti_tool.web.present_frame import LanguageMenu as LanguageMenu
from lti_tool.web.present_frame import LogoShown as LogoShown
from lti_tool.web.present_frame import Tab as Tab

if TYPE_CHECKING:
    from lti_tool.web.present_checks import CheckOffers
    from lti_tool.web.present_welcome import Host


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomePage:
    """``learner/welcome.html``: who reads my answers, how long, and start, resume or not now.

    ``state`` "later" is the page that follows "not now"; ``stage`` is when in the training this is.
    ``minutes`` is the usual duration, 0 when unknown.
    ``trainer_name`` may be empty. ``sends_levels`` tells whether levels go to the course's gradebook,
    ``is_one_level`` whether that is one alone, ``is_some_levels`` whether it cannot be told how many;
    ``is_shared_at_once`` whether the centre lets the trainer read the result without the learner's press.
    ``views_href`` leads to who looked at their record.
    """

    title: str
    state: Literal["new", "resume", "later"] = "new"
    minutes: int = 0
    trainer_name: str = ""
    sends_levels: bool = True
    is_one_level: bool = False
    is_some_levels: bool = False
    is_shared_at_once: bool = False
    stage: Literal["entry", "midway", "end"] = "entry"
    checks: CheckOffers | None = None
    host: Host | None = None
    views_href: str = ""
    action: str = ""
    later_action: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChoice:
    """One answer to a question about equipment: posted as ``choice``."""

    id: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPage:
    """``learner/access.html``: one question about device, connection, place or first hands-on.

    Not graded. ``given`` is the answer already given, ticked again; ``is_incomplete`` when Continue was
    pressed without an answer. "I prefer not to answer" posts ``skip=1``. ``is_again`` when the check is done
    and one answer is another one today, ``is_told`` when the trainers read it already.
    """

    question: str
    choices: tuple[AccessChoice, ...]
    number: int
    total: int
    is_again: bool = False
    is_told: bool = False
    back_href: str = ""
    context: str = ""
    given: str = ""
    is_incomplete: bool = False
    submission: str = ""
    version: int = 0
    action: str = ""
    frame: Frame = NO_FRAME


Notice = Literal["", "saved", "already-saved", "try-again", "incomplete", "other-window"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """``learner/question.html``: one scene of one item.

    ``submission`` makes a repeated POST harmless, ``version`` reveals a second window. ``step`` of ``steps``
    and ``area`` say how far, by area. ``alternative`` says what the screen draws, for somebody who cannot
    see it. ``help`` is empty until help was asked or a try missed; ``highlight``
    is the zone it points at, drawn only while help is open. ``missing`` names the fields without an answer,
    as ``domain.item.judge`` reports them. ``given`` is what was just typed or chosen, to show it again in
    the same response; it is never read from the store. ``ask_name`` is the person to ask, or empty.
    The form posts ``press``, ``choice``, ``order-<id>`` or ``field-<id>``, and with the other buttons
    ``skip=1``, ``help=1`` or ``pause=1``. ``content_language`` is the language of the item, which the page's
    own words need not share. ``video_rooms`` says where the buttons of a video room are drawn, in modules.
    ``voice_href`` is a recorded voice that reads it aloud, empty where nobody read these words.
    """

    question: str
    screen: Mapping[str, object]
    task: Task
    submission: str
    version: int
    content_language: str = "fr"
    step: int
    steps: int
    area: str = ""
    context: str = ""
    alternative: str = ""
    help: str = ""
    highlight: str = ""
    notice: Notice = ""
    missing: tuple[str, ...] = ()
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ask_name: str = ""
    video_rooms: str = "neutral"
    voice_href: str = ""
    action: str = ""
    frame: Frame = NO_FRAME

    @property
    def task_kind(self) -> str:
        """``press``, ``choose``, ``tick``, ``order`` or ``fill``: which partial draws the answers."""
        return type(self.task).__name__.lower()

    @property
    def screen_kind(self) -> str:
        """Which partial draws the screen."""
        return str(self.screen.get("kind") or "none")

    @property
    def is_pressable(self) -> bool:
        """Whether the zones of the screen are buttons."""
        return self.task_kind == "press"

    @property
    def lit(self) -> str:
        """The zone to light up now: none while help is closed."""
        return self.highlight if self.help else ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The places that a step of an ordering task may take, from 1."""
        return tuple(range(1, len(getattr(self.task, "steps", ())) + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class PausePage:
    """``learner/pause.html``: the pause that was asked for, or the one offered between two areas."""

    reason: Literal["asked", "between-areas"] = "asked"
    step: int = 0
    steps: int = 0
    action: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessAnswer:
    """One question about equipment, the answer in words, and what the centre can do about it, or empty.
    ``href`` leads the person themselves to the question.
    """

    question: str
    answer: str
    action: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictPage:
    """``learner/conflict.html`` (409): two windows answered. Both answers in words, empty when typed.

    ``content_language`` is the language of the question and the answers.

    ``href`` leads on to the task that comes next.
    """

    question: str
    content_language: str = "fr"
    kept: str = ""
    other: str = ""
    href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class NotReadyPage:
    """``learner/not_ready.html``: the trainer has not yet chosen what this link opens."""

    trainer_name: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """``error.html``: needs no session.

    ``code`` is one of ``domain.errors.PAGE_CODES`` and chooses the wording; an unknown one reads as
    ``e-busy``. ``reason`` is the short technical word that is safe to show, ``reference`` the correlation
    code (``PSR-7F3K-2Q``). ``href`` is where the one button leads, or empty; ``guide_href`` leads to the
    guide where an administrator can mend it.
    """

    code: str
    reference: str
    reason: str = ""
    href: str = ""
    guide_href: str = ""
    opens_new_tab: bool = False
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePage:
    """``home.html``: the public front page. ``demo_href`` is empty outside the demo."""

    demo_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPage:
    """``help.html``: an administrator opened an activity without a role in the course."""

    platform_name: str = ""
    frame: Frame = NO_FRAME
