"""Connecting a platform by invitation: all of it, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from lti_tool.domain.errors import (
    InvalidMessage,
    NotFound,
    PasserelleError,
    PlatformRefused,
    PlatformUnavailable,
)
from lti_tool.services.ids import digest
from lti_tool.services.invitations import HostsToConfirm, Invitations
from lti_tool.store.unit_of_work import Store
from tests.factories import HOUR, NOW, OTHER_CENTRE, SECOND, a_registration
from tests.services.registrar import ANSWER, CONFIGURATION, REQUEST, FakeRegistrar, connected, known, refusal
from tests.web import tables


def test_only_a_digest_is_stored_when_somebody_is_invited(
    engine: Engine, invitations: Invitations, secret: str
) -> None:
    stored = tables.everything(engine)

    assert secret not in stored
    assert digest(secret) in stored
    assert 43 == len(secret)
    assert "Moodle du centre" == invitations.open(secret, NOW).name


def test_the_platform_is_connected_when_the_invitation_is_redeemed(
    store: Store, invitations: Invitations, secret: str
) -> None:
    result = connected(invitations, secret)

    ((registration, deployments),) = known(store)
    assert registration == result.registration
    assert ("https://lms.example", "client-7") == (registration.issuer, registration.client_id)
    assert ("Moodle du centre", ("score",)) == (registration.name, registration.granted_scopes)
    assert "https://lms.example/certs" == registration.jwks_url
    assert ("12",) == deployments
    assert ("moodle", False) == (result.family, result.is_update)


def test_no_deployment_is_invented_when_the_platform_gives_none(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    platform.answer = replace(ANSWER, deployment_id=None)

    connected(invitations, secret)

    assert [()] == [deployments for _registration, deployments in known(store)]


@pytest.mark.parametrize(
    ("word", "later"),
    [
        pytest.param("", 0 * SECOND, id="Y01-none"),
        pytest.param("unheard-of", 0 * SECOND, id="Y02-unknown"),
        pytest.param(None, HOUR, id="Y02-expired"),
    ],
)
def test_nobody_is_asked_when_the_invitation_is_not_good(
    platform: FakeRegistrar, invitations: Invitations, secret: str, word: str | None, later: timedelta
) -> None:
    given = secret if word is None else word

    assert ("NotFound", "no-such-invitation") == refusal(invitations, given, later)
    with pytest.raises(NotFound):
        invitations.open(given, NOW + later)
    assert [] == platform.asked


def test_nobody_is_asked_when_the_invitation_was_used(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y02."""
    connected(invitations, secret)
    platform.asked.clear()

    assert ("NotFound", "no-such-invitation") == refusal(invitations, secret)
    assert [] == platform.asked
    assert 1 == len(known(store))


FAULTS = [
    pytest.param(InvalidMessage(reason="configuration-timeout"), None, id="Y03-configuration"),
    pytest.param(None, PlatformRefused(reason="registration-refused"), id="Y07-4xx"),
    pytest.param(None, PlatformUnavailable(reason="registration-server-error"), id="Y07-5xx"),
    pytest.param(
        None, PlatformUnavailable(reason="registration-reset", is_ambiguous=True), id="Y07-nothing-said"
    ),
]


@pytest.mark.parametrize(("configuration", "answer"), FAULTS)
def test_nothing_is_stored_and_the_invitation_stays_when_the_platform_fails(
    engine: Engine,
    platform: FakeRegistrar,
    invitations: Invitations,
    secret: str,
    configuration: PasserelleError | None,
    answer: PasserelleError | None,
) -> None:
    before = tables.snapshot(engine)
    platform.configuration, platform.answer = configuration or CONFIGURATION, answer or ANSWER

    refusal(invitations, secret)

    assert set() == tables.changed(before, tables.snapshot(engine))
    platform.configuration, platform.answer = CONFIGURATION, ANSWER
    assert "client-7" == connected(invitations, secret).registration.client_id


def test_hosts_are_shown_first_when_endpoints_lie_elsewhere(
    engine: Engine, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y05."""
    before = tables.snapshot(engine)
    platform.configuration = replace(CONFIGURATION, other_hosts=("a.example", "b.example"))

    unsure = invitations.redeem(secret, REQUEST, NOW)
    partly = invitations.redeem(secret, replace(REQUEST, confirmed_hosts=frozenset({"a.example"})), NOW)

    assert unsure == partly == HostsToConfirm(hosts=("a.example", "b.example"), issuer=CONFIGURATION.issuer)
    assert ["configuration"] * 2 == platform.asked
    assert set() == tables.changed(before, tables.snapshot(engine))
    connected(invitations, secret, confirmed_hosts=frozenset({"a.example", "b.example"}))


def test_nothing_is_overwritten_when_the_platform_is_known(
    engine: Engine, store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y08."""
    connected(invitations, secret)
    again = invitations.invite("Autre", NOW)
    before = tables.snapshot(engine)
    platform.configuration = replace(CONFIGURATION, jwks_url="https://lms.example/thief")
    platform.answer = replace(ANSWER, deployment_id="13")

    assert ("Conflict", "registration-exists") == refusal(invitations, again)
    assert set() == tables.changed(before, tables.snapshot(engine))


def test_addresses_and_deployment_are_refreshed_when_the_platform_updates(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    first = connected(invitations, secret).registration
    with store.writing() as unit:
        unit.registrations.disable(first.id)
    platform.configuration = replace(CONFIGURATION, jwks_url="https://lms.example/new")
    platform.answer = replace(ANSWER, deployment_id="13", scopes=(), is_update=True)

    result = connected(invitations, invitations.invite("Autre", NOW))

    ((registration, deployments),) = known(store)
    assert result.is_update
    assert result.registration == registration
    assert (first.id, "https://lms.example/new", ()) == (
        registration.id,
        registration.jwks_url,
        registration.granted_scopes,
    )
    assert ("Moodle du centre", False) == (registration.name, registration.is_enabled)
    assert {"12", "13"} == set(deployments)


def test_an_update_connects_when_the_platform_is_not_known_here(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    platform.answer = replace(ANSWER, is_update=True)

    assert not connected(invitations, secret).is_update
    assert 1 == len(known(store))


def test_nothing_is_overwritten_when_the_platform_belongs_to_another_centre(
    engine: Engine, store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y08, also by way of an update."""
    with store.writing() as unit:
        unit.registrations.add_centre(OTHER_CENTRE, "Autre", NOW + HOUR)
        theirs = a_registration(OTHER_CENTRE, issuer=CONFIGURATION.issuer, client_id="client-7")
        unit.registrations.add(theirs, NOW)
    before = tables.snapshot(engine)
    platform.answer = replace(ANSWER, is_update=True)

    assert ("Conflict", "registration-exists") == refusal(invitations, secret)
    assert set() == tables.changed(before, tables.snapshot(engine))
