"""Deliveries in the hands of the tests."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from lti_tool.domain.grade import Delivery, DeliveryState, Desired, waiting
from tests.factories import MINUTE, NOW, a_delivery


def leased(**changes: object) -> Delivery:
    """A delivery in a worker's hand."""
    in_hand = a_delivery(
        state=DeliveryState.LEASED, lease_owner="worker-1", lease_until=NOW + MINUTE, fencing=3
    )
    return replace(in_hand, **changes)  # type: ignore[arg-type]


def wanted(points: float = 3.0) -> Desired:
    """What the learner's newest result asks for."""
    return Desired(column_key="own", points=points, maximum=8.0, comment="Niveau 3 sur 8")


def failed(delivery: Delivery, reason: str = "server-error", *, seed: int = 1, **more: object) -> Delivery:
    """A temporary failure at NOW."""
    options = {"status": 503, "retry_after_seconds": None, "is_ambiguous": False, "now": NOW, **more}
    return waiting(delivery, reason=reason, random=Random(seed), **options)  # type: ignore[arg-type]
