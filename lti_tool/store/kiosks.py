"""Codes for shared computers, and the sessions that were opened by them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.schema import Base, OwnId, UtcMoment
from lti_tool.store.session_rows import LaunchRow, SessionRow, not_left_alone


class KioskCodeRow(Base):
    """A code that nobody used yet: one for each person at a resource link. Only a keyed digest is stored."""

    __tablename__ = "kiosk_code"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("digest"),
        Index(None, "expires_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    resource_link_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    person_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPlace:
    """What a code opens: one person's place at one resource link."""

    centre_id: str
    resource_link_id: str
    person_id: str


class Kiosks:
    """Queries over codes and over the sessions on shared computers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def give(self, place: KioskPlace, digest: str, expires_at: datetime) -> None:
        """Keep a code; the one that this person had for the same link is void."""
        row = self._session.get(KioskCodeRow, (place.centre_id, place.resource_link_id, place.person_id))
        if row is None:
            row = KioskCodeRow(
                centre_id=place.centre_id,
                resource_link_id=place.resource_link_id,
                person_id=place.person_id,
            )
            self._session.add(row)
        row.digest, row.expires_at = digest, expires_at
        self._session.flush()

    def use(self, digest: str, now: datetime) -> KioskPlace | None:
        """What a code opens, which nobody can use again; ``None`` when there is none or it is too old."""
        used = (
            delete(KioskCodeRow)
            .where(KioskCodeRow.digest == digest, KioskCodeRow.expires_at > now)
            .returning(KioskCodeRow.centre_id, KioskCodeRow.resource_link_id, KioskCodeRow.person_id)
        )
        row = self._session.execute(used).one_or_none()
        if row is None:
            return None
        return KioskPlace(centre_id=row[0], resource_link_id=row[1], person_id=row[2])

    def sweep(self, now: datetime) -> None:
        """Forget codes that nobody used in time."""
        self._session.execute(delete(KioskCodeRow).where(KioskCodeRow.expires_at <= now))

    def open_until(
        self, centre_id: str, link_id: str, person_ids: Collection[str], now: datetime
    ) -> Mapping[str, datetime]:
        """By person, until when at most their session on a shared computer lasts; one query."""
        if not person_ids:
            return {}
        query = (
            select(LaunchRow.person_id, SessionRow.expires_at)
            .join(
                SessionRow,
                (SessionRow.centre_id == LaunchRow.centre_id) & (SessionRow.id == LaunchRow.session_id),
            )
            .where(
                LaunchRow.centre_id == centre_id,
                LaunchRow.resource_link_id == link_id,
                LaunchRow.person_id.in_(person_ids),
                SessionRow.is_kiosk.is_(True),
                SessionRow.expires_at > now,
                not_left_alone(now),
            )
            .order_by(SessionRow.expires_at)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def end(self, centre_id: str, link_id: str, person_id: str) -> int:
        """End a person's sessions on shared computers at a link, and take back their code; how many sessions
        there were.
        """
        self._session.execute(
            delete(KioskCodeRow).where(
                KioskCodeRow.centre_id == centre_id,
                KioskCodeRow.resource_link_id == link_id,
                KioskCodeRow.person_id == person_id,
            )
        )
        here = select(LaunchRow.session_id).where(
            LaunchRow.centre_id == centre_id,
            LaunchRow.resource_link_id == link_id,
            LaunchRow.person_id == person_id,
        )
        ended = delete(SessionRow).where(
            SessionRow.centre_id == centre_id, SessionRow.is_kiosk.is_(True), SessionRow.id.in_(here)
        )
        return len(self._session.execute(ended.returning(SessionRow.id)).all())
