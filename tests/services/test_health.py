"""The numbers for whoever is on call, and the line of the log that wakes them."""

from __future__ import annotations

import logging

import pytest

from lti_tool import worker
from lti_tool.domain.health import Alert
from lti_tool.services.launches import Visit
from tests.people import TRAINER
from tests.services.world import World

LONG = {"times": 1000}


def test_all_is_quiet_when_every_grade_arrived(world: World, fresh: Visit) -> None:
    world.want(fresh)
    world.work()
    world.advance(days=2)

    found = world.services.health.report()

    assert {"idle": 6} == found.deliveries
    assert (None, Alert.NONE, {}) == (found.oldest_due_since, found.alert, found.parked)
    assert {0} == set(found.overdue.values())


@pytest.mark.parametrize(
    ("minutes", "alert"), [(14, Alert.NONE), (16, Alert.LATE), (61, Alert.VERY_LATE), (1441, Alert.STUCK)]
)
def test_the_alert_rises_with_the_age_of_the_oldest_grade(
    world: World, fresh: Visit, minutes: int, alert: Alert
) -> None:
    world.want_one(fresh)
    world.advance(minutes=minutes)

    found = world.services.health.report()

    assert (minutes * 60, alert) == (found.oldest_due_seconds, found.alert)
    assert [minutes >= limit for limit in (15, 60, 1440)] == [bool(n) for n in found.overdue.values()]


def test_a_grade_that_a_person_must_look_at_is_counted_by_its_reason_and_does_not_wait(
    world: World, fresh: Visit
) -> None:
    world.lms.fault("scores", 400, **LONG)
    world.want_one(fresh)
    world.work()
    world.advance(days=1, hours=1)

    found = world.services.health.report()

    assert {1} == set(found.parked.values())
    assert Alert.NONE is found.alert


def test_a_platform_is_in_trouble_as_long_as_it_asks_to_be_left_alone(world: World, fresh: Visit) -> None:
    world.lms.fault("scores", "429", retry_after="120")
    world.want(fresh)
    world.work()
    asked = world.services.health.report().troubled_platforms
    world.advance(seconds=121)
    world.work()

    assert (1, 0) == (asked, world.services.health.report().troubled_platforms)


def test_a_column_that_nobody_wants_any_more_raises_no_alert(world: World) -> None:
    """A trainer chose one column after there were six."""
    chosen = {"activity": "diagnostic", "link": "8f4c"}
    world.want(world.visit(custom=chosen))
    world.visit(TRAINER, custom={**chosen, "columns": "one"})
    world.work()
    world.advance(days=2)

    assert Alert.NONE is world.services.health.report().alert


def test_the_log_says_that_grades_wait_and_nothing_when_they_do_not(
    world: World, fresh: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "passerelle.worker")
    world.want_one(fresh)
    worker.watch(world.services)
    before = len(caplog.records)
    world.advance(minutes=90)
    worker.watch(world.services)

    assert 0 == before
    assert [("grades wait", "very-late", 1)] == [
        (line.getMessage(), line.code, line.count) for line in caplog.records
    ]
