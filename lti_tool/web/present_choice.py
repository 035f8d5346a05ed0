"""What the page receives on which a trainer picks what a link opens. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChoice:
    """One activity that this link can open: posted as ``activity``. ``minutes`` is 0 when unknown."""

    slug: str
    title: str
    text: str = ""
    minutes: int = 0
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoosePage:
    """``cohort/choose.html``: a trainer picks what this link opens. ``given`` is the present choice."""

    choices: tuple[ActivityChoice, ...]
    course: str = ""
    given: str = ""
    is_incomplete: bool = False
    has_attempts: bool = False
    action: str = ""
    frame: Frame = NO_FRAME
