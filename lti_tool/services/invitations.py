"""Connecting a platform by invitation: one address, used once, within an hour."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lti_tool.domain.audit import COMMAND_LINE, INVITED, PLATFORM, Deed
from lti_tool.domain.errors import Conflict, NotFound, PasserelleError, TooManyRequests
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import Registrar
from lti_tool.domain.registration import (
    Invitation,
    PlatformConfiguration,
    RegistrationAnswer,
    RegistrationRequest,
)
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.services.keys import Keys
from lti_tool.services.registrations import NewPlatform, add_platform, centre_of, deed_on
from lti_tool.store.unit_of_work import Store, UnitOfWork

INVITATION_LIFE = timedelta(hours=1)
CLAIM_LIFE = timedelta(minutes=2)
"""Longer than both requests to the platform together."""
ASKED_AT_ONCE = 2
"""Platforms in one process: the others' threads are for learners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A platform that is now connected. ``is_update`` tells that it was connected before."""

    registration: Registration
    answer: RegistrationAnswer
    family: str
    is_update: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HostsToConfirm:
    """Nothing was asked of the platform yet: a person must first confirm these hosts (Y05)."""

    hosts: tuple[str, ...]
    issuer: str


class Invitations:
    """Use cases over invitations. An unknown, a used and an expired one are all ``NotFound``."""

    def __init__(self, store: Store, registrar: Registrar, keys: Keys | None = None) -> None:
        self._store = store
        self._registrar = registrar
        self._keys = keys
        self._asking = threading.BoundedSemaphore(ASKED_AT_ONCE)

    def invite(
        self, name: str, now: datetime, *, centre_id: str | None = None, actor: str = COMMAND_LINE
    ) -> str:
        """The secret of a new invitation into the named centre, or the first one, made when there is none.
        Its hash is kept.

        Raises:
            NotFound: there is no such centre.
        """
        secret = new_secret()
        with self._store.writing() as unit:
            unit.invitations.sweep(now)
            invitation = Invitation(
                token_hash=digest(secret),
                centre_id=centre_of(unit, centre_id, now),
                name=name,
                created_at=now,
                expires_at=now + INVITATION_LIFE,
                registration_id=new_id(),
            )
            unit.invitations.add(invitation)
            unit.audit.append(_made(invitation, actor))
        return secret

    def open(self, secret: str, now: datetime) -> Invitation:
        """The invitation behind an address.

        Raises:
            NotFound: it is unknown, was used, or is over.
        """
        with self._store.reading() as unit:
            found = unit.invitations.find(digest(secret), now)
        if found is None:
            raise NotFound(reason="no-such-invitation")
        return found

    def redeem(self, secret: str, request: RegistrationRequest, now: datetime) -> Connected | HostsToConfirm:
        """Connect the platform: claim the invitation, ask the platform, store all of it or nothing.

        The platform is asked with no transaction open. After any failure the invitation is good again.

        Raises:
            NotFound: as ``open``.
            Conflict: ``invitation-in-hand``: another administrator was faster (Y11);
                ``registration-exists``: issuer and client id are known already (Y08).
            InvalidMessage, PlatformUnavailable, PlatformRefused: what the ``Registrar`` raises.
            TooManyRequests: two platforms are being asked already, and may be slow to answer.
        """
        invitation = self._claimed(secret, now)
        try:
            with self._asking_slot():
                return self._asked(invitation, request, now)
        except PasserelleError:
            self._release(invitation, now)
            if self._keys is not None:
                self._keys.forget(invitation.centre_id, invitation.registration_id)
            raise

    @contextmanager
    def _asking_slot(self) -> Iterator[None]:
        if not self._asking.acquire(blocking=False):
            raise TooManyRequests(reason="registrations-in-hand")
        try:
            yield
        finally:
            self._asking.release()

    def _asked(
        self, invitation: Invitation, request: RegistrationRequest, now: datetime
    ) -> Connected | HostsToConfirm:
        configuration = self._registrar.read_configuration(request)
        if not request.confirmed_hosts.issuperset(configuration.other_hosts):
            self._release(invitation, now)
            return HostsToConfirm(hosts=configuration.other_hosts, issuer=configuration.issuer)
        key_set = self._give_key(invitation.centre_id, invitation.registration_id, now)
        answer = self._registrar.register(configuration, replace(request, key_set=key_set))
        return self._stored(invitation, configuration, answer, now)

    def connect_by_hand(self, secret: str, platform: NewPlatform, now: datetime) -> Registration:
        """Connect a platform with the values that an administrator copied from it.

        After any failure the invitation is good again.

        Raises:
            NotFound, Conflict: as ``redeem``.
            InvalidMessage: ``endpoint-address-refused`` or ``endpoint-unreachable``.
        """
        invitation = self._claimed(secret, now)
        try:
            self._registrar.check_addresses((platform.auth_login_url, platform.token_url, platform.jwks_url))
            with self._store.writing() as unit:
                if not unit.invitations.use(invitation.token_hash, now):
                    raise Conflict(reason="invitation-in-hand")
                named = replace(platform, name=platform.name or invitation.name)
                registration_id = invitation.registration_id or new_id()
                added = add_platform(unit, named, invitation.centre_id, registration_id, now)
                unit.audit.append(deed_on(added, "registration-added", INVITED, now))
        except PasserelleError:
            self._release(invitation, now)
            raise
        self._give_key(added.centre_id, added.id, now)
        return added

    def _give_key(self, centre_id: str, registration_id: str, now: datetime) -> str:
        """Give a registration its first key; the name of its key set, empty when it has none."""
        if self._keys is None or not registration_id:
            return ""
        self._keys.ensure_first(centre_id, registration_id, now)
        return registration_id

    def _claimed(self, secret: str, now: datetime) -> Invitation:
        with self._store.writing() as unit:
            claimed = unit.invitations.claim(digest(secret), now, stale_before=now - CLAIM_LIFE)
            is_in_hand = claimed is None and unit.invitations.find(digest(secret), now) is not None
        if is_in_hand:
            raise Conflict(reason="invitation-in-hand")
        if claimed is None:
            raise NotFound(reason="no-such-invitation")
        return claimed

    def _release(self, invitation: Invitation, claimed_at: datetime) -> None:
        with self._store.writing() as unit:
            unit.invitations.release(invitation.token_hash, claimed_at)

    def _stored(
        self,
        invitation: Invitation,
        configuration: PlatformConfiguration,
        answer: RegistrationAnswer,
        now: datetime,
    ) -> Connected:
        with self._store.writing() as unit:
            if not unit.invitations.use(invitation.token_hash, now):
                raise Conflict(reason="invitation-in-hand")
            known = unit.registrations.find(configuration.issuer, answer.client_id, None)
            if known:
                registration = _refreshed(unit, known[0], invitation, configuration, answer)
            else:
                registration = _registration(configuration, answer, invitation)
                unit.registrations.add(registration, now)
            _remember_deployment(unit, registration, answer, now)
            action = "registration-updated" if known else "registration-added"
            unit.audit.append(deed_on(registration, action, PLATFORM, now))
        return Connected(
            registration=registration, answer=answer, family=configuration.family, is_update=bool(known)
        )


