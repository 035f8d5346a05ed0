"""How urgent it is that a grade waits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lti_tool.domain.health import Alert, Health, alert_after
from tests.factories import NOW


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, Alert.NONE),
        (14.9, Alert.NONE),
        (15, Alert.LATE),
        (59.9, Alert.LATE),
        (60, Alert.VERY_LATE),
        (24 * 60 - 1, Alert.VERY_LATE),
        (24 * 60, Alert.STUCK),
        (9000, Alert.STUCK),
    ],
)
def test_an_alert_is_raised_when_a_grade_waits_for_so_long(minutes: float, expected: Alert) -> None:
    assert expected is alert_after(timedelta(minutes=minutes))


def test_nothing_waits_when_there_is_no_oldest_grade() -> None:
    health = Health(at=NOW)

    assert (0.0, Alert.NONE) == (health.oldest_due_seconds, health.alert)


def test_the_age_is_never_negative_when_another_machines_clock_is_ahead() -> None:
    assert 0.0 == Health(at=NOW, oldest_due_since=NOW + timedelta(seconds=3)).oldest_due_seconds
