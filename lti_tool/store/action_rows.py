"""The rows of actions and loans. Both belong to a course: without one no trainer has a group to act for."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.domain.action import TEXT_LENGTH
from lti_tool.domain.checks import LINE_LENGTH
from lti_tool.domain.loan import CONDITION_LENGTH, INVENTORY_LENGTH
from lti_tool.store.schema import Base, OwnId, UtcMoment

OF_A_NEED = text("source = 'need'")


class ActionRow(Base):
    """One action that a trainer moved or added. A need of one person in one course has one at most."""

    __tablename__ = "action"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "by"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "added_by"], ["person.centre_id", "person.id"]),
        Index(
            "uq_action_need",
            *("centre_id", "context_id", "person_id", "kind"),
            unique=True,
            sqlite_where=OF_A_NEED,
            postgresql_where=OF_A_NEED,
        ),
        Index("ix_action_context", "centre_id", "context_id"),
        CheckConstraint("state IN ('to-do', 'under-way', 'done', 'not-needed')", name="known_state"),
        CheckConstraint("(state = 'not-needed') = (reason <> '')", name="reason_when_not_needed"),
        CheckConstraint("(at IS NULL) = (by IS NULL)", name="known_mover"),
        CheckConstraint(
            "(source = 'need' AND text = '' AND added_by IS NULL)"
            " OR (source = 'own' AND text <> '' AND added_by IS NOT NULL)",
            name="known_source",
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    kind: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime] = mapped_column(UtcMoment)
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(LINE_LENGTH))
    version: Mapped[int]
    at: Mapped[datetime | None] = mapped_column(UtcMoment)
    by: Mapped[str | None] = mapped_column(OwnId)
    added_by: Mapped[str | None] = mapped_column(OwnId)


class LoanRow(Base):
    """One lent device."""

    __tablename__ = "loan"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "lent_by"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "returned_by"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(["centre_id", "helps_by"], ["person.centre_id", "person.id"]),
        Index("ix_loan_context", "centre_id", "context_id"),
        CheckConstraint("due_on IS NULL OR due_on >= lent_on", name="due_after_lent"),
        CheckConstraint("returned_on IS NULL OR returned_on >= lent_on", name="returned_after_lent"),
        CheckConstraint("(returned_on IS NULL) = (returned_by IS NULL)", name="known_return"),
        CheckConstraint("(helps = '') = (helps_at IS NULL)", name="answered_when"),
        CheckConstraint("(helps = '') = (helps_by IS NULL)", name="answered_by"),
        CheckConstraint("helps IN ('', 'yes', 'a-little', 'no', 'to-repair')", name="known_answer"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    thing: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(String(LINE_LENGTH))
    inventory: Mapped[str] = mapped_column(String(INVENTORY_LENGTH))
    accessories: Mapped[list[str]] = mapped_column(JSON)
    more: Mapped[str] = mapped_column(String(LINE_LENGTH))
    lent_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    condition: Mapped[str] = mapped_column(String(CONDITION_LENGTH))
    lent_by: Mapped[str] = mapped_column(OwnId)
    lent_at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int]
    returned_on: Mapped[date | None] = mapped_column(Date)
    returned_by: Mapped[str | None] = mapped_column(OwnId)
    missing: Mapped[str] = mapped_column(String(CONDITION_LENGTH))
    helps: Mapped[str] = mapped_column(String(16))
    helps_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    helps_by: Mapped[str | None] = mapped_column(OwnId)
