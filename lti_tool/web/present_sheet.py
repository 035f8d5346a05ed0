"""What the sheet of the end of a training receives: ready values, nothing to compute. See ``present``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame
from lti_tool.web.present_checks import ObstacleLines
from lti_tool.web.present_result import Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Gained:
    """One thing that the person can do, completing "Sait …". ``outcomes`` are ids of the framework."""

    text: str
    is_alone: bool
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPage:
    """``sheet/sheet.html``: one page to print, to read aloud and to sign.

    ``strengths`` are never empty; ``to_improve`` complete "Apprendre à …". ``obstacles`` is ``None`` when
    they were not asked at both ends: then a line is left to be filled in by hand. ``gained`` is cut to what
    fits, and ``more_gained`` tells how many things are not listed. ``next_step`` is one sentence or empty.
    ``change`` is what may be said of both ends together; empty where there is but one.
    """

    name: str
    course: str
    day: str
    comparison: Comparison
    strengths: tuple[Gained, ...]
    to_improve: tuple[str, ...]
    gained: tuple[Gained, ...]
    change: Literal["", "progress", "unclear"] = ""
    more_gained: int = 0
    obstacles: ObstacleLines | None = None
    next_step: str = ""
    trainer_name: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
