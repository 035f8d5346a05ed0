"""The numbers of the whole installation, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from lti_tool.domain.health import LATE_AFTER, Alert
from lti_tool.store.circuits import CircuitRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.ready_deliveries import is_wanted
from lti_tool.store.registrations import RegistrationRow
from lti_tool.store.session_rows import SessionRow

WAITING = ("due", "retry", "leased")


class Numbers:
    """Queries over what is there, never over who."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def deliveries(self) -> dict[str, int]:
        """How many deliveries stand in which state."""
        query = select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state)
        return {row[0]: row[1] for row in self._session.execute(query)}

    def parked(self) -> dict[str, int]:
        """How many deliveries wait for a person, by reason."""
        query = (
            select(DeliveryRow.reason, func.count())
            .where(DeliveryRow.state == "parked")
            .group_by(DeliveryRow.reason)
        )
        return {row[0]: row[1] for row in self._session.execute(query)}

    def overdue(self, now: datetime) -> tuple[datetime | None, Mapping[Alert, int]]:
        """Since when the oldest grade waits, and how many wait longer than each alert allows.

        Columns that nobody wants any more and platforms that were disabled do not count: nothing is sent
        there, by somebody's choice.
        """
        since = DeliveryRow.due_since
        late = [func.sum(case((since <= now - limit, 1), else_=0)) for limit in LATE_AFTER.values()]
        item, link, registration = LineItemRow, ResourceLinkRow, RegistrationRow
        query = (
            select(func.min(since), *late)
            .join(item, and_(item.centre_id == DeliveryRow.centre_id, item.id == DeliveryRow.line_item_id))
            .join(link, and_(link.centre_id == item.centre_id, link.id == item.resource_link_id))
            .join(
                registration,
                and_(registration.centre_id == link.centre_id, registration.id == link.registration_id),
            )
            .where(DeliveryRow.state.in_(WAITING), is_wanted(), registration.is_enabled)
        )
        oldest, *counts = self._session.execute(query).one()
        return oldest, {alert: int(count or 0) for alert, count in zip(LATE_AFTER, counts, strict=True)}

    def troubled_platforms(self, now: datetime) -> int:
        """How many platforms are left alone at this moment, after failures or because they asked for it."""
        query = select(func.count()).select_from(CircuitRow).where(CircuitRow.open_until > now)
        return int(self._session.scalar(query) or 0)

    def sessions(self, now: datetime) -> int:
        """How many sessions are not over."""
        query = select(func.count()).select_from(SessionRow).where(SessionRow.expires_at > now)
        return int(self._session.scalar(query) or 0)
