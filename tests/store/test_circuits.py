"""The circuit breaker of a platform."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.store.circuits import OPENS_AT
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, HOUR, MINUTE, NOW, OTHER_CENTRE, SECOND, a_delivery
from tests.store.planting import Planted, claim_in, plant, plant_column


def fail(store: Store, planted: Planted, times: int) -> None:
    with store.writing() as work:
        for number in range(times):
            work.circuits.failed(CENTRE, planted.registration_id, "unreachable", NOW + number * SECOND)


def test_there_is_no_trouble_when_nothing_failed(store: Store) -> None:
    planted = plant(store)

    with store.reading() as work:
        assert work.circuits.trouble(CENTRE, planted.registration_id) is None


def test_the_trouble_names_its_reason_and_its_beginning_when_it_goes_on(store: Store) -> None:
    planted = plant(store)
    fail(store, planted, 3)

    with store.reading() as work:
        assert work.circuits.trouble(CENTRE, planted.registration_id) == ("unreachable", NOW)


def test_all_is_well_when_the_platform_answers_again(store: Store) -> None:
    planted = plant(store)
    fail(store, planted, OPENS_AT)

    with store.writing() as work:
        work.circuits.closed(CENTRE, planted.registration_id)

    with store.reading() as work:
        assert work.circuits.trouble(CENTRE, planted.registration_id) is None


@pytest.mark.parametrize(
    ("failures", "wait"),
    [
        (4, 0 * SECOND),
        (5, 60 * SECOND),
        (6, 5 * MINUTE),
        (7, 15 * MINUTE),
        (25, 15 * MINUTE),
    ],
)
def test_the_pause_grows_when_failures_follow_each_other(
    store: Store, failures: int, wait: timedelta
) -> None:
    planted = plant(store)
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.add(a_delivery())
        for _ in range(failures):
            work.circuits.failed(CENTRE, planted.registration_id, "unreachable", NOW)

    with store.writing() as work:
        before = claim_in(work, "worker-1", NOW + wait - SECOND) if wait else ()
        after = claim_in(work, "worker-1", NOW + wait)

    assert (len(before), len(after)) == (0, 1)


def test_a_platform_is_held_when_it_asks_to_be_left_alone(store: Store) -> None:
    planted = plant(store)
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.add(a_delivery())
        work.circuits.hold(CENTRE, planted.registration_id, "rate-limited", NOW + HOUR, NOW)

    with store.writing() as work:
        assert claim_in(work, "worker-1", NOW + HOUR - SECOND) == []
        assert len(claim_in(work, "worker-1", NOW + HOUR)) == 1


def test_no_circuit_points_across_centres_when_the_code_is_wrong(store: Store) -> None:
    planted = plant(store)
    plant(store, OTHER_CENTRE)

    with pytest.raises(Conflict), store.writing() as work:
        work.circuits.failed(OTHER_CENTRE, planted.registration_id, "unreachable", NOW)


@pytest.mark.parametrize("before", [0, 1], ids=["the-first-ones", "later-ones"])
def test_both_failures_count_when_two_workers_meet_them_together(store: Store, before: int) -> None:
    """The second waits for the first one's row: it neither fails on it nor counts from an older number."""
    planted = plant(store)
    place = (CENTRE, planted.registration_id)
    troubles: list[Exception] = []
    if before:
        fail(store, planted, before)

    def fail_too() -> None:
        try:
            with store.writing() as work:
                work.circuits.failed(*place, "timeout", NOW)
        except Conflict as error:
            troubles.append(error)

    other = threading.Thread(target=fail_too)
    with store.writing() as work:
        work.circuits.failed(*place, "unreachable", NOW)
        other.start()
        other.join(0.1)  # It waits until this transaction ends.
        assert other.is_alive()
    other.join()

    with store.writing() as work:
        row = work.circuits._row(*place, "", NOW)
        assert ([], before + 2, "timeout") == (troubles, row.failures, row.reason)
