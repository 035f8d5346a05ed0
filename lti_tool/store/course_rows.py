"""The rows of contexts, resource links, people and memberships."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKeyConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.domain.deep_link import Columns
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class ContextRow(Base):
    """A course. ``history`` holds the platform's ids of the courses that it was copied from, nearest first;
    ``None`` when no launch has said.
    """

    __tablename__ = "context"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "deployment_id"], ["deployment.centre_id", "deployment.id"]),
        UniqueConstraint("centre_id", "deployment_id", "context_id"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    deployment_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str] = mapped_column(Opaque)
    title: Mapped[str] = mapped_column(Opaque)
    history: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


WITHOUT_COURSE = text("context_id IS NULL")


class ResourceLinkRow(Base):
    """An activity's place in a course. ``context_id`` is ours; ``None`` when the platform names no course.

    One link id of the platform in two courses is two links: some platforms keep the id in a course's copy.
    """

    __tablename__ = "resource_link"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "deployment_id"], ["deployment.centre_id", "deployment.id"]),
        ForeignKeyConstraint(["centre_id", "context_id"], ["context.centre_id", "context.id"]),
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        UniqueConstraint(
            "centre_id", "deployment_id", "context_id", "resource_link_id", name="uq_resource_link_course"
        ),
        Index(
            "uq_resource_link_without_course",
            *("centre_id", "deployment_id", "resource_link_id"),
            unique=True,
            sqlite_where=WITHOUT_COURSE,
            postgresql_where=WITHOUT_COURSE,
        ),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId)
    deployment_id: Mapped[str] = mapped_column(OwnId)
    context_id: Mapped[str | None] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(Opaque)
    title: Mapped[str] = mapped_column(Opaque)
    activity: Mapped[str] = mapped_column(String(64))
    deep_link: Mapped[str] = mapped_column(String(64), server_default="")
    columns: Mapped[str] = mapped_column(String(8), server_default=Columns.SIX.value)
    lineitems_url: Mapped[str | None] = mapped_column(String(4096))
    lineitem_url: Mapped[str | None] = mapped_column(String(4096))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class PersonRow(Base):
    """A pseudonym: registration and ``sub``. ``number`` names a person whose name the platform hides."""

    __tablename__ = "person"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        UniqueConstraint("centre_id", "registration_id", "sub"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    registration_id: Mapped[str] = mapped_column(OwnId)
    sub: Mapped[str] = mapped_column(Opaque)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class PersonNameRow(Base):
    """A name as last launched with, apart from everything else, so that it can be emptied."""

    __tablename__ = "person_name"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "id"], ["person.centre_id", "person.id"], ondelete="CASCADE"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    name: Mapped[str] = mapped_column(Opaque)
    refreshed_at: Mapped[datetime] = mapped_column(UtcMoment)


class MembershipRow(Base):
    """One person's place at one resource link, as the last launch said. ``number`` is stable per link."""

    __tablename__ = "membership"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("centre_id", "resource_link_id", "person_id"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    rights: Mapped[str] = mapped_column(String(16))
    is_graded: Mapped[bool]
    number: Mapped[int]
    first_launch_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_launch_at: Mapped[datetime] = mapped_column(UtcMoment)
