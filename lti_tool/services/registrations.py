"""Connecting platforms from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.launch import Registration
from lti_tool.services.ids import new_id
from lti_tool.store.unit_of_work import Store, UnitOfWork

DEFAULT_CENTRE = "Centre"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlatform:
    """What an administrator copies from the platform."""

    issuer: str
    client_id: str
    auth_login_url: str
    token_url: str
    jwks_url: str
    deployment_ids: tuple[str, ...] = ()
    name: str = ""
    token_audience: str | None = None


class Registrations:
    """Use cases over registrations."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, platform: NewPlatform, now: datetime) -> Registration:
        """Connect one platform, in the first centre (made when there is none).

        Raises:
            Conflict: issuer and client id are already known; nothing was overwritten.
        """
        with self._store.writing() as unit:
            registration = Registration(
                centre_id=first_centre(unit, now),
                id=new_id(),
                issuer=platform.issuer,
                client_id=platform.client_id,
                auth_login_url=platform.auth_login_url,
                token_url=platform.token_url,
                jwks_url=platform.jwks_url,
                token_audience=platform.token_audience,
                name=platform.name,
            )
            unit.registrations.add(registration, now)
            for deployment_id in platform.deployment_ids:
                unit.registrations.add_deployment(registration, new_id(), deployment_id, now)
            return registration

    def add_deployments(
        self, registration: Registration, deployment_ids: Sequence[str], now: datetime
    ) -> None:
        """Add the deployments that are not known yet."""
        with self._store.writing() as unit:
            for deployment_id in deployment_ids:
                if unit.registrations.deployment_of(registration, deployment_id) is None:
                    unit.registrations.add_deployment(registration, new_id(), deployment_id, now)

    def ensure(self, platform: NewPlatform, now: datetime) -> Registration:
        """Connect a platform if it is not connected yet (the demo's own LMS after a restart)."""
        with self._store.reading() as unit:
            known = unit.registrations.find(platform.issuer, platform.client_id, None)
        if not known:
            return self.add(platform, now)
        self.add_deployments(known[0], platform.deployment_ids, now)
        return known[0]

    def all(self) -> Sequence[tuple[Registration, tuple[str, ...]]]:
        """Every registration with its deployment ids."""
        with self._store.reading() as unit:
            return unit.registrations.all()

    def disable(self, registration_id: str) -> bool:
        """Refuse launches and hold grades of a platform; ``False`` when there is no such registration."""
        with self._store.writing() as unit:
            return unit.registrations.disable(registration_id)


def first_centre(unit: UnitOfWork, now: datetime) -> str:
    """The id of the oldest centre, made when there is none."""
    centre_id = unit.registrations.first_centre()
    if centre_id is None:
        centre_id = new_id()
        unit.registrations.add_centre(centre_id, DEFAULT_CENTRE, now)
    return centre_id
