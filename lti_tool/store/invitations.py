"""Invitations to connect a platform: used once, by one administrator."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.registration import Invitation
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class InvitationRow(Base):
    """One invitation. ``claimed_at`` is set while a platform is being asked, ``used_at`` for ever."""

    __tablename__ = "invitation"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"))
    name: Mapped[str] = mapped_column(Opaque)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    used_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    registration_id: Mapped[str | None] = mapped_column(OwnId)


class Invitations:
    """Queries over invitations. Unknown, used and over look the same: ``None``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, invitation: Invitation) -> None:
        """Remember one invitation."""
        self._session.add(
            InvitationRow(
                token_hash=invitation.token_hash,
                centre_id=invitation.centre_id,
                name=invitation.name,
                created_at=invitation.created_at,
                expires_at=invitation.expires_at,
                registration_id=invitation.registration_id,
            )
        )

    def find(self, token_hash: str, now: datetime) -> Invitation | None:
        """An invitation that is still good."""
        row = self._session.scalar(select(InvitationRow).where(*_is_good(token_hash, now)))
        return _invitation(row) if row else None

    def claim(self, token_hash: str, now: datetime, *, stale_before: datetime) -> Invitation | None:
        """Take a good invitation in hand: one caller wins, in one statement.

        A claim from before ``stale_before`` was left by a process that ended in the middle.
        """
        claim = (
            update(InvitationRow)
            .where(
                *_is_good(token_hash, now),
                or_(InvitationRow.claimed_at.is_(None), InvitationRow.claimed_at < stale_before),
            )
            .values(claimed_at=now)
        )
        row = self._session.scalar(claim.returning(InvitationRow))
        return _invitation(row) if row else None

    def release(self, token_hash: str, claimed_at: datetime) -> None:
        """Give back one's own claim, so that the administrator may try again."""
        self._session.execute(
            update(InvitationRow)
            .where(InvitationRow.token_hash == token_hash, InvitationRow.claimed_at == claimed_at)
            .values(claimed_at=None)
        )

    def use(self, token_hash: str, claimed_at: datetime) -> bool:
        """Spend the invitation for ever; ``False`` when the claim is no longer one's own."""
        use = (
            update(InvitationRow)
            .where(
                InvitationRow.token_hash == token_hash,
                InvitationRow.claimed_at == claimed_at,
                InvitationRow.used_at.is_(None),
            )
            .values(used_at=claimed_at)
        )
        return self._session.scalar(use.returning(InvitationRow.token_hash)) is not None

    def sweep(self, now: datetime) -> None:
        """Forget invitations whose time is over."""
        self._session.execute(delete(InvitationRow).where(InvitationRow.expires_at < now))


def _is_good(token_hash: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InvitationRow.token_hash == token_hash,
        InvitationRow.used_at.is_(None),
        InvitationRow.expires_at > now,
    )


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        token_hash=row.token_hash,
        centre_id=row.centre_id,
        name=row.name,
        created_at=row.created_at,
        expires_at=row.expires_at,
        registration_id=row.registration_id or "",
    )
