"""Calls for help of learners who are stuck."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    func,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.cohort import told_apart
from lti_tool.domain.stuck import PLACE_LENGTH, Cause, SolvedBy, StuckCall
from lti_tool.store.course_members import shared_names
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.places import at_place
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base, OwnId, UtcMoment

OPEN = text("solved_at IS NULL")
OPEN_WITHOUT_COURSE = text("solved_at IS NULL AND context_id IS NULL")


class StuckCallRow(Base):
    """One call. A person waits once in one course, or once at a resource link without one."""

    __tablename__ = "stuck_call"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        Index(
            "uq_stuck_call_open",
            *("centre_id", "person_id", "context_id"),
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "uq_stuck_call_open_without_course",
            *("centre_id", "person_id", "resource_link_id"),
            unique=True,
            sqlite_where=OPEN_WITHOUT_COURSE,
            postgresql_where=OPEN_WITHOUT_COURSE,
        ),
        Index(None, "centre_id", "context_id", "person_id"),
        CheckConstraint("cause IN ('', 'password', 'pin', 'connection', 'other')", name="known_cause"),
        CheckConstraint("(solved_at IS NULL) = (solved_by IS NULL)", name="known_end"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH))
    cause: Mapped[str] = mapped_column(String(16))
    called_at: Mapped[datetime] = mapped_column(UtcMoment)
    coming_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    solved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    solved_by: Mapped[str | None] = mapped_column(String(16))


class StuckCalls:
    """Queries over calls. A course is named by its ``context_id``, ``None`` where the platform names none:
    then a call belongs to the resource link.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def latest(
        self, centre_id: str, person_id: str, context_id: str | None, link_id: str
    ) -> StuckCall | None:
        """The open call of one person in one place, else the last one that they made there, else ``None``."""
        query = (
            select(StuckCallRow)
            .where(
                StuckCallRow.centre_id == centre_id,
                StuckCallRow.person_id == person_id,
                at_place(StuckCallRow.context_id, StuckCallRow.resource_link_id, context_id, link_id),
            )
            .order_by(StuckCallRow.solved_at.is_not(None), StuckCallRow.called_at.desc(), StuckCallRow.id)
        )
        row = self._session.scalars(query.limit(1)).one_or_none()
        return _call(row) if row else None

    def waiting(
        self, centre_id: str, context_id: str, person_id: str = ""
    ) -> Sequence[tuple[StuckCall, str, int]]:
        """Everybody of a course who waits there, with name and number in the course, the longest wait first;
        with a ``person_id`` only that one. One query, however many wait.
        """
        call, member, shared = StuckCallRow, CourseMemberRow, shared_names(centre_id, context_id)
        query = (
            select(call, PersonNameRow.name, member.number, shared.c.name.is_not(None))
            .join(
                member,
                (member.centre_id == call.centre_id)
                & (member.context_id == call.context_id)
                & (member.person_id == call.person_id),
            )
            .outerjoin(
                PersonNameRow,
                (PersonNameRow.centre_id == call.centre_id) & (PersonNameRow.id == call.person_id),
            )
            .outerjoin(shared, shared.c.name == func.lower(PersonNameRow.name))
            .where(call.centre_id == centre_id, call.context_id == context_id, call.solved_at.is_(None))
            .order_by(call.called_at, call.id)
        )
        if person_id:
            query = query.where(call.person_id == person_id)
        return [
            (_call(row), told_apart(name or "", number, has_namesake=has_namesake), number)
            for row, name, number, has_namesake in self._session.execute(query)
        ]

    def add(self, call: StuckCall) -> None:
        """Store a fresh call.

        Raises:
            Conflict: from the unit of work, when another window called at the same moment.
        """
        self._session.add(
            StuckCallRow(
                centre_id=call.centre_id,
                id=call.id,
                person_id=call.person_id,
                resource_link_id=call.resource_link_id,
                context_id=call.context_id,
                place=call.place,
                cause=call.cause.value,
                called_at=call.called_at,
                coming_at=call.coming_at,
                solved_at=call.solved_at,
                solved_by=call.solved_by.value if call.solved_by else None,
            )
        )
        self._session.flush()

    def lock(self, call: StuckCall) -> StuckCall:
        """The same call as it is now, kept from other writers until the end of the transaction."""
        query = (
            select(StuckCallRow)
            .where(StuckCallRow.centre_id == call.centre_id, StuckCallRow.id == call.id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return _call(self._session.scalars(query).one())

    def save(self, call: StuckCall) -> None:
        """Store a move. The call must be locked."""
        self._session.execute(
            update(StuckCallRow)
            .where(StuckCallRow.centre_id == call.centre_id, StuckCallRow.id == call.id)
            .values(
                place=call.place,
                cause=call.cause.value,
                coming_at=call.coming_at,
                solved_at=call.solved_at,
                solved_by=call.solved_by.value if call.solved_by else None,
            )
        )


def _call(row: StuckCallRow) -> StuckCall:
    return StuckCall(
        id=row.id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.resource_link_id,
        context_id=row.context_id,
        called_at=row.called_at,
        place=row.place,
        cause=Cause(row.cause),
        coming_at=row.coming_at,
        solved_at=row.solved_at,
        solved_by=SolvedBy(row.solved_by) if row.solved_by else None,
    )
