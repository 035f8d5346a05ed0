"""Pictures and voice messages of trainers. Lists never carry the bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    LargeBinary,
    Row,
    String,
    UniqueConstraint,
    delete,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.welcome import WORDS_AT_MOST, Medium, MediumKind
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.schema import Base, OwnId, UtcMoment


class WelcomeMediumRow(Base):
    """One picture or voice message of one trainer in one course."""

    __tablename__ = "welcome_medium"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        UniqueConstraint("centre_id", "context_id", "person_id", "kind", name="uq_welcome_medium_kind"),
        CheckConstraint("kind IN ('picture', 'voice')", name="known_kind"),
        CheckConstraint(
            "length(bytes) BETWEEN 1 AND CASE kind WHEN 'picture' THEN 12288 ELSE 700000 END", name="size"
        ),
        CheckConstraint("seconds BETWEEN 0 AND 60", name="length"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    kind: Mapped[str] = mapped_column(String(8))
    media_type: Mapped[str] = mapped_column(String(32))
    content: Mapped[bytes] = mapped_column("bytes", LargeBinary, deferred=True)
    seconds: Mapped[int]
    words: Mapped[str] = mapped_column(String(WORDS_AT_MOST))
    consented_at: Mapped[datetime] = mapped_column(UtcMoment)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


_HEAD = (
    WelcomeMediumRow.id,
    WelcomeMediumRow.centre_id,
    WelcomeMediumRow.context_id,
    WelcomeMediumRow.person_id,
    WelcomeMediumRow.kind,
    WelcomeMediumRow.media_type,
    WelcomeMediumRow.consented_at,
    WelcomeMediumRow.created_at,
    WelcomeMediumRow.seconds,
    WelcomeMediumRow.words,
)


class WelcomeMedia:
    """Queries over what trainers publish in a course."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_person(self, centre_id: str, context_id: str, person_id: str) -> Sequence[Medium]:
        """What one trainer shows in a course: at most one of each kind, the picture first; one query."""
        query = select(*_HEAD).where(*_of(centre_id, context_id), WelcomeMediumRow.person_id == person_id)
        return [_medium(row) for row in self._session.execute(query.order_by(WelcomeMediumRow.kind))]

    def of_course(self, centre_id: str, context_id: str) -> Sequence[tuple[Medium, str]]:
        """What every trainer shows in a course, with her name (empty when the platform hides it), ordered by
        name; one query.
        """
        query = (
            select(*_HEAD, PersonNameRow.name)
            .outerjoin(
                PersonNameRow,
                (PersonNameRow.centre_id == WelcomeMediumRow.centre_id)
                & (PersonNameRow.id == WelcomeMediumRow.person_id),
            )
            .where(*_of(centre_id, context_id))
            .order_by(PersonNameRow.name, WelcomeMediumRow.person_id, WelcomeMediumRow.kind)
        )
        return [(_medium(row), row.name or "") for row in self._session.execute(query)]

    def content(self, centre_id: str, context_id: str, medium_id: str) -> tuple[Medium, bytes] | None:
        """One of a course with its bytes; ``None`` when this course has none of that id."""
        query = select(*_HEAD, WelcomeMediumRow.content).where(
            *_of(centre_id, context_id), WelcomeMediumRow.id == medium_id
        )
        row = self._session.execute(query).first()
        return (_medium(row), bytes(row.content)) if row else None

    def add(self, medium: Medium, content: bytes) -> None:
        """Keep one.

        Raises:
            Conflict: from the unit of work, when the trainer has one of this kind in the course.
        """
        row = WelcomeMediumRow(
            id=medium.id,
            centre_id=medium.centre_id,
            context_id=medium.context_id,
            person_id=medium.person_id,
            kind=medium.kind.value,
            media_type=medium.media_type,
            content=content,
            seconds=medium.seconds,
            words=medium.words,
            consented_at=medium.consented_at,
            created_at=medium.created_at,
        )
        self._session.add(row)
        self._session.flush()

    def remove(self, centre_id: str, context_id: str, person_id: str, kind: MediumKind) -> str | None:
        """Delete what a trainer shows of one kind; its id, ``None`` when there was nothing."""
        done = self._session.execute(
            delete(WelcomeMediumRow)
            .where(
                *_of(centre_id, context_id),
                WelcomeMediumRow.person_id == person_id,
                WelcomeMediumRow.kind == kind.value,
            )
            .returning(WelcomeMediumRow.id)
        )
        return done.scalar_one_or_none()


def _of(centre_id: str, context_id: str) -> tuple[Any, Any]:  # Any: conditions of SQLAlchemy
    return WelcomeMediumRow.centre_id == centre_id, WelcomeMediumRow.context_id == context_id


def _medium(row: Row[Any]) -> Medium:  # Any: the columns of ``_HEAD``
    return Medium(
        id=row.id,
        centre_id=row.centre_id,
        context_id=row.context_id,
        person_id=row.person_id,
        kind=MediumKind(row.kind),
        media_type=row.media_type,
        consented_at=row.consented_at,
        created_at=row.created_at,
        seconds=row.seconds,
        words=row.words,
    )
