"""Reviews that a team made of its own practice in a course: answers to closed questions, and a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import JSON, ForeignKeyConstraint, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.practice import Review
from lti_tool.store.schema import Base, OwnId, UtcMoment


class PracticeReviewRow(Base):
    """One review. ``by`` is who wrote it down for the team."""

    __tablename__ = "practice_review"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "by"], ["person.centre_id", "person.id"]),
        Index(None, "centre_id", "context_id", "at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId)
    answers: Mapped[dict[str, str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    by: Mapped[str] = mapped_column(OwnId)


class PracticeReviews:
    """Queries over reviews."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_course(self, centre_id: str, context_id: str) -> Sequence[Review]:
        """Those of a course, the latest first; one query."""
        row = PracticeReviewRow
        query = (
            select(row)
            .where(row.centre_id == centre_id, row.context_id == context_id)
            .order_by(row.at.desc(), row.id)
        )
        return tuple(_value(one) for one in self._session.scalars(query))

    def find(self, centre_id: str, review_id: str) -> Review | None:
        """One of a centre, in whatever course; ``None`` when there is none of this id."""
        found = self._session.get(PracticeReviewRow, (centre_id, review_id))
        return _value(found) if found else None

    def add(self, review: Review) -> None:
        """Keep one.

        Raises:
            Conflict: from the unit of work, when the same form arrived twice at the same moment.
        """
        self._session.add(
            PracticeReviewRow(
                centre_id=review.centre_id,
                id=review.id,
                context_id=review.context_id,
                answers=dict(review.answers),
                at=review.at,
                by=review.by,
            )
        )
        self._session.flush()


def _value(row: PracticeReviewRow) -> Review:
    return Review(
        centre_id=row.centre_id,
        id=row.id,
        context_id=row.context_id,
        answers=MappingProxyType(dict(row.answers)),
        at=row.at,
        by=row.by,
    )
