"""The people of a course: as launches bring them, and as a trainer reviews them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from lti_tool.domain.roles import Rights
from lti_tool.store.course_rows import MembershipRow, PersonNameRow
from lti_tool.store.roster_rows import CourseMemberRow


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCourseMember:
    """One person of a course. ``has_opened`` tells whether they ever launched one resource link of it,
    ``is_test_user`` that they did so as the platform's test user, who tries the activity and learns nothing.
    """

    person_id: str
    name: str
    number: int
    is_learner: bool
    is_active: bool = True
    has_opened: bool = True
    groups: tuple[str, ...] = ()
    is_test_user: bool = False


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
        row = self._session.get(CourseMemberRow, (centre_id, context_id, person_id))
        if row is None:
            row = CourseMemberRow(
                centre_id=centre_id,
                context_id=context_id,
                person_id=person_id,
                number=highest_number(self._session, centre_id, context_id) + 1,
                is_listed=False,
                groups=[],
                first_seen_at=now,
            )
            self._session.add(row)
        row.rights, row.is_learner = rights, is_learner
        row.launched_at, row.left_at = now, None
        if groups is not None:
            row.groups = list(groups)
        self._session.flush()

    def of_course(self, centre_id: str, context_id: str, link_id: str) -> Sequence[StoredCourseMember]:
        """Everybody of a course as seen from one of its resource links, by number."""
        member, membership = CourseMemberRow, MembershipRow
        query = (
            select(
                member.person_id,
                PersonNameRow.name,
                member.number,
                member.is_learner,
                member.left_at,
                membership.id,
                member.groups,
                and_(membership.rights == Rights.LEARNER.value, ~membership.is_graded),
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
            .where(member.centre_id == centre_id, member.context_id == context_id)
            .order_by(member.number)
        )
        return tuple(
            StoredCourseMember(
                person_id=person_id,
                name=name or "",
                number=number,
                is_learner=is_learner,
                is_active=left_at is None,
                has_opened=membership_id is not None,
                groups=tuple(groups),
                is_test_user=bool(is_test_user),
            )
            for (
                person_id,
                name,
                number,
                is_learner,
                left_at,
                membership_id,
                groups,
                is_test_user,
            ) in self._session.execute(query)
        )


def highest_number(session: Session, centre_id: str, context_id: str) -> int:
    """The last number given in a course, 0 when none was."""
    query = select(func.coalesce(func.max(CourseMemberRow.number), 0)).where(
        CourseMemberRow.centre_id == centre_id, CourseMemberRow.context_id == context_id
    )
    return session.scalars(query).one()
