"""What the filters of the group's page receive: ready values. See ``present`` for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lti_tool.web.present_path import StageLine
from lti_tool.web.present_result import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoice:
    """One line of a list to choose from; ``value`` is empty for all of them."""

    value: str
    name: str
    is_chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Toggle:
    """One question of yes or no, sent as ``name``."""

    name: str
    text: str
    is_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFilter:
    """What the list is narrowed to, in words, and the address of the list without it."""

    text: str
    remove_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterBar:
    """``cohort/filters.html``: a form that asks by its address. ``group`` is sent along, empty for everybody.

    ``areas`` is empty where there is no level to ask for. ``found`` are in the list, out of ``everybody`` of
    the group; ``clear_href`` leads to all of them.
    """

    action: str
    stages: tuple[FilterChoice, ...]
    toggles: tuple[Toggle, ...]
    areas: tuple[FilterChoice, ...] = ()
    active: tuple[ActiveFilter, ...] = ()
    group: str = ""
    found: int = 0
    everybody: int = 0
    clear_href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhereLine:
    """Where one person is. ``stages`` is the furthest stage, and the first one when that was left out.

    ``distance`` is empty for whoever reads no results; ``missing`` are the conditions to be prepared.
    ``quiet_since`` is the day of the last visit of somebody who did not come for a while, empty else.
    """

    stages: tuple[StageLine, ...]
    distance: Literal["", "ready", "to-prepare", "unknown"] = ""
    missing: tuple[Condition, ...] = ()
    quiet_since: str = ""
