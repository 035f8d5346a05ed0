"""What a trainer may narrow the list of a group to. Several at once mean: all of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lti_tool.domain.activity import DIAGNOSTIC, Activity, Phase
from lti_tool.domain.framework import AREAS
from lti_tool.domain.needs import Need
from lti_tool.domain.path_plan import STAGES
from lti_tool.domain.whereabouts import Whereabouts

ANY_AREA = "any"
LOW_LEVELS_UP_TO = 1
"""Levels 0 and 1: the first gestures, and simple tasks with help."""

EQUIPMENT = frozenset({Need.DEVICE_LOAN, Need.DEVICE_SHARED, Need.CONNECTION_OFFER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What the list is narrowed to; nothing of it is everybody.

    ``stage`` is the furthest stage of the path in which somebody began something. ``area`` is one area, or
    ``ANY_AREA``, in which the level is 0 or 1. ``needs_equipment`` is for a device or a connection,
    ``wants_talk`` for an open call for help, ``is_late`` for an entry diagnostic that is not done in time,
    ``is_quiet`` for nobody seen for longer than the course waits.
    """

    stage: Phase | None = None
    area: str = ""
    needs_equipment: bool = False
    wants_talk: bool = False
    is_late: bool = False
    is_quiet: bool = False

    @property
    def by_whereabouts(self) -> bool:
        """Whether it must be known where everybody is."""
        return self.stage is not None or self.needs_equipment or self.is_late or self.is_quiet

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of which one must be low; none when that is not asked."""
        return AREAS if self.area == ANY_AREA else (self.area,) if self.area else ()


EVERYBODY = Narrowing()


def narrowing_of(
    stage: str = "",
    area: str = "",
    *,
    needs_equipment: bool = False,
    wants_talk: bool = False,
    is_late: bool = False,
    is_quiet: bool = False,
) -> Narrowing:
    """What the words of an address ask for; unknown ones ask for nothing."""
    return Narrowing(
        stage=next((one for one in STAGES if one.value == stage), None),
        area=area if area in (ANY_AREA, *AREAS) else "",
        needs_equipment=needs_equipment,
        wants_talk=wants_talk,
        is_late=is_late,
        is_quiet=is_quiet,
    )


def possible(asked: Narrowing, activity: Activity, *, shows_results: bool) -> Narrowing:
    """The part of it that can be asked: no level where the activity gives none, and no result of anybody by
    whoever sees how far people are and no more (R04).
    """
    areas = areas_of(activity) if shows_results else ()
    is_known = asked.area in areas or (asked.area == ANY_AREA and bool(areas))
    return replace(
        asked,
        area=asked.area if is_known else "",
        needs_equipment=asked.needs_equipment and shows_results,
    )


def areas_of(activity: Activity) -> tuple[str, ...]:
    """The areas of which the activity gives a level; none for anything but a diagnostic with levels."""
    if activity.kind != DIAGNOSTIC or not activity.is_graded:
        return ()
    return activity.areas or AREAS


def fits(asked: Narrowing, where: Whereabouts) -> bool:
    """Whether somebody is asked for, by where they are."""
    return (
        (asked.stage is None or where.stage is asked.stage)
        and (not asked.needs_equipment or not EQUIPMENT.isdisjoint(where.needs))
        and (not asked.is_late or where.is_late)
        and (not asked.is_quiet or where.quiet_since is not None)
    )
