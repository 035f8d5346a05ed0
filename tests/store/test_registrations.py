"""Centres, platforms and their deployments."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import Conflict
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, DAY, NOW, OTHER_CENTRE, a_registration
from tests.store.planting import plant


def test_there_is_no_centre_when_the_installation_is_new(store: Store) -> None:
    with store.reading() as work:
        assert work.registrations.first_centre() is None


def test_the_oldest_centre_is_the_first_when_there_are_two(store: Store) -> None:
    with store.writing() as work:
        work.registrations.add_centre(CENTRE, "Later", NOW + DAY)
        work.registrations.add_centre(OTHER_CENTRE, "Earlier", NOW)

    with store.reading() as work:
        assert work.registrations.first_centre() == OTHER_CENTRE


def test_a_registration_comes_back_whole_when_it_is_read(store: Store) -> None:
    plant(store)

    with store.reading() as work:
        found = work.registrations.get(CENTRE, a_registration().id)
        elsewhere = work.registrations.get(OTHER_CENTRE, a_registration().id)

    assert a_registration() == found
    assert elsewhere is None


def test_nothing_is_overwritten_when_issuer_and_client_are_known_in_another_centre(store: Store) -> None:
    plant(store)
    twin = a_registration(OTHER_CENTRE, issuer=a_registration().issuer, token_url="https://thief.example/t")
    with store.writing() as work:
        work.registrations.add_centre(OTHER_CENTRE, "Centre", NOW)

    with pytest.raises(Conflict) as caught, store.writing() as work:
        work.registrations.add(twin, NOW)

    assert caught.value.reason == "registration-exists"
    with store.reading() as work:
        assert (a_registration(),) == work.registrations.find(a_registration().issuer, "client-1", None)


@pytest.mark.parametrize(
    ("issuer", "client_id", "deployment_id", "count"),
    [
        ("https://centre-a.example", None, None, 1),
        ("https://centre-a.example", "client-1", None, 1),
        ("https://centre-a.example", "client-1", "unheard-of", 1),
        ("https://centre-a.example", "CLIENT-1", None, 0),
        ("https://centre-a.example", None, "1", 1),
        ("https://centre-a.example", None, "9", 0),
        ("https://centre-a.example/", None, None, 0),
        ("HTTPS://centre-a.example", None, None, 0),
    ],
)
def test_names_are_compared_byte_by_byte_when_a_login_asks(
    store: Store, issuer: str, client_id: str | None, deployment_id: str | None, count: int
) -> None:
    plant(store)

    with store.reading() as work:
        found = work.registrations.find(issuer, client_id, deployment_id)

    assert count == len(found)


def test_a_deployment_of_another_centre_is_unknown_when_it_has_the_same_word(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)

    with store.reading() as work:
        found = work.registrations.deployment_of(a_registration(), "1")
        unknown = work.registrations.deployment_of(a_registration(), "2")

    assert f"deployment-{CENTRE}" == found
    assert unknown is None


def test_the_list_shows_each_platform_with_its_deployments_when_there_are_two(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)

    with store.reading() as work:
        listed = work.registrations.all()

    assert sorted((registration.centre_id, deployments) for registration, deployments in listed) == [
        (CENTRE, ("1",)),
        (OTHER_CENTRE, ("1",)),
    ]


def test_a_registration_is_marked_when_it_is_disabled(store: Store) -> None:
    planted = plant(store)

    with store.writing() as work:
        changed = work.registrations.disable(planted.registration_id)
        unknown = work.registrations.disable("nobody")

    assert (changed, unknown) == (True, False)
    with store.reading() as work:
        found = work.registrations.get(CENTRE, planted.registration_id)
        assert found is not None
        assert not found.is_enabled
