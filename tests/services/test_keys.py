"""The life of the signing keys: rotated, revoked, sealed anew, swept."""

from __future__ import annotations

import pytest

from lti_tool.domain.errors import (
    NotFound,
    SettingsFault,
)
from lti_tool.domain.launch import Registration
from lti_tool.services.keys import Keys
from lti_tool.store.unit_of_work import Store
from tests.factories import DAY, HOUR, NOW
from tests.services.keeping import OTHER_SECRET, SECRET, WatchfulMaker, add, kids, shared


@pytest.fixture
def platform(store: Store) -> Registration:
    """A registration that has no key of its own."""
    return add(store, "one")


def test_every_platform_gets_one_more_key_when_all_are_rotated(store: Store, keys: Keys) -> None:
    one, two = add(store, "one", keys), add(store, "two", keys)
    before = {each.id: kids(store, each) for each in (one, two)}

    made = keys.rotate(None, NOW + 30 * DAY)

    assert {one.id, two.id} == {registration.id for registration, _kid in made}
    for registration, kid in made:
        assert [kid, *before[registration.id]] == kids(store, registration)


def test_one_platform_alone_gets_a_key_when_it_is_named(store: Store, keys: Keys) -> None:
    one, two = add(store, "one", keys), add(store, "two", keys)

    keys.rotate(one.id, NOW + DAY)

    assert (2, 1) == (len(kids(store, one)), len(kids(store, two)))
    with pytest.raises(NotFound):
        keys.rotate("nobody", NOW)


def test_shared_keys_are_taken_over_when_their_platform_is_rotated(
    store: Store, keys: Keys, maker: WatchfulMaker, platform: Registration
) -> None:
    """What the platform knows goes on signing for a day and stays published for two weeks more."""
    old = shared(store, maker)

    ((_registration, new),) = keys.rotate(platform.id, NOW)

    assert [new, old.kid] == kids(store, platform)
    with store.reading() as unit:
        taken = unit.keys.of_registration(platform.centre_id, platform.id)[1]
    assert (old.public_jwk, old.created_at) == (taken.public_jwk, taken.created_at)
    assert maker.open(taken) == maker.open(old)
    signing = {listed.key.kid: listed.is_signing for listed in keys.all(NOW) if listed.registration}
    assert {old.kid: True, new: False} == signing


def test_a_key_goes_when_a_younger_one_signed_for_two_weeks(
    store: Store, keys: Keys, platform: Registration
) -> None:
    keys.ensure_first(platform.centre_id, platform.id, NOW)
    keys.rotate(platform.id, NOW + DAY)
    both = kids(store, platform)

    assert 0 == keys.sweep(NOW + 16 * DAY - HOUR)
    assert both == kids(store, platform)
    assert 1 == keys.sweep(NOW + 16 * DAY)
    assert both[:1] == kids(store, platform)
    assert 0 == keys.sweep(NOW + 900 * DAY)


def test_shared_keys_go_when_no_platform_needs_them(
    store: Store, keys: Keys, maker: WatchfulMaker, platform: Registration
) -> None:
    old, other = shared(store, maker), add(store, "two")
    keys.rotate(platform.id, NOW)

    assert 0 == keys.sweep(NOW + HOUR)
    keys.rotate(other.id, NOW + HOUR)
    assert 1 == keys.sweep(NOW + 2 * HOUR)

    assert old.kid in kids(store, platform)
    with store.reading() as unit:
        assert () == unit.keys.shared()


def test_shared_keys_stay_when_no_platform_is_connected_yet(
    store: Store, keys: Keys, maker: WatchfulMaker
) -> None:
    old = shared(store, maker)

    keys.sweep(NOW)

    assert [old.kid] == kids(store)


def test_the_key_beside_it_signs_when_one_is_revoked(
    store: Store, keys: Keys, platform: Registration
) -> None:
    keys.ensure_first(platform.centre_id, platform.id, NOW)
    keys.rotate(platform.id, NOW + DAY)
    young, old = kids(store, platform)

    served = keys.revoke(old, NOW + DAY + HOUR)

    assert [platform] == list(served)
    assert [young] == kids(store)
    assert [True] == [listed.is_signing for listed in keys.all(NOW + DAY + HOUR)]


def test_a_fresh_key_signs_when_the_only_one_is_revoked(
    store: Store, keys: Keys, platform: Registration
) -> None:
    keys.ensure_first(platform.centre_id, platform.id, NOW)
    (only,) = kids(store, platform)

    keys.revoke(only, NOW + HOUR)

    assert 1 == len(kids(store, platform))
    assert only not in kids(store)
    with pytest.raises(NotFound):
        keys.revoke(only, NOW)


def test_every_platform_is_named_when_a_shared_key_is_revoked(
    store: Store, keys: Keys, maker: WatchfulMaker, platform: Registration
) -> None:
    old, rotated, apart = shared(store, maker), add(store, "two"), add(store, "three", keys)
    keys.rotate(rotated.id, NOW)

    served = keys.revoke(old.kid, NOW + HOUR)

    assert {platform.id, rotated.id} == {each.id for each in served}
    assert old.kid not in kids(store)
    assert [1, 1, 1] == [len(kids(store, each)) for each in (platform, rotated, apart)]


def test_every_key_opens_without_the_former_secret_when_it_was_sealed_anew(
    store: Store, keys: Keys, maker: WatchfulMaker, platform: Registration
) -> None:
    shared(store, maker)
    keys.ensure_first(platform.centre_id, platform.id, NOW)

    assert 2 == Keys(store, WatchfulMaker(OTHER_SECRET, (SECRET,))).reseal()
    assert 0 == Keys(store, WatchfulMaker(OTHER_SECRET)).reseal()
    with pytest.raises(SettingsFault):
        keys.reseal()


def test_no_seal_changes_when_one_key_does_not_open(
    store: Store, keys: Keys, maker: WatchfulMaker, platform: Registration
) -> None:
    keys.ensure_first(platform.centre_id, platform.id, NOW)
    shared(store, WatchfulMaker(b"a third secret, long enough as well"))
    with store.reading() as unit:
        before = unit.keys.all()

    with pytest.raises(SettingsFault):
        Keys(store, WatchfulMaker(OTHER_SECRET, (SECRET,))).reseal()

    with store.reading() as unit:
        assert before == unit.keys.all()


def test_rotation_stands_in_the_audit_trail_when_it_was_done(
    store: Store, keys: Keys, platform: Registration
) -> None:
    ((_registration, kid),) = keys.rotate(platform.id, NOW)
    keys.revoke(kid, NOW)

    with store.reading() as unit:
        found = [entry.deed for entry in unit.audit.all() if entry.deed.action == "keys-rotated"]
    assert [f"added {kid}", f"revoked {kid}"] == sorted(deed.detail for deed in found)
