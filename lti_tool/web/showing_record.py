"""From one person's record to what the trainer's page about them prints."""

from __future__ import annotations

from collections.abc import Mapping

from flask import url_for

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.attempt import Attempt
from lti_tool.domain.framework import AREAS
from lti_tool.domain.journey import ENTRY_WITHIN_DAYS, days_between
from lti_tool.domain.readings import certainty_of
from lti_tool.domain.start import Stage
from lti_tool.services.cohorts import Record
from lti_tool.services.launches import Visit
from lti_tool.web import present, present_cohort, present_result
from lti_tool.web.action_words import date_in_words
from lti_tool.web.i18n import _, can_do_in_words, day_in_words, moment_in_words
from lti_tool.web.showing import frame_of
from lti_tool.web.showing_additions import additions
from lti_tool.web.showing_cohort import (
    column_name,
    is_check,
    ledger_href,
    line_of,
    name_in_words,
    need_in_words,
    progress_of,
    retry_action,
    shows_grades,
)
from lti_tool.web.showing_path_record import opens_path, path_record
from lti_tool.web.showing_record_checks import record_checks
from lti_tool.web.showing_result import conditions_of, official_of, readings_of, why_of
from lti_tool.web.state import services


def person_page(
    visit: Visit, record: Record, *, accepts_grades: bool, notice: str, template: str = ""
) -> present_cohort.PersonPage:
    """One person of the group; the detail only once it was sent."""
    member, profile = record.member, record.profile
    handle = visit.launch.handle
    days = _arrival_days(record)
    return present_cohort.PersonPage(
        name=name_in_words(member),
        title=_(services().activities[visit.link.activity].title),
        progress=progress_of(member),
        at=_when(record),
        is_shared=member.is_shared,
        is_check=is_check(visit),
        is_path=opens_path(visit),
        shows_grades=shows_grades(visit),
        path=path_record(visit, record, notice=notice, template=template),
        areas=_ranges(record),
        competences=_competences(record),
        can_do=tuple(can_do_in_words(one) for one in profile.alone) if profile else (),
        helped=tuple(can_do_in_words(one) for one in profile.with_help) if profile else (),
        why=why_of(profile) if profile else (),
        conditions=conditions_of(record.attempt) if record.attempt and profile else (),
        readings=readings_of(profile.areas) if profile else (),
        added=additions(visit, record, notice=notice),
        arrival_days=days,
        is_late=days is not None and days > ENTRY_WITHIN_DAYS,
        paper_day=date_in_words(profile.paper_on) if profile and profile.paper_on else "",
        checks=record_checks(visit, record),
        access=_access(record),
        grades=tuple(line_of(grade, 1, column_name(grade.column_key)) for grade in member.grades),
        accepts_grades=accepts_grades,
        notice="retried" if notice == "retried" else "",
        retry_action=retry_action(visit, member),
        ledger_href=ledger_href(visit),
        back_href=url_for("cohort.review", handle=handle),
        frame=frame_of(visit),
    )


def _when(record: Record) -> str:
    """When the result was sent, else the last thing the person did: a trainer's correction is neither."""
    sent_at = record.attempt.shared_at if record.attempt else None
    moment = sent_at if record.member.is_shared and sent_at else record.member.last_activity_at
    return moment_in_words(moment) if moment else ""


def comparison_of(earlier: Attempt | None, later: Attempt | None) -> present_result.Comparison:
    """Two attempts of one person side by side, in the areas that either asked; either may be missing."""
    attempts = services().attempts
    progress = attempts.progress(earlier, later) if earlier and later else None
    then, today = (attempts.profile(one).areas if one else {} for one in (earlier, later))
    roads = tuple(
        present_result.Road(
            name=_(services().area_names[area]),
            before=_range(area, then),
            now=_range(area, today),
            change=progress.areas[area].value if progress and area in progress.areas else "",
        )
        for area in AREAS
        if area in then or area in today
    )
    return present_result.Comparison(
        roads=roads,
        since=_day_of(earlier),
        until=_day_of(later),
        overall=progress.overall.value if progress and progress.overall else "",
    )


def _day_of(attempt: Attempt | None) -> str:
    return day_in_words(attempt.finished_at or attempt.updated_at) if attempt else ""


def _range(area: str, levels: Mapping[str, LevelEstimate]) -> present_result.Range | None:
    found = levels.get(area)
    if found is None:
        return None
    return present_result.Range(name=_(services().area_names[area]), low=found.low, high=found.high)


def _arrival_days(record: Record) -> int | None:
    """How long after the arrival a first diagnostic was finished; ``None`` for any other one."""
    attempt = record.attempt
    if attempt is None or attempt.finished_at is None or record.arrived_at is None:
        return None
    if attempt.stage is not Stage.ENTRY or record.profile is None or not record.profile.is_whole:
        return None
    return days_between(record.arrived_at, attempt.finished_at)


def _ranges(record: Record) -> tuple[present_cohort.LevelRange, ...]:
    found = record.profile.areas if record.profile else record.member.areas
    return tuple(
        _level_range(area, services().area_names[area], found[area])
        if area in found
        else present_cohort.LevelRange(id=area, name=_(services().area_names[area]))
        for area in AREAS
    )


def _competences(record: Record) -> tuple[present_cohort.LevelRange, ...]:
    if record.profile is None:
        return ()
    names = services().competence_names
    return tuple(
        _level_range(name, names[name], estimate) for name, estimate in record.profile.competences.items()
    )


def _level_range(framework_id: str, name: str, estimate: LevelEstimate) -> present_cohort.LevelRange:
    return present_cohort.LevelRange(
        id=framework_id,
        name=_(name),
        level=estimate.level,
        low=estimate.low,
        high=estimate.high,
        certainty=certainty_of(estimate.p).value,
        official=official_of(framework_id),
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
