"""The grades of a resource link as its trainer accounts for them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, case, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.cohort import GradeState, LinkTally, Tally, state_of
from lti_tool.domain.grade import DeliveryState
from lti_tool.domain.ledger import TAKEN_UP_AGAIN, TO_CHOOSE, TO_READ
from lti_tool.store.attempt_rows import AttemptRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.ready_deliveries import is_wanted

TOLD = frozenset({GradeState.WAITING, GradeState.REFUSED, GradeState.CHANGED})
"""The states in which the reason matters."""


class LedgerTable:
    """Queries over many deliveries at once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tallies(self, centre_id: str, link_id: str) -> Sequence[Tally]:
        """Everybody's grades at a resource link, counted by person, state and reason."""
        items = _wanted_items(centre_id, ResourceLinkRow.id == link_id)
        row = DeliveryRow
        kinds = (row.person_id, row.state, row.reason, row.acknowledged_how)
        query = (
            select(*kinds, func.count())
            .join(items, (items.c.centre_id == row.centre_id) & (items.c.id == row.line_item_id))
            .group_by(*kinds)
        )
        return tuple(
            _tally(person_id, state_of(DeliveryState(state), reason, how), reason, count)
            for person_id, state, reason, how, count in self._session.execute(query)
        )

    def declined(self, centre_id: str, link_id: str, activity: str) -> Collection[str]:
        """The people who chose "not now" in this activity of a resource link."""
        query = select(AttemptRow.person_id).where(
            AttemptRow.centre_id == centre_id,
            AttemptRow.resource_link_id == link_id,
            AttemptRow.activity == activity,
            AttemptRow.state == AttemptState.DECLINED.value,
        )
        return frozenset(self._session.scalars(query))

    def elsewhere(self, centre_id: str, context_id: str, link_id: str) -> Sequence[LinkTally]:
        """The grades of the course's other resource links, counted by state, in the order of their titles."""
        items = _wanted_items(
            centre_id, ResourceLinkRow.context_id == context_id, ResourceLinkRow.id != link_id
        )
        row, link = DeliveryRow, ResourceLinkRow
        kinds = (link.id, link.title, link.activity, row.state, row.reason, row.acknowledged_how)
        query = (
            select(*kinds, func.count())
            .join(items, (items.c.centre_id == row.centre_id) & (items.c.id == row.line_item_id))
            .join(link, (link.centre_id == items.c.centre_id) & (link.id == items.c.link_id))
            .group_by(*kinds)
            .order_by(link.title, link.id)
        )
        return tuple(
            LinkTally(
                link_id=link_id,
                title=title,
                activity=activity,
                state=state_of(DeliveryState(state), reason, how),
                count=count,
            )
            for link_id, title, activity, state, reason, how, count in self._session.execute(query)
        )

    def take_up(self, centre_id: str, link_id: str, reason: str, now: datetime) -> int:
        """Make due whatever waits or was refused at a resource link, for one reason or (empty) for any; how
        many. One statement: a row in a worker's hand is no such row, and nothing is sent twice.

        Left alone: values that were changed in the LMS, which a person has to choose between. The rest is
        ``domain.ledger.taken_up``.
        """
        row = DeliveryRow
        items = _wanted_items(centre_id, ResourceLinkRow.id == link_id)
        # Whatever a learner or a worker holds at this instant moves by itself: waiting for it could end in a
        # deadlock with a learner who finishes.
        taken = (
            select(row.centre_id, row.line_item_id, row.person_id)
            .where(
                row.centre_id == centre_id,
                row.line_item_id.in_(select(items.c.id)),
                row.state.in_([state.value for state in TAKEN_UP_AGAIN]),
                row.reason.not_in(TO_CHOOSE),
                *([row.reason == reason] if reason else []),
            )
            .with_for_update(skip_locked=True, of=row)
        )
        is_confirmed = (row.state == DeliveryState.PARKED.value) & (
            row.acknowledged_version == row.desired_version
        )
        change = (
            update(row)
            .where(tuple_(row.centre_id, row.line_item_id, row.person_id).in_(taken))
            .values(
                state=DeliveryState.DUE.value,
                next_attempt_at=now,
                due_since=now,
                attempts=0,
                reason="",
                desired_version=case((is_confirmed, row.desired_version + 1), else_=row.desired_version),
            )
            .execution_options(synchronize_session=False)
            .returning(row.person_id)
        )
        return len(self._session.execute(change).all())

    def read_again(self, centre_id: str, link_id: str, now: datetime, *, at_most: int) -> int:
        """Have what the LMS shows of the grades of a resource link read, those read the longest ago first and
        ``at_most`` so many; how many. Otherwise as ``take_up``, each row as ``domain.ledger.to_read``.
        """
        row = DeliveryRow
        items = _wanted_items(centre_id, ResourceLinkRow.id == link_id)
        # A table expression of its own: PostgreSQL may run a limited subquery more than once.
        taken = (
            select(row.centre_id, row.line_item_id, row.person_id)
            .where(
                row.centre_id == centre_id,
                row.line_item_id.in_(select(items.c.id)),
                or_(
                    row.state == DeliveryState.IDLE.value,
                    (row.state == DeliveryState.PARKED.value) & row.reason.in_(TO_CHOOSE),
                ),
            )
            .order_by(row.acknowledged_at.nulls_first(), row.person_id, row.line_item_id)
            .limit(at_most)
            .with_for_update(skip_locked=True, of=row)
            .cte("taken")
        )
        change = (
            update(row)
            .where(tuple_(row.centre_id, row.line_item_id, row.person_id).in_(select(taken)))
            .values(
                state=DeliveryState.DUE.value,
                next_attempt_at=now,
                due_since=now,
                attempts=0,
                reason=TO_READ,
                is_verify_first=True,
                platform_points=None,
            )
            .execution_options(synchronize_session=False)
            .returning(row.person_id)
        )
        return len(self._session.execute(change).all())


def _wanted_items(centre_id: str, *whose: ColumnElement[bool]) -> Subquery:
    """The columns that are scored: a trainer may have chosen one after there were six."""
    link, item = ResourceLinkRow, LineItemRow
    return (
        select(item.centre_id, item.id, item.resource_link_id.label("link_id"))
        .join(link, (link.centre_id == item.centre_id) & (link.id == item.resource_link_id))
        .where(item.centre_id == centre_id, is_wanted(), *whose)
        .subquery()
    )


def _tally(person_id: str, state: GradeState, reason: str, count: int) -> Tally:
    return Tally(person_id=person_id, state=state, reason=reason if state in TOLD else "", count=count)
