"""Invitations: good once, for a time, for whoever comes first."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.registration import Invitation
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, HOUR, MINUTE, NOW, SECOND, a_registration
from tests.store.planting import plant
from tests.store.test_upgrade import upgrade_to

HASH = "a" * 64
INVITATION = Invitation(
    token_hash=HASH, centre_id=CENTRE, name="Moodle du centre", created_at=NOW, expires_at=NOW + HOUR
)
LONG_AGO = NOW - MINUTE


@pytest.fixture
def invited(store: Store) -> Store:
    with store.writing() as work:
        work.registrations.add_centre(CENTRE, "Centre", NOW)
        work.invitations.add(INVITATION)
    return store


def is_claimed(store: Store, now: datetime = NOW, stale_before: datetime = LONG_AGO) -> bool:
    with store.writing() as work:
        return work.invitations.claim(HASH, now, stale_before=stale_before) is not None


def test_an_invitation_comes_back_whole_when_it_is_good(invited: Store) -> None:
    with invited.reading() as work:
        assert INVITATION == work.invitations.find(HASH, NOW)
        assert INVITATION == work.invitations.find(HASH, NOW + HOUR - SECOND)


@pytest.mark.parametrize(
    ("token_hash", "later"),
    [
        pytest.param("b" * 64, 0 * SECOND, id="Y02-unknown"),
        pytest.param(HASH, HOUR, id="Y02-expired"),
        pytest.param(HASH.upper(), 0 * SECOND, id="Y02-other-case"),
    ],
)
def test_nothing_is_found_or_claimed_when_the_invitation_is_not_good(
    invited: Store, token_hash: str, later: timedelta
) -> None:
    with invited.writing() as work:
        assert work.invitations.find(token_hash, NOW + later) is None
        assert work.invitations.claim(token_hash, NOW + later, stale_before=LONG_AGO) is None


def test_one_wins_when_two_claim_one_invitation(invited: Store) -> None:
    """Y11."""
    assert [True, False] == [is_claimed(invited), is_claimed(invited)]


def test_one_wins_when_many_claim_at_once(invited: Store) -> None:
    """Y11, with a connection for each."""
    start = threading.Barrier(6)
    won: list[bool] = []

    def claim() -> None:
        start.wait()
        won.append(is_claimed(invited))

    threads = [threading.Thread(target=claim) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [False] * 5 + [True] == sorted(won)


def test_an_invitation_may_be_claimed_again_when_it_was_released(invited: Store) -> None:
    assert is_claimed(invited)
    with invited.writing() as work:
        work.invitations.release(HASH, NOW)

    assert is_claimed(invited, NOW + SECOND)


def test_a_claim_stays_when_somebody_else_releases(invited: Store) -> None:
    assert is_claimed(invited)
    with invited.writing() as work:
        work.invitations.release(HASH, NOW - SECOND)

    assert not is_claimed(invited, NOW + SECOND)


def test_a_claim_is_taken_over_when_its_process_ended_in_the_middle(invited: Store) -> None:
    assert is_claimed(invited)

    assert not is_claimed(invited, NOW + MINUTE, stale_before=NOW)
    assert is_claimed(invited, NOW + MINUTE, stale_before=NOW + SECOND)
    with invited.writing() as work:
        assert not work.invitations.use(HASH, NOW)


def test_an_invitation_is_over_when_it_was_used(invited: Store) -> None:
    """Y02."""
    assert is_claimed(invited)
    with invited.writing() as work:
        used = [work.invitations.use(HASH, NOW), work.invitations.use(HASH, NOW)]
        work.invitations.release(HASH, NOW)

    assert [True, False] == used
    assert not is_claimed(invited, NOW + MINUTE, stale_before=NOW + MINUTE)
    with invited.reading() as work:
        assert work.invitations.find(HASH, NOW) is None


def test_only_old_invitations_go_when_they_are_swept(invited: Store) -> None:
    with invited.writing() as work:
        work.invitations.sweep(NOW + HOUR)
        kept = work.invitations.find(HASH, NOW)
        work.invitations.sweep(NOW + HOUR + SECOND)
        gone = work.invitations.find(HASH, NOW)

    assert kept is not None
    assert gone is None


@pytest.mark.parametrize("scopes", [None, (), ("a", "b")])
def test_addresses_and_scopes_change_and_nothing_else_when_a_registration_is_refreshed(
    store: Store, scopes: tuple[str, ...] | None
) -> None:
    planted = plant(store)
    fresh = a_registration(
        auth_login_url="https://new.example/a",
        token_url="https://new.example/t",
        jwks_url="https://new.example/j",
        token_audience="https://new.example",
        granted_scopes=scopes,
    )
    renamed = a_registration(**{**_addresses(fresh), "name": "Autre", "is_enabled": False})

    with store.writing() as work:
        work.registrations.refresh(renamed)

    with store.reading() as work:
        assert fresh == work.registrations.get(CENTRE, planted.registration_id)


def _addresses(known: object) -> dict[str, object]:
    names = ("auth_login_url", "token_url", "jwks_url", "token_audience", "granted_scopes")
    return {name: getattr(known, name) for name in names}


def test_registrations_of_the_first_release_survive_when_invitations_and_scopes_come(
    empty_engine: Engine,
) -> None:
    upgrade_to(empty_engine, "0001")
    moment = "'2026-11-20 09:00:00+00'"
    with empty_engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', {moment})")
        )
        connection.execute(
            text(
                "INSERT INTO registration (centre_id, id, issuer, client_id, auth_login_url, token_url, "
                "jwks_url, name, is_enabled, created_at) VALUES "
                f"('c', 'r', 'https://lms.example', '7', 'a', 't', 'j', 'Moodle', true, {moment})"
            )
        )

    upgrade_to(empty_engine, "0002")
    upgrade_to(empty_engine, "0003")
    upgrade_to(empty_engine, "head")

    with Store(empty_engine).writing() as work:
        found = work.registrations.get("c", "r")
        work.invitations.add(
            Invitation(token_hash=HASH, centre_id="c", name="x", created_at=NOW, expires_at=NOW + HOUR)
        )
    assert found is not None
    assert ("7", None, True) == (found.client_id, found.granted_scopes, found.is_enabled)
