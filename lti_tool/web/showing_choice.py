"""The choice of what a resource link opens."""

from __future__ import annotations

from flask import url_for

from lti_tool.domain.activity import Activity
from lti_tool.services.launches import Visit
from lti_tool.web import present_choice
from lti_tool.web.i18n import _
from lti_tool.web.showing import AREA_ICONS, frame_of, minutes_in_words
from lti_tool.web.state import services


def choose_page(visit: Visit, *, is_incomplete: bool, has_attempts: bool) -> present_choice.ChoosePage:
    """Which activity a resource link opens."""
    return present_choice.ChoosePage(
        choices=tuple(
            present_choice.ActivityChoice(
                slug=activity.slug,
                title=_(activity.title),
                text=minutes_in_words(activity.minutes),
                icon=_icon_of(activity),
            )
            for activity in services().activities.values()
        ),
        course=visit.course,
        given=visit.link.activity,
        is_incomplete=is_incomplete,
        has_attempts=has_attempts,
        action=url_for("cohort.choose", handle=visit.launch.handle),
        frame=frame_of(visit),
    )


def _icon_of(activity: Activity) -> str:
    """The picture of an activity in a list: of its area, else of its length."""
    if activity.has_one_level:
        return AREA_ICONS[activity.areas[0]]
    return {"standard": "bulb", "express": "clock", "midway": "map"}.get(activity.mode, "pencil")
