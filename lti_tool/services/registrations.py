"""Connecting platforms from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.administration import DEFAULT_CENTRE
from lti_tool.domain.audit import COMMAND_LINE, Deed
from lti_tool.domain.errors import NotFound
from lti_tool.domain.launch import Registration
from lti_tool.services.ids import new_id
from lti_tool.services.keys import Keys
from lti_tool.store.unit_of_work import Store, UnitOfWork


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
    """Use cases over registrations. ``keys`` gives each its first signing key; without it that key is made
    when it is first needed.
    """

    def __init__(self, store: Store, keys: Keys | None = None) -> None:
        self._store = store
        self._keys = keys

    def add(
        self,
        platform: NewPlatform,
        now: datetime,
        *,
        centre_id: str | None = None,
        actor: str = COMMAND_LINE,
    ) -> Registration:
        """Connect one platform, in the named centre or the first one (made when there is none).

        Raises:
            Conflict: issuer and client id are already known; nothing was overwritten.
            NotFound: there is no such centre.
        """
        with self._store.writing() as unit:
            registration = add_platform(unit, platform, centre_of(unit, centre_id, now), new_id(), now)
            unit.audit.append(deed_on(registration, "registration-added", actor, now))
        if self._keys is not None:
            self._keys.ensure_first(registration.centre_id, registration.id, now)
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

    def disable(self, registration_id: str, now: datetime) -> bool:
        """Refuse launches and hold grades of a platform; ``False`` when there is no such registration."""
        with self._store.writing() as unit:
            found = next((one for one, _ids in unit.registrations.all() if one.id == registration_id), None)
            if found is None:
                return False
            unit.registrations.disable(registration_id)
            unit.audit.append(deed_on(found, "registration-disabled", COMMAND_LINE, now))
            return True


def add_platform(
    unit: UnitOfWork, platform: NewPlatform, centre_id: str, registration_id: str, now: datetime
) -> Registration:
    """Store what an administrator copied: one registration with its deployments.

    Raises:
        Conflict: issuer and client id are already known; nothing was overwritten.
    """
    registration = Registration(
        centre_id=centre_id,
        id=registration_id,
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


def first_centre(unit: UnitOfWork, now: datetime) -> str:
    """The id of the oldest centre, made when there is none."""
    centre_id = unit.registrations.first_centre()
    if centre_id is None:
        centre_id = new_id()
        unit.registrations.add_centre(centre_id, DEFAULT_CENTRE, now)
    return centre_id


def centre_of(unit: UnitOfWork, centre_id: str | None, now: datetime) -> str:
    """The named centre, or the first one when none is named.

    Raises:
        NotFound: there is no such centre.
    """
    if centre_id is None:
        return first_centre(unit, now)
    if all(centre.id != centre_id for centre in unit.platforms.centres()):
        raise NotFound(reason="no-such-centre")
    return centre_id


def deed_on(registration: Registration, action: str, actor: str, now: datetime, detail: str = "") -> Deed:
    """What somebody did with one registration, for the audit trail."""
    return Deed(
        at=now,
        actor=actor,
        action=action,
        object_kind="registration",
        object_id=registration.id,
        centre_id=registration.centre_id,
        detail=detail,
    )
