"""The life of a delivery under any sequence of events."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.grade import (
    Delivery,
    DeliveryState,
    after_reading,
    asked_again,
    being_sent,
    delivered,
    desired_again,
    held,
    refused,
    timestamp_for,
    to_read_back,
    to_rebind,
)
from lti_tool.domain.ports import PlatformResult
from tests.domain.deliveries import failed, wanted
from tests.factories import DAY, NOW, a_delivery

REASONS = ("server-error", "timeout", "rate-limited", "changed-in-lms", "scope-refused", "not-gradable")
WORDS = ("want", "send", "ok", "busy", "refuse", "read", "accepted", "ask", "hold", "rebind")
EVENTS = st.lists(
    st.tuples(
        st.sampled_from(WORDS),
        st.sampled_from(REASONS),
        st.sampled_from([0.0, 1.0, 2.0, 4.0]),
        st.timedeltas(timedelta(0), DAY),
    ),
    max_size=40,
)


@given(EVENTS)
def test_nothing_is_lost_or_set_back_when_anything_happens(
    events: list[tuple[str, str, float, timedelta]],
) -> None:
    delivery, now = a_delivery(), NOW
    for event, reason, points, pause in events:
        before, now = delivery, now + pause
        delivery = after(delivery, event, reason, points, now)

        assert delivery.desired_version >= before.desired_version
        assert delivery.acknowledged_version >= before.acknowledged_version
        assert delivery.acknowledged_version <= delivery.desired_version
        assert delivery.state is not DeliveryState.IDLE or (
            delivery.acknowledged_version == delivery.desired_version
        )
        assert delivery.state is not DeliveryState.PARKED or delivery.reason
        assert before.sent_at is None or (delivery.sent_at is not None and delivery.sent_at >= before.sent_at)


def after(delivery: Delivery, event: str, reason: str, points: float, now: datetime) -> Delivery:
    """One event in the life of a delivery, as the worker and the learner bring them."""
    if event == "want":
        return desired_again(delivery, wanted(points), now)
    if event == "ask":
        return asked_again(delivery, now) if delivery.state is DeliveryState.PARKED else delivery
    if event == "send":
        return being_sent(delivery, timestamp_for(delivery, now))
    if event == "ok" and delivery.sent_version:
        return delivered(delivery, delivery.sent_version, delivery.sent_points or 0.0, "2xx", now)
    if event == "busy":
        return failed(delivery, reason, now=now)
    if event == "refuse":
        return refused(delivery, reason=reason, status=403, now=now)
    if event == "accepted":
        return to_read_back(delivery, now)
    if event == "hold":
        return held(delivery, reason, 401, now)
    if event == "rebind":
        return to_rebind(delivery, 404, now)
    shown = PlatformResult(score=points, maximum=8.0)
    return after_reading(delivery, shown, (1.0,), now) or delivery
