"""The visit behind every page: launch, link, course and how the person wants pages, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Label, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Session

from lti_tool.domain.administration import Accent, Sharing
from lti_tool.domain.kiosk import KIOSK_IDLE
from lti_tool.store.comforts import ComfortRow, comfort_in
from lti_tool.store.course_rows import ContextRow, MembershipRow, PersonNameRow, ResourceLinkRow
from lti_tool.store.courses import StoredLink, link_in
from lti_tool.store.logos import LogoRow, logo_of
from lti_tool.store.prepared import run
from lti_tool.store.registrations import CentreRow
from lti_tool.store.session_rows import LaunchRow, SessionRow, not_left_alone_since
from lti_tool.store.sessions import OpenLaunch
from lti_tool.store.shelf_rows import RestrictionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """A live launch, its resource link, and the names of its person and course, empty where none is known."""

    launch: OpenLaunch
    link: StoredLink
    own_name: str
    course: str


class Visits:
    """The one read before every page of a launch."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, handle: str, token_hash: str, idle_since: datetime, now: datetime) -> Visited | None:
        """The visit of this handle, if it belongs to this session and both are alive."""
        values = {
            "handle": handle,
            "token": token_hash,
            "idle_since": idle_since,
            "now": now,
            "left_since": now - KIOSK_IDLE,
        }
        row = run(self._session, "visit", lambda _dialect: _query(), values)
        if row is None:
            return None
        return Visited(
            launch=_launch(row), link=_link(row), own_name=row.own_name or "", course=row.course or ""
        )

    def named_trainer(self, centre_id: str, link_id: str) -> tuple[str, str]:
        """Our id and the name of the trainer who was last at this resource link; both empty when no name is
        known.
        """
        values = {"in_centre": centre_id, "at_link": link_id}
        found = run(self._session, "named-trainer", lambda _dialect: _TRAINER, values)
        return (found.id, found.name) if found else ("", "")


_TRAINER = (
    select(PersonNameRow.id, PersonNameRow.name)
    .join(
        MembershipRow,
        (MembershipRow.centre_id == PersonNameRow.centre_id) & (MembershipRow.person_id == PersonNameRow.id),
    )
    .where(
        MembershipRow.centre_id == bindparam("in_centre"),
        MembershipRow.resource_link_id == bindparam("at_link"),
        MembershipRow.rights == "trainer",
    )
    .order_by(MembershipRow.last_launch_at.desc())
    .limit(1)
)


def _launch(row: Any) -> OpenLaunch:  # Any: the columns are read by name
    return OpenLaunch(
        handle=row.handle,
        session_id=row.session_id,
        centre_id=row.centre_id,
        person_id=row.person_id,
        resource_link_id=row.link_id,
        rights=row.rights,
        is_graded=row.is_graded,
        locale=row.locale,
        return_url=row.return_url,
        frame_origin=row.frame_origin,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        is_handed_over=row.is_handed_over,
        is_kiosk=row.is_kiosk,
        is_restricted=bool(row.only_stored),
        accent="" if row.accent == Accent.BLUE else row.accent,
        logo=logo_of(row.centre_name, row.logo_id, row.width, row.height),
        shares_at_end=row.sharing == Sharing.AT_END,
        comfort=comfort_in(row if row.size is not None else None),
    )


def _link(row: Any) -> StoredLink:  # Any: see above
    return link_in(
        row,
        centre_id=row.centre_id,
        link_id=row.link_id,
        registration_id=row.registration_id,
        context_id=row.context_id,
        place=row.place,
    )


_OF_LAUNCH = (
    LaunchRow.id.label("handle"),
    *(LaunchRow.session_id, LaunchRow.centre_id, LaunchRow.person_id, LaunchRow.rights, LaunchRow.is_graded),
    *(LaunchRow.locale, LaunchRow.return_url, LaunchRow.frame_origin, LaunchRow.created_at),
    *(LaunchRow.is_handed_over, SessionRow.last_seen_at, SessionRow.is_kiosk),
)
_OF_LINK = (
    ResourceLinkRow.id.label("link_id"),
    ResourceLinkRow.resource_link_id.label("place"),
    *(ResourceLinkRow.registration_id, ResourceLinkRow.context_id, ResourceLinkRow.title),
    *(ResourceLinkRow.activity, ResourceLinkRow.deep_link, ResourceLinkRow.columns),
    *(ResourceLinkRow.lineitems_url, ResourceLinkRow.lineitem_url, ResourceLinkRow.scopes),
)
_OF_LOOKS = (
    *(CentreRow.accent, CentreRow.sharing, CentreRow.name.label("centre_name")),
    *(LogoRow.id.label("logo_id"), LogoRow.width, LogoRow.height),
    *(ComfortRow.size, ComfortRow.spacing, ComfortRow.contrast, ComfortRow.is_one_handed),
    *(ComfortRow.has_sound, ComfortRow.second_language),
)
_NAMES = (PersonNameRow.name.label("own_name"), ContextRow.title.label("course"))


def _is_restricted() -> Label[bool]:
    row = RestrictionRow
    mine = (row.centre_id == LaunchRow.centre_id, row.person_id == LaunchRow.person_id)
    return exists().where(*mine).label("only_stored")


@cache
def _query() -> Select[Any]:  # Any: the columns are read by name
    launch, link, session = LaunchRow, ResourceLinkRow, SessionRow
    centre = launch.centre_id
    return (
        select(*_OF_LAUNCH, *_OF_LINK, *_OF_LOOKS, *_NAMES, _is_restricted())
        .join(session, and_(session.centre_id == centre, session.id == launch.session_id))
        .join(link, and_(link.centre_id == centre, link.id == launch.resource_link_id))
        .join(CentreRow, CentreRow.id == centre)
        .outerjoin(ContextRow, and_(ContextRow.centre_id == centre, ContextRow.id == link.context_id))
        .outerjoin(
            PersonNameRow, and_(PersonNameRow.centre_id == centre, PersonNameRow.id == launch.person_id)
        )
        .outerjoin(LogoRow, LogoRow.centre_id == centre)
        .outerjoin(ComfortRow, and_(ComfortRow.centre_id == centre, ComfortRow.person_id == launch.person_id))
        .where(
            launch.id == bindparam("handle"),
            session.token_hash == bindparam("token"),
            session.expires_at > bindparam("now"),
            session.last_seen_at > bindparam("idle_since"),
            not_left_alone_since(bindparam("left_since")),
        )
    )
