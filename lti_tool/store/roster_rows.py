"""The rows of rosters and of the people of a course."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.store.schema import Base, OwnId, UtcMoment


class RosterRow(Base):
    """Where a course's roster is read, and how that went. ``id`` is our id of the context.

    ``url`` is ``None`` when the platform offers no roster. ``due_at`` is when it is to be read, ``None``
    when nobody asked. ``pending_missing`` learners wait for a trainer's yes before they leave;
    ``agreed_missing`` may leave with the next reading. ``names_changed`` of ``names_known`` people had quite
    another name in the reading of ``names_changed_at``, which is ``None`` when there is nothing to warn of.
    """

    __tablename__ = "roster"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        Index(None, "due_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId)
    url: Mapped[str | None] = mapped_column(String(4096))
    due_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    asked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    tried_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    reason: Mapped[str] = mapped_column(String(64))
    attempts: Mapped[int]
    pending_missing: Mapped[int]
    agreed_missing: Mapped[int]
    fencing: Mapped[int]
    lease_owner: Mapped[str | None] = mapped_column(String(64))
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    names_changed: Mapped[int] = mapped_column(server_default="0")
    names_known: Mapped[int] = mapped_column(server_default="0")
    names_changed_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class CourseMemberRow(Base):
    """One person's place in a course, by launches and by the roster. ``number`` is stable per course.

    ``rights`` opens nothing: pages look at the launch's own. ``listed_rights`` are those that the last roster
    gave, ``None`` before any roster named this person. ``left_at`` is since when the roster no longer
    has this person; ``None`` for everybody who is there.
    """

    __tablename__ = "course_member"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        UniqueConstraint("centre_id", "context_id", "number"),
        Index(None, "centre_id", "person_id"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    context_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    number: Mapped[int]
    rights: Mapped[str] = mapped_column(String(16))
    listed_rights: Mapped[str | None] = mapped_column(String(16))
    is_learner: Mapped[bool]
    is_listed: Mapped[bool]
    groups: Mapped[list[str]] = mapped_column(JSON)
    first_seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    launched_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    left_at: Mapped[datetime | None] = mapped_column(UtcMoment)
