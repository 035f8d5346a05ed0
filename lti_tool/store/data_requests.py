"""What people ask for about their data, and what they were answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Row, Select, String, Text, and_, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.data_request import Asked, Asking, DataRequest
from lti_tool.store.course_rows import PersonNameRow, PersonRow
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.schema import Base, OwnId, UtcMoment
from lti_tool.store.shelf_rows import RestrictionRow

WAITING = text("answered_at IS NULL")


class DataRequestRow(Base):
    """One thing that was asked for; ``answer`` is empty until there is one."""

    __tablename__ = "data_request"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        Index(
            "uq_data_request_waiting",
            *("centre_id", "person_id", "kind"),
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    kind: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answer: Mapped[str] = mapped_column(Text)


class DataRequests:
    """Queries over what people asked for."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, centre_id: str, person_id: str, request: DataRequest) -> None:
        """Keep what was asked."""
        self._session.add(
            DataRequestRow(
                centre_id=centre_id,
                id=request.id,
                person_id=person_id,
                kind=request.asked.value,
                asked_at=request.asked_at,
                answered_at=None,
                answer="",
            )
        )
        self._session.flush()

    def of_person(self, centre_id: str, person_id: str) -> Sequence[DataRequest]:
        """What one person asked for, the last first."""
        row = DataRequestRow
        query = select(row).where(row.centre_id == centre_id, row.person_id == person_id)
        return tuple(
            _request(one) for one in self._session.scalars(query.order_by(row.asked_at.desc(), row.id))
        )

    def of_centre(self, centre_id: str, at_most: int) -> Sequence[Asking]:
        """What waits for an answer, the longest wait first, then what was answered, the last first."""
        row = DataRequestRow
        waiting = _asking(centre_id).where(row.answered_at.is_(None)).order_by(row.asked_at, row.id)
        answered = _asking(centre_id).where(row.answered_at.is_not(None))
        found = [
            *self._session.execute(waiting.limit(at_most)),
            *self._session.execute(answered.order_by(row.answered_at.desc(), row.id).limit(at_most)),
        ]
        return tuple(_asked(one) for one in found)

    def one(self, centre_id: str, request_id: str) -> Asking | None:
        """One request of a centre."""
        found = self._session.execute(_asking(centre_id).where(DataRequestRow.id == request_id)).first()
        return _asked(found) if found else None

    def answer(self, centre_id: str, request_id: str, words: str, at: datetime) -> bool:
        """Keep the answer; ``False`` when there was one already."""
        row = DataRequestRow
        change = update(row).where(
            row.centre_id == centre_id, row.id == request_id, row.answered_at.is_(None)
        )
        done = self._session.execute(change.values(answered_at=at, answer=words).returning(row.id))
        return done.first() is not None


Found = tuple[DataRequestRow, str, str, datetime]


def _asking(centre_id: str) -> Select[Found]:
    row = DataRequestRow
    return (
        select(row, PersonNameRow.name, RegistrationRow.name.label("platform"), RestrictionRow.restricted_at)
        .join(PersonRow, and_(PersonRow.centre_id == row.centre_id, PersonRow.id == row.person_id))
        .join(
            RegistrationRow,
            and_(
                RegistrationRow.centre_id == PersonRow.centre_id,
                RegistrationRow.id == PersonRow.registration_id,
            ),
        )
        .outerjoin(
            PersonNameRow,
            and_(PersonNameRow.centre_id == PersonRow.centre_id, PersonNameRow.id == PersonRow.id),
        )
        .outerjoin(
            RestrictionRow,
            and_(RestrictionRow.centre_id == row.centre_id, RestrictionRow.person_id == row.person_id),
        )
        .where(row.centre_id == centre_id)
    )


def _asked(found: Row[Found]) -> Asking:
    row, name, platform, since = found
    return Asking(
        request=_request(row), person_id=row.person_id, name=name or "", platform=platform, since=since
    )


def _request(row: DataRequestRow) -> DataRequest:
    return DataRequest(
        id=row.id,
        asked=Asked(row.kind),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        answer=row.answer,
    )
