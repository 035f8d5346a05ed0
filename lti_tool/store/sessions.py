"""Browser sessions and the launches that they hold. A launch's id is the handle in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from lti_tool.domain.comfort import USUAL, Comfort
from lti_tool.domain.logo import Logo
from lti_tool.domain.roles import Rights
from lti_tool.store.course_rows import PersonRow, ResourceLinkRow
from lti_tool.store.schema import put
from lti_tool.store.session_rows import LAUNCHES, SESSIONS, LaunchRow, SessionRow, not_left_alone

_FROM_LEAST = [
    rights.value for rights in (Rights.HELP_ONLY, Rights.LEARNER, Rights.ASSISTANT, Rights.TRAINER)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLaunch:
    """A live launch of a live session: the whole of what a page may trust.

    ``is_handed_over`` tells that the launch began in a frame without cookies and went on in a new tab,
    ``is_kiosk`` that it was opened by a code on a shared computer, ``is_restricted`` that the person's data
    are only stored. ``accent`` is the centre's colour, empty for the usual one, ``logo`` its logo;
    ``shares_at_end`` is the centre's rule for results that are begun now; ``comfort`` is how the person wants
    their pages.
    """

    handle: str
    session_id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    rights: str
    is_graded: bool
    locale: str
    return_url: str | None
    frame_origin: str
    created_at: datetime
    last_seen_at: datetime
    is_handed_over: bool = False
    is_kiosk: bool = False
    is_restricted: bool = False
    accent: str = ""
    logo: Logo | None = None
    shares_at_end: bool = False
    comfort: Comfort = USUAL


class Sessions:
    """Queries over sessions and launches."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def live(self, token_hash: str, idle_since: datetime, now: datetime) -> tuple[str, str, str] | None:
        """Centre, session and person of a session that is still alive. That of a shared computer is none
        that a launch could go on with.
        """
        row = self._session.execute(
            select(SessionRow.centre_id, SessionRow.id, SessionRow.person_id).where(
                SessionRow.token_hash == token_hash,
                SessionRow.expires_at > now,
                SessionRow.last_seen_at > idle_since,
                SessionRow.is_kiosk.is_(False),
            )
        ).one_or_none()
        return (row[0], row[1], row[2]) if row else None

    def add(
        self,
        *,
        centre_id: str,
        session_id: str,
        token_hash: str,
        person_id: str,
        now: datetime,
        until: datetime,
        is_kiosk: bool = False,
    ) -> None:
        """Begin a session."""
        put(
            self._session,
            SESSIONS,
            {
                "centre_id": centre_id,
                "id": session_id,
                "token_hash": token_hash,
                "person_id": person_id,
                "created_at": now,
                "last_seen_at": now,
                "expires_at": until,
                "is_kiosk": is_kiosk,
            },
        )

    def renew(self, centre_id: str, session_id: str, token_hash: str, now: datetime, until: datetime) -> None:
        """Give a session a new token: the old one is void at once, its open tabs go on."""
        self._session.execute(
            update(SessionRow)
            .where(SessionRow.centre_id == centre_id, SessionRow.id == session_id)
            .values(token_hash=token_hash, last_seen_at=now, expires_at=until)
        )

    def end(self, token_hash: str) -> None:
        """End a session and all its launches."""
        self._session.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))

    def end_of(self, centre_id: str, registration_id: str) -> None:
        """End the sessions of everybody who came from one platform."""
        people = select(PersonRow.id).where(
            PersonRow.centre_id == centre_id, PersonRow.registration_id == registration_id
        )
        self._session.execute(
            delete(SessionRow).where(SessionRow.centre_id == centre_id, SessionRow.person_id.in_(people))
        )

    def sweep(self, now: datetime, idle_since: datetime) -> None:
        """Forget sessions that are over."""
        self._session.execute(
            delete(SessionRow).where(
                (SessionRow.expires_at < now) | (SessionRow.last_seen_at < idle_since) | ~not_left_alone(now)
            )
        )

    def add_launch(self, launch: OpenLaunch, state_hash: str | None) -> None:
        """Remember one accepted launch."""
        put(
            self._session,
            LAUNCHES,
            {
                "centre_id": launch.centre_id,
                "id": launch.handle,
                "session_id": launch.session_id,
                "person_id": launch.person_id,
                "resource_link_id": launch.resource_link_id,
                "rights": launch.rights,
                "is_graded": launch.is_graded,
                "locale": launch.locale,
                "return_url": launch.return_url,
                "frame_origin": launch.frame_origin,
                "state_hash": state_hash,
                "is_handed_over": launch.is_handed_over,
                "created_at": launch.created_at,
            },
        )

    def choose_language(self, centre_id: str, handle: str, language: str) -> None:
        """Show the pages of a launch in another language from here on."""
        self._session.execute(
            update(LaunchRow)
            .where(LaunchRow.centre_id == centre_id, LaunchRow.id == handle)
            .values(locale=language)
        )

    def language_of(self, centre_id: str, person_id: str) -> str:
        """The platform's word for the language of somebody's last launch, empty when none is kept."""
        query = (
            select(LaunchRow.locale)
            .where(LaunchRow.centre_id == centre_id, LaunchRow.person_id == person_id)
            .order_by(LaunchRow.created_at.desc(), LaunchRow.id)
            .limit(1)
        )
        return self._session.scalars(query).one_or_none() or ""

    def lower_rights(self, centre_id: str, person_id: str, link_id: str, rights: str) -> None:
        """A role was lost: this person's open tabs at this link, and at the others of its course, get the
        rights of the newest launch where they had more.
        """
        here = aliased(ResourceLinkRow)
        of_course = select(ResourceLinkRow.id).join(
            here,
            (here.centre_id == ResourceLinkRow.centre_id) & (here.context_id == ResourceLinkRow.context_id),
        )
        links = of_course.where(here.centre_id == centre_id, here.id == link_id)
        self._session.execute(
            update(LaunchRow)
            .where(
                LaunchRow.centre_id == centre_id,
                LaunchRow.person_id == person_id,
                or_(LaunchRow.resource_link_id == link_id, LaunchRow.resource_link_id.in_(links)),
                LaunchRow.rights.in_(_more_than(rights)),
            )
            .values(rights=rights)
        )

    def repeated_launch(self, state_hash: str, token_hash: str, since: datetime, now: datetime) -> str | None:
        """The launch that this very state opened a moment ago in this browser (a reload of the page)."""
        query = (
            select(LaunchRow.id)
            .join(
                SessionRow,
                (SessionRow.centre_id == LaunchRow.centre_id) & (SessionRow.id == LaunchRow.session_id),
            )
            .where(
                LaunchRow.state_hash == state_hash,
                LaunchRow.created_at > since,
                SessionRow.token_hash == token_hash,
                SessionRow.expires_at > now,
                SessionRow.last_seen_at > since,
                not_left_alone(now),
            )
        )
        return self._session.scalars(query).one_or_none()

    def touch(self, centre_id: str, session_id: str, now: datetime) -> None:
        """Somebody is still there."""
        self._session.execute(
            update(SessionRow)
            .where(SessionRow.centre_id == centre_id, SessionRow.id == session_id)
            .values(last_seen_at=now)
        )


def _more_than(rights: str) -> list[str]:
    return _FROM_LEAST[_FROM_LEAST.index(rights) + 1 :]
