"""From domain values to what the trainer's templates print."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import url_for

from lti_tool.domain.cohort import ColumnGrade, GradeState, Member, Progress, groups_in
from lti_tool.domain.framework import AREAS
from lti_tool.domain.needs import Need
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Cohort, Record
from lti_tool.services.launches import Visit
from lti_tool.web import present, present_cohort
from lti_tool.web.i18n import _, in_content, language, moment_in_words
from lti_tool.web.reasons import reason_in_words, remedy_in_words
from lti_tool.web.roster_words import roster_note
from lti_tool.web.showing import frame_of, minutes_in_words
from lti_tool.web.state import services

_STATES: dict[GradeState, present_cohort.GradeState] = {
    GradeState.TO_SEND: "to-send",
    GradeState.WAITING: "waiting",
    GradeState.REFUSED: "refused",
    GradeState.CHANGED: "refused",
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
}
_RETRYABLE = frozenset({GradeState.WAITING, GradeState.REFUSED, GradeState.CHANGED})


def cohort_page(
    visit: Visit, cohort: Cohort, *, notice: str, is_copy: bool, group: str, now: datetime
) -> present_cohort.CohortPage:
    """The people of the course, by name; those of one ``group`` when the platform has such a group."""
    title = _(services().activities[visit.link.activity].title)
    known = groups_in(cohort.members)
    members = [one for one in cohort.members if group not in known or group in one.groups]
    return present_cohort.CohortPage(
        title=visit.link.title or title,
        course=visit.course,
        areas=_area_names(),
        people=tuple(_row(visit, member) for member in members),
        leavers=tuple(_row(visit, member) for member in cohort.leavers),
        groups=_group_choices(visit, known, group),
        roster=roster_note(visit, cohort.roster, now),
        accepts_grades=cohort.accepts_grades,
        notice=_NOTICES.get(notice, ""),
        updated_at=moment_in_words(now),
        has_course=visit.link.context_id is not None,
        is_copy=is_copy,
        trial_href=url_for("trial.start", slug=visit.link.activity, lang=language()),
        choose_href=_choose_href(visit),
        frame=frame_of(visit),
    )


def person_page(
    visit: Visit, record: Record, *, accepts_grades: bool, notice: str
) -> present_cohort.PersonPage:
    """One person of the group; the detail only once it was sent."""
    member, profile = record.member, record.profile
    handle = visit.launch.handle
    return present_cohort.PersonPage(
        name=_name(member),
        title=_(services().activities[visit.link.activity].title),
        progress=_progress(member),
        at=moment_in_words(member.last_activity_at) if member.last_activity_at else "",
        is_shared=member.is_shared,
        areas=_ranges(record),
        competences=_competences(record),
        can_do=tuple(in_content(one) for one in profile.alone) if profile else (),
        helped=tuple(in_content(one) for one in profile.with_help) if profile else (),
        access=_access(record),
        grades=tuple(_line(grade, 1, _column_name(grade.column_key)) for grade in member.grades),
        accepts_grades=accepts_grades,
        notice="retried" if notice == "retried" else "",
        retry_action=_retry_action(visit, member),
        back_href=url_for("cohort.review", handle=handle),
        frame=frame_of(visit),
    )


def choose_page(visit: Visit, *, is_incomplete: bool, has_attempts: bool) -> present_cohort.ChoosePage:
    """Which activity a resource link opens."""
    return present_cohort.ChoosePage(
        choices=tuple(
            present_cohort.ActivityChoice(
                slug=activity.slug,
                title=_(activity.title),
                text=minutes_in_words(activity.minutes),
                icon="bulb" if activity.mode == "standard" else "clock",
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


def _row(visit: Visit, member: Member) -> present_cohort.PersonRow:
    groups = tuple(_("Groupe %(group)s", group=group) for group in member.groups)
    if member.progress is Progress.NOT_OPENED:
        # There may be thousands of them, and a page of theirs would say nothing.
        return present_cohort.PersonRow(
            name=_name(member), href="", progress="not-opened", levels=(), groups=groups
        )
    return present_cohort.PersonRow(
        name=_name(member),
        href=url_for("cohort.person", handle=visit.launch.handle, person=member.person_id),
        progress=_progress(member),
        levels=tuple(member.areas[area].level if area in member.areas else None for area in AREAS),
        at=moment_in_words(member.last_activity_at) if member.last_activity_at else "",
        helped=member.with_help if member.is_shared else None,
        needs=tuple(need_in_words(need) for need in member.needs),
        grades=_lines(member.grades),
        retry_action=_retry_action(visit, member),
        groups=groups,
    )


def _group_choices(
    visit: Visit, known: tuple[str, ...], chosen: str
) -> tuple[present_cohort.GroupChoice, ...]:
    """Everybody, then each group of the course; nothing when the platform names none."""
    if not known:
        return ()
    handle = visit.launch.handle
    everybody = present_cohort.GroupChoice(
        name=_("Tout le monde"), href=url_for("cohort.review", handle=handle), is_chosen=chosen not in known
    )
    return (
        everybody,
        *(
            present_cohort.GroupChoice(
                name=_("Groupe %(group)s", group=group),
                href=url_for("cohort.review", handle=handle, group=group),
                is_chosen=group == chosen,
            )
            for group in known
        ),
    )


def _name(member: Member) -> str:
    return member.name or _("Participant %(number)s", number=member.number)


def _progress(member: Member) -> present_cohort.Progress:
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
    return tuple(_line(max(group, key=lambda g: g.at), len(group), "") for group in groups.values())


def _line(grade: ColumnGrade, count: int, label: str) -> present_cohort.GradeLine:
    is_refused = grade.state in (GradeState.REFUSED, GradeState.CHANGED)
    is_told = is_refused or grade.state is GradeState.WAITING
    return present_cohort.GradeLine(
        state=_STATES[grade.state],
        count=count,
        at=moment_in_words(grade.at),
        next_at=moment_in_words(grade.next_attempt_at) if grade.next_attempt_at else "",
        reason=reason_in_words(grade) if is_told else "",
        remedy=remedy_in_words(grade.reason) if is_refused else "",
        code=" ".join(str(part) for part in (grade.reason, grade.status) if part) if is_told else "",
        label=label,
    )


def _column_name(column_key: str) -> str:
    area = column_key.removeprefix("area-")
    return _(services().area_names[area]) if area in AREAS else _("L'activité entière")


def _retry_action(visit: Visit, member: Member) -> str:
    if not any(grade.state in _RETRYABLE for grade in member.grades):
        return ""
    return url_for("cohort.retry", handle=visit.launch.handle, person=member.person_id)


def _ranges(record: Record) -> tuple[present_cohort.LevelRange, ...]:
    found = record.profile.areas if record.profile else record.member.areas
    return tuple(
        present_cohort.LevelRange(
            id=area,
            name=_(services().area_names[area]),
            level=found[area].level if area in found else None,
            low=found[area].low if area in found else None,
            high=found[area].high if area in found else None,
        )
        for area in AREAS
    )


def _competences(record: Record) -> tuple[present_cohort.LevelRange, ...]:
    if record.profile is None:
        return ()
    return tuple(
        present_cohort.LevelRange(
            id=name,
            name=_(services().competence_names[name]),
            level=estimate.level,
            low=estimate.low,
            high=estimate.high,
        )
        for name, estimate in record.profile.competences.items()
    )


def _access(record: Record) -> tuple[present.AccessAnswer, ...]:
    if record.attempt is None or record.profile is None:
        return ()
    needs = services().attempts.needs_by_question(record.attempt)
    return tuple(
        present.AccessAnswer(
            question=_(one.question),
            answer=_(answer),
            action=need_in_words(needs[one.question]) if one.question in needs else "",
        )
        for one, answer in services().attempts.access_answers(record.attempt)
        if answer
    )


def need_in_words(need: Need) -> str:
    """What the centre can do, in a few words."""
    words = {
        Need.DEVICE_LOAN: _("prêt d'un ordinateur"),
        Need.DEVICE_SHARED: _("heures d'ordinateur au centre"),
        Need.CONNECTION_OFFER: _("tarif social ou wifi public"),
        Need.PLACE_ROOM: _("un local calme ou un EPN"),
        Need.FIRST_HANDS_ON: _("un premier essai de visio ensemble"),
    }
    return words[need]
