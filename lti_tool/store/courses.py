"""What launches tell about courses and people: contexts, resource links, people, memberships."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from lti_tool.domain.deep_link import ACTIVITY_PARAMETER, LINK_PARAMETER, Columns, columns_of_custom
from lti_tool.domain.launch import AgsClaim, Launch
from lti_tool.store.course_rows import (
    WITHOUT_COURSE,
    ContextRow,
    MembershipRow,
    PersonNameRow,
    PersonRow,
    ResourceLinkRow,
)
from lti_tool.store.returning import NEXT_NUMBER
from lti_tool.store.schema import Base, upsert

SLUG_LENGTH = 64
"""A longer custom parameter names no activity of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A resource link as the services need it. ``activity`` is empty until one is chosen, ``deep_link`` is
    the uuid of the selection that made the link, empty when it was made otherwise.
    """

    centre_id: str
    id: str
    registration_id: str
    context_id: str | None
    resource_link_id: str
    title: str
    activity: str
    deep_link: str
    columns: Columns
    ags: AgsClaim


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMember:
    """One membership with the name that the platform gave, empty when it hides names."""

    person_id: str
    name: str
    number: int
    rights: str
    is_graded: bool


class Courses:
    """Queries over contexts, resource links, people and memberships of one centre."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember_context(self, launch: Launch, new_id: str, now: datetime) -> str | None:
        """Our id of the launch's course; ``None`` when it names none.

        What it was copied from stays known when a later launch does not say so.
        """
        if launch.context is None:
            return None
        history = list(launch.context.history) or None
        return self._upsert(
            ContextRow,
            {
                "centre_id": launch.deployment.centre_id,
                "id": new_id,
                "deployment_id": launch.deployment.id,
                "context_id": launch.context.context_id,
                "title": launch.context.title,
                "history": history,
                "created_at": now,
            },
            keys=("centre_id", "deployment_id", "context_id"),
            update=("title", "history") if history else ("title",),
        )

    def remember_link(self, launch: Launch, context_id: str | None, new_id: str, now: datetime) -> str:
        """Our id of the launch's resource link, with the grade addresses of this launch.

        An activity that was chosen once stays: a launch without the custom parameter does not empty it, and
        a launch of the same selection does not undo what a trainer chose since.
        """
        link = launch.resource_link
        ags = launch.ags or AgsClaim()
        activity, uuid = (word_of(launch, name) for name in (ACTIVITY_PARAMETER, LINK_PARAMETER))
        columns = columns_of_custom(launch.custom)
        return self._upsert(
            ResourceLinkRow,
            {
                "centre_id": launch.deployment.centre_id,
                "id": new_id,
                "registration_id": launch.registration.id,
                "deployment_id": launch.deployment.id,
                "context_id": context_id,
                "resource_link_id": link.resource_link_id if link else "",
                "title": link.title if link else "",
                "activity": activity,
                "deep_link": uuid,
                "columns": (columns or Columns.SIX).value,
                "lineitems_url": ags.lineitems_url,
                "lineitem_url": ags.lineitem_url,
                "scopes": list(ags.scopes),
                "created_at": now,
            },
            keys=(
                *("centre_id", "deployment_id", "resource_link_id"),
                *(("context_id",) if context_id else ()),
            ),
            where=None if context_id else WITHOUT_COURSE,
            update=(
                *("title", "lineitems_url", "scopes"),
                *(("deep_link",) if activity and uuid else ()),
                *(("columns",) if columns else ()),
            ),
            unless_same={"activity": "deep_link"} if activity else None,
            # Moodle names this column only while it is the link's only one: once we added ours, it no
            # longer does, and the first word must stay.
            keep=("lineitem_url",),
        )

    def remember_person(self, launch: Launch, sub: str, new_id: str, now: datetime) -> str:
        """Our id of the person of this registration and ``sub``."""
        return self._upsert(
            PersonRow,
            {
                "centre_id": launch.registration.centre_id,
                "id": new_id,
                "registration_id": launch.registration.id,
                "sub": sub,
                "created_at": now,
            },
            keys=("centre_id", "registration_id", "sub"),
            update=("sub",),
        )

    def remember_name(self, centre_id: str, person_id: str, name: str, now: datetime) -> None:
        """Refresh the name of this person; an empty one is not stored."""
        if name:
            values = {"centre_id": centre_id, "id": person_id, "name": name, "refreshed_at": now}
            self._upsert(PersonNameRow, values, keys=("centre_id", "id"), update=("name", "refreshed_at"))

    def remember_membership(
        self,
        *,
        centre_id: str,
        link_id: str,
        person_id: str,
        rights: str,
        is_graded: bool,
        new_id: str,
        now: datetime,
    ) -> None:
        """Remember who was here, with the rights of this very launch."""
        self._upsert(
            MembershipRow,
            {
                "centre_id": centre_id,
                "id": new_id,
                "resource_link_id": link_id,
                "person_id": person_id,
                "rights": rights,
                "is_graded": is_graded,
                "first_launch_at": now,
                "last_launch_at": now,
                "in_centre": centre_id,
                "at_link": link_id,
            },
            computed={"number": NEXT_NUMBER},
            keys=("centre_id", "resource_link_id", "person_id"),
            update=("rights", "is_graded", "last_launch_at"),
        )

    def link(self, centre_id: str, link_id: str) -> StoredLink | None:
        """One resource link."""
        row = self._session.get(ResourceLinkRow, (centre_id, link_id))
        return stored_link(row) if row else None

    def choose_activity(self, centre_id: str, link_id: str, slug: str) -> None:
        """Say which activity a resource link opens."""
        self._session.execute(
            update(ResourceLinkRow)
            .where(ResourceLinkRow.centre_id == centre_id, ResourceLinkRow.id == link_id)
            .values(activity=slug)
        )

    def person_of(self, centre_id: str, registration_id: str, sub: str) -> str | None:
        """Our id of somebody who is known already; ``None`` for everybody else."""
        of_platform = (PersonRow.centre_id == centre_id) & (PersonRow.registration_id == registration_id)
        return self._session.scalar(select(PersonRow.id).where(of_platform, PersonRow.sub == sub))

    def sub_of(self, centre_id: str, person_id: str) -> str | None:
        """The platform's word for a person: only for the platform itself."""
        return self._session.scalar(
            select(PersonRow.sub).where(PersonRow.centre_id == centre_id, PersonRow.id == person_id)
        )

    def members(self, centre_id: str, link_id: str) -> Sequence[StoredMember]:
        """Everybody who ever launched this resource link, in the order of their first launch."""
        query = (
            select(MembershipRow, PersonNameRow.name)
            .outerjoin(
                PersonNameRow,
                (PersonNameRow.centre_id == MembershipRow.centre_id)
                & (PersonNameRow.id == MembershipRow.person_id),
            )
            .where(MembershipRow.centre_id == centre_id, MembershipRow.resource_link_id == link_id)
            .order_by(MembershipRow.number)
        )
        return tuple(
            StoredMember(
                person_id=row.person_id,
                name=name or "",
                number=row.number,
                rights=row.rights,
                is_graded=row.is_graded,
            )
            for row, name in self._session.execute(query)
        )

    def _upsert(
        self,
        row: type[Base],
        values: dict[str, object],
        *,
        keys: Sequence[str],
        update: Sequence[str],
        **more: Any,  # Any: what else ``upsert`` takes
    ) -> str:
        table = row.__table__
        assert isinstance(table, Table)
        return upsert(self._session, table, values, keys=keys, update=update, **more)


def word_of(launch: Launch, name: str) -> str:
    """A custom parameter that names something of ours; empty when it is too long to do so."""
    word = launch.custom.get(name, "")
    return word if len(word) <= SLUG_LENGTH else ""


def stored_link(row: ResourceLinkRow) -> StoredLink:
    """A resource link as a value."""
    return link_in(
        row,
        centre_id=row.centre_id,
        link_id=row.id,
        registration_id=row.registration_id,
        context_id=row.context_id,
        place=row.resource_link_id,
    )


def link_in(
    row: Any,  # Any: of whatever was read with the link, its own columns are read by name
    *,
    centre_id: str,
    link_id: str,
    registration_id: str,
    context_id: str | None,
    place: str,
) -> StoredLink:
    """The resource link of a row in which its ids have names of their own."""
    return StoredLink(
        centre_id=centre_id,
        id=link_id,
        registration_id=registration_id,
        context_id=context_id,
        resource_link_id=place,
        title=row.title,
        activity=row.activity,
        deep_link=row.deep_link,
        columns=Columns(row.columns),
        ags=AgsClaim(
            lineitems_url=row.lineitems_url, lineitem_url=row.lineitem_url, scopes=tuple(row.scopes)
        ),
    )
