"""Administrators' one-use links and their sessions. Only hashes of links and cookies are stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.registrations import CentreRow
from lti_tool.store.schema import Base, OwnId, UtcMoment


class AdministratorLinkRow(Base):
    """One way in, good once. ``used_at`` is set for ever."""

    __tablename__ = "administrator_link"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class AdministratorSessionRow(Base):
    """One administrator of one centre in one browser."""

    __tablename__ = "administrator_session"
    __table_args__ = (UniqueConstraint("token_hash"), Index(None, "expires_at"))

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAdministration:
    """A live session of an administrator."""

    centre_id: str
    centre_name: str
    session_id: str
    last_seen_at: datetime


class Administrators:
    """Queries over links and sessions. Unknown, used and over look the same: ``None``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add_link(self, token_hash: str, centre_id: str, now: datetime, until: datetime) -> None:
        """Remember one link."""
        self._session.add(
            AdministratorLinkRow(token_hash=token_hash, centre_id=centre_id, created_at=now, expires_at=until)
        )
        self._session.flush()

    def find_link(self, token_hash: str, now: datetime) -> str | None:
        """The centre of a link that is still good, which it stays."""
        return self._session.scalar(
            select(AdministratorLinkRow.centre_id).where(
                AdministratorLinkRow.token_hash == token_hash,
                AdministratorLinkRow.used_at.is_(None),
                AdministratorLinkRow.expires_at > now,
            )
        )

    def use_link(self, token_hash: str, now: datetime) -> str | None:
        """Spend a link for ever, in one statement: one caller gets its centre, every other ``None``."""
        use = (
            update(AdministratorLinkRow)
            .where(
                AdministratorLinkRow.token_hash == token_hash,
                AdministratorLinkRow.used_at.is_(None),
                AdministratorLinkRow.expires_at > now,
            )
            .values(used_at=now)
        )
        return self._session.scalar(use.returning(AdministratorLinkRow.centre_id))

    def add_session(
        self, *, centre_id: str, session_id: str, token_hash: str, now: datetime, until: datetime
    ) -> None:
        """Begin a session."""
        self._session.add(
            AdministratorSessionRow(
                centre_id=centre_id,
                id=session_id,
                token_hash=token_hash,
                created_at=now,
                last_seen_at=now,
                expires_at=until,
            )
        )
        self._session.flush()

    def open(self, token_hash: str, idle_since: datetime, now: datetime) -> OpenAdministration | None:
        """The session of a cookie, while it is alive."""
        row = self._session.execute(
            select(AdministratorSessionRow, CentreRow.name)
            .join(CentreRow, CentreRow.id == AdministratorSessionRow.centre_id)
            .where(
                AdministratorSessionRow.token_hash == token_hash,
                AdministratorSessionRow.expires_at > now,
                AdministratorSessionRow.last_seen_at > idle_since,
            )
        ).one_or_none()
        if row is None:
            return None
        found, name = row
        return OpenAdministration(
            centre_id=found.centre_id,
            centre_name=name,
            session_id=found.id,
            last_seen_at=found.last_seen_at,
        )

    def touch(self, centre_id: str, session_id: str, now: datetime) -> None:
        """Somebody is still there."""
        self._session.execute(
            update(AdministratorSessionRow)
            .where(AdministratorSessionRow.centre_id == centre_id, AdministratorSessionRow.id == session_id)
            .values(last_seen_at=now)
        )

    def end(self, token_hash: str) -> tuple[str, str] | None:
        """End a session; its centre and id, or ``None`` when it was over."""
        ended = delete(AdministratorSessionRow).where(AdministratorSessionRow.token_hash == token_hash)
        row = self._session.execute(
            ended.returning(AdministratorSessionRow.centre_id, AdministratorSessionRow.id)
        ).one_or_none()
        return (row[0], row[1]) if row else None

    def sweep(self, now: datetime, idle_since: datetime) -> None:
        """Forget links and sessions that are over."""
        self._session.execute(delete(AdministratorLinkRow).where(AdministratorLinkRow.expires_at < now))
        self._session.execute(
            delete(AdministratorSessionRow).where(
                (AdministratorSessionRow.expires_at < now)
                | (AdministratorSessionRow.last_seen_at < idle_since)
            )
        )
