"""The rows of paths: what trainers decided about one person, module by module and stage by stage."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.domain.checks import LINE_LENGTH
from lti_tool.store.course_rows import WITHOUT_COURSE
from lti_tool.store.schema import Base, OwnId, UtcMoment


class PathPlanRow(Base):
    """The decisions about one person: one row per course, or per resource link without one."""

    __tablename__ = "path_plan"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "confirmed_by"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "waits_by"], ["person.centre_id", "person.id"]),
        UniqueConstraint("centre_id", "person_id", "context_id", name="uq_path_plan_course"),
        Index(
            "uq_path_plan_without_course",
            *("centre_id", "person_id", "resource_link_id"),
            unique=True,
            sqlite_where=WITHOUT_COURSE,
            postgresql_where=WITHOUT_COURSE,
        ),
        CheckConstraint("(confirmed_at IS NULL) = (confirmed_by IS NULL)", name="known_confirmer"),
        CheckConstraint(
            "(waits_since IS NULL) = (waits_by IS NULL) AND (waits_since IS NULL) = (wait_reason = '')",
            name="wait_with_reason",
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UtcMoment)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[str | None] = mapped_column(OwnId)
    waits_since: Mapped[datetime | None] = mapped_column(UtcMoment)
    waits_by: Mapped[str | None] = mapped_column(OwnId)
    wait_reason: Mapped[str] = mapped_column(String(LINE_LENGTH))


class PathChoiceRow(Base):
    """One module that a trainer added or kept, or took away, with who and when."""

    __tablename__ = "path_choice"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "plan_id"], ["path_plan.centre_id", "path_plan.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "by"], ["person.centre_id", "person.id"]),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    plan_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    module: Mapped[str] = mapped_column(String(16), primary_key=True)
    is_wanted: Mapped[bool]
    by: Mapped[str] = mapped_column(OwnId)
    at: Mapped[datetime] = mapped_column(UtcMoment)


class PathSkipRow(Base):
    """One stage that was skipped, with the reason."""

    __tablename__ = "path_skip"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "plan_id"], ["path_plan.centre_id", "path_plan.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "by"], ["person.centre_id", "person.id"]),
        CheckConstraint("stage IN ('diagnostic', 'end')", name="known_stage"),
        CheckConstraint(
            "reason IN ('not-willing', 'done-elsewhere', 'other-way', 'no-time', 'left')",
            name="known_reason",
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    plan_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    stage: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(OwnId)
    at: Mapped[datetime] = mapped_column(UtcMoment)
