"""Courses that were copied: what a copy may take over from the older ones, and what it may never touch."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from lti_tool.store.course_rows import ContextRow, MembershipRow, ResourceLinkRow
from lti_tool.store.courses import StoredLink, stored_link
from lti_tool.store.delivery_rows import LineItemRow
from lti_tool.store.registrations import DeploymentRow
from lti_tool.store.session_rows import LaunchRow


class Copies:
    """Queries over the older courses of a course, within one registration."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def older_courses(self, centre_id: str, context_id: str | None) -> tuple[str, ...]:
        """Our ids of the known courses that this one was copied from, nearest first; empty for no copy."""
        course = self._session.get(ContextRow, (centre_id, context_id)) if context_id else None
        if course is None or not course.history:
            return ()
        of_deployment = select(DeploymentRow.registration_id).where(
            DeploymentRow.centre_id == centre_id, DeploymentRow.id == course.deployment_id
        )
        query = (
            select(ContextRow.context_id, ContextRow.id)
            .join(
                DeploymentRow,
                (DeploymentRow.centre_id == ContextRow.centre_id)
                & (DeploymentRow.id == ContextRow.deployment_id),
            )
            .where(
                ContextRow.centre_id == centre_id,
                ContextRow.id != course.id,
                ContextRow.context_id.in_(course.history),
                DeploymentRow.registration_id == of_deployment.scalar_subquery(),
            )
            .order_by(ContextRow.created_at)
        )
        places = {name: place for place, name in enumerate(course.history)}
        found = self._session.execute(query).all()
        return tuple(ours for _, ours in sorted(found, key=lambda row: places[row[0]]))

    def links_of(self, centre_id: str, context_id: str) -> Sequence[StoredLink]:
        """The resource links of one course, oldest first."""
        query = (
            select(ResourceLinkRow)
            .where(ResourceLinkRow.centre_id == centre_id, ResourceLinkRow.context_id == context_id)
            .order_by(ResourceLinkRow.created_at, ResourceLinkRow.id)
        )
        return tuple(stored_link(row) for row in self._session.scalars(query))

    def older_addresses(self, centre_id: str, context_id: str | None) -> frozenset[str]:
        """Every grade address of the older courses: containers, and columns named or bound there."""
        older = self.older_courses(centre_id, context_id)
        if not older:
            return frozenset()
        links = select(ResourceLinkRow).where(
            ResourceLinkRow.centre_id == centre_id, ResourceLinkRow.context_id.in_(older)
        )
        claimed = {
            url for row in self._session.scalars(links) for url in (row.lineitems_url, row.lineitem_url)
        }
        columns = select(LineItemRow.url).where(
            LineItemRow.centre_id == centre_id,
            LineItemRow.resource_link_id.in_(links.with_only_columns(ResourceLinkRow.id)),
        )
        return frozenset(url for url in claimed | set(self._session.scalars(columns)) if url)

    def is_first_launch(self, centre_id: str, handle: str) -> bool:
        """Whether this launch is the first one of its person at its resource link."""
        query = (
            select(LaunchRow.id)
            .join(
                MembershipRow,
                (MembershipRow.centre_id == LaunchRow.centre_id)
                & (MembershipRow.resource_link_id == LaunchRow.resource_link_id)
                & (MembershipRow.person_id == LaunchRow.person_id),
            )
            .where(
                LaunchRow.centre_id == centre_id,
                LaunchRow.id == handle,
                MembershipRow.first_launch_at == LaunchRow.created_at,
            )
        )
        return self._session.scalars(query).first() is not None
