"""A delivery in a worker's hand, for so long as a worker may be silent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from lti_tool.domain.grade import LEASE_SECONDS, Delivery, DeliveryState


def leased(delivery: Delivery, owner: str, now: datetime) -> Delivery:
    """The delivery as ``owner`` claims it; whoever claimed it before writes nothing any more."""
    return replace(
        delivery,
        state=DeliveryState.LEASED,
        fencing=delivery.fencing + 1,
        lease_owner=owner,
        lease_until=now + timedelta(seconds=LEASE_SECONDS),
    )
