"""From the way and the settings of a course to what the templates print."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain.checks import OBSTACLES
from lti_tool.domain.course_setting import PHONE_LENGTH, QUIET_LEAST, QUIET_MOST, CourseSetting, Fault
from lti_tool.domain.roles import Rights
from lti_tool.domain.stops import Reason, Step, StepCount, Why
from lti_tool.domain.stuck import Cause
from lti_tool.services.launches import Visit
from lti_tool.services.stops import Way
from lti_tool.web import present_course
from lti_tool.web.action_words import kind_in_words
from lti_tool.web.i18n import _, day_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_figures import count_in_words
from lti_tool.web.showing_filters import ON
from lti_tool.web.showing_resources import tel_of
from lti_tool.web.state import services


def stops_page(visit: Visit, way: Way) -> present_course.StopsPage:
    """How far a course is, and where people stop."""
    handle = visit.launch.handle
    return present_course.StopsPage(
        course=visit.course,
        steps=tuple(_step(one) for one in way.steps),
        people=count_in_words(way.people),
        stopped=count_in_words(way.stopped),
        reasons=tuple(_reason(*one) for one in way.reasons),
        has_more=way.has_more,
        quiet_days=way.quiet_days,
        is_small=way.people is None,
        names_href=url_for("cohort.review", handle=handle, quiet=ON),
        settings_href=url_for("cohort.settings", handle=handle),
        back_href=url_for("cohort.review", handle=handle),
        printed_on=day_in_words(services().clock()),
        frame=frame_of(visit),
    )


def settings_page(
    visit: Visit,
    setting: CourseSetting,
    *,
    typed: Mapping[str, str] | None = None,
    faults: Mapping[str, Fault] | None = None,
    is_kept: bool = False,
) -> present_course.SettingsPage:
    """What is set for a course; with ``faults`` what was typed stands there instead."""
    handle, given = visit.launch.handle, typed or {}
    may_change = visit.rights is Rights.TRAINER and visit.link.context_id is not None
    return present_course.SettingsPage(
        course=visit.course,
        days=given.get("days", str(setting.quiet_days)),
        phone=given.get("phone", setting.phone),
        phone_href=tel_of(setting.phone),
        least=QUIET_LEAST,
        most=QUIET_MOST,
        phone_length=PHONE_LENGTH,
        faults=frozenset(name for name in ("days", "phone") if name in (faults or {})),
        is_kept=is_kept,
        has_course=visit.link.context_id is not None,
        action=url_for("cohort.keep_settings", handle=handle) if may_change else "",
        back_href=url_for("cohort.review", handle=handle),
        frame=frame_of(visit),
    )


def _step(one: StepCount) -> present_course.StepLine:
    return present_course.StepLine(
        name=_step_in_words(one.step),
        reached=count_in_words(one.reached),
        stopped=count_in_words(one.stopped),
        reasons=tuple(_reason(*reason) for reason in one.reasons),
        has_more=one.has_more,
    )


def _step_in_words(step: Step) -> str:
    return {
        Step.LISTED: _("Dans la liste du cours"),
        Step.OPENED: _("Est venu une première fois"),
        Step.ENTRY_BEGUN: _("Point de départ commencé"),
        Step.ENTRY_FINISHED: _("Point de départ fini"),
        Step.ENTRY_SENT: _("Point de départ envoyé au formateur"),
        Step.START_BEGUN: _("Mise en route : un module commencé"),
        Step.START_DONE: _("Mise en route : un module fini"),
        Step.FURTHER_BEGUN: _("Activités : un module commencé"),
        Step.FURTHER_DONE: _("Activités : un module fini"),
        Step.END_BEGUN: _("Diagnostic de fin commencé"),
        Step.END_FINISHED: _("Diagnostic de fin fini"),
    }[step]


def _reason(reason: Reason, count: int) -> str:
    return _("%(reason)s : %(count)s", reason=_reason_in_words(reason), count=count)


def _reason_in_words(reason: Reason) -> str:
    why, code = reason
    if why is Why.NEED:
        return kind_in_words(code)
    if why is Why.OBSTACLE:
        return _obstacle_in_words(code)
    if why is Why.CALL:
        return {
            Cause.UNSAID.value: _("A appelé à l'aide"),
            Cause.PASSWORD.value: _("A appelé à l'aide pour un mot de passe"),
            Cause.PIN.value: _("A appelé à l'aide pour un code PIN"),
            Cause.CONNECTION.value: _("A appelé à l'aide pour la connexion"),
            Cause.OTHER.value: _("A appelé à l'aide pour autre chose"),
        }[code]
    if why is Why.WAITS:
        return _("Un formateur a demandé d'attendre")
    return _("A répondu « pas maintenant »")


def _obstacle_in_words(code: str) -> str:
    check = services().checks.known.get(OBSTACLES)
    found = (question.choice(code) for question in check.questions) if check else ()
    return next((_(choice.text) for choice in found if choice is not None), code)
