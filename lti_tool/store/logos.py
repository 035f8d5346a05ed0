"""Logos of centres. What is read with each page never carries the bytes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.administration import is_named
from lti_tool.domain.logo import Drawing, Logo
from lti_tool.store.schema import Base, OwnId, UtcMoment


class LogoRow(Base):
    """The one logo of a centre; ``id`` is another one after each change."""

    __tablename__ = "centre_logo"
    __table_args__ = (
        CheckConstraint("length(bytes) BETWEEN 1 AND 12288", name="size"),
        CheckConstraint("width BETWEEN 1 AND 400 AND height BETWEEN 1 AND 120", name="side"),
    )

    centre_id: Mapped[str] = mapped_column(ForeignKey("centre.id"), primary_key=True)
    id: Mapped[str] = mapped_column(OwnId)
    content: Mapped[bytes] = mapped_column("bytes", LargeBinary, deferred=True)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


LOGO = (LogoRow.id, LogoRow.width, LogoRow.height)
"""What is read of it with the centre."""


def logo_of(centre_name: str, logo_id: str | None, width: int | None, height: int | None) -> Logo | None:
    """The logo as ``LOGO`` has it in an outer join; ``None`` without one. Its name is empty where the centre
    has none of its own.
    """
    if logo_id is None or width is None or height is None:
        return None
    name = centre_name if is_named(centre_name) else ""
    return Logo(id=logo_id, name=name, width=width, height=height)


class Logos:
    """Queries over the logos of centres."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def content(self, centre_id: str, logo_id: str) -> bytes | None:
        """The bytes of a centre's logo; ``None`` when it has none of this id, or no longer."""
        query = select(LogoRow.content).where(LogoRow.centre_id == centre_id, LogoRow.id == logo_id)
        found = self._session.scalars(query).one_or_none()
        return None if found is None else bytes(found)

    def replace(self, centre_id: str, logo_id: str, drawing: Drawing, now: datetime) -> None:
        """Keep this one in the place of the one before.

        Raises:
            Conflict: from the unit of work, when somebody else was faster.
        """
        self.remove(centre_id)
        row = LogoRow(
            centre_id=centre_id,
            id=logo_id,
            content=drawing.content,
            width=drawing.width,
            height=drawing.height,
            created_at=now,
        )
        self._session.add(row)
        self._session.flush()

    def remove(self, centre_id: str) -> str | None:
        """Delete the logo of a centre; its id, ``None`` when there was none."""
        done = self._session.execute(
            delete(LogoRow).where(LogoRow.centre_id == centre_id).returning(LogoRow.id)
        )
        return done.scalar_one_or_none()
