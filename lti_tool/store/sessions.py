"""Browser sessions and the launches that they hold. A launch's id is the handle in the address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    delete,
    false,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from lti_tool.domain.roles import Rights
from lti_tool.store.course_rows import PersonRow, ResourceLinkRow
from lti_tool.store.schema import Base, Origins, OwnId, UtcMoment

_FROM_LEAST = [
    rights.value for rights in (Rights.HELP_ONLY, Rights.LEARNER, Rights.ASSISTANT, Rights.TRAINER)
]


class SessionRow(Base):
    """One person in one browser. Only a hash of the cookie is stored."""

    __tablename__ = "session"
    __table_args__ = (
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        UniqueConstraint("token_hash"),
        Index(None, "expires_at"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[str] = mapped_column(OwnId)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    last_seen_at: Mapped[datetime] = mapped_column(UtcMoment)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment)


class LaunchRow(Base):
    """One accepted launch: what this tab may do, and where."""

    __tablename__ = "launch"
    __table_args__ = (
        ForeignKeyConstraint(
            ["centre_id", "session_id"], ["session.centre_id", "session.id"], ondelete="CASCADE"
        ),
        ForeignKeyConstraint(["centre_id", "person_id"], ["person.centre_id", "person.id"]),
        ForeignKeyConstraint(
            ["centre_id", "resource_link_id"], ["resource_link.centre_id", "resource_link.id"]
        ),
        UniqueConstraint("id"),
        UniqueConstraint("state_hash"),
    )

    centre_id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    id: Mapped[str] = mapped_column(OwnId, primary_key=True)
    session_id: Mapped[str] = mapped_column(OwnId)
    person_id: Mapped[str] = mapped_column(OwnId)
    resource_link_id: Mapped[str] = mapped_column(OwnId)
    rights: Mapped[str] = mapped_column(String(16))
    is_graded: Mapped[bool]
    locale: Mapped[str] = mapped_column(String(35))
    return_url: Mapped[str | None] = mapped_column(String(4096))
    frame_origin: Mapped[str] = mapped_column(Origins)
    state_hash: Mapped[str | None] = mapped_column(String(64))
    is_handed_over: Mapped[bool] = mapped_column(server_default=false())
    created_at: Mapped[datetime] = mapped_column(UtcMoment)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLaunch:
    """A live launch of a live session: the whole of what a page may trust.

    ``is_handed_over`` tells that the launch began in a frame without cookies and went on in a new tab.
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


class Sessions:
    """Queries over sessions and launches."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def live(self, token_hash: str, idle_since: datetime, now: datetime) -> tuple[str, str, str] | None:
        """Centre, session and person of a session that is still alive."""
        row = self._session.execute(
            select(SessionRow.centre_id, SessionRow.id, SessionRow.person_id).where(
                SessionRow.token_hash == token_hash,
                SessionRow.expires_at > now,
                SessionRow.last_seen_at > idle_since,
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
    ) -> None:
        """Begin a session."""
        self._session.add(
            SessionRow(
                centre_id=centre_id,
                id=session_id,
                token_hash=token_hash,
                person_id=person_id,
                created_at=now,
                last_seen_at=now,
                expires_at=until,
            )
        )
        self._session.flush()

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
            delete(SessionRow).where((SessionRow.expires_at < now) | (SessionRow.last_seen_at < idle_since))
        )

    def add_launch(self, launch: OpenLaunch, state_hash: str | None) -> None:
        """Remember one accepted launch."""
        self._session.add(
            LaunchRow(
                centre_id=launch.centre_id,
                id=launch.handle,
                session_id=launch.session_id,
                person_id=launch.person_id,
                resource_link_id=launch.resource_link_id,
                rights=launch.rights,
                is_graded=launch.is_graded,
                locale=launch.locale,
                return_url=launch.return_url,
                frame_origin=launch.frame_origin,
                state_hash=state_hash,
                is_handed_over=launch.is_handed_over,
                created_at=launch.created_at,
            )
        )

    def choose_language(self, centre_id: str, handle: str, language: str) -> None:
        """Show the pages of a launch in another language from here on."""
        self._session.execute(
            update(LaunchRow)
            .where(LaunchRow.centre_id == centre_id, LaunchRow.id == handle)
            .values(locale=language)
        )

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

    def open_launch(
        self, handle: str, token_hash: str, idle_since: datetime, now: datetime
    ) -> OpenLaunch | None:
        """The launch of this handle, if it belongs to this session and both are alive."""
        return self._one(LaunchRow.id == handle, token_hash, idle_since, now)

    def repeated_launch(
        self, state_hash: str, token_hash: str, since: datetime, now: datetime
    ) -> OpenLaunch | None:
        """The launch that this very state opened a moment ago in this browser (a reload of the page)."""
        found = self._one(LaunchRow.state_hash == state_hash, token_hash, since, now)
        return found if found and found.created_at > since else None

    def touch(self, centre_id: str, session_id: str, now: datetime) -> None:
        """Somebody is still there."""
        self._session.execute(
            update(SessionRow)
            .where(SessionRow.centre_id == centre_id, SessionRow.id == session_id)
            .values(last_seen_at=now)
        )

    def _one(
        self, condition: object, token_hash: str, idle_since: datetime, now: datetime
    ) -> OpenLaunch | None:
        query = (
            select(LaunchRow, SessionRow.last_seen_at)
            .join(
                SessionRow,
                (SessionRow.centre_id == LaunchRow.centre_id) & (SessionRow.id == LaunchRow.session_id),
            )
            .where(
                condition,  # type: ignore[arg-type]  # a column expression
                SessionRow.token_hash == token_hash,
                SessionRow.expires_at > now,
                SessionRow.last_seen_at > idle_since,
            )
        )
        found = self._session.execute(query).one_or_none()
        if found is None:
            return None
        row, last_seen_at = found
        return OpenLaunch(
            handle=row.id,
            session_id=row.session_id,
            centre_id=row.centre_id,
            person_id=row.person_id,
            resource_link_id=row.resource_link_id,
            rights=row.rights,
            is_graded=row.is_graded,
            locale=row.locale,
            return_url=row.return_url,
            frame_origin=row.frame_origin,
            created_at=row.created_at,
            last_seen_at=last_seen_at,
            is_handed_over=row.is_handed_over,
        )


def _more_than(rights: str) -> list[str]:
    return _FROM_LEAST[_FROM_LEAST.index(rights) + 1 :]
