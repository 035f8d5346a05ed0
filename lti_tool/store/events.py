"""Refusals, counted and capped: the only rows that a refused request may leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.store.schema import Base, UtcMoment

ROWS_AT_MOST = 100_000


class SecurityEventRow(Base):
    """One refusal: no name, no ``sub``, no token."""

    __tablename__ = "security_event"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)
    code: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(64))
    correlation: Mapped[str] = mapped_column(String(16))


class SecurityEvents:
    """Queries over refusals."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *, at: datetime, code: str, reason: str, correlation: str) -> None:
        """Write one refusal down, unless the table is full."""
        count = self._session.scalar(select(func.max(SecurityEventRow.id))) or 0
        if count < ROWS_AT_MOST:
            self._session.add(SecurityEventRow(at=at, code=code, reason=reason[:64], correlation=correlation))
