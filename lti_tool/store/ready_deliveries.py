"""Which deliveries can be sent now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from lti_tool.domain.deep_link import OWN_COLUMN, Columns
from lti_tool.store.circuits import CircuitRow
from lti_tool.store.course_rows import ResourceLinkRow
from lti_tool.store.delivery_rows import DeliveryRow, LineItemRow
from lti_tool.store.registrations import RegistrationRow

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
class Busy:
    """Registrations that are left alone: ``full`` hold as many workers as one may, ``troubled`` hold one and
    are left alone if their platform failed last time. ``served`` are courses that had a turn, the last one at
    the end: they come after all others, in this order.
    """

    full: frozenset[str] = frozenset()
    troubled: frozenset[str] = frozenset()
    served: tuple[str, ...] = ()


NOBODY = Busy()


def ready(now: datetime, busy: Busy = NOBODY) -> Select[tuple[DeliveryRow]]:
    """What can be sent now: of the course whose last turn is longest ago, the longest waiting first and an
    activity's own column before its areas.
    """
    return (
        select(DeliveryRow)
        .join(
            LineItemRow,
            and_(LineItemRow.centre_id == DeliveryRow.centre_id, LineItemRow.id == DeliveryRow.line_item_id),
        )
        .join(
            ResourceLinkRow,
            and_(
                ResourceLinkRow.centre_id == LineItemRow.centre_id,
                ResourceLinkRow.id == LineItemRow.resource_link_id,
            ),
        )
        .join(
            RegistrationRow,
            and_(
                RegistrationRow.centre_id == ResourceLinkRow.centre_id,
                RegistrationRow.id == ResourceLinkRow.registration_id,
            ),
        )
        .outerjoin(
            CircuitRow,
            and_(
                CircuitRow.centre_id == RegistrationRow.centre_id,
                CircuitRow.registration_id == RegistrationRow.id,
            ),
        )
        .where(
            is_wanted(),
            _is_ready(now),
            RegistrationRow.is_enabled,
            func.coalesce(CircuitRow.open_until, now) <= now,
            RegistrationRow.id.not_in(busy.full),
            or_(CircuitRow.registration_id.is_(None), RegistrationRow.id.not_in(busy.troubled)),
        )
        .order_by(*_turn(busy.served), DeliveryRow.next_attempt_at, LineItemRow.tag)
    )


def _turn(served: Sequence[str]) -> Sequence[ColumnElement[int]]:
    """How long ago a course had its last turn, among those that are remembered."""
    if not served:
        return ()
    places = {course: place for place, course in enumerate(served, 1)}
    return (case(places, value=func.coalesce(ResourceLinkRow.context_id, ResourceLinkRow.id), else_=0),)


def is_wanted() -> ColumnElement[bool]:
    """Whether a line item, joined with its resource link, is to be scored: a trainer may have chosen one
    column after there were six.
    """
    return or_(LineItemRow.column_key == OWN_COLUMN, ResourceLinkRow.columns != Columns.ONE.value)


def _is_ready(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(DeliveryRow.state.in_(("due", "retry")), DeliveryRow.next_attempt_at <= now),
        and_(DeliveryRow.state == "leased", DeliveryRow.lease_until < now),
        and_(
            DeliveryRow.state == "parked",
            DeliveryRow.reason.in_(PROBED_REASONS),
            DeliveryRow.next_attempt_at <= now,
        ),
    )
