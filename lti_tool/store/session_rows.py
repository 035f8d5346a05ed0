"""The rows of sessions and of the launches in them."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    UniqueConstraint,
    false,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from lti_tool.domain.kiosk import KIOSK_IDLE
from lti_tool.store.schema import Base, Origins, OwnId, UtcMoment


class SessionRow(Base):
    """One person in one browser. Only a hash of the cookie is stored. ``is_kiosk`` on a shared computer,
    where it was opened by a code.
    """

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        UniqueConstraint("token_hash"),
        Index(None, "expires_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(OwnId)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    is_kiosk: Mapped[bool] = mapped_column(server_default=false())


class LaunchRow(Base):
    """One accepted launch: what this tab may do, and where."""

    __tablename__ = "launch"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "session_id"], ["session.centre_id", "session.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("id"),
        UniqueConstraint("state_hash"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    session_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    rights: Mapped[str] = mapped_column(String(16))
    is_graded: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(35))
    return_url: Mapped[str | None] = mapped_column(String(4096))
    frame_origin: Mapped[str] = mapped_column(Origins)
    state_hash: Mapped[str | None] = mapped_column(String(64))
    is_handed_over: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


SESSIONS, LAUNCHES = cast(Table, SessionRow.__table__), cast(Table, LaunchRow.__table__)


def not_left_alone(now: datetime) -> ColumnElement[bool]:
    """That nobody went away from a shared computer without ending the session."""
    return not_left_alone_since(now - KIOSK_IDLE)


def not_left_alone_since(moment: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """The same, where ``KIOSK_IDLE`` began at this moment."""
    return or_(SessionRow.is_kiosk.is_(False), SessionRow.last_seen_at > moment)
