"""Who works side by side with whom, and what a gathering must know of its people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.roles import Rights
from lti_tool.store.course_rows import MembershipRow
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base, OwnId, UtcMoment


class SittingRow(Base):
    """One person agreed to go on, on the screen of a trainer's launch; it ends with that launch at the
    latest.
    """

    __tablename__ = "sitting"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "launch_id"], ["launch.centre_id", "launch.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    launch_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(UtcMoment)


class Sittings:
    """Queries over sittings; ``handle`` is that of the trainer's launch."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begun_at(self, centre_id: str, handle: str, person_id: str) -> datetime | None:
        """Since when this person works side by side in this launch; ``None`` when they do not."""
        row = self._session.get(SittingRow, (centre_id, handle, person_id))
        return row.begun_at if row else None

    def begin(self, centre_id: str, handle: str, person_id: str, now: datetime) -> bool:
        """Write down that it begins; ``False`` when it goes on already."""
        if self._session.get(SittingRow, (centre_id, handle, person_id)) is not None:
            return False
        self._session.add(
            SittingRow(centre_id=centre_id, launch_id=handle, person_id=person_id, begun_at=now)
        )
        self._session.flush()
        return True

    def end(self, centre_id: str, handle: str, person_id: str) -> None:
        """It is over; once more changes nothing."""
        self._session.execute(
            delete(SittingRow).where(
                SittingRow.centre_id == centre_id,
                SittingRow.launch_id == handle,
                SittingRow.person_id == person_id,
            )
        )

    def is_graded(self, centre_id: str, context_id: str, link_id: str, person_id: str) -> bool | None:
        """Whether a learner of this course may have a grade at this resource link, as their own launch there
        said or, before the first one, the roster; ``None`` for somebody who is no learner.
        """
        membership = self._session.execute(
            select(MembershipRow.rights, MembershipRow.is_graded).where(
                MembershipRow.centre_id == centre_id,
                MembershipRow.resource_link_id == link_id,
                MembershipRow.person_id == person_id,
            )
        ).one_or_none()
        if membership is not None:
            return membership.is_graded if membership.rights == Rights.LEARNER.value else None
        member = self._session.get(CourseMemberRow, (centre_id, context_id, person_id))
        return True if member is not None and member.is_learner else None
