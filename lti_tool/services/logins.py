"""What the LTI layer needs from the store: registrations to find, states to remember, keys to sign with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from lti_tool.domain.administration import AskedDeployment
from lti_tool.domain.errors import Conflict
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.domain.ports import StoredKey
from lti_tool.store.unit_of_work import Store

REFUSALS_KEPT = timedelta(days=365)
"""Source: security notes 5.1."""


class Logins:
    """Implements ``RegistrationBook`` and ``StateBook`` on the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def find(self, issuer: str, client_id: str | None, deployment_id: str | None) -> Sequence[Registration]:
        """Registrations of this issuer, narrowed where a client id or a deployment is given."""
        with self._store.reading() as unit:
            return unit.registrations.find(issuer, client_id, deployment_id)

    def has_deployment(self, registration: Registration, deployment_id: str) -> bool:
        """Whether this deployment is known."""
        return self.deployment_of(registration, deployment_id) is not None

    def remember(self, state: LoginState) -> None:
        """Store one login; it is durable when this returns."""
        with self._store.writing() as unit:
            unit.states.sweep(state.created_at)
            unit.states.add(state)

    def consume(self, state_hash: str) -> LoginState | None:
        """Take a login out for ever, whatever becomes of its launch."""
        with self._store.writing() as unit:
            return unit.states.consume(state_hash)

    def spend(self, state: LoginState) -> bool:
        """Write down that a login is used which no row holds; ``False`` when it was used before."""
        try:
            with self._store.writing() as unit:
                unit.states.add(state)
        except Conflict:
            return False
        return True

    def registration_of(self, state: LoginState) -> Registration | None:
        """The registration that the login was started for."""
        with self._store.reading() as unit:
            return unit.registrations.get(state.centre_id, state.registration_id)

    def deployment_of(self, registration: Registration, deployment_id: str) -> str | None:
        """Our id of a deployment, by the platform's word for it."""
        with self._store.reading() as unit:
            return unit.registrations.deployment_of(registration, deployment_id)

    def refused(
        self,
        *,
        at: datetime,
        code: str,
        reason: str,
        correlation: str,
        asked: AskedDeployment | None = None,
    ) -> None:
        """Write a refusal down: the only row that it may leave."""
        with self._store.writing() as unit:
            unit.events.add(at=at, code=code, reason=reason, correlation=correlation, asked=asked)

    def sweep(self, now: datetime) -> None:
        """Forget refusals of more than a year ago."""
        with self._store.writing() as unit:
            unit.events.sweep(now - REFUSALS_KEPT)


class ToolKeyBook:
    """Implements ``KeyBook`` on the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def keys(self) -> Sequence[StoredKey]:
        """Every key of every set, newest first."""
        with self._store.reading() as unit:
            return unit.keys.all()

    def keys_of(self, registration: Registration) -> Sequence[StoredKey]:
        """A registration's own keys, newest first, or the shared ones when it has none."""
        with self._store.reading() as unit:
            own = unit.keys.of_registration(registration.centre_id, registration.id)
            return own or unit.keys.shared()

    def add(self, key: StoredKey) -> None:
        """Store one key; when it is there already, that one stays."""
        try:
            with self._store.writing() as unit:
                unit.keys.add(key)
        except Conflict:
            return
