"""Who looked at a learner's record, one row a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    case,
    delete,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.record_view import LOOK, MOMENT, Looked, RecordView
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.schema import Base, OwnId, UtcMoment


class RecordViewRow(Base):
    """The looks of one viewer at one person's record, in one course, on one day and in one way.

    The day is the one of the place where the people are. There is always a course: without one nobody
    reviews anybody (C37).
    """

    __tablename__ = "record_view"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "viewer_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        Index(None, "day"),
        CheckConstraint("what IN ('record', 'document', 'export', 'together')", name="known_way"),
        CheckConstraint("person_id <> viewer_id", name="of_somebody_else"),
        CheckConstraint("times >= 1 AND first_at <= last_at", name="known_times"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    viewer_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    what: Mapped[str] = mapped_column(String(16), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_at: Mapped[datetime] = mapped_column(UtcMoment)
    times: Mapped[int]


class RecordViews:
    """Queries over looks at records. A course is named by our ``context_id``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def note(
        self,
        *,
        centre_id: str,
        context_id: str,
        viewer_id: str,
        person_ids: Collection[str],
        what: Looked,
        day: date,
        now: datetime,
    ) -> None:
        """Somebody looks at the records of these people, of whom there is at least one: one statement, and
        one row a day each. What follows within ``LOOK`` belongs to the same look, and within
        ``MOMENT`` changes nothing.
        """
        insert = postgresql.insert if self._session.get_bind().dialect.name == "postgresql" else sqlite.insert
        table = cast(Table, RecordViewRow.__table__)
        statement = insert(table)
        known, fresh = table.c, statement.excluded
        is_same_look = known.last_at >= now - LOOK
        statement = statement.on_conflict_do_update(
            index_elements=list(table.primary_key.columns),
            set_={
                "times": case((is_same_look, known.times), else_=known.times + 1),
                "last_at": fresh.last_at,
            },
            where=known.last_at < now - MOMENT,
        )
        shared = {
            "centre_id": centre_id,
            "context_id": context_id,
            "viewer_id": viewer_id,
            "what": what.value,
            "day": day,
            "first_at": now,
            "last_at": now,
            "times": 1,
        }
        # In one order for everybody: two who export the same group wait for each other and never in a ring.
        self._session.execute(statement, [{**shared, "person_id": one} for one in sorted(set(person_ids))])

    def of_person(
        self, centre_id: str, context_id: str, person_id: str, at_most: int
    ) -> Sequence[RecordView]:
        """Who looked at one person's record in a course, the last look first."""
        view = RecordViewRow
        query = (
            select(PersonNameRow.name, view.what, view.last_at, view.times)
            .select_from(view)
            .outerjoin(
                PersonNameRow,
                (PersonNameRow.centre_id == view.centre_id) & (PersonNameRow.id == view.viewer_id),
            )
            .where(view.centre_id == centre_id, view.context_id == context_id, view.person_id == person_id)
            .order_by(view.last_at.desc(), view.viewer_id, view.what)
            .limit(at_most)
        )
        return tuple(
            RecordView(name=name or "", what=Looked(what), last_at=last_at, times=times)
            for name, what, last_at, times in self._session.execute(query)
        )

    def count_others(
        self, centre_id: str, context_id: str, person_id: str, viewer_id: str, since: datetime
    ) -> int:
        """How many people other than this viewer looked at one person's record since a moment."""
        view = RecordViewRow
        query = select(func.count(view.viewer_id.distinct())).where(
            view.centre_id == centre_id,
            view.context_id == context_id,
            view.person_id == person_id,
            view.viewer_id != viewer_id,
            view.last_at >= since,
        )
        return self._session.scalars(query).one()

    def sweep(self, before: date) -> None:
        """Forget the rows of the days before this one."""
        self._session.execute(delete(RecordViewRow).where(RecordViewRow.day < before))
