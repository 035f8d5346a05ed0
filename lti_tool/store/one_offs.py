"""One-off helps: a topic, a moment and who gave it. No column says to whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.one_off import OneOff, Topic
from lti_tool.store.schema import Base, OwnId, UtcMoment


class OneOffRow(Base):
    """One help."""

    __tablename__ = "one_off"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "by"], ["person.centre_id", "person.id"]),
        Index(None, "centre_id", "context_id", "by", "at"),
        CheckConstraint(
            "topic IN ('paperwork', 'printing', 'device', 'connection', 'account', 'message', 'search',"
            " 'safety', 'other')",
            name="known_topic",
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId)
    topic: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcMoment)
    by: Mapped[str] = mapped_column(OwnId)


class OneOffs:
    """Queries over one-off helps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def given_by(self, centre_id: str, context_id: str, person_id: str, since: datetime) -> Sequence[OneOff]:
        """What somebody gave in a course since a moment, the latest first; one query."""
        row = OneOffRow
        query = (
            select(row)
            .where(
                row.centre_id == centre_id,
                row.context_id == context_id,
                row.by == person_id,
                row.at >= since,
            )
            .order_by(row.at.desc(), row.id)
        )
        return tuple(_value(one) for one in self._session.scalars(query))

    def find(self, centre_id: str, one_off_id: str) -> OneOff | None:
        """One of a centre, whoever gave it; ``None`` when there is none of this id."""
        row = self._session.get(OneOffRow, (centre_id, one_off_id))
        return _value(row) if row else None

    def add(self, one: OneOff) -> None:
        """Store a fresh one.

        Raises:
            Conflict: from the unit of work, when the same form arrived twice at the same moment.
        """
        self._session.add(
            OneOffRow(
                centre_id=one.centre_id,
                id=one.id,
                context_id=one.context_id,
                topic=one.topic.value,
                at=one.at,
                by=one.by,
            )
        )
        self._session.flush()

    def change_topic(self, one: OneOff, topic: Topic) -> None:
        """It was about something else."""
        row = OneOffRow
        self._session.execute(
            update(row).where(row.centre_id == one.centre_id, row.id == one.id).values(topic=topic.value)
        )

    def remove(self, one: OneOff) -> bool:
        """Whether it was there to be removed."""
        row = OneOffRow
        gone = delete(row).where(row.centre_id == one.centre_id, row.id == one.id).returning(row.id)
        return self._session.execute(gone).scalar_one_or_none() is not None


def _value(row: OneOffRow) -> OneOff:
    return OneOff(
        id=row.id,
        centre_id=row.centre_id,
        context_id=row.context_id,
        topic=Topic(row.topic),
        at=row.at,
        by=row.by,
    )
