"""The tool's signing keys, their private parts sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.ports import StoredKey
from lti_tool.store.schema import Base, UtcMoment


class ToolKeyRow(Base):
    """One signing key."""

    __tablename__ = "tool_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed_private: Mapped[str] = mapped_column(Text)
    public_jwk: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


class ToolKeyTable:
    """Queries over signing keys."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def all(self) -> Sequence[StoredKey]:
        """Every key, newest first."""
        rows = self._session.scalars(
            select(ToolKeyRow).order_by(ToolKeyRow.created_at.desc(), ToolKeyRow.kid)
        )
        return tuple(
            StoredKey(
                kid=row.kid,
                sealed_private=row.sealed_private,
                public_jwk=row.public_jwk,
                created_at=row.created_at,
            )
            for row in rows
        )

    def add(self, key: StoredKey) -> None:
        """Add one key."""
        self._session.add(
            ToolKeyRow(
                kid=key.kid,
                sealed_private=key.sealed_private,
                public_jwk=key.public_jwk,
                created_at=key.created_at,
            )
        )
        self._session.flush()