def _registration(
    configuration: PlatformConfiguration, answer: RegistrationAnswer, invitation: Invitation
) -> Registration:
    return Registration(
        centre_id=invitation.centre_id,
        id=invitation.registration_id or new_id(),
        issuer=configuration.issuer,
        client_id=answer.client_id,
        auth_login_url=configuration.auth_login_url,
        token_url=configuration.token_url,
        jwks_url=configuration.jwks_url,
        token_audience=configuration.token_audience,
        granted_scopes=answer.scopes,
        name=invitation.name,
    )


def _refreshed(
    unit: UnitOfWork,
    known: Registration,
    invitation: Invitation,
    configuration: PlatformConfiguration,
    answer: RegistrationAnswer,
) -> Registration:
    """The known registration with the platform's present addresses.

    Only a token for an update may change one, and only within its own centre; otherwise somebody who
    holds an invitation could move another platform's keys (Y08).
    """
    if not answer.is_update or known.centre_id != invitation.centre_id:
        raise Conflict(reason="registration-exists")
    changed = replace(
        _registration(configuration, answer, invitation),
        id=known.id,
        name=known.name,
        is_enabled=known.is_enabled,
        extra_parents=known.extra_parents,
        service_hosts=known.service_hosts,
    )
    unit.registrations.refresh(changed)
    return changed


def _made(invitation: Invitation, actor: str) -> Deed:
    return Deed(
        at=invitation.created_at,
        actor=actor,
        action="invitation-made",
        object_kind="invitation",
        object_id=invitation.token_hash[:16],
        centre_id=invitation.centre_id,
        detail=invitation.name,
    )


def _remember_deployment(
    unit: UnitOfWork, registration: Registration, answer: RegistrationAnswer, now: datetime
) -> None:
    if answer.deployment_id is None:
        return
    if unit.registrations.deployment_of(registration, answer.deployment_id) is None:
        unit.registrations.add_deployment(registration, new_id(), answer.deployment_id, now)
