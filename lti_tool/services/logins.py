"""What the LTI layer needs from the store: registrations to find, states to remember, keys to sign with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from lti_tool.domain.administration import AskedDeployment
from lti_tool.domain.errors import Conflict
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.domain.ports import StoredKey
from lti_tool.services.memory import Memory
from lti_tool.store.unit_of_work import Store

REFUSALS_KEPT = timedelta(days=365)
"""Source: security notes 5.1."""
KNOWN_FOR = timedelta(seconds=5)
"""How long a login may not notice that another process changed a platform. A launch notices at once: it asks
in its own transaction whether the platform is switched on.
"""


class StateSeal(Protocol):
    """How a login is put into a word that only we can make."""

    def close(self, state: LoginState, secret: str) -> str:
        """The word, URL-safe; the state's hash is the digest of ``secret``."""
        ...

    def open(self, word: str) -> LoginState | None:
        """What was put into it; ``None`` for a text that we did not make."""
        ...


class Logins:
    """Implements ``RegistrationBook`` and ``StateBook`` on the store."""

    def __init__(self, store: Store, seal: StateSeal) -> None:
        self._store = store
        self._seal = seal
        self._known = Memory(store, KNOWN_FOR)

    def find(self, issuer: str, client_id: str | None, deployment_id: str | None) -> Sequence[Registration]:
        """Registrations of this issuer, narrowed where a client id or a deployment is given."""
        return self._known.get(
            ("find", issuer, client_id, deployment_id),
            lambda unit: unit.registrations.find(issuer, client_id, deployment_id),
            tells=lambda found: {_by_id(one.centre_id, one.id): one for one in found},
        )

    def has_deployment(self, registration: Registration, deployment_id: str) -> bool:
        """Whether this deployment is known."""
        return self.deployment_of(registration, deployment_id) is not None

    def remember(self, state: LoginState, secret: str) -> str:
        """The word in which the browser takes the login along; nothing is stored."""
        return self._seal.close(state, secret)

    def open(self, word: str) -> LoginState | None:
        """The login in a word of ours, used or not."""
        return self._seal.open(word)

    def spend(self, state: LoginState) -> bool:
        """Write down that a login is used, apart from any launch; ``False`` when it was used before."""
        with self._store.writing() as unit:
            return unit.states.spend(state)

    def registration_of(self, state: LoginState) -> Registration | None:
        """The registration that the login was started for."""
        return self._known.get(
            _by_id(state.centre_id, state.registration_id),
            lambda unit: unit.registrations.get(state.centre_id, state.registration_id),
        )

    def deployment_of(self, registration: Registration, deployment_id: str) -> str | None:
        """Our id of a deployment, by the platform's word for it."""
        return self._known.get(
            ("deployment", registration.centre_id, registration.id, deployment_id),
            lambda unit: unit.registrations.deployment_of(registration, deployment_id),
        )

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


def _by_id(centre_id: str, registration_id: str) -> tuple[str, str, str]:
    """How ``Memory`` is asked for one registration."""
    return ("get", centre_id, registration_id)


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
