"""The trainer's review: the group of one resource link, and one person of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Attempt, AttemptState, Bank
from lti_tool.domain.checks import CheckRun
from lti_tool.domain.cohort import (
    ColumnGrade,
    Member,
    Paging,
    Progress,
    by_name,
    column_grade,
    groups_in,
    paging,
    progress_alone,
)
from lti_tool.domain.errors import NotFound
from lti_tool.domain.journey import Journey, journey_of
from lti_tool.domain.needs import AccessQuestion, needs_of
from lti_tool.domain.profile import Profile, profile_of
from lti_tool.domain.roster import Roster
from lti_tool.services.launches import Visit
from lti_tool.services.reviewing import only_readers_of_results, only_reviewers, sees_results
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store, UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One page of the group. ``trouble`` is why and since when the platform takes no grades, if so.

    ``leavers`` are no longer in the platform's roster; ``page`` and ``left_page`` say which part of those who
    are enrolled and of those who left is here. ``groups`` are all of the course, ``group`` the one that was
    asked for, empty for everybody. Without ``shows_results`` nobody's result is in here. ``roster`` is how
    that roster stands, ``None`` when no launch ever named one.
    """

    members: tuple[Member, ...]
    accepts_grades: bool
    trouble: tuple[str, datetime] | None
    page: Paging
    left_page: Paging
    leavers: tuple[Member, ...] = ()
    groups: tuple[str, ...] = ()
    group: str = ""
    shows_results: bool = True
    roster: Roster | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person of the group. ``attempt`` and ``profile`` are ``None`` before a start, and ``profile``
    stays so until the result was sent to the trainer.

    ``journey`` is the person's way through the course, as far as they sent it. ``arrived_at`` is when they
    were first seen in the course, by a launch or in its list; ``None`` when there is no course.
    """

    member: Member
    attempt: Attempt | None
    profile: Profile | None
    journey: Journey = field(default_factory=Journey)
    arrived_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Works:
    """What some people did: attempts, grades and checks by person, levels and help by attempt."""

    attempts: Mapping[str, Attempt]
    levels: Mapping[str, Mapping[str, LevelEstimate]]
    helped: Mapping[str, int]
    grades: Mapping[str, Sequence[ColumnGrade]]
    runs: Mapping[str, CheckRun]


class Cohorts:
    """Use cases of the trainer's review."""

    def __init__(
        self,
        store: Store,
        *,
        bank: Bank,
        access: Sequence[AccessQuestion],
        activities: Mapping[str, Activity] = MappingProxyType({}),
    ) -> None:
        self._store = store
        self._bank = bank
        self._activities = activities
        self._access = tuple(access)

    def review(self, visit: Visit, *, group: str = "", page: int = 1, left_page: int = 1) -> Cohort:
        """One page of the group of this resource link, with a fixed number of queries: of everybody only name
        and place in the course are read, the rest of those on the page alone (Q15).

        An unknown ``group`` is everybody; of ``page`` and ``left_page``, the page of those who left, the
        nearest one that exists counts. An assistant sees no result where the centre has set it so (R04).

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        with self._store.reading() as unit:
            shows_results = sees_results(unit, link.centre_id, visit.rights)
            people = _people(unit, link)
            enrolled = [person for person in people if person.is_active]
            left = [person for person in people if not person.is_active]
            groups = groups_in(enrolled)
            if group in groups:
                enrolled = [person for person in enrolled if group in person.groups]
            shown, shown_left = paging(len(enrolled), page), paging(len(left), left_page)
            both = (*shown.part_of(enrolled), *shown_left.part_of(left))
            members = self._members(unit, link, both)
            roster = unit.rosters.find(link.centre_id, link.context_id) if link.context_id else None
            trouble = unit.circuits.trouble(link.centre_id, link.registration_id)
        if not shows_results:
            members = tuple(progress_alone(member) for member in members)
        return Cohort(
            members=tuple(member for member in members if member.is_enrolled),
            leavers=tuple(member for member in members if not member.is_enrolled),
            page=shown,
            left_page=shown_left,
            groups=groups,
            group=group if group in groups else "",
            shows_results=shows_results,
            roster=roster,
            accepts_grades=bool(link.ags.lineitems_url or link.ags.lineitem_url),
            trouble=trouble,
        )

    def has_begun(self, visit: Visit) -> bool:
        """Whether anybody of the group did more than open the activity.

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        if link.context_id is None:
            return False
        with self._store.reading() as unit:
            return unit.course_members.has_begun(link.centre_id, link.context_id, link.id, link.activity)

    def record(self, visit: Visit, person_id: str) -> Record:
        """One person of the group.

        Raises:
            NotFound: the person is not in this group, or the visitor reads no results here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        with self._store.reading() as unit:
            only_readers_of_results(unit, link.centre_id, visit.rights)
            person = _person(unit, link, person_id)
            if person is None:
                raise NotFound(reason="not-in-this-group")
            (member,) = self._members(unit, link, (person,))
            attempt = unit.attempts.at_link(link.centre_id, person_id, link.id, link.activity)
            attempts = unit.attempts.of_person(link.centre_id, person_id, link.context_id, link.id)
            arrived_at = unit.course_members.arrived_at(link.centre_id, link.context_id, person_id)
        is_readable = attempt is not None and attempt.shared_at is not None
        profile = profile_of(attempt, self._bank) if attempt is not None and is_readable else None
        shared = [one for one in attempts if one.shared_at is not None]
        return Record(
            member=member,
            attempt=attempt,
            profile=profile,
            journey=journey_of(shared),
            arrived_at=arrived_at,
        )

    def delivery_counts(self) -> dict[str, int]:
        """How many deliveries of the whole installation stand in which state."""
        with self._store.reading() as unit:
            return unit.deliveries.counts()

    def _members(
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
        )


def _grades(
    unit: UnitOfWork, link: StoredLink, person_ids: Sequence[str]
) -> Mapping[str, Sequence[ColumnGrade]]:
    grades: dict[str, list[ColumnGrade]] = {}
    for item, delivery in unit.deliveries.of_link(link.centre_id, link.id, person_ids):
        if link.columns.includes(item.column_key):
            grades.setdefault(delivery.person_id, []).append(column_grade(item.column_key, delivery))
    return grades


def _people(unit: UnitOfWork, link: StoredLink) -> Sequence[StoredCourseMember]:
    """The whole group by name. Where the platform names no course a role says nothing about a group: there is
    none (C37).
    """
    if link.context_id is None:
        return ()
    return by_name(unit.course_members.group(link.centre_id, link.context_id, link.id, link.activity))


def _person(unit: UnitOfWork, link: StoredLink, person_id: str) -> StoredCourseMember | None:
    """One person of the same group."""
    if link.context_id is None:
        return None
    place = link.centre_id, link.context_id, link.id, link.activity
    return unit.course_members.one_of_group(*place, person_id)


def _progress(attempt: Attempt | None, run: CheckRun | None) -> Progress:
    if run is not None:
        return Progress.FINISHED if run.finished_at else Progress.IN_PROGRESS
    if attempt is None:
        return Progress.NOT_STARTED
    if attempt.state is AttemptState.DECLINED:
        return Progress.NOT_NOW
    return Progress.FINISHED if attempt.is_finished else Progress.IN_PROGRESS
