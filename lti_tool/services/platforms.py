"""What an administrator does with the platforms of the centre, and the checklist of each.

Every use case takes the ``Administration`` of the request and looks in its centre alone: a platform of
another centre does not exist (Z17).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore

from lti_tool.domain.administration import AskedDeployment, KnownPlatform
from lti_tool.domain.errors import (
    InvalidMessage,
    NotFound,
    PlatformRefused,
    PlatformUnavailable,
    TooManyRequests,
)
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import GradeProbe
from lti_tool.services.administrators import Administration
from lti_tool.services.ids import new_id
from lti_tool.services.registrations import deed_on
from lti_tool.store.unit_of_work import Store, UnitOfWork

ASKED_AT_MOST = 20
TRIES_AT_ONCE = 2
"""Of a web process, whose threads learners need, too."""
IDENTIFIER_CHARACTERS = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFile:
    """One platform as its administrator sees it. ``can_try`` tells whether its grade service is known."""

    known: KnownPlatform
    deployment_ids: tuple[str, ...]
    asked: Sequence[AskedDeployment]
    can_try: bool


class Platforms:
    """Use cases over the platforms of one centre."""

    def __init__(self, store: Store, probe: GradeProbe, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._probe = probe
        self._clock = clock
        self._trying = BoundedSemaphore(TRIES_AT_ONCE)

    def all(self, who: Administration) -> Sequence[KnownPlatform]:
        """Every platform of the centre, oldest first."""
        with self._store.reading() as unit:
            return unit.platforms.known(who.centre_id)

    def file(self, who: Administration, registration_id: str) -> PlatformFile:
        """Everything about one platform.

        Raises:
            NotFound: the centre has no such platform.
        """
        with self._store.reading() as unit:
            known = _known(unit, who, registration_id)
            place = known.registration.centre_id, known.registration.id
            return PlatformFile(
                known=known,
                deployment_ids=tuple(unit.registrations.deployments_of(known.registration)),
                asked=unit.events.asked_deployments(*place, ASKED_AT_MOST),
                can_try=unit.platforms.grade_service(*place) is not None,
            )

    def approve(self, who: Administration, registration_id: str, deployment_id: str) -> None:
        """Let launches of one deployment in; a second time changes nothing.

        Raises:
            NotFound: the centre has no such platform.
            InvalidMessage: ``odd-deployment``: not 1 to 255 printable characters.
        """
        now = self._clock()
        if not 1 <= len(deployment_id) <= IDENTIFIER_CHARACTERS or not deployment_id.isprintable():
            raise InvalidMessage(reason="odd-deployment")
        with self._store.writing() as unit:
            registration = _registration(unit, who, registration_id)
            if unit.registrations.deployment_of(registration, deployment_id) is None:
                unit.registrations.add_deployment(registration, new_id(), deployment_id, now)
                unit.audit.append(deed_on(registration, "deployment-approved", who.actor, now, deployment_id))

    def disable(self, who: Administration, registration_id: str) -> None:
        """Refuse launches and hold grades; what is stored stays. A second time changes nothing.

        Raises:
            NotFound: the centre has no such platform.
        """
        with self._store.writing() as unit:
            registration = _registration(unit, who, registration_id)
            if registration.is_enabled:
                unit.registrations.disable(registration.id)
                unit.audit.append(deed_on(registration, "registration-disabled", who.actor, self._clock()))

    def enable(self, who: Administration, registration_id: str) -> None:
        """Take launches and send the held grades again. A second time changes nothing.

        Raises:
            NotFound: the centre has no such platform.
        """
        with self._store.writing() as unit:
            registration = _registration(unit, who, registration_id)
            if not registration.is_enabled:
                unit.registrations.enable(registration.id)
                unit.audit.append(deed_on(registration, "registration-enabled", who.actor, self._clock()))

    def end_sessions(self, who: Administration, registration_id: str) -> None:
        """End the session of everybody who came from the platform (W04); what they answered stays.

        Raises:
            NotFound: the centre has no such platform.
        """
        with self._store.writing() as unit:
            registration = _registration(unit, who, registration_id)
            unit.sessions.end_of(registration.centre_id, registration.id)
            unit.audit.append(deed_on(registration, "sessions-ended", who.actor, self._clock()))

    def allow(
        self,
        who: Administration,
        registration_id: str,
        *,
        extra_parents: tuple[str, ...],
        service_hosts: tuple[str, ...],
    ) -> None:
        """Say which other sites may frame our pages, and where the platform's services may lie too.

        Both were checked by ``domain.administration``. Open pages keep what their launch allowed.

        Raises:
            NotFound: the centre has no such platform.
        """
        with self._store.writing() as unit:
            registration = _registration(unit, who, registration_id)
            if (registration.extra_parents, registration.service_hosts) == (extra_parents, service_hosts):
                return
            unit.registrations.allow(registration, extra_parents, service_hosts)
            detail = " ".join((*extra_parents, *service_hosts))[:IDENTIFIER_CHARACTERS]
            unit.audit.append(deed_on(registration, "address-changed", who.actor, self._clock(), detail))

    def try_grades(self, who: Administration, registration_id: str) -> None:
        """Ask the platform for the right to send grades and read the columns of one course. Nothing is
        written there; what came of it is kept for the checklist.

        Raises:
            NotFound: the centre has no such platform.
            TooManyRequests: two platforms are being tried already, and may be slow to answer.
        """
        with self._store.reading() as unit:
            registration = _registration(unit, who, registration_id)
            service = unit.platforms.grade_service(registration.centre_id, registration.id)
        reason = "no-grade-service"
        if service is not None and service.lineitems_url is not None:
            reason = self._reason(registration, service.lineitems_url, service.scopes)
        with self._store.writing() as unit:
            unit.platforms.tried_grades(registration.centre_id, registration.id, reason, self._clock())

    def _reason(self, registration: Registration, url: str, scopes: Sequence[str]) -> str:
        if not self._trying.acquire(blocking=False):
            raise TooManyRequests(reason="tries-in-hand")
        try:
            self._probe.try_grades(registration, url, scopes=scopes)
        except (PlatformUnavailable, PlatformRefused) as error:
            return error.reason
        finally:
            self._trying.release()
        return ""


def _known(unit: UnitOfWork, who: Administration, registration_id: str) -> KnownPlatform:
    found = unit.platforms.known(who.centre_id, registration_id) if registration_id else ()
    if not found:
        raise NotFound(reason="no-such-platform")
    return found[0]


def _registration(unit: UnitOfWork, who: Administration, registration_id: str) -> Registration:
    found = unit.registrations.get(who.centre_id, registration_id)
    if found is None:
        raise NotFound(reason="no-such-platform")
    return found
