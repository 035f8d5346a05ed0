"""From what a trainer typed to the printed invitation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import url_for

from lti_tool.domain.course_setting import CourseSetting
from lti_tool.domain.leaflet import Fault, Leaflet
from lti_tool.services.launches import Visit
from lti_tool.web import present_sitting
from lti_tool.web.action_words import date_in_words
from lti_tool.web.i18n import _, time_of_day_in_words, weekday_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_resources import tel_of
from lti_tool.web.showing_sitting import qr_of

FIELDS = ("place", "day", "time", "bring")
TYPED_AT_MOST = 300


def leaflet_page(
    visit: Visit,
    leaflet: Leaflet,
    setting: CourseSetting,
    *,
    address: str,
    given: Mapping[str, str],
    faults: Mapping[str, Fault],
) -> present_sitting.LeafletPage:
    """The sheet as it stands."""
    handle = visit.launch.handle
    return present_sitting.LeafletPage(
        course=visit.course,
        given=given,
        faults=faults,
        place=leaflet.place,
        day=_day_in_words(leaflet.day) if leaflet.day else "",
        time=time_of_day_in_words(60 * leaflet.at.hour + leaflet.at.minute) if leaflet.at else "",
        bring=leaflet.bring,
        phone=setting.phone,
        phone_href=tel_of(setting.phone),
        trainer_name=visit.own_name,
        qr=qr_of(address),
        action=url_for("sittings.leaflet", handle=handle),
        settings_href=url_for("cohort.settings", handle=handle),
        back_href=url_for("sittings.overview", handle=handle),
        frame=frame_of(visit),
    )


def usual_things() -> str:
    """What nearly everybody should bring, until a trainer types something else."""
    return _("Vos lunettes. Votre téléphone et son chargeur, si vous en avez un.")


def _day_in_words(day: date) -> str:
    return _("%(weekday)s %(day)s", weekday=weekday_in_words(day.weekday()), day=date_in_words(day))
