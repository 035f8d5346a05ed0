"""What the page of the tools of the day receives: ready values. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_cohort import Pages

ToolState = Literal["not-started", "started", "declined", "finished", "sent"]
LightName = Literal["", "at-ease", "little-help", "to-show"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolChoice:
    """One tool to tick."""

    value: str
    text: str
    icon: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolLine:
    """One person. Without a ``light`` nothing was sent. ``to_show`` and ``with_help`` complete "il faut
    apprendre à …".
    """

    name: str
    state: ToolState = "not-started"
    light: LightName = ""
    to_show: tuple[str, ...] = ()
    with_help: tuple[str, ...] = ()
    together_href: str = ""
    record_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsPage:
    """``sitting/tools.html``. Without ``is_here`` this link opens another activity; without an ``action`` the
    reader is an assistant. ``activity`` is what has to be added to the course for such a check.
    """

    title: str
    course: str = ""
    activity: str = ""
    is_here: bool = True
    tools: tuple[ToolChoice, ...] = ()
    chosen: tuple[str, ...] = ()
    most: int = 0
    has_too_many: bool = False
    is_kept: bool = False
    people: tuple[ToolLine, ...] = ()
    pages: Pages | None = None
    action: str = ""
    refresh_href: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
