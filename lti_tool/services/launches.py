"""From a verified launch to an open page, and back to it with every request."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lti_tool.domain.deep_link import ACTIVITY_PARAMETER
from lti_tool.domain.errors import InvalidMessage, NotAuthenticated, NotFound
from lti_tool.domain.launch import Launch, Person, Registration
from lti_tool.domain.roles import Rights, may_be_graded
from lti_tool.services import openings
from lti_tool.services.arrivals import note_arrival
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.store.courses import StoredLink
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.unit_of_work import Store, UnitOfWork

SESSION_LIFE = timedelta(hours=8)
IDLE_LIFE = timedelta(minutes=60)
REPEAT_WITHIN = timedelta(seconds=30)
SEEN_EVERY = timedelta(minutes=5)
WOKEN_BY_LAUNCH = ("not-gradable",)
WOKEN_BY_SCOPES = ("scope-missing", "no-grade-service", "no-new-columns", "unauthorized", "invalid-client")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A launch that was accepted: its handle, and the new token for the browser's cookie.

    ``place`` is the end of the address that it opens; empty for the entrance.
    """

    handle: str
    session_token: str
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of somebody who launched: who, where, with which rights."""

    launch: OpenLaunch
    link: StoredLink
    trainer_name: str = ""
    own_name: str = ""
    course: str = ""

    @property
    def rights(self) -> Rights:
        """What this launch allows."""
        return Rights(self.launch.rights)


class Launches:
    """Use cases over launches and sessions."""

    def __init__(self, store: Store, *, activities: Collection[str]) -> None:
        self._store = store
        self._activities = frozenset(activities)

    def accept(
        self,
        launch: Launch,
        *,
        state: str,
        old_token: str | None,
        now: datetime,
        is_handed_over: bool = False,
    ) -> Accepted:
        """Remember platform facts and person, and open the launch, in one transaction.

        A second person in the same browser ends the first one's session; the same person keeps it, with
        a new token, so that other tabs go on.

        Raises:
            InvalidMessage: the launch names nobody or no resource link.
            NotFound: what it asks for is not there, or is not for this person (``openings``).
        """
        person = launch.person
        if person is None:
            raise InvalidMessage(reason="anonymous-launch")
        if launch.resource_link is None:
            raise InvalidMessage(reason="resource-link-missing")
        token, named = new_secret(), launch.custom.get(ACTIVITY_PARAMETER, "")
        launch = openings.admitted(launch, self._activities)
        with self._store.writing() as unit:
            link = self._remembered_link(unit, launch, named, now)
            person_id = _remembered_person(unit, launch, person, link, now)
            session_id = session_for(unit, link.centre_id, person_id, token, old_token, now)
            opened = OpenLaunch(
                handle=new_id(),
                session_id=session_id,
                centre_id=link.centre_id,
                person_id=person_id,
                resource_link_id=link.id,
                rights=launch.rights.value,
                is_graded=may_be_graded(launch.roles),
                locale=launch.locale[:35],
                return_url=launch.return_url,
                frame_origin=frame_origins_of(launch),
                created_at=now,
                last_seen_at=now,
                is_handed_over=is_handed_over,
            )
            if launch.rights is not Rights.TRAINER:
                unit.sessions.lower_rights(link.centre_id, person_id, link.id, launch.rights.value)
            unit.sessions.add_launch(opened, digest(state))
            _wake(unit, launch, link.id, person_id, now)
            place = openings.place_of(unit, launch, link, person_id, self._activities)
        return Accepted(handle=opened.handle, session_token=token, place=place)

    def _remembered_link(self, unit: UnitOfWork, launch: Launch, named: str, now: datetime) -> StoredLink:
        unit.platforms.saw_message(launch.registration.centre_id, launch.registration.id, now)
        fresh_id = new_id()
        context_id = unit.courses.remember_context(launch, new_id(), now)
        link_id = unit.courses.remember_link(launch, context_id, fresh_id, now)
        link = unit.courses.link(launch.registration.centre_id, link_id)
        if link is None:
            raise NotFound(reason="link-gone")
        return openings.settled(
            unit, launch, link, named=named, is_fresh=link_id == fresh_id, known=self._activities
        )

    def repeated(self, *, state: str, token: str | None, now: datetime) -> str | None:
        """The handle of a launch that this very post opened a moment ago in this browser, or ``None``."""
        if not token:
            return None
        with self._store.reading() as unit:
            found = unit.sessions.repeated_launch(digest(state), digest(token), now - REPEAT_WITHIN, now)
        return found.handle if found else None

    def visit(self, handle: str, token: str | None, now: datetime) -> Visit:
        """The launch behind an address, if it belongs to this browser's session.

        Raises:
            NotAuthenticated: the session is over, or the address belongs to another one.
        """
        if not token:
            raise NotAuthenticated("e-method", reason="no-session")
        with self._store.reading() as unit:
            launch = unit.sessions.open_launch(handle, digest(token), now - IDLE_LIFE, now)
            link = unit.courses.link(launch.centre_id, launch.resource_link_id) if launch else None
            if launch is None or link is None:
                raise NotAuthenticated("e-expired", reason="session-over")
            trainer_name = unit.courses.trainer_name(link.centre_id, link.id)
            own_name = unit.courses.own_name(launch.centre_id, launch.person_id)
            course = unit.courses.context_title(link.centre_id, link.context_id)
        if now - launch.last_seen_at > SEEN_EVERY:
            with self._store.writing() as unit:
                unit.sessions.touch(launch.centre_id, launch.session_id, now)
        return Visit(launch=launch, link=link, trainer_name=trainer_name, own_name=own_name, course=course)

    def choose_activity(self, visit: Visit, slug: str) -> None:
        """Say what this resource link opens.

        Raises:
            NotFound: the person is not a trainer here.
        """
        if visit.rights is not Rights.TRAINER:
            raise NotFound(reason="not-a-trainer")
        with self._store.writing() as unit:
            unit.courses.choose_activity(visit.link.centre_id, visit.link.id, slug)

    def choose_language(self, visit: Visit, language: str) -> None:
        """Show the pages of this launch in another language: one of ``LANGUAGES``."""
        with self._store.writing() as unit:
            unit.sessions.choose_language(visit.launch.centre_id, visit.launch.handle, language)

    def end_session(self, token: str | None) -> None:
        """Forget the session and all its launches; without one, nothing happens."""
        if token:
            with self._store.writing() as unit:
                unit.sessions.end(digest(token))

    def sweep(self, now: datetime) -> None:
        """Forget sessions and logins that are over."""
        with self._store.writing() as unit:
            unit.sessions.sweep(now, now - IDLE_LIFE)
            unit.states.sweep(now)
            unit.deep_links.sweep(now)
            unit.administrators.sweep(now, now - IDLE_LIFE)


def session_for(
    unit: UnitOfWork, centre_id: str, person_id: str, token: str, old_token: str | None, now: datetime
) -> str:
    """The session for this launch: renewed for the same person, begun anew for another one."""
    until = now + SESSION_LIFE
    if old_token:
        old = unit.sessions.live(digest(old_token), now - IDLE_LIFE, now)
        if old and old[0] == centre_id and old[2] == person_id:
            unit.sessions.renew(centre_id, old[1], digest(token), now, until)
            return old[1]
        unit.sessions.end(digest(old_token))
    session_id = new_id()
    unit.sessions.add(
        centre_id=centre_id,
        session_id=session_id,
        token_hash=digest(token),
        person_id=person_id,
        now=now,
        until=until,
    )
    return session_id


def _remembered_person(
    unit: UnitOfWork, launch: Launch, person: Person, link: StoredLink, now: datetime
) -> str:
    """Our id of who launched, now a member of this link with the rights of this launch."""
    person_id = unit.courses.remember_person(launch, person.sub, new_id(), now)
    unit.courses.remember_name(link.centre_id, person_id, person.name, now)
    unit.courses.remember_membership(
        centre_id=link.centre_id,
        link_id=link.id,
        person_id=person_id,
        rights=launch.rights.value,
        is_graded=may_be_graded(launch.roles),
        new_id=new_id(),
        now=now,
    )
    note_arrival(unit, launch, link.context_id, person_id, now)
    return person_id


def _wake(unit: UnitOfWork, launch: Launch, link_id: str, person_id: str, now: datetime) -> None:
    """A launch may mend what a grade waited for: the person is enrolled now, or the scopes are granted."""
    centre_id = launch.registration.centre_id
    unit.deliveries.wake(centre_id, link_id, WOKEN_BY_LAUNCH, person_id, now)
    if launch.ags and launch.ags.scopes:
        unit.deliveries.wake(centre_id, link_id, WOKEN_BY_SCOPES, None, now)


def frame_origins_of(launch: Launch) -> str:
    """The only sites that may frame the pages of this launch."""
    return parents_of(launch.registration)


def parents_of(registration: Registration) -> str:
    """The only sites that may frame our pages: those of the registration's own addresses, and its extra
    parents, since every site around ours must be named (W16).
    """
    addresses = (registration.issuer, registration.auth_login_url, *registration.extra_parents)
    origins = (urlsplit(address) for address in addresses)
    return " ".join(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in origins if part.netloc))
