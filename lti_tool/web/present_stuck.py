"""What the pages about « je suis bloqué » receive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame

State = Literal["none", "waiting", "coming", "solved"]
Place = Literal["", "task", "welcome", "access", "result", "check", "outside", "module", "help", "path"]
CauseCode = Literal["", "password", "pin", "connection", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckPage:
    """``stuck/stuck.html``: somebody was told, what to try meanwhile, and the way back.

    ``trainer_name`` may be empty. ``is_told`` is ``False`` where no trainer can read it: without a course.
    ``called_at`` and ``answered_at`` are hours, or days with hours; ``is_by_trainer`` tells who ended it.
    """

    state: State
    trainer_name: str = ""
    is_told: bool = True
    cause: CauseCode = ""
    called_at: str = ""
    answered_at: str = ""
    is_by_trainer: bool = False
    action: str = ""
    place: str = ""
    cause_action: str = ""
    solved_action: str = ""
    back_href: str = ""
    help_href: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreCalls:
    """How many more learners wait than are shown; ``href`` leads to all of them, empty for a reader who may
    not open that list.
    """

    count: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One learner who waits, on a trainer's page. ``detail`` names what the place does not say, such as the
    module; ``href`` is their record, empty for a reader who may not open it.
    """

    name: str
    since: str
    cause: CauseCode = ""
    place: Place = ""
    detail: str = ""
    coming_at: str = ""
    href: str = ""
    action: str = ""
