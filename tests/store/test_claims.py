"""Who may take a delivery in hand, when, and whose result counts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from lti_tool.domain.grade import LEASE_SECONDS, DeliveryState, columns_of
from lti_tool.store.circuits import OPENS_AT
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, MINUTE, NOW, OTHER_CENTRE, SECOND, a_delivery
from tests.people import OUTSIDER, TRAINER
from tests.store.planting import claim, join, plant, plant_column, stored, want

LEASE = LEASE_SECONDS * SECOND


def test_a_look_tells_where_something_waits_and_since_when(store: Store) -> None:
    planted = want(store, next_attempt_at=NOW - MINUTE)
    person_id = join(store, CENTRE, planted.link_id, OUTSIDER, "person-2")
    with store.writing() as work:
        work.deliveries.add(a_delivery(person_id=person_id, next_attempt_at=NOW))

    with store.reading() as work:
        (found,) = work.ready_deliveries.places(NOW)
        too_early = work.ready_deliveries.places(NOW - MINUTE - SECOND)

    assert (CENTRE, planted.link_id, planted.registration_id) == (
        found.centre_id,
        found.link_id,
        found.registration_id,
    )
    assert (NOW - MINUTE, False) == (found.since, found.is_troubled)
    assert () == too_early


def test_a_look_tells_of_a_place_once_when_several_of_its_columns_wait(store: Store) -> None:
    planted = plant(store)
    own, area = columns_of("diagnostic")[:2]
    with store.writing() as work:
        for name, column, since in (("own", own, NOW), ("area", area, NOW - MINUTE)):
            work.deliveries.line_item(CENTRE, planted.link_id, column, "Titre", f"column-{name}")
            work.deliveries.add(a_delivery(line_item_id=f"column-{name}", next_attempt_at=since))

    with store.reading() as work:
        (found,) = work.ready_deliveries.places(NOW)

    assert NOW - MINUTE == found.since


def test_a_look_tells_whose_platform_failed_last_time(store: Store) -> None:
    planted = want(store)
    with store.writing() as work:
        work.circuits.failed(CENTRE, planted.registration_id, "timeout", NOW)

    with store.reading() as work:
        (found,) = work.ready_deliveries.places(NOW)

    assert found.is_troubled


def test_the_own_column_comes_before_the_areas_when_both_wait_equally_long(store: Store) -> None:
    planted = plant(store)
    own, area = columns_of("diagnostic")[:2]
    with store.writing() as work:
        work.deliveries.line_item(CENTRE, planted.link_id, area, "Domaine 1", "column-area")
        work.deliveries.line_item(CENTRE, planted.link_id, own, "Titre", "column-own")
        work.deliveries.add(a_delivery(line_item_id="column-area"))
        work.deliveries.add(a_delivery(line_item_id="column-own"))

    assert [delivery.line_item_id for delivery in claim(store)] == ["column-own", "column-area"]


def test_a_claim_marks_the_delivery_when_it_is_due(store: Store) -> None:
    want(store)

    (claimed,) = claim(store)

    assert (
        claimed.state,
        claimed.fencing,
        claimed.lease_owner,
        claimed.lease_until,
    ) == (DeliveryState.LEASED, 1, "worker-1", NOW + LEASE)
    assert claimed == stored(store)


def test_the_longest_waiting_come_first_when_there_are_more_than_the_limit(store: Store) -> None:
    planted = want(store, next_attempt_at=NOW - MINUTE)
    for minutes, person in ((3, OUTSIDER), (2, TRAINER)):
        person_id = join(store, CENTRE, planted.link_id, person, f"person-{minutes}")
        with store.writing() as work:
            work.deliveries.add(a_delivery(person_id=person_id, next_attempt_at=NOW - minutes * MINUTE))

    claimed = claim(store, limit=2)

    assert [delivery.person_id for delivery in claimed] == ["person-3", "person-2"]


@pytest.mark.parametrize(
    "waiting",
    [
        {"next_attempt_at": NOW + SECOND},
        {"state": DeliveryState.RETRY, "next_attempt_at": NOW + SECOND},
        {"state": DeliveryState.IDLE},
        {"state": DeliveryState.PARKED, "reason": "changed-in-lms"},
        {"state": DeliveryState.PARKED, "reason": "locked", "next_attempt_at": NOW + SECOND},
        {"state": DeliveryState.LEASED, "lease_until": NOW},
    ],
    ids=["later", "retry-later", "idle", "parked", "probe-later", "leased"],
)
def test_nothing_is_claimed_when_it_is_not_its_time(store: Store, waiting: dict[str, object]) -> None:
    want(store, **waiting)

    assert claim(store) == []


@pytest.mark.parametrize(
    "ready",
    [
        {"state": DeliveryState.RETRY},
        {"state": DeliveryState.PARKED, "reason": "locked"},
        {"state": DeliveryState.LEASED, "lease_until": NOW - SECOND},
    ],
    ids=["retry", "probe", "lease-over"],
)
def test_it_is_claimed_when_its_time_has_come(store: Store, ready: dict[str, object]) -> None:
    want(store, **ready)

    assert len(claim(store)) == 1


def test_another_worker_takes_over_when_the_lease_is_over(store: Store) -> None:
    want(store)
    claim(store)

    too_early = claim(store, "worker-2", NOW + LEASE)
    (taken,) = claim(store, "worker-2", NOW + LEASE + SECOND)

    assert too_early == []
    assert (taken.lease_owner, taken.fencing) == ("worker-2", 2)


def test_a_stale_result_is_refused_when_another_worker_took_over(store: Store) -> None:
    want(store)
    (slept,) = claim(store)
    (taken,) = claim(store, "worker-2", NOW + LEASE + SECOND)

    with store.writing() as work:
        is_stored = work.deliveries.save(replace(slept, state=DeliveryState.IDLE), fencing=slept.fencing)

    assert not is_stored
    assert taken == stored(store)


def test_a_result_is_kept_when_the_worker_still_owns_it(store: Store) -> None:
    want(store)
    (claimed,) = claim(store)
    done = replace(claimed, state=DeliveryState.IDLE, acknowledged_version=1, acknowledged_at=NOW)

    with store.writing() as work:
        is_stored = work.deliveries.save(done, fencing=claimed.fencing)

    assert is_stored
    assert done == stored(store)


def test_each_delivery_has_one_owner_when_two_workers_claim_at_one_instant(store: Store) -> None:
    planted = want(store)
    for number, person in enumerate((OUTSIDER, TRAINER)):
        person_id = join(store, CENTRE, planted.link_id, person, f"person-{number}")
        with store.writing() as work:
            work.deliveries.add(a_delivery(person_id=person_id))
    start = Barrier(2)

    def work_on(owner: str) -> list[str]:
        start.wait()
        return [delivery.person_id for delivery in claim(store, owner, limit=3)]

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(work_on, owner) for owner in ("worker-1", "worker-2")]
    claimed = [person_id for run in runs for person_id in run.result()]

    assert sorted(set(claimed)) == sorted(claimed)
    assert len(claimed) == 3


def test_nothing_is_claimed_when_the_registration_is_disabled(store: Store) -> None:
    planted = want(store)
    with store.writing() as work:
        work.registrations.disable(planted.registration_id)

    assert claim(store) == []


def test_a_platform_is_left_alone_when_its_circuit_is_open(store: Store) -> None:
    planted = want(store)
    with store.writing() as work:
        for _ in range(OPENS_AT):
            work.circuits.failed(CENTRE, planted.registration_id, "unreachable", NOW)

    assert claim(store, now=NOW + 59 * SECOND) == []
    assert len(claim(store, now=NOW + 60 * SECOND)) == 1


def test_other_platforms_go_on_when_one_circuit_is_open(store: Store) -> None:
    planted = want(store)
    other = plant(store, OTHER_CENTRE)
    plant_column(store, other)
    with store.writing() as work:
        work.deliveries.add(a_delivery(OTHER_CENTRE))
        work.circuits.hold(CENTRE, planted.registration_id, "rate-limited", NOW + MINUTE, NOW)

    assert [delivery.centre_id for delivery in claim(store)] == [OTHER_CENTRE]
