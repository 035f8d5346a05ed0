"""Two administrators and one invitation (Y11)."""

from __future__ import annotations

import threading
from dataclasses import replace

from lti_tool.domain.errors import (
    Conflict,
    NotFound,
)
from lti_tool.services.invitations import Invitations
from lti_tool.services.registrations import NewPlatform, Registrations
from lti_tool.store.unit_of_work import Store
from tests.factories import MINUTE, NOW, SECOND
from tests.services.registrar import ANSWER, REQUEST, FakeRegistrar, connected, known, refusal


def test_the_second_is_told_when_two_use_one_invitation_at_once(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y11: the second never reaches the platform, so no client is left over there."""
    told: list[tuple[str, str]] = []
    platform.meanwhile = lambda: told.append(refusal(invitations, secret, SECOND))

    connected(invitations, secret)

    assert [("Conflict", "invitation-in-hand")] == told
    assert ["configuration", "registration"] == platform.asked
    assert 1 == len(known(store))


def test_one_wins_when_many_redeem_at_once(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Y11."""
    start = threading.Barrier(5)
    ends: list[str] = []

    def redeem() -> None:
        start.wait()
        try:
            invitations.redeem(secret, REQUEST, NOW)
            ends.append("won")
        except (Conflict, NotFound) as error:
            ends.append(type(error).__name__)

    threads = [threading.Thread(target=redeem) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 1 == ends.count("won")
    assert 5 == len(ends)
    assert 1 == platform.asked.count("registration")
    assert 1 == len(known(store))


def test_the_slower_one_stores_nothing_when_its_claim_was_taken_over(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """A process that slept through its claim wakes up after another one finished."""

    def sleep() -> None:
        platform.meanwhile = lambda: None
        platform.answer = replace(ANSWER, client_id="client-8")
        invitations.redeem(secret, REQUEST, NOW + 5 * MINUTE)
        platform.answer = ANSWER

    platform.meanwhile = sleep

    assert ("Conflict", "invitation-in-hand") == refusal(invitations, secret)
    assert ["client-8"] == [registration.client_id for registration, _deployments in known(store)]


def test_the_platform_is_asked_with_no_transaction_open_when_it_is_slow(
    store: Store, platform: FakeRegistrar, invitations: Invitations, secret: str
) -> None:
    """Another administrator can work meanwhile, also on SQLite with its one writer."""
    other = NewPlatform(
        issuer="https://b.example", client_id="b", auth_login_url="a", token_url="t", jwks_url="j"
    )
    platform.meanwhile = lambda: Registrations(store).add(other, NOW)

    connected(invitations, secret)

    assert 2 == len(known(store))
