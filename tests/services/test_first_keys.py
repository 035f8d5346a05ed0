"""A platform's first key: there before the platform is told of it, and made once."""

from __future__ import annotations

import threading

import pytest

from lti_tool.domain.errors import (
    Conflict,
    InvalidMessage,
    PlatformUnavailable,
    TooManyRequests,
)
from lti_tool.domain.launch import Registration
from lti_tool.services.invitations import Invitations
from lti_tool.services.keys import Keys
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW
from tests.services.keeping import ListeningRegistrar, WatchfulMaker, add, kids
from tests.services.registrar import REQUEST, FakeRegistrar, connected, known


@pytest.fixture
def platform(store: Store) -> Registration:
    """A registration that has no key of its own."""
    return add(store, "one")


def test_a_platform_has_a_key_of_its_own_when_it_was_added(store: Store, keys: Keys) -> None:
    one, two = add(store, "one", keys), add(store, "two", keys)

    assert (1, 1) == (len(kids(store, one)), len(kids(store, two)))
    assert kids(store, one) != kids(store, two)


def test_no_second_key_is_made_when_there_is_one(store: Store, keys: Keys, platform: Registration) -> None:
    for _ in range(2):
        keys.ensure_first(platform.centre_id, platform.id, NOW)

    assert 1 == len(kids(store, platform))


def test_nothing_is_made_when_the_platform_is_known_already(
    store: Store, keys: Keys, maker: WatchfulMaker
) -> None:
    add(store, "one", keys)

    with pytest.raises(Conflict):
        add(store, "one", keys)

    assert 1 == maker.made


def test_the_set_is_published_when_the_platform_is_asked(store: Store, keys: Keys) -> None:
    """The address that the platform is told of answers before the registration exists."""
    registrar = ListeningRegistrar()
    invitations = Invitations(store, registrar, keys)
    published: list[str] = []
    registrar.meanwhile = lambda: published.extend(kids(store))

    result = connected(invitations, invitations.invite("Moodle", NOW))

    assert [result.registration.id] == registrar.key_sets
    assert published == kids(store, result.registration)


def test_the_same_set_is_announced_when_a_failed_registration_is_tried_again(
    store: Store, keys: Keys
) -> None:
    registrar = ListeningRegistrar()
    invitations = Invitations(store, registrar, keys)
    secret = invitations.invite("Moodle", NOW)
    answer, registrar.answer = registrar.answer, PlatformUnavailable(reason="registration-timeout")
    with pytest.raises(PlatformUnavailable):
        invitations.redeem(secret, REQUEST, NOW)
    registrar.answer = answer

    result = connected(invitations, secret)

    assert [result.registration.id] * 2 == registrar.key_sets
    assert 1 == len(kids(store))


def test_no_key_is_made_when_the_platform_cannot_be_read(store: Store, keys: Keys) -> None:
    registrar = ListeningRegistrar()
    registrar.configuration = InvalidMessage(reason="configuration-timeout")
    invitations = Invitations(store, registrar, keys)

    with pytest.raises(InvalidMessage):
        invitations.redeem(invitations.invite("Moodle", NOW), REQUEST, NOW)

    assert [] == kids(store)


def test_a_third_platform_is_put_off_when_two_are_being_asked(store: Store) -> None:
    """Slow platforms hold two threads; the others are for learners. The invitation stays good."""
    registrar = FakeRegistrar()
    invitations = Invitations(store, registrar)
    secrets = [invitations.invite(name, NOW) for name in ("one", "two", "three")]
    both_ask, go_on = threading.Barrier(3), threading.Event()

    def hang() -> None:
        both_ask.wait(10)
        go_on.wait(10)

    registrar.meanwhile = hang

    def redeem(secret: str) -> None:
        try:
            invitations.redeem(secret, REQUEST, NOW)
        except Conflict:
            return  # Both are the same platform; only one can win.

    threads = [threading.Thread(target=redeem, args=(secret,)) for secret in secrets[:2]]
    for thread in threads:
        thread.start()
    both_ask.wait(10)

    with pytest.raises(TooManyRequests):
        invitations.redeem(secrets[2], REQUEST, NOW)

    go_on.set()
    for thread in threads:
        thread.join()
    assert "three" == invitations.open(secrets[2], NOW).name
    assert 1 == len(known(store))
