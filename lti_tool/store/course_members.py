"""The people of a course: as launches bring them, and as a trainer reviews them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Subquery,
    Table,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from lti_tool.domain.cohort import told_apart
from lti_tool.domain.roles import Rights
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.course_rows import MembershipRow, PersonNameRow
from lti_tool.store.prepared import run
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import upsert
from lti_tool.store.shelf_rows import ShelvedRow, highest_shelved

# Name and membership come from outer joins: either may be ``None``, which the column's type does not say.
GroupColumns = tuple[str, str, int, datetime | None, str, list[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCourseMember:
    """One person of a group. ``has_opened`` tells whether they ever launched one resource link of it.

    Not to be confused: ``name`` is for whoever reads a list, see ``domain.cohort.told_apart``; ``own_name``
    is what the platform calls the person, for what they take along.
    """

    person_id: str
    name: str
    number: int
    is_active: bool = True
    has_opened: bool = True
    groups: tuple[str, ...] = ()
    own_name: str = ""


_TABLE = cast(Table, CourseMemberRow.__table__)


class CourseMembers:
    """Queries over the people of the courses."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def launched(
        self,
        *,
        centre_id: str,
        context_id: str,
        person_id: str,
        rights: str,
        is_learner: bool,
        groups: Sequence[str] | None,
        now: datetime,
    ) -> None:
        """Somebody launched in this course, and so is there; ``groups`` ``None`` leaves the known ones."""
        upsert(
            self._session,
            _TABLE,
            {
                "centre_id": centre_id,
                "context_id": context_id,
                "person_id": person_id,
                "number": highest_number(self._session, centre_id, context_id) + 1,
                "rights": rights,
                "is_learner": is_learner,
                "is_listed": False,
                "groups": list(groups or ()),
                "first_seen_at": now,
                "launched_at": now,
                "left_at": None,
            },
            keys=("centre_id", "context_id", "person_id"),
            update=(
                "rights",
                "is_learner",
                "launched_at",
                "left_at",
                *(("groups",) if groups is not None else ()),
            ),
        )

    def arrived_at(self, centre_id: str, context_id: str | None, person_id: str) -> datetime | None:
        """When this person was first seen in a course, in its roster or by a launch; ``None`` when never."""
        row = self._session.get(CourseMemberRow, (centre_id, context_id, person_id)) if context_id else None
        return row.first_seen_at if row else None

    def names(self, centre_id: str, person_ids: Collection[str]) -> Mapping[str, str]:
        """The names of these people by id, without those that the platform hides; none for nobody."""
        if not person_ids:
            return {}
        query = select(PersonNameRow.id, PersonNameRow.name).where(
            PersonNameRow.centre_id == centre_id, PersonNameRow.id.in_(person_ids), PersonNameRow.name != ""
        )
        return {row.id: row.name for row in self._session.execute(query)}

    def group(
        self, centre_id: str, context_id: str, link_id: str, activity: str
    ) -> Sequence[StoredCourseMember]:
        """Everybody whom a trainer reviews at a resource link, by number: the learners of its course, and
        whoever else tried this activity. The platform's test user learns nothing and is left out.
        """
        query = _group(centre_id, context_id, link_id, activity).order_by(CourseMemberRow.number)
        return tuple(_member(row) for row in self._session.execute(query))

    def one_of_group(
        self, centre_id: str, context_id: str, link_id: str, activity: str, person_id: str
    ) -> StoredCourseMember | None:
        """One person of the same group; ``None`` when they are not in it."""
        query = _group(centre_id, context_id, link_id, activity)
        row = self._session.execute(query.where(CourseMemberRow.person_id == person_id)).one_or_none()
        return _member(row) if row else None

    def has_begun(self, centre_id: str, context_id: str, link_id: str, activity: str) -> bool:
        """Whether anybody of the same group did more than open the activity."""
        query = _group(centre_id, context_id, link_id, activity)
        return self._session.execute(query.where(_tried(link_id, activity)).limit(1)).first() is not None


def shared_names(centre_id: str, context_id: str) -> Subquery:
    """The names that several people of a course have, without capitals, as ``name``."""
    member, name = CourseMemberRow, func.lower(PersonNameRow.name)
    return (
        select(name.label("name"))
        .join(
            member,
            (member.centre_id == PersonNameRow.centre_id) & (member.person_id == PersonNameRow.id),
        )
        .where(member.centre_id == centre_id, member.context_id == context_id, PersonNameRow.name != "")
        .group_by(name)
        .having(func.count() > 1)
        .subquery()
    )


def _group(centre_id: str, context_id: str, link_id: str, activity: str) -> Select[GroupColumns]:
    member, membership, shared = CourseMemberRow, MembershipRow, shared_names(centre_id, context_id)
    is_test_user = and_(membership.rights == Rights.LEARNER.value, ~membership.is_graded)
    return (
        select(
            member.person_id,
            PersonNameRow.name,
            member.number,
            member.left_at,
            membership.id,
            member.groups,
            shared.c.name.is_not(None),
        )
        .outerjoin(
            PersonNameRow,
            (PersonNameRow.centre_id == member.centre_id) & (PersonNameRow.id == member.person_id),
        )
        .outerjoin(
            membership,
            (membership.centre_id == member.centre_id)
            & (membership.person_id == member.person_id)
            & (membership.resource_link_id == link_id),
        )
        .outerjoin(shared, shared.c.name == func.lower(PersonNameRow.name))
        .where(
            member.centre_id == centre_id,
            member.context_id == context_id,
            or_(member.is_learner, _tried(link_id, activity)),
            or_(membership.id.is_(None), ~is_test_user),
        )
    )


def _tried(link_id: str, activity: str) -> ColumnElement[bool]:
    """Whether a member of a course began this activity at this resource link."""
    return exists().where(
        AttemptRow.centre_id == CourseMemberRow.centre_id,
        AttemptRow.person_id == CourseMemberRow.person_id,
        AttemptRow.resource_link_id == link_id,
        AttemptRow.activity == activity,
    )


def _member(row: Row[GroupColumns]) -> StoredCourseMember:
    person_id, name, number, left_at, membership_id, groups, has_namesake = row._tuple()
    return StoredCourseMember(
        person_id=person_id,
        name=told_apart(name or "", number, has_namesake=has_namesake),
        number=number,
        is_active=left_at is None,
        has_opened=membership_id is not None,
        groups=tuple(groups),
        own_name=name or "",
    )


_LAST_NUMBER = select(
    func.coalesce(func.max(CourseMemberRow.number), 0).label("number"),
    select(1)
    .where(ShelvedRow.centre_id == bindparam("of_centre"), ShelvedRow.name == CourseMemberRow.__tablename__)
    .exists()
    .label("are_some_apart"),
).where(
    CourseMemberRow.centre_id == bindparam("of_centre"), CourseMemberRow.context_id == bindparam("of_course")
)
"""The last number among the people of a course, and whether somebody of the centre lies apart."""


def highest_number(session: Session, centre_id: str, context_id: str) -> int:
    """The last number given in a course, 0 when none was."""
    values = {"of_centre": centre_id, "of_course": context_id}
    number, are_some_apart = run(session, "last-number", lambda _dialect: _LAST_NUMBER, values)
    if not are_some_apart:
        return int(number)
    apart = highest_shelved(session, centre_id, CourseMemberRow.__tablename__, context_id=context_id)
    return max(apart, int(number))
