"""From calls for help to what the templates print."""

from __future__ import annotations

from datetime import datetime

from flask import url_for

from lti_tool.domain.opening_hours import BRUSSELS
from lti_tool.domain.stuck import SolvedBy, StuckCall
from lti_tool.domain.todo import CALL
from lti_tool.services.launches import Visit
from lti_tool.services.stuck import Waiting
from lti_tool.web.i18n import _, hour_in_words, moment_in_words
from lti_tool.web.present_stuck import CallLine, CauseCode, MoreCalls, Place, State, StuckPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services
from lti_tool.web.telling import module_title

_PLACES: dict[str, Place] = {
    "": "welcome",
    "welcome": "welcome",
    "tasks": "task",
    "pause": "task",
    "access": "access",
    "result": "result",
    "sheet": "result",
    "checks": "check",
    "outside": "outside",
    "modules": "module",
    "resources": "help",
    "who-helps": "help",
    "path": "path",
}
_CAUSES: dict[str, CauseCode] = {one: one for one in ("password", "pin", "connection", "other")}


def stuck_page(visit: Visit, call: StuckCall | None) -> StuckPage:
    """The learner's own page; ``call`` is ``None`` when there is nothing to say."""
    handle = visit.launch.handle
    answered_at = call and (call.solved_at or call.coming_at)
    return StuckPage(
        state=_state_of(call),
        trainer_name=visit.trainer_name,
        is_told=visit.link.context_id is not None,
        cause=_CAUSES.get(call.cause, "") if call else "",
        called_at=since_in_words(call.called_at) if call else "",
        answered_at=since_in_words(answered_at) if answered_at else "",
        is_by_trainer=call is not None and call.solved_by is SolvedBy.TRAINER,
        action=url_for("stuck.call", handle=handle),
        place=call.place if call else "",
        cause_action=url_for("stuck.say", handle=handle),
        solved_action=url_for("stuck.solve_own", handle=handle),
        back_href=way_back(visit, call),
        help_href=url_for("resources.who_helps", handle=handle),
        frame=frame_of(visit),
    )


def way_back(visit: Visit, call: StuckCall | None) -> str:
    """Where the learner was when they called; the entrance when that is not known."""
    entrance = url_for("learner.entrance", handle=visit.launch.handle)
    return f"{entrance.partition('?')[0]}{call.place}" if call else entrance


def call_lines(visit: Visit, waiting: tuple[Waiting, ...], *, shows_results: bool) -> tuple[CallLine, ...]:
    """Everybody who waits, for a trainer."""
    return tuple(_line(visit, one, shows_results=shows_results) for one in waiting)


def more_calls(visit: Visit, count: int, *, shows_results: bool) -> MoreCalls | None:
    """Those who wait and are not shown; ``None`` when there are none. Whoever may not open « À faire » is led
    nowhere: the next ones are shown once the first are solved.
    """
    if count <= 0:
        return None
    kept = url_for("actions.overview", handle=visit.launch.handle, kind=CALL) if shows_results else ""
    return MoreCalls(count=count, href=kept)


def since_in_words(moment: datetime) -> str:
    """The hour alone on the same day in Belgium, else the day too."""
    today = services().clock().astimezone(BRUSSELS).date()
    is_today = moment.astimezone(BRUSSELS).date() == today
    return hour_in_words(moment) if is_today else moment_in_words(moment)


def _line(visit: Visit, one: Waiting, *, shows_results: bool) -> CallLine:
    place, _slash, rest = one.call.place.partition("/")
    code = _PLACES.get(place, "")
    address = {"handle": visit.launch.handle, "person": one.call.person_id}
    return CallLine(
        name=one.name or _("Participant %(number)s", number=one.number),
        since=since_in_words(one.call.called_at),
        cause=_CAUSES.get(one.call.cause, ""),
        place=code,
        detail=module_title(rest.partition("/")[0]) if code == "module" else "",
        coming_at=since_in_words(one.call.coming_at) if one.call.coming_at else "",
        href=url_for("cohort.person", **address) if shows_results else "",  # type: ignore[arg-type]
        action=url_for("stuck.answer", **address),  # type: ignore[arg-type]
    )


def _state_of(call: StuckCall | None) -> State:
    if call is None:
        return "none"
    if not call.is_open:
        return "solved"
    return "coming" if call.coming_at else "waiting"
