"""The rows of the outbox: line items, deliveries, the log of tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class LineItemRow(Base):
    """One gradebook column of a resource link. ``url`` is empty until it was found or created."""

    __tablename__ = "line_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("centre_id", "resource_link_id", "tag"),
        Index(None, "centre_id", "url"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    column_key: Mapped[str] = mapped_column(String(16))
    tag: Mapped[str] = mapped_column(Opaque)
    resource_id: Mapped[str] = mapped_column(Opaque)
    label: Mapped[str] = mapped_column(Opaque)
    maximum: Mapped[float]
    url: Mapped[str | None] = mapped_column(String(4096))
    is_ours: Mapped[bool]
    bound_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    binding_until: Mapped[datetime | None] = mapped_column(UtcMoment)


class DeliveryRow(Base):
    """What one person's cell of one column should hold, and what the LMS confirmed."""

    __tablename__ = "delivery"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "line_item_id"], ["line_item.centre_id", "line_item.id"]),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        CheckConstraint("desired_points >= 0 AND desired_points <= maximum", name="points_in_range"),
        CheckConstraint("state IN ('due', 'leased', 'retry', 'parked', 'idle')", name="known_state"),
        Index(None, "state", "next_attempt_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    line_item_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    desired_version: Mapped[int]
    desired_points: Mapped[float]
    maximum: Mapped[float]
    comment: Mapped[str] = mapped_column(String(500))
    event_at: Mapped[datetime] = mapped_column(UtcMoment)
    state: Mapped[str] = mapped_column(String(16))
    next_attempt_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_since: Mapped[datetime] = mapped_column(UtcMoment)
    sent_version: Mapped[int]
    sent_points: Mapped[float | None]
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_version: Mapped[int]
    acknowledged_points: Mapped[float | None]
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    acknowledged_how: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    fencing: Mapped[int]
    lease_owner: Mapped[str] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    reason: Mapped[str] = mapped_column(String(64))
    last_status: Mapped[int | None]
    platform_points: Mapped[float | None]
    is_verify_first: Mapped[bool]


class DeliveryAttemptRow(Base):
    """One try of one delivery: no name, no answer, kept 90 days."""

    __tablename__ = "delivery_attempt"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "line_item_id", "person_id"],
            ["delivery.centre_id", "delivery.line_item_id", "delivery.person_id"],
            ondelete="CASCADE",
        ),
        Index(None, "centre_id", "line_item_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    centre_id: Mapped[str] = mapped_column(OwnId)
    line_item_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int]
    points: Mapped[float]
    reason: Mapped[str] = mapped_column(String(64))
