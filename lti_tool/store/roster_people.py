"""The people of a course as the platform's roster brings them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.orm import Session

from lti_tool.domain.roles import Rights
from lti_tool.domain.roster import KnownMember, RosterMember
from lti_tool.store.course_members import highest_number
from lti_tool.store.course_rows import ContextRow, MembershipRow, PersonNameRow, PersonRow, ResourceLinkRow
from lti_tool.store.restrictions import Restrictions
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.schema import Base, put_all
from lti_tool.store.session_rows import LaunchRow

ROWS_AT_ONCE = 500
Part = TypeVar("Part")
_HIGHER = (Rights.TRAINER.value, Rights.ASSISTANT.value)


class RosterPeople:
    """What a complete roster changes among the people of a course."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def known(self, centre_id: str, context_id: str) -> Mapping[str, KnownMember]:
        """Everybody who was ever seen in this course, by ``sub``."""
        query = (
            select(CourseMemberRow, PersonRow.sub, PersonNameRow.name)
            .join(
                PersonRow,
                (PersonRow.centre_id == CourseMemberRow.centre_id)
                & (PersonRow.id == CourseMemberRow.person_id),
            )
            .outerjoin(
                PersonNameRow,
                (PersonNameRow.centre_id == CourseMemberRow.centre_id)
                & (PersonNameRow.id == CourseMemberRow.person_id),
            )
            .where(CourseMemberRow.centre_id == centre_id, CourseMemberRow.context_id == context_id)
        )
        return {sub: _known(row, name) for row, sub, name in self._session.execute(query)}

    def lock_course(self, centre_id: str, context_id: str) -> None:
        """Keep launches of this course out until the unit of work ends: numbers are given one by one."""
        self._session.get(ContextRow, (centre_id, context_id), with_for_update=True)

    def join(
        self,
        centre_id: str,
        registration_id: str,
        context_id: str,
        members: Sequence[RosterMember],
        ids: Sequence[str],
        now: datetime,
    ) -> None:
        """Add people whom the roster names for the first time. ``ids`` are for those nobody knows yet.
        Nothing is written about whoever's data are only stored.
        """
        number = highest_number(self._session, centre_id, context_id)
        pairs = sorted(zip(members, ids, strict=True), key=lambda pair: pair[0].sub)
        for part in _parts(pairs):
            person_ids = self._people(centre_id, registration_id, part, now)
            apart = Restrictions(self._session).among(centre_id, person_ids.values())
            known = [member for member, _new_id in part if person_ids[member.sub] not in apart]
            rows = []
            for member in known:
                number += 1
                rows.append(
                    {
                        "centre_id": centre_id,
                        "context_id": context_id,
                        "person_id": person_ids[member.sub],
                        "number": number,
                        "rights": member.rights.value,
                        "listed_rights": member.rights.value,
                        "is_learner": member.is_learner,
                        "is_listed": True,
                        "groups": list(member.groups or ()),
                        "first_seen_at": now,
                        "launched_at": None,
                        "left_at": None if member.is_active else now,
                    }
                )
            if rows:
                self._session.execute(insert(CourseMemberRow), rows)
            named = [(person_ids[member.sub], member.name) for member in known if member.name]
            self.rename(centre_id, named, now)

    def measure(self) -> None:
        """Let PostgreSQL count what a long list brought. Before it has counted a table it takes every search
        for one row, and joins thousands of people one by one; by itself it counts a minute later. In a
        transaction of its own: the tables are locked against another counting until it ends.

        Source: https://www.postgresql.org/docs/current/populate.html#POPULATE-ANALYZE
        """
        if self._session.get_bind().dialect.name == "postgresql":
            names = ", ".join(_table(row).name for row in (PersonRow, PersonNameRow, CourseMemberRow))
            self._session.execute(text(f"ANALYZE {names}"))

    def change(self, centre_id: str, context_id: str, members: Sequence[KnownMember], now: datetime) -> None:
        """Write what the roster says differently about people who are known."""
        for member in members:
            row = self._row(centre_id, context_id, member.person_id)
            row.rights = member.rights.value
            row.listed_rights = member.listed_rights.value if member.listed_rights else None
            row.is_learner = member.is_learner
            row.is_listed = member.is_listed
            row.groups = list(member.groups)
            row.left_at = None if member.is_active else row.left_at or now
        self._session.flush()

    def leave(self, centre_id: str, context_id: str, person_ids: Sequence[str], now: datetime) -> None:
        """The roster no longer has these people. What they did stays (M06)."""
        for part in _parts(person_ids):
            self._session.execute(
                update(CourseMemberRow)
                .where(
                    CourseMemberRow.centre_id == centre_id,
                    CourseMemberRow.context_id == context_id,
                    CourseMemberRow.person_id.in_(part),
                )
                .values(left_at=now, is_listed=False)
                .execution_options(synchronize_session=False)
            )

    def rename(self, centre_id: str, names: Sequence[tuple[str, str]], now: datetime) -> None:
        """Refresh names; an empty one never comes here."""
        rows = [
            {"centre_id": centre_id, "id": person_id, "name": name, "refreshed_at": now}
            for person_id, name in sorted(names)
        ]
        for part in _parts(rows):
            keys, changed = ("centre_id", "id"), ("name", "refreshed_at")
            put_all(self._session, _table(PersonNameRow), part, keys=keys, update=changed)

    def holding(self, centre_id: str, context_id: str, before: datetime) -> Sequence[tuple[str, Rights]]:
        """Who launched with more than a learner's rights in this course, last time before a moment."""
        query = (
            select(MembershipRow.person_id, MembershipRow.rights)
            .join(
                ResourceLinkRow,
                (ResourceLinkRow.centre_id == MembershipRow.centre_id)
                & (ResourceLinkRow.id == MembershipRow.resource_link_id),
            )
            .where(
                ResourceLinkRow.centre_id == centre_id,
                ResourceLinkRow.context_id == context_id,
                MembershipRow.rights.in_(_HIGHER),
                MembershipRow.last_launch_at < before,
            )
            .order_by(MembershipRow.person_id, MembershipRow.rights)
        )
        return [(person_id, Rights(rights)) for person_id, rights in self._session.execute(query)]

    def lower(
        self, centre_id: str, context_id: str, person_id: str, rights: Rights, before: datetime
    ) -> None:
        """Take rights away from a person's open pages and memberships in this course (M12, Z15)."""
        taken = [held for held in _HIGHER if held != rights.value]
        links = select(ResourceLinkRow.id).where(
            ResourceLinkRow.centre_id == centre_id, ResourceLinkRow.context_id == context_id
        )
        for row, moment in ((LaunchRow, LaunchRow.created_at), (MembershipRow, MembershipRow.last_launch_at)):
            self._session.execute(
                update(row)
                .where(
                    row.centre_id == centre_id,
                    row.person_id == person_id,
                    row.resource_link_id.in_(links),
                    row.rights.in_(taken),
                    moment < before,
                )
                .values(rights=rights.value)
                .execution_options(synchronize_session=False)
            )

    def _people(
        self,
        centre_id: str,
        registration_id: str,
        members: Sequence[tuple[RosterMember, str]],
        now: datetime,
    ) -> Mapping[str, str]:
        """Our ids of these people, by ``sub``; those whom nobody knows are added."""
        rows = [
            {
                "centre_id": centre_id,
                "id": new_id,
                "registration_id": registration_id,
                "sub": member.sub,
                "created_at": now,
            }
            for member, new_id in members
        ]
        keys = ("centre_id", "registration_id", "sub")
        put_all(self._session, _table(PersonRow), rows, keys=keys, update=())
        query = select(PersonRow.sub, PersonRow.id).where(
            PersonRow.centre_id == centre_id,
            PersonRow.registration_id == registration_id,
            PersonRow.sub.in_([member.sub for member, _new_id in members]),
        )
        return {row.sub: row.id for row in self._session.execute(query)}

    def _row(self, centre_id: str, context_id: str, person_id: str) -> CourseMemberRow:
        row = self._session.get(CourseMemberRow, (centre_id, context_id, person_id))
        assert row is not None
        return row


def _known(row: CourseMemberRow, name: str | None) -> KnownMember:
    return KnownMember(
        person_id=row.person_id,
        name=name or "",
        rights=Rights(row.rights),
        listed_rights=Rights(row.listed_rights) if row.listed_rights else None,
        is_learner=row.is_learner,
        is_active=row.left_at is None,
        is_listed=row.is_listed,
        groups=tuple(row.groups),
        launched_at=row.launched_at,
    )


def _table(row: type[Base]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _parts(rows: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """The rows in portions that fit into one statement."""
    for first in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[first : first + ROWS_AT_ONCE]
