"""From a verified launch to an open page, and back to it with every request."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from lti_tool.domain import kiosk
from lti_tool.domain.deep_link import ACTIVITY_PARAMETER
from lti_tool.domain.errors import InvalidMessage, NotAllowed, NotAuthenticated, NotFound
from lti_tool.domain.launch import REGISTRATIONS_KEPT, Launch, Registration
from lti_tool.domain.roles import Rights, may_be_graded
from lti_tool.services import openings
from lti_tool.services.arrivals import groups_in
from lti_tool.services.coming_in import may_have_had_more, remembered_person, wake
from lti_tool.services.ids import digest, new_id, new_secret
from lti_tool.store.courses import StoredLink
from lti_tool.store.familiar import Familiar
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.unit_of_work import Store, UnitOfWork

SESSION_LIFE = timedelta(hours=8)
IDLE_LIFE = timedelta(minutes=60)
REPEAT_WITHIN = timedelta(seconds=30)
SEEN_EVERY = timedelta(minutes=5)
OWN_DATA = "my-data"
"""The end of the address where people read what is kept about them."""


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
    """One request of somebody who launched: who, where, with which rights. ``trainer_id`` is our id of the
    trainer whom ``trainer_name`` names. ``is_accompanied`` where a learner's own activity is open on the
    screen of whoever helps: then everything here is the learner's.
    """

    launch: OpenLaunch
    link: StoredLink
    trainer_id: str = ""
    trainer_name: str = ""
    own_name: str = ""
    course: str = ""
    is_accompanied: bool = False

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

        Whoever's data are only stored reaches them and nothing else; nothing is remembered of such a launch
        beyond its session.

        A second person in the same browser ends the first one's session; the same person keeps it, with
        a new token, so that other tabs go on.

        Raises:
            InvalidMessage: the launch names nobody or no resource link.
            NotAuthenticated, NotAllowed: its login was used, or the platform is switched off.
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
            spend_login(unit, launch)
            known = unit.familiars.of_launch(launch, groups_in(launch), may_be_graded(launch.roles))
            if not known.is_enabled:
                raise NotAllowed("e-lms", reason="registration-disabled")
            link = self._remembered_link(unit, launch, known, named, now)
            apart = known.person_id if known.is_restricted else None
            rights = Rights.LEARNER if apart else launch.rights
            person_id = apart or remembered_person(unit, launch, person, link, known, now)
            session_id = session_for(unit, link.centre_id, person_id, token, old_token, now)
            opened = _opened(launch, link, session_id, person_id, now, rights, is_handed_over)
            if apart or may_have_had_more(launch, known):
                unit.sessions.lower_rights(link.centre_id, person_id, link.id, rights.value)
            unit.sessions.add_launch(opened, digest(state))
            if apart:
                return Accepted(handle=opened.handle, session_token=token, place=OWN_DATA)
            if known.link is None or known.has_waiting:
                wake(unit, launch, link.id, person_id, now)
            place = openings.place_of(unit, launch, link, person_id, self._activities)
        return Accepted(handle=opened.handle, session_token=token, place=place)

    def _remembered_link(
        self, unit: UnitOfWork, launch: Launch, known: Familiar, named: str, now: datetime
    ) -> StoredLink:
        if not known.has_message:
            unit.platforms.saw_message(launch.registration.centre_id, launch.registration.id, now)
        context_id = known.context_id or unit.courses.remember_context(launch, new_id(), now)
        if known.link is not None:
            return openings.settled(
                unit, launch, known.link, named=named, is_fresh=False, known=self._activities
            )
        fresh_id = new_id()
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
            return unit.sessions.repeated_launch(digest(state), digest(token), now - REPEAT_WITHIN, now)

    def visit(self, handle: str, token: str | None, now: datetime) -> Visit:
        """The launch behind an address, if it belongs to this browser's session.

        Raises:
            NotAuthenticated: the session is over, or the address belongs to another one.
        """
        if not token:
            raise NotAuthenticated("e-method", reason="no-session")
        with self._store.reading() as unit:
            found = unit.visits.of(handle, digest(token), now - IDLE_LIFE, now)
            if found is None:
                raise NotAuthenticated("e-expired", reason="session-over")
            trainer = unit.visits.named_trainer(found.link.centre_id, found.link.id)
        launch = found.launch
        if now - launch.last_seen_at > (kiosk.SEEN_EVERY if launch.is_kiosk else SEEN_EVERY):
            with self._store.writing() as unit:
                unit.sessions.touch(launch.centre_id, launch.session_id, now)
        return Visit(
            launch=launch,
            link=found.link,
            trainer_id=trainer[0],
            trainer_name=trainer[1],
            own_name=found.own_name,
            course=found.course,
        )

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
            unit.kiosks.sweep(now)
            unit.states.sweep(now)
            unit.deep_links.sweep(now)
            unit.administrators.sweep(now, now - IDLE_LIFE)


def _opened(
    launch: Launch,
    link: StoredLink,
    session_id: str,
    person_id: str,
    now: datetime,
    rights: Rights,
    is_handed_over: bool,
) -> OpenLaunch:
    return OpenLaunch(
        handle=new_id(),
        session_id=session_id,
        centre_id=link.centre_id,
        person_id=person_id,
        resource_link_id=link.id,
        rights=rights.value,
        is_graded=may_be_graded(launch.roles),
        locale=launch.locale[:35],
        return_url=launch.return_url,
        frame_origin=frame_origins_of(launch),
        created_at=now,
        last_seen_at=now,
        is_handed_over=is_handed_over,
    )


def spend_login(unit: UnitOfWork, launch: Launch) -> None:
    """Use up the login of a launch, once for all.

    Raises:
        NotAuthenticated: ``e-expired``: it was used before.
    """
    if launch.login is not None and not unit.states.spend(launch.login):
        raise NotAuthenticated("e-expired", reason="state-unknown")


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


def frame_origins_of(launch: Launch) -> str:
    """The only sites that may frame the pages of this launch."""
    return parents_of(launch.registration)


@lru_cache(REGISTRATIONS_KEPT)
def parents_of(registration: Registration) -> str:
    """The only sites that may frame our pages: those of the registration's own addresses, and its extra
    parents, since every site around ours must be named (W16).
    """
    addresses = (registration.issuer, registration.auth_login_url, *registration.extra_parents)
    origins = (urlsplit(address) for address in addresses)
    return " ".join(dict.fromkeys(f"{part.scheme}://{part.netloc}" for part in origins if part.netloc))
