"""The rows of checks, their answers, and results from elsewhere."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.store.course_rows import WITHOUT_COURSE
from lti_tool.store.schema import Base, OwnId, UtcMoment


class CheckRunRow(Base):
    """One person's answers to one check at one stage: once per course, or per resource link without one.

    The column is called ``check_slug`` since ``check`` is a word of SQL.
    """

    __tablename__ = "check_run"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        UniqueConstraint(
            "centre_id", "person_id", "context_id", "check_slug", "stage", name="uq_check_run_course"
        ),
        Index(
            "uq_check_run_without_course",
            *("centre_id", "person_id", "resource_link_id", "check_slug", "stage"),
            unique=True,
            sqlite_where=WITHOUT_COURSE,
            postgresql_where=WITHOUT_COURSE,
        ),
        CheckConstraint("stage IN ('entry', 'midway', 'end')", name="known_stage"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    check_slug: Mapped[str] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(16))
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    updated_at: Mapped[datetime] = mapped_column(UtcMoment)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    shared_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class CheckAnswerRow(Base):
    """What was said to one question: a row of its own, so that two windows never undo each other."""

    __tablename__ = "check_answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "run_id"], ["check_run.centre_id", "check_run.id"], ondelete="CASCADE"
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    run_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    choices: Mapped[list[str]] = mapped_column(JSON)
    line: Mapped[str] = mapped_column(String(120))
    is_skipped: Mapped[bool]
    answered_at: Mapped[datetime] = mapped_column(UtcMoment)


class OutsideResultRow(Base):
    """One result from elsewhere, with the learner's yes and when it was taken back."""

    __tablename__ = "outside_result"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        Index(None, "centre_id", "person_id"),
        CheckConstraint("entered_by IN ('learner', 'trainer')", name="known_writer"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    source: Mapped[str] = mapped_column(String(64))
    taken_on: Mapped[date] = mapped_column(Date)
    says: Mapped[str] = mapped_column(String(200))
    area: Mapped[str] = mapped_column(String(1))
    level_id: Mapped[str] = mapped_column(String(64))
    score: Mapped[int | None]
    entered_by: Mapped[str] = mapped_column(String(16))
    entered_at: Mapped[datetime] = mapped_column(UtcMoment)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
