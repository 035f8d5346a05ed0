"""The trainer's review: the group of one resource link, and one person of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.attempt import Attempt, AttemptState, Bank, Stage
from lti_tool.domain.cohort import ColumnGrade, Member, Progress, by_name, column_grade
from lti_tool.domain.errors import NotFound
from lti_tool.domain.needs import AccessQuestion, needs_of
from lti_tool.domain.profile import Profile, profile_of
from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import Roster
from lti_tool.services.launches import Visit
from lti_tool.store.course_members import StoredCourseMember
from lti_tool.store.courses import StoredLink
from lti_tool.store.unit_of_work import Store, UnitOfWork

REVIEWERS = (Rights.TRAINER, Rights.ASSISTANT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """The group. ``trouble`` is why and since when the platform takes no grades, if so.

    ``leavers`` are no longer in the platform's roster. ``roster`` is how that roster stands, ``None`` when
    no launch ever named one.
    """

    members: tuple[Member, ...]
    accepts_grades: bool
    trouble: tuple[str, datetime] | None
    leavers: tuple[Member, ...] = ()
    roster: Roster | None = None

    @property
    def has_begun(self) -> bool:
        """Whether anybody did more than open the activity."""
        nothing = (Progress.NOT_OPENED, Progress.NOT_STARTED)
        return any(member.progress not in nothing for member in (*self.members, *self.leavers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One person of the group. ``attempt`` and ``profile`` are ``None`` before a start, and ``profile``
    stays so until the result was sent to the trainer.
    """

    member: Member
    attempt: Attempt | None
    profile: Profile | None


class Cohorts:
    """Use cases of the trainer's review."""

    def __init__(self, store: Store, *, bank: Bank, access: Sequence[AccessQuestion]) -> None:
        self._store = store
        self._bank = bank
        self._access = tuple(access)

    def review(self, visit: Visit) -> Cohort:
        """The group of this resource link, with a fixed number of queries.

        Raises:
            NotFound: the person is not a trainer here.
        """
        _only_reviewers(visit)
        centre_id, link_id = visit.link.centre_id, visit.link.id
        with self._store.reading() as unit:
            people = _people(unit, visit.link)
            roster = unit.rosters.find(centre_id, visit.link.context_id) if visit.link.context_id else None
            attempts = {
                attempt.person_id: attempt
                for attempt in unit.attempts.of_link(centre_id, link_id, visit.link.activity)
                if attempt.stage is Stage.ENTRY
            }
            levels = unit.attempts.levels_of_link(centre_id, link_id)
            helped = unit.attempts.helped_counts(centre_id, link_id)
            grades: dict[str, list[ColumnGrade]] = {}
            for item, delivery in unit.deliveries.of_link(centre_id, link_id):
                if not visit.link.columns.includes(item.column_key):
                    continue
                grades.setdefault(delivery.person_id, []).append(column_grade(item.column_key, delivery))
            trouble = unit.circuits.trouble(centre_id, visit.link.registration_id)
        everybody = by_name(
            [
                self._member(person, attempts.get(person.person_id), levels, helped, grades)
                for person in people
                if (person.is_learner or person.person_id in attempts) and not person.is_test_user
            ]
        )
        ags = visit.link.ags
        return Cohort(
            members=tuple(member for member in everybody if member.is_enrolled),
            leavers=tuple(member for member in everybody if not member.is_enrolled),
            roster=roster,
            accepts_grades=bool(ags.lineitems_url or ags.lineitem_url),
            trouble=trouble,
        )

    def record(self, visit: Visit, person_id: str) -> Record:
        """One person of the group.

        Raises:
            NotFound: the person is not in this group, or the visitor is not a trainer here.
        """
        cohort = self.review(visit)
        everybody = (*cohort.members, *cohort.leavers)
        member = next((one for one in everybody if one.person_id == person_id), None)
        if member is None:
            raise NotFound(reason="not-in-this-group")
        with self._store.reading() as unit:
            attempt = unit.attempts.find(
                visit.link.centre_id, person_id, visit.link.id, visit.link.activity, Stage.ENTRY
            )
        is_readable = attempt is not None and attempt.shared_at is not None
        profile = profile_of(attempt, self._bank) if attempt is not None and is_readable else None
        return Record(member=member, attempt=attempt, profile=profile)

    def delivery_counts(self) -> dict[str, int]:
        """How many deliveries of the whole installation stand in which state."""
        with self._store.reading() as unit:
            return unit.deliveries.counts()

    def _member(
        self,
        person: StoredCourseMember,
        attempt: Attempt | None,
        levels: Mapping[str, Mapping[str, LevelEstimate]],
        helped: Mapping[str, int],
        grades: Mapping[str, Sequence[ColumnGrade]],
    ) -> Member:
        is_shared = attempt is not None and attempt.shared_at is not None
        return Member(
            person_id=person.person_id,
            name=person.name,
            number=person.number,
            progress=_progress(attempt) if person.has_opened or attempt else Progress.NOT_OPENED,
            areas=levels.get(attempt.id, {}) if attempt else {},
            with_help=helped.get(attempt.id, 0) if attempt and is_shared else 0,
            needs=needs_of(self._access, attempt.access) if attempt and is_shared else (),
            is_shared=is_shared,
            last_activity_at=attempt.updated_at if attempt else None,
            grades=tuple(grades.get(person.person_id, ())),
            is_enrolled=person.is_active,
            groups=person.groups,
        )


def _people(unit: UnitOfWork, link: StoredLink) -> Sequence[StoredCourseMember]:
    """Everybody of the link's course. Where the platform names no course a role says nothing about a group:
    there is none (C37).
    """
    if link.context_id is None:
        return ()
    return unit.course_members.of_course(link.centre_id, link.context_id, link.id)


def _only_reviewers(visit: Visit) -> None:
    if visit.rights not in REVIEWERS:
        raise NotFound("e-role", reason="not-a-trainer")


def _progress(attempt: Attempt | None) -> Progress:
    if attempt is None:
        return Progress.NOT_STARTED
    if attempt.state is AttemptState.DECLINED:
        return Progress.NOT_NOW
    return Progress.FINISHED if attempt.is_finished else Progress.IN_PROGRESS
