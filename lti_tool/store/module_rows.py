"""The rows of modules: runs with their steps, texts to agree to, and who agreed to which."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.store.course_rows import WITHOUT_COURSE
from lti_tool.store.schema import Base, OwnId, UtcMoment


class ModuleRunRow(Base):
    """One person's way through a module: one per course, or per resource link without one."""

    __tablename__ = "module_run"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        UniqueConstraint("centre_id", "person_id", "context_id", "module", name="uq_module_run_course"),
        Index(
            "uq_module_run_without_course",
            *("centre_id", "person_id", "resource_link_id", "module"),
            unique=True,
            sqlite_where=WITHOUT_COURSE,
            postgresql_where=WITHOUT_COURSE,
        ),
        Index("ix_module_run_context", "centre_id", "context_id"),
        CheckConstraint("points IS NULL OR points BETWEEN 0 AND 100", name="points_in_range"),
        CheckConstraint("(points IS NULL) = (finished_at IS NULL)", name="points_when_finished"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    module: Mapped[str] = mapped_column(String(16))
    module_version: Mapped[int]
    round: Mapped[int]
    version: Mapped[int]
    at: Mapped[str] = mapped_column(String(64))
    is_accompanied: Mapped[bool]
    points: Mapped[int | None]
    started_at: Mapped[datetime] = mapped_column(UtcMoment)
    updated_at: Mapped[datetime] = mapped_column(UtcMoment)
    finished_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class ModuleStepRow(Base):
    """How far one step of a run is. ``confirmed_by`` is the person who saw it done for real."""

    __tablename__ = "module_step"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "run_id"], ["module_run.centre_id", "module_run.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "confirmed_by"], ["person.centre_id", "person.id"]),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    run_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    step: Mapped[str] = mapped_column(String(64), primary_key=True)
    outcomes: Mapped[list[str]] = mapped_column(JSON)
    scene: Mapped[str] = mapped_column(String(64))
    hints: Mapped[int]
    is_told: Mapped[bool]
    ticked: Mapped[list[str]] = mapped_column(JSON)
    said: Mapped[str] = mapped_column(String(64))
    is_put_off: Mapped[bool]
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    confirmed_by: Mapped[str | None] = mapped_column(OwnId)


class AgreementTextRow(Base):
    """One version of a text to agree to, kept for as long as somebody may ask what they agreed to.

    ``name`` is "M07/charte", the module and the step. ``markdown`` holds the centre's own words; the given
    text has none.
    """

    __tablename__ = "agreement_text"
    __table_args__ = (ForeignKeyConstraint(["centre_id"], ["centre.id"]),)

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    name: Mapped[str] = mapped_column(String(96), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    markdown: Mapped[str | None] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(UtcMoment)


class AgreementRow(Base):
    """Somebody's yes to one version of a text, in one course."""

    __tablename__ = "agreement"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(
            ["centre_id", "name", "version"],
            ["agreement_text.centre_id", "agreement_text.name", "agreement_text.version"],
        ),
        Index("ix_agreement_person", "centre_id", "person_id"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    name: Mapped[str] = mapped_column(String(96))
    version: Mapped[int]
    agreed_at: Mapped[datetime] = mapped_column(UtcMoment)
