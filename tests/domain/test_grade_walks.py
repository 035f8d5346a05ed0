"""The life of a delivery under any sequence of events."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain import ledger
from lti_tool.domain.grade import (
    Delivery,
    DeliveryState,
    being_sent,
    delivered,
    desired_again,
    held,
    refused,
    timestamp_for,
    to_rebind,
)
from lti_tool.domain.ports import PlatformResult
from tests.domain.deliveries import failed, wanted
from tests.factories import DAY, NOW, a_delivery

AT_REST = (DeliveryState.IDLE, DeliveryState.PARKED)
REASONS = ("server-error", "timeout", "rate-limited", "changed-in-lms", "scope-refused", "not-gradable")
WORDS = ("want", "send", "ok", "busy", "refuse", "read", "accepted", "ask", "hold", "rebind")
CHOICES = ("keep", "put-back", "reread", "sent-and-read")
EVENTS = st.lists(
    st.tuples(
        st.sampled_from((*WORDS, *CHOICES)),
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
        assert not ledger.is_only_read(before) or event != "read" or delivery.state in AT_REST
        assert event != "keep" or delivery == before or ledger.is_kept(delivery)
        assert event != "put-back" or delivery == before or ledger.is_replacing(delivery)
        assert before.sent_at is None or (delivery.sent_at is not None and delivery.sent_at >= before.sent_at)


def after(delivery: Delivery, event: str, reason: str, points: float, now: datetime) -> Delivery:
    """One event in the life of a delivery, as the worker and the learner bring them."""
    if event == "want":
        return desired_again(delivery, wanted(points), now)
    if event in CHOICES:
        return chosen(delivery, event, points, now)
    if event == "ask":
        return ledger.taken_up(delivery, now) if ledger.is_waiting_or_refused(delivery) else delivery
    if event == "send":
        return being_sent(delivery, timestamp_for(delivery, now))
    if event == "ok" and delivery.sent_version:
        return delivered(delivery, delivery.sent_version, delivery.sent_points or 0.0, "2xx", now)
    if event == "busy":
        return failed(delivery, reason, now=now)
    if event == "refuse":
        return refused(delivery, reason=reason, status=403, now=now)
    if event == "accepted":
        return ledger.to_read_back(delivery, now)
    if event == "hold":
        return held(delivery, reason, 401, now)
    if event == "rebind":
        return to_rebind(delivery, 404, now)
    shown = PlatformResult(score=points, maximum=8.0)
    return ledger.after_reading(delivery, shown, (1.0,), now) or delivery


def chosen(delivery: Delivery, event: str, points: float, now: datetime) -> Delivery:
    """What a trainer does; a decision about a value that she did not see is none."""
    if event == "keep":
        return ledger.kept(delivery, points, now) or delivery
    if event == "put-back":
        return ledger.put_back(delivery, points, now) or delivery
    if event == "reread":
        return ledger.to_read(delivery, now) or delivery
    in_hand = being_sent(delivery, timestamp_for(delivery, now))
    shown = PlatformResult(score=points, maximum=8.0)
    return ledger.after_sending(in_hand, shown, (1.0,), now) or in_hand
