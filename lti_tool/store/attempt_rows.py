"""The rows of attempts, answers and area levels."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any  # what the JSON of a start holds: texts, numbers, lists

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class AttemptRow(Base):
    """One attempt; one per person, resource link, activity and stage."""

    __tablename__ = "attempt"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("centre_id", "person_id", "resource_link_id", "activity", "stage"),
        CheckConstraint("state IN ('open', 'finished', 'declined')", name="known_state"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    activity: Mapped[str] = mapped_column(String(64))
    mode: Mapped[str] = mapped_column(String(32))
    stage: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    seed: Mapped[int]
    strand: Mapped[str] = mapped_column(String(8))
    bank_version: Mapped[str] = mapped_column(String(32))
    engine_version: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]
    last_submission: Mapped[str] = mapped_column(Opaque)
    current_item_id: Mapped[str | None] = mapped_column(String(64))
    current_scene_id: Mapped[str | None] = mapped_column(String(64))
    current_tries: Mapped[int]
    current_is_helped: Mapped[bool]
    current_opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    access: Mapped[dict[str, str]] = mapped_column(JSON)
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    updated_at: Mapped[datetime] = mapped_column(UtcMoment)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    shared_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    start: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    paper_on: Mapped[date | None]
    is_shared_at_end: Mapped[bool] = mapped_column(server_default=false())


class AnswerRow(Base):
    """How one task ended. ``difficulty``, ``slope`` and ``guess`` are the curve of the task on that day; all
    three are ``None`` where it was not kept.
    """

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "attempt_id"], ["attempt.centre_id", "attempt.id"], ondelete="CASCADE"
        ),
        UniqueConstraint("centre_id", "attempt_id", "submission_id"),
        UniqueConstraint("centre_id", "attempt_id", "item_id", name="uq_answer_item"),
        CheckConstraint("outcome IN ('alone', 'helped', 'failed', 'skipped')", name="known_outcome"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(String(64))
    item_version: Mapped[int]
    competence: Mapped[str] = mapped_column(String(8))
    level: Mapped[int]
    family: Mapped[str] = mapped_column(String(64))
    format: Mapped[str] = mapped_column(String(8))
    outcome: Mapped[str] = mapped_column(String(16))
    tries: Mapped[int]
    right_parts: Mapped[int]
    parts: Mapped[int]
    seconds: Mapped[int]
    submission_id: Mapped[str] = mapped_column(Opaque)
    answered_at: Mapped[datetime] = mapped_column(UtcMoment)
    difficulty: Mapped[float | None]
    slope: Mapped[float | None]
    guess: Mapped[float | None]
    is_accompanied: Mapped[bool] = mapped_column(server_default=false())


class AreaLevelRow(Base):
    """The level of one area at the end of an attempt, as it was reported then."""

    __tablename__ = "area_level"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "attempt_id"], ["attempt.centre_id", "attempt.id"], ondelete="CASCADE"
        ),
        CheckConstraint("level BETWEEN 0 AND 8 AND low <= level AND level <= high", name="level_in_range"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    area: Mapped[str] = mapped_column(String(1), primary_key=True)
    level: Mapped[int]
    low: Mapped[int]
    high: Mapped[int]
    p: Mapped[float]
