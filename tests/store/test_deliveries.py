"""The outbox: columns and deliveries as rows."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.domain.grade import DeliveryState, columns_of
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, MINUTE, NOW, OTHER_CENTRE, SECOND, a_delivery
from tests.store.planting import plant, plant_column, stored, want


def test_a_delivery_comes_back_whole_when_it_is_read(store: Store) -> None:
    want(store, sent_at=NOW, sent_points=1.5, last_status=409, is_verify_first=True, reason="to-confirm")

    expected = a_delivery(
        sent_at=NOW, sent_points=1.5, last_status=409, is_verify_first=True, reason="to-confirm"
    )
    assert expected == stored(store)


def test_a_line_item_is_made_once_when_it_is_asked_for_twice(store: Store) -> None:
    planted = plant(store)
    own, area = columns_of("diagnostic")[:2]
    with store.writing() as work:
        first = work.deliveries.line_item(CENTRE, planted.link_id, own, "Titre", "id-1")
        again = work.deliveries.line_item(CENTRE, planted.link_id, own, "Autre", "id-2")
        other = work.deliveries.line_item(CENTRE, planted.link_id, area, "Domaine 1", "id-3")

    assert first == again
    assert (first.id, other.id) == ("id-1", "id-3")


def test_a_column_is_known_to_be_taken_when_another_line_item_is_bound_to_it(store: Store) -> None:
    planted = plant(store)
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.bind(CENTRE, f"column-{CENTRE}", "https://lms.example/7", True, NOW)

        taken = work.deliveries.is_url_taken(CENTRE, "https://lms.example/7", "another")
        own = work.deliveries.is_url_taken(CENTRE, "https://lms.example/7", f"column-{CENTRE}")
        elsewhere = work.deliveries.is_url_taken(OTHER_CENTRE, "https://lms.example/7", "another")

    assert (taken, own, elsewhere) == (True, False, False)


def test_a_binding_is_forgotten_when_the_column_is_gone(store: Store) -> None:
    planted = plant(store)
    plant_column(store, planted)
    with store.writing() as work:
        work.deliveries.bind(CENTRE, f"column-{CENTRE}", "https://lms.example/7", True, NOW)
        work.deliveries.bind(CENTRE, f"column-{CENTRE}", None, False, NOW)

    with store.reading() as work:
        found = work.deliveries.line_item_by_id(CENTRE, f"column-{CENTRE}")
    assert found is not None
    assert (found.url, found.is_ours) == (None, False)


def test_one_worker_searches_the_columns_when_two_want_to(store: Store) -> None:
    item = plant_column(store, plant(store))
    with store.writing() as work:
        first = work.deliveries.begin_binding(item, NOW, NOW + MINUTE)
        second = work.deliveries.begin_binding(item, NOW + SECOND, NOW + 2 * MINUTE)
        late = work.deliveries.begin_binding(item, NOW + MINUTE + SECOND, NOW + 2 * MINUTE)

    assert ((item,), (), (item,)) == (first, second, late)


def test_the_own_column_comes_first_when_all_six_are_searched(store: Store) -> None:
    planted = plant(store)
    columns = columns_of("diagnostic")
    with store.writing() as work:
        for column in reversed(columns):
            item = work.deliveries.line_item(CENTRE, planted.link_id, column, "Titre", f"id-{column.key}")

        found = work.deliveries.begin_binding(item, NOW, NOW + MINUTE)

    assert [column.key for column in columns] == [one.column_key for one in found]


def test_the_search_is_free_again_when_it_failed(store: Store) -> None:
    item = plant_column(store, plant(store))
    with store.writing() as work:
        work.deliveries.begin_binding(item, NOW, NOW + MINUTE)
        work.deliveries.end_binding(item, NOW + MINUTE)

        assert (item,) == work.deliveries.begin_binding(item, NOW + SECOND, NOW + 2 * MINUTE)


def test_nobody_searches_when_the_column_is_found(store: Store) -> None:
    item = plant_column(store, plant(store))
    with store.writing() as work:
        work.deliveries.bind(CENTRE, item.id, "https://lms.example/7", True, NOW)

        assert () == work.deliveries.begin_binding(item, NOW, NOW + MINUTE)


@pytest.mark.parametrize("points", [-0.5, 8.5])
def test_points_are_refused_when_they_lie_outside_the_column(store: Store, points: float) -> None:
    with pytest.raises(Conflict):
        want(store, desired_points=points)


def test_no_delivery_points_across_centres_when_the_code_is_wrong(store: Store) -> None:
    planted = plant(store)
    plant_column(store, planted)
    other = plant(store, OTHER_CENTRE)

    with pytest.raises(Conflict), store.writing() as work:
        work.deliveries.add(a_delivery(person_id=other.person_id))


def test_every_posted_value_is_known_when_tries_were_logged(store: Store) -> None:
    want(store)
    with store.writing() as work:
        for points in (1.0, 2.0, 1.0):
            tried = a_delivery(sent_version=1, sent_points=points)
            work.deliveries.log(tried, at=NOW)

    with store.reading() as work:
        assert sorted(work.deliveries.earlier_points(a_delivery())) == [1.0, 2.0]


def test_the_group_shows_columns_with_their_deliveries_when_it_is_read(store: Store) -> None:
    planted = want(store)

    with store.reading() as work:
        ((column, delivery),) = work.deliveries.of_link(CENTRE, planted.link_id)

    assert (f"column-{CENTRE}", a_delivery()) == (column.id, delivery)


@pytest.mark.parametrize(
    ("reason", "person_id", "state"),
    [
        ("not-gradable", None, DeliveryState.DUE),
        ("not-gradable", f"person-{CENTRE}", DeliveryState.DUE),
        ("not-gradable", "somebody", DeliveryState.PARKED),
        ("changed-in-lms", None, DeliveryState.PARKED),
    ],
)
def test_only_what_waits_for_this_reason_wakes_when_somebody_acts(
    store: Store, reason: str, person_id: str | None, state: DeliveryState
) -> None:
    planted = want(store, state=DeliveryState.PARKED, reason=reason, next_attempt_at=NOW + DAY, attempts=4)

    with store.writing() as work:
        work.deliveries.wake(CENTRE, planted.link_id, ("not-gradable",), person_id, NOW)

    found = stored(store)
    assert found is not None
    assert state == found.state
