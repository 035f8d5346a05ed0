"""The trainer's review: the group of one resource link, and one person of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from lti_tool.domain.activity import Activity
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.cohort import (
    Member,
    Paging,
    by_name,
    paging,
    progress_alone,
)
from lti_tool.domain.cohort_filter import EVERYBODY, Narrowing, possible
from lti_tool.domain.course_setting import QUIET_DAYS
from lti_tool.domain.errors import NotFound
from lti_tool.domain.journey import Journey, journey_of
from lti_tool.domain.module import Module
from lti_tool.domain.needs import AccessQuestion
from lti_tool.domain.profile import Profile, profile_of
from lti_tool.domain.record_view import Looked
from lti_tool.domain.roster import Roster
from lti_tool.domain.whereabouts import without_answers
from lti_tool.services.launches import Visit
from lti_tool.services.members import Members
from lti_tool.services.narrowings import Where, Whereabout
from lti_tool.services.record_views import note
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
    that roster stands, ``None`` when no launch ever named one. ``asked`` is what the list is narrowed to, out
    of ``everybody`` who is enrolled; ``where`` tells where those on the page are, by person, or where
    somebody of the group is if nobody stands there.
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
    asked: Narrowing = EVERYBODY
    everybody: int = 0
    where: Where = field(default_factory=lambda: MappingProxyType({}))

    @property
    def quiet_days(self) -> int:
        """After how many days without a visit somebody of the course counts as absent."""
        return next((one.absence.quiet_days for one in self.where.values()), QUIET_DAYS)


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


class Cohorts:
    """Use cases of the trainer's review."""

    def __init__(
        self,
        store: Store,
        *,
        bank: Bank,
        access: Sequence[AccessQuestion],
        clock: Callable[[], datetime],
        activities: Mapping[str, Activity] = MappingProxyType({}),
        modules: Mapping[str, Module] = MappingProxyType({}),
    ) -> None:
        self._store = store
        self._bank = bank
        self._activities = activities
        self._clock = clock
        self._members = Members(access=access, activities=activities)
        self._whereabout = Whereabout(access=access, clock=clock, modules=modules)

    def review(
        self,
        visit: Visit,
        *,
        group: str = "",
        asked: Narrowing = EVERYBODY,
        page: int = 1,
        left_page: int = 1,
    ) -> Cohort:
        """One page of the group of this resource link, with a fixed number of queries: of everybody name and
        place in the course and what ``asked`` asks for, the rest of those on the page alone (Q15).

        An unknown ``group`` is everybody; of ``page`` and ``left_page``, those who left, the nearest that
        exists counts. Where the centre has set it so an assistant sees and asks for no result (R04).

        Raises:
            NotFound: the person is not a trainer here.
        """
        only_reviewers(visit.rights)
        link = visit.link
        with self._store.reading() as unit:
            shows_results = sees_results(unit, link.centre_id, visit.rights)
            asked = self._possible(link, asked, shows_results=shows_results)
            people = _people(unit, link)
            found = self._whereabout.narrowed(unit, link, people, group, asked)
            shown, shown_left = paging(len(found.enrolled), page), paging(len(found.left), left_page)
            both = (*shown.part_of(found.enrolled), *shown_left.part_of(found.left))
            members = self._members.of(unit, link, both)
            ids = [one.person_id for one in both or people[:1]]
            where = found.where or self._whereabout.of(unit, link, ids)
            roster = unit.rosters.find(link.centre_id, link.context_id) if link.context_id else None
            trouble = unit.circuits.trouble(link.centre_id, link.registration_id)
        if not shows_results:
            members = tuple(progress_alone(member) for member in members)
            where = {person: without_answers(one) for person, one in where.items()}
        return Cohort(
            members=tuple(member for member in members if member.is_enrolled),
            leavers=tuple(member for member in members if not member.is_enrolled),
            page=shown,
            left_page=shown_left,
            groups=found.groups,
            group=found.group,
            asked=asked,
            everybody=found.everybody,
            where=where,
            shows_results=shows_results,
            roster=roster,
            accepts_grades=bool(link.ags.lineitems_url or link.ags.lineitem_url),
            trouble=trouble,
        )

    def shows_results(self, visit: Visit) -> bool:
        """Whether this visitor reads the results of others here (R04)."""
        with self._store.reading() as unit:
            return sees_results(unit, visit.link.centre_id, visit.rights)

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

    def record(self, visit: Visit, person_id: str, *, what: Looked = Looked.RECORD) -> Record:
        """One person of the group. That the visitor looks is written down, or nothing is shown (S2-13).

        Raises:
            NotFound: the person is not in this group, or the visitor reads no results here.
            StoreUnavailable: the look could not be written down.
        """
        only_reviewers(visit.rights)
        link = visit.link
        with self._store.reading() as unit:
            only_readers_of_results(unit, link.centre_id, visit.rights)
            person = _person(unit, link, person_id)
            if person is None:
                raise NotFound(reason="not-in-this-group")
            (member,) = self._members.of(unit, link, (person,))
            attempt = unit.attempts.at_link(link.centre_id, person_id, link.id, link.activity)
            attempts = unit.attempts.of_person(link.centre_id, person_id, link.context_id, link.id)
            arrived_at = unit.course_members.arrived_at(link.centre_id, link.context_id, person_id)
        with self._store.writing() as unit:
            note(unit, visit, (person_id,), what, self._clock())
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

    def _possible(self, link: StoredLink, asked: Narrowing, *, shows_results: bool) -> Narrowing:
        activity = self._activities.get(link.activity)
        return possible(asked, activity, shows_results=shows_results) if activity else EVERYBODY


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
