"""What the pages about a course as a whole receive: its way, its settings. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present import NO_FRAME, Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step. Numbers are in words; ``reasons`` are those of the people who stopped there, each with its
    number, and ``has_more`` when there are others that are too rare to be told.
    """

    name: str
    reached: str
    stopped: str
    reasons: tuple[str, ...] = ()
    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StopsPage:
    """``cohort/stops.html``: how far a course is, and where people stop. ``is_small`` when fewer than five
    people are enrolled: then nothing is counted. ``names_href`` leads to those who do not come, by name.
    """

    course: str
    steps: tuple[StepLine, ...] = ()
    people: str = ""
    stopped: str = ""
    reasons: tuple[str, ...] = ()
    has_more: bool = False
    quiet_days: int = 0
    is_small: bool = False
    names_href: str = ""
    settings_href: str = ""
    back_href: str = ""
    printed_on: str = ""
    frame: Frame = NO_FRAME


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsPage:
    """``cohort/settings.html``: what is set once for a course. Without an ``action`` the reader is an
    assistant, who changes nothing. ``faults`` names the fields that are odd.
    """

    course: str
    days: str
    phone: str
    phone_href: str = ""
    least: int = 0
    most: int = 0
    phone_length: int = 0
    faults: frozenset[Literal["days", "phone"]] = frozenset()
    is_kept: bool = False
    has_course: bool = True
    action: str = ""
    back_href: str = ""
    frame: Frame = NO_FRAME
