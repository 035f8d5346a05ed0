"""From a level to a grade: what is wanted and what is known. F numbers name the fault catalogue."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.ability import LevelEstimate
from lti_tool.domain.deep_link import Columns
from lti_tool.domain.framework import AREAS, LEVELS
from lti_tool.domain.grade import (
    COMMENT_LIMIT,
    OLD_EVENT,
    DeliveryState,
    asked_again,
    being_sent,
    columns_of,
    comment_cut,
    delivered,
    desired_again,
    held,
    must_read_first,
    points_of,
    timestamp_for,
    to_rebind,
)
from tests.domain.deliveries import leased, wanted
from tests.factories import DAY, HOUR, NOW, SECOND, a_delivery


def test_a_diagnostic_has_six_columns_when_they_are_listed() -> None:
    columns = columns_of("diagnostic")

    assert [column.key for column in columns] == ["own", "area-1", "area-2", "area-3", "area-4", "area-5"]
    assert columns[0].tag == "passerelle:diagnostic"
    assert columns[5].tag == "passerelle:diagnostic:area-5"
    assert {("diagnostic", 8)} == {(column.resource_id, column.maximum) for column in columns}


@pytest.mark.parametrize(
    ("asked", "columns", "keys"),
    [
        (("4",), Columns.SIX, ["own"]),
        (("4",), Columns.ONE, ["own"]),
        (("1", "3"), Columns.SIX, ["area-1", "area-3"]),
        (("1", "3"), Columns.ONE, []),
        ((), Columns.SIX, []),
        (AREAS, Columns.ONE, ["own"]),
    ],
)
def test_only_what_was_asked_has_a_column(asked: tuple[str, ...], columns: Columns, keys: list[str]) -> None:
    assert keys == [column.key for column in columns_of("diagnostic", columns, asked)]


@pytest.mark.parametrize("level", LEVELS)
def test_the_points_are_the_level_when_a_level_is_sent(level: int) -> None:
    estimate = LevelEstimate(level=level, low=level, high=level, p=0.9)

    assert float(level) == points_of(estimate)


def test_it_is_due_at_once_when_more_is_wanted() -> None:
    parked = a_delivery(state=DeliveryState.PARKED, reason="locked", attempts=6, next_attempt_at=NOW + DAY)

    moved = desired_again(parked, wanted(), NOW + HOUR)

    assert (
        moved.state,
        moved.next_attempt_at,
        moved.attempts,
        moved.reason,
    ) == (DeliveryState.DUE, NOW + HOUR, 0, "")
    assert (moved.desired_version, moved.desired_points, moved.event_at) == (2, 3.0, NOW + HOUR)


def test_the_worker_keeps_it_when_more_is_wanted_meanwhile() -> None:
    in_hand = leased()

    moved = desired_again(in_hand, wanted(), NOW)

    assert (moved.state, moved.lease_owner, moved.fencing) == (DeliveryState.LEASED, "worker-1", 3)
    assert moved.desired_version == 2


@pytest.mark.parametrize(
    ("age", "is_verify_first", "must"),
    [(OLD_EVENT, False, False), (OLD_EVENT + SECOND, False, True), (SECOND, True, True)],
)
def test_the_lms_is_read_first_when_there_is_a_doubt(
    age: timedelta, is_verify_first: bool, must: bool
) -> None:
    assert must is must_read_first(a_delivery(is_verify_first=is_verify_first), NOW + age)


def test_the_platform_time_is_sent_when_nothing_was_sent_before() -> None:
    assert timestamp_for(a_delivery(), NOW + 5 * SECOND) == NOW + 5 * SECOND


@given(st.lists(st.timedeltas(-DAY, DAY), min_size=2, max_size=12))
def test_timestamps_strictly_increase_when_the_clock_jumps(jumps: list[timedelta]) -> None:
    """F22, F23: at least a second between two sends of one cell, whatever the clocks do."""
    delivery, sent = a_delivery(), []
    for jump in jumps:
        delivery = being_sent(delivery, timestamp_for(delivery, NOW + jump))
        sent.append(delivery.sent_at)

    assert all(later - earlier >= SECOND for earlier, later in pairwise(sent))


def test_what_leaves_is_written_down_when_it_is_about_to_be_sent() -> None:
    sending = being_sent(leased(desired_version=4, desired_points=3.0), NOW)

    assert (
        sending.sent_version,
        sending.sent_points,
        sending.sent_at,
        sending.acknowledged_version,
    ) == (4, 3.0, NOW, 0)


def test_it_rests_when_the_lms_holds_what_is_wanted() -> None:
    done = delivered(leased(attempts=2, is_verify_first=True), 1, 2.0, "2xx", NOW)

    assert (
        done.state,
        done.acknowledged_version,
        done.acknowledged_points,
        done.acknowledged_at,
        done.acknowledged_how,
    ) == (DeliveryState.IDLE, 1, 2.0, NOW, "2xx")
    assert (done.lease_owner, done.lease_until, done.attempts, done.is_verify_first) == ("", None, 0, False)


def test_it_is_due_again_when_more_was_wanted_while_it_was_sent() -> None:
    moved = delivered(leased(desired_version=2), 1, 2.0, "2xx", NOW)

    assert (moved.state, moved.next_attempt_at, moved.acknowledged_version) == (DeliveryState.DUE, NOW, 1)


def test_no_try_is_counted_when_the_platform_refuses_our_key() -> None:
    """F01: a refused key is the registration's trouble, not this grade's."""
    moved = held(leased(attempts=2), "key-refused", 401, NOW)

    assert (moved.state, moved.attempts, moved.reason) == (DeliveryState.RETRY, 2, "key-refused")


def test_it_is_due_at_once_when_our_column_is_gone() -> None:
    """F05."""
    moved = to_rebind(leased(), 404, NOW)

    assert (
        moved.state,
        moved.next_attempt_at,
        moved.reason,
        moved.attempts,
    ) == (DeliveryState.DUE, NOW, "line-item-gone", 1)


def test_it_is_due_with_a_fresh_count_when_a_person_asks_again() -> None:
    parked = a_delivery(
        state=DeliveryState.PARKED, reason="changed-in-lms", attempts=9, due_since=NOW - 20 * DAY
    )

    moved = asked_again(parked, NOW)

    assert (
        moved.state,
        moved.next_attempt_at,
        moved.attempts,
        moved.reason,
        moved.due_since,
    ) == (DeliveryState.DUE, NOW, 0, "", NOW)


def test_a_comment_is_one_short_line_when_it_is_long() -> None:
    """F47."""
    assert comment_cut("  un\n\n deux ") == "un deux"
    assert len(comment_cut("mot " * 500)) == COMMENT_LIMIT
