"""The rows of what trainers and learners add to a record: observations, corrections, disagreements, notes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.domain.observation import REASON_LENGTH
from lti_tool.domain.remarks import NOTE_LENGTH, WORDS_LENGTH
from lti_tool.store.schema import Base, OwnId, UtcMoment

STANDING = text("ended_at IS NULL")


def _of_attempt() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["centre_id", "attempt_id"], ["attempt.centre_id", "attempt.id"], ondelete="CASCADE"
    )


def _by(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["centre_id", column], ["person.centre_id", "person.id"])


class ObservationRow(Base):
    """One level that a trainer saw; of one area of an attempt at most one stands."""

    __tablename__ = "observation"
    __table_args__ = (
        _of_attempt(),
        _by("written_by"),
        _by("ended_by"),
        Index(
            "uq_observation_standing",
            *("centre_id", "attempt_id", "area"),
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(None, "centre_id", "attempt_id"),
        CheckConstraint("area IN ('1', '2', '3', '4', '5')", name="known_area"),
        CheckConstraint("level BETWEEN 0 AND 8", name="known_level"),
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_how IS NULL)",
            name="known_end",
        ),
        CheckConstraint("ended_how IN ('withdrawn', 'replaced')", name="known_way"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(OwnId)
    area: Mapped[str] = mapped_column(String(1))
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    observed_on: Mapped[date]
    written_by: Mapped[str] = mapped_column(OwnId)
    written_at: Mapped[datetime] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_by: Mapped[str | None] = mapped_column(OwnId)
    ended_how: Mapped[str | None] = mapped_column(String(16))


class CorrectionRow(Base):
    """One corrected answer of the access check."""

    __tablename__ = "correction"
    __table_args__ = (
        _of_attempt(),
        _by("written_by"),
        Index(None, "centre_id", "attempt_id"),
        CheckConstraint("reason <> ''", name="with_reason"),
        CheckConstraint("before <> after AND after <> ''", name="another_answer"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(OwnId)
    question: Mapped[str] = mapped_column(String(64))
    before: Mapped[str] = mapped_column(String(64))
    after: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    written_by: Mapped[str] = mapped_column(OwnId)
    written_at: Mapped[datetime] = mapped_column(UtcMoment)


class ObjectionRow(Base):
    """One disagreement of a learner, and the reply."""

    __tablename__ = "objection"
    __table_args__ = (
        _of_attempt(),
        _by("replied_by"),
        Index(None, "centre_id", "attempt_id"),
        CheckConstraint(
            "(replied_at IS NULL) = (replied_by IS NULL) AND (replied_at IS NULL) = (talked_on IS NULL)",
            name="known_reply",
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(OwnId)
    words: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    said_at: Mapped[datetime] = mapped_column(UtcMoment)
    talked_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(String(WORDS_LENGTH))
    replied_by: Mapped[str | None] = mapped_column(OwnId)
    replied_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class NoteRow(Base):
    """One note on a talk."""

    __tablename__ = "note"
    __table_args__ = (
        _by("person_id"),
        _by("written_by"),
        _by("struck_by"),
        _by("emptied_by"),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        Index(None, "centre_id", "person_id", "context_id"),
        CheckConstraint("(text = '') = (emptied_at IS NOT NULL)", name="with_text"),
        CheckConstraint("(struck_at IS NULL) = (struck_by IS NULL)", name="known_strike"),
        CheckConstraint("(emptied_at IS NULL) = (emptied_by IS NULL)", name="known_emptying"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    text: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    written_by: Mapped[str] = mapped_column(OwnId)
    written_at: Mapped[datetime] = mapped_column(UtcMoment)
    changed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    struck_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    struck_by: Mapped[str | None] = mapped_column(OwnId)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    emptied_by: Mapped[str | None] = mapped_column(OwnId)
