"""Somebody who comes back: two rows change, and nobody is numbered anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from lti_tool.store.course_rows import ContextRow, MembershipRow, ResourceLinkRow
from lti_tool.store.prepared import run
from lti_tool.store.roster_rows import CourseMemberRow

NEXT_NUMBER = (
    select(func.coalesce(func.max(MembershipRow.number), 0) + 1)
    .where(
        MembershipRow.centre_id == bindparam("in_centre"),
        MembershipRow.resource_link_id == bindparam("at_link"),
    )
    .scalar_subquery()
)
"""Of the place ``at_link`` in ``in_centre``."""
_AT_LINK = (
    update(MembershipRow)
    .where(
        MembershipRow.centre_id == bindparam("of_centre"),
        MembershipRow.resource_link_id == bindparam("at_link"),
        MembershipRow.person_id == bindparam("who"),
    )
    .values(
        rights=bindparam("now_rights"),
        is_graded=bindparam("now_graded"),
        last_launch_at=bindparam("now_at"),
    )
)
_IN_COURSE = (
    update(CourseMemberRow)
    .where(
        CourseMemberRow.centre_id == bindparam("of_centre"),
        CourseMemberRow.context_id == bindparam("of_course"),
        CourseMemberRow.person_id == bindparam("who"),
    )
    .values(launched_at=bindparam("now_at"))
)


class Returning:
    """Statements for launches of people who are known where they launch."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def at_link(
        self, centre_id: str, link_id: str, person_id: str, rights: str, is_graded: bool, now: datetime
    ) -> None:
        """Remember the launch of somebody who is known at this resource link."""
        values = {
            "of_centre": centre_id,
            "at_link": link_id,
            "who": person_id,
            "now_rights": rights,
            "now_graded": is_graded,
            "now_at": now,
        }
        run(self._session, "returning-at-link", lambda _dialect: _AT_LINK, values)

    def in_course(self, centre_id: str, context_id: str, person_id: str, now: datetime) -> None:
        """Remember the launch of somebody of whom it says nothing new in this course."""
        values = {"of_centre": centre_id, "of_course": context_id, "who": person_id, "now_at": now}
        run(self._session, "returning-in-course", lambda _dialect: _IN_COURSE, values)

    def hold(self, centre_id: str, context_id: str | None, link_id: str) -> None:
        """Let nobody else be numbered in this course, or at this link without one, before we are done, and no
        roster be written. On SQLite nobody else writes anyway.
        """
        if self._session.get_bind().dialect.name == "sqlite":
            return
        row, own_id = (ContextRow, context_id) if context_id else (ResourceLinkRow, link_id)
        values = {"of_centre": centre_id, "held": own_id}
        run(self._session, ("hold", row.__tablename__), lambda _dialect: _held(row), values)


def _held(row: type[ContextRow | ResourceLinkRow]) -> Select[tuple[str]]:
    query = select(row.id).where(row.centre_id == bindparam("of_centre"), row.id == bindparam("held"))
    return query.with_for_update(key_share=True)
