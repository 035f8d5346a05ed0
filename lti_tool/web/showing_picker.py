"""From domain values to what the picker's templates print."""

from __future__ import annotations

from collections.abc import Collection

from flask import url_for

from lti_tool.domain.activity import DIAGNOSTIC, Activity, Phase
from lti_tool.domain.deep_link import Columns, DeepLinkRequest
from lti_tool.services.deep_links import Offer, Picking
from lti_tool.web.i18n import _
from lti_tool.web.present_picker import AnswerPage, Notice, PickerActivity, PickerPage, PickerPhase
from lti_tool.web.showing import frame_of_asker, minutes_in_words
from lti_tool.web.state import asker_or_none, services

PICTURES = "img/activities"


def picker_page(
    picking: Picking,
    *,
    chosen: Collection[str] = (),
    columns: Columns = Columns.SIX,
    notice: Notice = "",
) -> PickerPage:
    """What can be added to the course, in the order of a learner's way."""
    request = picking.request
    return PickerPage(
        phases=_phases(chosen),
        accepts_several=request.accepts_several,
        columns=columns.value,
        course=request.course,
        notice=notice,
        action=url_for("picker.answer", handle=request.handle),
        cancel_action=url_for("picker.cancel", handle=request.handle),
        frame=frame_of_asker(asker_or_none()),
    )


def answer_page(request: DeepLinkRequest) -> AnswerPage:
    """The form that goes back to the platform; the request must be answered."""
    return AnswerPage(
        address=request.return_url if request.is_to_go_back else "",
        token=request.answer or "",
        is_empty=request.is_cancelled,
        frame=frame_of_asker(asker_or_none()),
    )


def offer_of(activity: Activity) -> Offer:
    """An activity as it is to be shown in the course, in the language of the page."""
    return Offer(slug=activity.slug, title=_(activity.title), text=_(activity.summary))


def picture_name(activity: Activity) -> str:
    """The file of an activity's picture in the static folder; empty when it has none."""
    return f"{PICTURES}/{activity.picture}.svg" if activity.picture else ""


def _phases(chosen: Collection[str]) -> tuple[PickerPhase, ...]:
    names = {
        Phase.DIAGNOSTIC: _("Pour faire le point"),
        Phase.WARM_UP: _("Mise en route"),
        Phase.ACTIVITIES: _("Activités"),
        Phase.END: _("Fin du parcours"),
        Phase.TRAINERS: _("Pour les formateurs et les agents"),
    }
    found: dict[Phase, list[PickerActivity]] = {phase: [] for phase in Phase}
    for activity in services().activities.values():
        found[activity.phase].append(_activity(activity, is_chosen=activity.slug in chosen))
    return tuple(
        PickerPhase(name=names[phase], activities=tuple(activities))
        for phase, activities in found.items()
        if activities
    )


def _activity(activity: Activity, *, is_chosen: bool) -> PickerActivity:
    return PickerActivity(
        slug=activity.slug,
        title=_(activity.title),
        minutes=minutes_in_words(activity.minutes),
        preview_href=url_for("trial.start", slug=activity.slug) if activity.kind == DIAGNOSTIC else "",
        text=_(activity.summary),
        picture=picture_name(activity),
        is_chosen=is_chosen,
    )
