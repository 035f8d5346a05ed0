"""Logins that wait for their launch: one row holds state and nonce, and is consumed once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, String, delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from lti_tool.domain.errors import Conflict
from lti_tool.domain.launch import LoginState
from lti_tool.store.schema import Base, Opaque, OwnId, UtcMoment


class LoginStateRow(Base):
    """One login on its way."""

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


class LoginStates:
    """Queries over logins on their way."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, state: LoginState) -> None:
        """Remember one login.

        Raises:
            Conflict: ``state-exists``.
        """
        self._session.add(
            LoginStateRow(
                state_hash=state.state_hash,
                nonce=state.nonce,
                browser_hash=state.browser_hash,
                centre_id=state.centre_id,
                registration_id=state.registration_id,
                target_link_uri=state.target_link_uri,
                deployment_hint=state.deployment_hint,
                created_at=state.created_at,
                expires_at=state.expires_at,
                agent_hash=state.agent_hash,
                storage_hash=state.storage_hash,
                storage_target=state.storage_target,
            )
        )
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict(reason="state-exists") from error

    def consume(self, state_hash: str) -> LoginState | None:
        """Take one login out for ever; ``None`` when unknown. One statement, so only one caller wins."""
        taken = delete(LoginStateRow).where(LoginStateRow.state_hash == state_hash).returning(LoginStateRow)
        row = self._session.execute(taken).scalar_one_or_none()
        if row is None:
            return None
        return LoginState(
            state_hash=row.state_hash,
            nonce=row.nonce,
            browser_hash=row.browser_hash,
            centre_id=row.centre_id,
            registration_id=row.registration_id,
            target_link_uri=row.target_link_uri,
            deployment_hint=row.deployment_hint,
            created_at=row.created_at,
            expires_at=row.expires_at,
            agent_hash=row.agent_hash,
            storage_hash=row.storage_hash,
            storage_target=row.storage_target,
        )

    def sweep(self, now: datetime) -> None:
        """Forget logins that nobody came back from."""
        self._session.execute(delete(LoginStateRow).where(LoginStateRow.expires_at < now))
