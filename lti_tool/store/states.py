"""Logins that were used, until they would be over anyway: a second use finds the row of the first."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import ForeignKeyConstraint, Index, String, Table, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.launch import LoginState
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment, insert_or_keep


class LoginStateRow(Base):
    """One login that was used, by a launch or by a refusal."""

    __tablename__ = "login_state"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "registration_id"], ["registration.centre_id", "registration.id"]),
        Index(None, "expires_at"),
    )

    state_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64))
    browser_hash: Mapped[str] = mapped_column(String(64))
    centre_id: Mapped[str] = mapped_column(OwnId)
    registration_id: Mapped[str] = mapped_column(OwnId)
    target_link_uri: Mapped[str] = mapped_column(String(4096))
    deployment_hint: Mapped[str | None] = mapped_column(Opaque)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)
    agent_hash: Mapped[str | None] = mapped_column(String(64))
    storage_hash: Mapped[str | None] = mapped_column(String(64))
    storage_target: Mapped[str | None] = mapped_column(String(64))


_TABLE = cast(Table, LoginStateRow.__table__)


class LoginStates:
    """Queries over logins that were used."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def spend(self, state: LoginState) -> bool:
        """Write down that a login is used; ``False`` when it was used before. Only one caller wins, and one
        who comes while another's transaction is open waits for its end.
        """
        values = {column.name: getattr(state, column.name) for column in _TABLE.columns}
        return insert_or_keep(self._session, _TABLE, values)

    def sweep(self, now: datetime) -> None:
        """Forget logins that are over by themselves."""
        self._session.execute(delete(LoginStateRow).where(LoginStateRow.expires_at < now))
