"""Everything that the group's page says of some people: progress, levels, help, needs, grades."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.checks import CheckRun
from lti_tool.domain.cohort import ColumnGrade, Member, Progress, column_grade
from lti_tool.domain.needs import AccessQuestion, needs_of
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class _Works:
    """What some people did: attempts, grades and checks by person, levels and help by attempt."""

    attempts: Mapping[str, Attempt]
    levels: Mapping[str, Mapping[str, LevelEstimate]]
    helped: Mapping[str, int]
    grades: Mapping[str, Sequence[ColumnGrade]]
    runs: Mapping[str, CheckRun]


class Members:
    """Reads people with their works at a resource link."""

    def __init__(self, *, access: Sequence[AccessQuestion], activities: Mapping[str, Activity]) -> None:
        self._access = tuple(access)
        self._activities = activities

    def of(
        self, unit: UnitOfWork, link: StoredLink, people: Sequence[StoredCourseMember]
    ) -> tuple[Member, ...]:
        """These people with everything that the group's page says of them."""
        ids = [person.person_id for person in people]
        found = unit.attempts.of_people(link.centre_id, link.id, link.activity, ids)
        attempts = {attempt.person_id: attempt for attempt in found}
        last = [attempt.id for attempt in attempts.values()]
        works = _Works(
            attempts=attempts,
            levels=unit.attempts.levels_of(link.centre_id, last),
            helped=unit.attempts.helped_counts(link.centre_id, last),
            grades=_grades(unit, link, ids),
            runs=self._runs(unit, link),
        )
        return tuple(self._member(person, works) for person in people)

    def _runs(self, unit: UnitOfWork, link: StoredLink) -> Mapping[str, CheckRun]:
        """By person, where they are in the check that this link opens; nothing when it opens a diagnostic."""
        activity = self._activities.get(link.activity)
        if activity is None or not activity.check:
            return {}
        runs = unit.checks.of_course(link.centre_id, link.context_id, link.id, activity.check)
        return {run.person_id: run for run in runs if run.stage is activity.stage}

    def _member(self, person: StoredCourseMember, works: _Works) -> Member:
        attempt, run = works.attempts.get(person.person_id), works.runs.get(person.person_id)
        done = run or attempt
        is_shared = done is not None and done.shared_at is not None
        return Member(
            person_id=person.person_id,
            name=person.name,
            number=person.number,
            progress=_progress(attempt, run) if person.has_opened or attempt or run else Progress.NOT_OPENED,
            areas=works.levels.get(attempt.id, {}) if attempt else {},
            with_help=works.helped.get(attempt.id, 0) if attempt and is_shared else 0,
            needs=needs_of(self._access, attempt.access) if attempt and is_shared else (),
            is_shared=is_shared,
            last_activity_at=attempt.updated_at if attempt else run.updated_at if run else None,
            grades=tuple(works.grades.get(person.person_id, ())),
            is_enrolled=person.is_active,
            groups=person.groups,
            own_name=person.own_name,
        )


def _grades(
    unit: UnitOfWork, link: StoredLink, person_ids: Sequence[str]
) -> Mapping[str, Sequence[ColumnGrade]]:
    grades: dict[str, list[ColumnGrade]] = {}
    for item, delivery in unit.deliveries.of_link(link.centre_id, link.id, person_ids):
        if link.columns.includes(item.column_key):
            grades.setdefault(delivery.person_id, []).append(column_grade(item.column_key, delivery))
    return grades


def _progress(attempt: Attempt | None, run: CheckRun | None) -> Progress:
    if run is not None:
        return Progress.FINISHED if run.finished_at else Progress.IN_PROGRESS
    if attempt is None:
        return Progress.NOT_STARTED
    if attempt.state is AttemptState.DECLINED:
        return Progress.NOT_NOW
    return Progress.FINISHED if attempt.is_finished else Progress.IN_PROGRESS
