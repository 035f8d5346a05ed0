"""The tool's signing keys."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.errors import Conflict
from lti_tool.domain.ports import StoredKey
from lti_tool.domain.registration import Invitation
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.factories import CENTRE, DAY, HOUR, NOW, OTHER_CENTRE
from tests.store.planting import Planted, plant
from tests.store.test_upgrade import upgrade_to


def test_there_is_no_key_when_none_was_made(store: Store) -> None:
    with store.reading() as work:
        assert work.keys.all() == ()


def test_the_newest_key_comes_first_when_there_are_two(store: Store) -> None:
    old = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    new = StoredKey(kid="b", sealed_private="sealed", public_jwk="{}", created_at=NOW + DAY)
    with store.writing() as work:
        work.keys.add(old)
        work.keys.add(new)

    with store.reading() as work:
        assert (new, old) == work.keys.all()


def test_the_first_key_stays_when_its_name_is_taken(store: Store) -> None:
    key = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    with store.writing() as work:
        work.keys.add(key)

    with pytest.raises(Conflict), store.writing() as work:
        work.keys.add(StoredKey(kid="a", sealed_private="other", public_jwk="{}", created_at=NOW))

    with store.reading() as work:
        assert (key,) == work.keys.all()


def own(kid: str, registration_id: str, **changes: object) -> StoredKey:
    plain = StoredKey(
        kid=kid,
        sealed_private="sealed",
        public_jwk="{}",
        created_at=NOW,
        centre_id=CENTRE,
        registration_id=registration_id,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the fields of a key


@pytest.fixture
def planted(store: Store) -> Planted:
    return plant(store)


def test_sets_are_kept_apart_when_two_registrations_have_keys(store: Store, planted: Planted) -> None:
    mine, theirs = own("a", planted.registration_id), own("a", "reserved")
    shared = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW - DAY)
    with store.writing() as work:
        for key in (shared, theirs, mine):
            work.keys.add(key)

    with store.reading() as work:
        assert (mine,) == work.keys.of_registration(CENTRE, planted.registration_id)
        assert (theirs,) == work.keys.of_registration(CENTRE, "reserved")
        assert () == work.keys.of_registration(OTHER_CENTRE, planted.registration_id)
        assert (shared,) == work.keys.shared()
        assert {mine, theirs, shared} == set(work.keys.all())
        assert shared == work.keys.all()[-1]


def test_seal_is_replaced_once_when_two_seal_anew(store: Store, planted: Planted) -> None:
    mine = own("a", planted.registration_id)
    shared = StoredKey(kid="b", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    with store.writing() as work:
        work.keys.add(mine)
        work.keys.add(shared)

    with store.writing() as work:
        done = [work.keys.replace_seal(key, "anew") for key in (mine, mine, shared, shared)]

    assert [True, False, True, False] == done
    with store.reading() as work:
        assert {"anew"} == {key.sealed_private for key in work.keys.all()}


def test_one_key_goes_when_it_is_removed(store: Store, planted: Planted) -> None:
    mine, theirs = own("a", planted.registration_id), own("a", "reserved")
    shared = StoredKey(kid="a", sealed_private="sealed", public_jwk="{}", created_at=NOW)
    with store.writing() as work:
        for key in (mine, theirs, shared):
            work.keys.add(key)

    with store.writing() as work:
        work.keys.remove(mine)
        assert {theirs, shared} == set(work.keys.all())
        work.keys.remove(shared)

    with store.reading() as work:
        assert (theirs,) == work.keys.all()


def test_registration_is_listed_when_it_has_no_key_of_its_own(store: Store, planted: Planted) -> None:
    with store.writing() as work:
        work.keys.add(own("a", "reserved"))
        assert ((CENTRE, planted.registration_id),) == work.keys.without_own_keys()
        work.keys.add(own("a", planted.registration_id))
        assert () == work.keys.without_own_keys()


def test_reserved_key_goes_when_its_invitation_is_over(store: Store, planted: Planted) -> None:
    invitation = Invitation(
        token_hash="h",
        centre_id=CENTRE,
        name="Moodle",
        created_at=NOW,
        expires_at=NOW + HOUR,
        registration_id="reserved",
    )
    mine, reserved = own("a", planted.registration_id), own("b", "reserved")
    with store.writing() as work:
        work.invitations.add(invitation)
        work.keys.add(mine)
        work.keys.add(reserved)

    with store.writing() as work:
        work.keys.sweep_reserved(NOW)
        assert {mine, reserved} == set(work.keys.all())
        work.keys.sweep_reserved(NOW + HOUR)

    with store.reading() as work:
        assert (mine,) == work.keys.all()


def test_key_is_refused_when_its_centre_is_unknown(store: Store) -> None:
    with pytest.raises(Conflict), store.writing() as work:
        work.keys.add(own("a", "reserved", centre_id="nowhere"))


def test_keys_of_the_first_release_survive_when_the_schema_is_upgraded(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, "0007")
    with empty_engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO tool_key (kid, sealed_private, public_jwk, created_at) "
                "VALUES ('a', 'sealed', '{}', '2026-11-20 09:00:00+00')"
            )
        )
        connection.execute(
            text("INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', '2026-11-20 09:00:00+00')")
        )
        connection.execute(
            text(
                "INSERT INTO invitation (token_hash, centre_id, name, created_at, expires_at) "
                "VALUES ('h', 'c', 'Moodle', '2026-11-20 09:00:00+00', '2026-11-20 10:00:00+00')"
            )
        )

    upgrade(empty_engine)

    with Store(empty_engine).reading() as work:
        assert ["a"] == [key.kid for key in work.keys.shared()]
        found = work.invitations.find("h", NOW)
        assert found is not None
        assert "" == found.registration_id
