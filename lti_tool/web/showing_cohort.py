"""From domain values to what the trainer's templates print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask import current_app, url_for

from lti_tool.domain.activity import DIAGNOSTIC, RESOURCES
from lti_tool.domain.cohort import ColumnGrade, GradeState, Member, Progress
from lti_tool.domain.framework import AREAS
from lti_tool.domain.needs import Need
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Cohort
from lti_tool.services.launches import Visit
from lti_tool.services.paths import Path
from lti_tool.web import present_cohort
from lti_tool.web.i18n import _, language, moment_in_words
from lti_tool.web.paging import pages_of_leavers, pages_of_members, place_of
from lti_tool.web.reasons import reason_in_words, remedy_in_words
from lti_tool.web.roster_words import names_note, roster_note
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_filters import filter_bar, group_choices, where_line
from lti_tool.web.showing_path_record import opens_path, path_row
from lti_tool.web.state import services

_STATES: dict[GradeState, present_cohort.GradeState] = {
    GradeState.TO_SEND: "to-send",
    GradeState.READING: "reading",
    GradeState.WAITING: "waiting",
    GradeState.REFUSED: "refused",
    GradeState.CHANGED: "refused",
    GradeState.KEPT: "kept",
    GradeState.SENT: "sent",
}
_NOTICES: dict[str, present_cohort.Notice] = {
    "retried": "retried",
    "chosen": "activity-chosen",
    "no-record": "no-record",
    "roster-asked": "roster-asked",
    "roster-soon": "roster-soon",
    "roster-agreed": "roster-agreed",
    "roster-changed": "roster-changed",
    "names-accepted": "names-accepted",
}
_RETRYABLE = frozenset({GradeState.WAITING, GradeState.REFUSED})


def cohort_page(
    visit: Visit,
    cohort: Cohort,
    *,
    notice: str,
    is_copy: bool,
    now: datetime,
    paths: Mapping[str, Path] = MappingProxyType({}),
) -> present_cohort.CohortPage:
    """One page of the people of the course, by name; ``paths`` are theirs where the link opens some."""
    activity = services().activities[visit.link.activity]
    return present_cohort.CohortPage(
        title=visit.link.title or _(activity.title),
        course=visit.course,
        areas=_area_names(),
        people=tuple(_any_row(visit, cohort, member, paths) for member in cohort.members),
        leavers=tuple(_any_row(visit, cohort, member, paths) for member in cohort.leavers),
        pages=pages_of_members(visit, cohort),
        left=cohort.left_page.total,
        left_pages=pages_of_leavers(visit, cohort),
        is_left_open=cohort.left_page.number > 1,
        groups=group_choices(visit, cohort),
        filters=filter_bar(visit, cohort) if cohort.everybody else None,
        roster=roster_note(visit, cohort.roster, now),
        names=names_note(visit, cohort.roster),
        has_namesakes=any(one.name != one.own_name for one in (*cohort.members, *cohort.leavers)),
        shows_results=cohort.shows_results,
        is_check=is_check(visit),
        is_path=opens_path(visit),
        has_own_module=bool(activity.module),
        accepts_grades=cohort.accepts_grades or not cohort.shows_results or not shows_grades(visit),
        notice=_NOTICES.get(notice, ""),
        updated_at=moment_in_words(now),
        has_course=visit.link.context_id is not None,
        is_copy=is_copy,
        trial_href=_trial_href(visit),
        look_href="" if _trial_href(visit) else url_for("look.first", handle=visit.launch.handle),
        desk_href=url_for("desk.ask", handle=visit.launch.handle),
        ledger_href=ledger_href(visit) if cohort.shows_results else "",
        stops_href=url_for("cohort.stops", handle=visit.launch.handle) if cohort.shows_results else "",
        settings_href=url_for("cohort.settings", handle=visit.launch.handle),
        module_href=_module_href(visit, activity.module),
        resources_href=_resources_href(visit, activity.kind),
        welcome_href=url_for("welcome_words.overview", handle=visit.launch.handle),
        voices_href=_voices_href(visit),
        choose_href=_choose_href(visit),
        sittings_href=_sittings_href(visit),
        distance_href=url_for("actions.distance", handle=visit.launch.handle) if cohort.shows_results else "",
        frame=frame_of(visit),
    )


def _module_href(visit: Visit, module: str) -> str:
    return url_for("module.first", handle=visit.launch.handle, module=module) if module else ""


def _resources_href(visit: Visit, kind: str) -> str:
    return url_for("resources.library", handle=visit.launch.handle) if kind == RESOURCES else ""


def _trial_href(visit: Visit) -> str:
    """Where a trainer looks at tasks as a learner does; empty where there are none."""
    return "" if is_check(visit) else url_for("trial.start", slug=visit.link.activity, lang=language())


def _voices_href(visit: Visit) -> str:
    """Where tasks are read aloud; empty where there are none."""
    return "" if is_check(visit) else url_for("task_voices.overview", handle=visit.launch.handle)


def is_check(visit: Visit) -> bool:
    """Whether the link opens a check, which measures nothing."""
    return services().activities[visit.link.activity].kind != DIAGNOSTIC


def _sittings_href(visit: Visit) -> str:
    """Where the code to show is; empty where it cannot be opened."""
    name = "sittings.overview"
    is_there = name in current_app.view_functions and visit.rights is Rights.TRAINER
    return url_for(name, handle=visit.launch.handle) if is_there else ""


def _choose_href(visit: Visit) -> str:
    """Where a trainer changes the activity; empty for an assistant, who may not."""
    is_trainer = visit.rights is Rights.TRAINER
    return url_for("cohort.choose", handle=visit.launch.handle) if is_trainer else ""


def _area_names() -> tuple[present_cohort.AreaName, ...]:
    short = {
        "1": _("Chercher"),
        "2": _("Communiquer"),
        "3": _("Créer"),
        "4": _("Se protéger"),
        "5": _("Se débrouiller"),
    }
    return tuple(
        present_cohort.AreaName(number=int(area), name=_(services().area_names[area]), short=short[area])
        for area in AREAS
    )


def ledger_href(visit: Visit) -> str:
    """Where every grade is accounted for; empty where the link opens something without any."""
    return url_for("ledger.overview", handle=visit.launch.handle) if shows_grades(visit) else ""


def shows_grades(visit: Visit) -> bool:
    """Whether anything is said of grades: of diagnostics and modules."""
    return not is_check(visit) or bool(services().activities[visit.link.activity].module)


def _any_row(
    visit: Visit, cohort: Cohort, member: Member, paths: Mapping[str, Path]
) -> present_cohort.PersonRow:
    row = replace(_row(visit, cohort, member), **_whereabouts(cohort, member))
    if not opens_path(visit):
        return row
    path = path_row(visit, paths.get(member.person_id))
    return replace(row, href=_person_href(visit, cohort, member), path=path)


def _whereabouts(cohort: Cohort, member: Member) -> dict[str, Any]:  # Any: the fields of a row
    """Where somebody is in the course, for a row; nothing for somebody of whom that is not known."""
    where = cohort.where.get(member.person_id)
    if where is None:
        return {}
    moments = [one for one in (member.last_activity_at, where.last_at) if one is not None]
    return {
        "at": moment_in_words(max(moments)) if moments else "",
        "needs": tuple(need_in_words(need) for need in where.needs if need is not Need.FIRST_HANDS_ON),
        "where": where_line(where, shows_results=cohort.shows_results),
    }


def _row(visit: Visit, cohort: Cohort, member: Member) -> present_cohort.PersonRow:
    groups = tuple(_("Groupe %(group)s", group=group) for group in member.groups)
    if member.progress is Progress.NOT_OPENED:
        # A page of theirs would say nothing.
        return present_cohort.PersonRow(
            name=name_in_words(member), href="", progress="not-opened", levels=(), groups=groups
        )
    return present_cohort.PersonRow(
        name=name_in_words(member),
        href=_person_href(visit, cohort, member),
        progress=progress_of(member),
        levels=tuple(member.areas[area].level if area in member.areas else None for area in AREAS),
        helped=member.with_help if member.is_shared else None,
        grades=_lines(member.grades),
        retry_action=retry_action(visit, member, **place_of(cohort)),
        groups=groups,
    )


def _person_href(visit: Visit, cohort: Cohort, member: Member) -> str:
    """Where this person's page is; empty for an assistant who sees nobody's."""
    place = {"handle": visit.launch.handle, "person": member.person_id, **place_of(cohort)}
    return url_for("cohort.person", **place) if cohort.shows_results else ""  # type: ignore[arg-type]


def name_in_words(member: Member) -> str:
    """The name, or the number of somebody whose name the platform hides."""
    return member.name or _("Participant %(number)s", number=member.number)


def own_name_in_words(member: Member) -> str:
    """The same on a paper that the person takes along: nothing tells them apart from others there."""
    return member.own_name or name_in_words(member)


def progress_of(member: Member) -> present_cohort.Progress:
    """Where the person stands, as the templates word it."""
    if member.is_shared:
        return "sent"
    words: dict[Progress, present_cohort.Progress] = {
        Progress.NOT_OPENED: "not-opened",
        Progress.NOT_STARTED: "not-started",
        Progress.IN_PROGRESS: "started",
        Progress.NOT_NOW: "declined",
        Progress.FINISHED: "finished",
    }
    return words[member.progress]


def _lines(grades: Iterable[ColumnGrade]) -> tuple[present_cohort.GradeLine, ...]:
    """Grades in the same state for the same reason share a line."""
    groups: dict[tuple[GradeState, str], list[ColumnGrade]] = {}
    for grade in grades:
        groups.setdefault((grade.state, grade.reason), []).append(grade)
    return tuple(line_of(max(group, key=lambda g: g.at), len(group), "") for group in groups.values())


def line_of(grade: ColumnGrade, count: int, label: str) -> present_cohort.GradeLine:
    """What became of ``count`` grades that are like this one."""
    is_refused = grade.state in (GradeState.REFUSED, GradeState.CHANGED)
    is_told = is_refused or grade.state is GradeState.WAITING
    has_code = is_told and grade.state is not GradeState.CHANGED
    return present_cohort.GradeLine(
        state=_STATES[grade.state],
        count=count,
        at=moment_in_words(grade.at),
        next_at=moment_in_words(grade.next_attempt_at) if grade.next_attempt_at else "",
        reason=reason_in_words(grade) if is_told else "",
        remedy=remedy_in_words(grade.reason) if is_refused else "",
        code=" ".join(str(part) for part in (grade.reason, grade.status) if part) if has_code else "",
        label=label,
    )


def column_name(column_key: str) -> str:
    """The name of a gradebook column."""
    area = column_key.removeprefix("area-")
    return _(services().area_names[area]) if area in AREAS else _("L'activité entière")


def retry_action(visit: Visit, member: Member, **place: str) -> str:
    """Where this person's grades are sent again, and which page of the group comes then; empty when there is
    nothing to send.
    """
    if not any(grade.state in _RETRYABLE for grade in member.grades):
        return ""
    about = {"handle": visit.launch.handle, "person": member.person_id, **place}
    return url_for("cohort.retry", **about)  # type: ignore[arg-type]


def need_in_words(need: Need) -> str:
    """What the centre can do, in a few words."""
    words = {
        Need.DEVICE_LOAN: _("prêt d'un ordinateur"),
        Need.DEVICE_SHARED: _("heures d'ordinateur au centre"),
        Need.CONNECTION_OFFER: _("tarif social ou wifi public"),
        Need.PLACE_ROOM: _("un local calme ou un EPN"),
        Need.FIRST_HANDS_ON: _("un premier essai de visio ensemble"),
        Need.HELP_PERSON: _("une personne et une heure pour demander de l'aide"),
        Need.TIME_OTHER: _("des activités à faire le soir ou le week-end"),
        Need.TIME_SHORT: _("des activités courtes, une à la fois"),
    }
    return words[need]
