"""Which deliveries can be sent now, and where.

The statements are built once: a worker under load asks hundreds of times a minute. What they compare a state
with stands in their words, since PostgreSQL plans a prepared statement without its values and could not know
that nearly every delivery is idle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.orm import Session

from lti_tool.domain.deep_link import OWN_COLUMN, Columns
from lti_tool.domain.grade import Delivery, DeliveryState
from lti_tool.domain.lease import leased
from lti_tool.store.circuits import CircuitRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.delivery_saving import save_all
from lti_tool.store.delivery_values import DELIVERIES, delivery_in
from lti_tool.store.prepared import run, run_all
from lti_tool.store.registrations import RegistrationRow

LEASE = ("state", "fencing", "lease_owner", "lease_until")
"""What a claim changes."""
PROBED_REASONS = (
    "locked",
    "unreachable",
    "timeout",
    "reset",
    "server-error",
    "rate-limited",
    "token-endpoint",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyPlace:
    """A resource link of which a grade can be sent now. ``course`` is our id of its course, or of the link
    where the platform names no course; ``is_troubled`` says that its platform failed last time; ``since`` is
    when the grade that waits longest was to be sent.
    """

    centre_id: str
    link_id: str
    registration_id: str
    course: str
    is_troubled: bool
    since: datetime


class ReadyDeliveries:
    """Queries over what can be sent. Left alone: disabled registrations, open circuits, leases that are not
    over.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self, now: datetime) -> Sequence[ReadyPlace]:
        """Where there is something to claim, found without taking a lock."""
        found: dict[tuple[str, str], ReadyPlace] = {}
        for row in run_all(self._session, "ready-places", lambda _dialect: _PLACES, {"now": now}):
            known = found.get((row.centre_id, row.id))
            if known is None or row.since < known.since:
                found[row.centre_id, row.id] = ReadyPlace(
                    centre_id=row.centre_id,
                    link_id=row.id,
                    registration_id=row.registration_id,
                    course=row.context_id or row.id,
                    is_troubled=row.failures is not None,
                    since=row.since,
                )
        return tuple(found.values())

    def claim(self, place: ReadyPlace, owner: str, now: datetime) -> Delivery | None:
        """Take the delivery in hand that waits longest here, an activity's own column before its areas."""
        asked = {"of_centre": place.centre_id, "at_link": place.link_id, "now": now, "most": 1}
        row = run(self._session, "claim-here", lambda _dialect: _HERE, asked)
        if row is None:
            return None
        claimed = leased(delivery_in(row), owner, now)
        save_all(self._session, [claimed], LEASE)
        return claimed


def is_wanted() -> ColumnElement[bool]:
    """Whether a line item, joined with its resource link, is to be scored: a trainer may have chosen one
    column after there were six.
    """
    return or_(LineItemRow.column_key == OWN_COLUMN, ResourceLinkRow.columns != Columns.ONE.value)


def is_state(*states: str) -> ColumnElement[bool]:
    """Whether a delivery stands in one of these states, which stand in the words of the statement."""
    return DeliveryRow.state.in_(_in_words(DeliveryState(state).value for state in states))


def _in_words(values: Iterable[str]) -> list[ColumnElement[str]]:
    return [literal_column(f"'{value}'") for value in values]


def is_ready() -> ColumnElement[bool]:
    """Whether a delivery can be sent at ``now``, a parameter of the statement."""
    row = DeliveryRow
    now: ColumnElement[datetime] = bindparam("now")
    return or_(
        and_(is_state("due", "retry"), row.next_attempt_at <= now),
        and_(is_state("leased"), row.lease_until < now),
        and_(is_state("parked"), row.reason.in_(_in_words(PROBED_REASONS)), row.next_attempt_at <= now),
    )


def is_open() -> ColumnElement[bool]:
    """Whether a registration, joined with its circuit, is sent something at ``now``."""
    until = CircuitRow.open_until
    return and_(RegistrationRow.is_enabled, or_(until.is_(None), until <= bindparam("now")))


_OF_LINK = and_(
    ResourceLinkRow.centre_id == LineItemRow.centre_id, ResourceLinkRow.id == LineItemRow.resource_link_id
)
_OF_REGISTRATION = and_(
    RegistrationRow.centre_id == ResourceLinkRow.centre_id,
    RegistrationRow.id == ResourceLinkRow.registration_id,
)
_OF_CIRCUIT = and_(
    CircuitRow.centre_id == RegistrationRow.centre_id, CircuitRow.registration_id == RegistrationRow.id
)


def _places() -> Select[tuple[str, str, str, str | None, int | None, datetime]]:
    row, item, link = DeliveryRow, LineItemRow, ResourceLinkRow
    since = func.min(row.next_attempt_at).label("since")
    keys = (row.centre_id, row.line_item_id)
    due = select(*keys, since).where(is_ready()).group_by(*keys).subquery()
    of_item = and_(item.centre_id == due.c.centre_id, item.id == due.c.line_item_id)
    return (
        select(
            link.centre_id, link.id, link.registration_id, link.context_id, CircuitRow.failures, due.c.since
        )
        .select_from(due)
        .join(item, of_item)
        .join(link, _OF_LINK)
        .join(RegistrationRow, _OF_REGISTRATION)
        .outerjoin(CircuitRow, _OF_CIRCUIT)
        .where(is_wanted(), is_open())
    )


def ready_here() -> Select[Any]:  # Any: the columns of ``DELIVERIES``
    """What can be sent ``now`` at one link, ``of_centre`` and ``at_link``, ``most`` at the most: the longest
    waiting first and an activity's own column before its areas. Locked, but for what others hold.
    """
    row, item, link = DeliveryRow, LineItemRow, ResourceLinkRow
    return (
        select(DELIVERIES)
        .join(item, and_(item.centre_id == row.centre_id, item.id == row.line_item_id))
        .join(link, _OF_LINK)
        .join(RegistrationRow, _OF_REGISTRATION)
        .outerjoin(CircuitRow, _OF_CIRCUIT)
        .where(link.centre_id == bindparam("of_centre"), link.id == bindparam("at_link"))
        .where(is_wanted(), is_open(), is_ready())
        .order_by(row.next_attempt_at, item.tag)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True, of=row)
    )


_PLACES, _HERE = _places(), ready_here()
