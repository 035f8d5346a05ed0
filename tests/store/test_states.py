"""A login is used once, whoever asks and however many at a time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from lti_tool.domain.launch import LoginState
from lti_tool.store.unit_of_work import Store
from tests.factories import MINUTE, NOW
from tests.store.planting import Planted, plant

ROUNDS = 10


def a_state(planted: Planted, state_hash: str = "hash-1") -> LoginState:
    return LoginState(
        state_hash=state_hash,
        nonce="nonce-1",
        browser_hash="browser-1",
        centre_id=planted.centre_id,
        registration_id=planted.registration_id,
        target_link_uri="https://tool.example/lti/launch",
        deployment_hint=None,
        created_at=NOW,
        expires_at=NOW + 10 * MINUTE,
        agent_hash="agent-1",
        storage_hash="storage-1",
        storage_target="_parent",
    )


def test_a_login_is_used_once_when_it_is_spent_twice(store: Store) -> None:
    state = a_state(plant(store))
    with store.writing() as work:
        first = work.states.spend(state)

    with store.writing() as work:
        again = work.states.spend(state)

    assert (True, False) == (first, again)


def test_a_login_is_not_used_when_what_used_it_is_undone(store: Store) -> None:
    state = a_state(plant(store))
    with suppress(RuntimeError), store.writing() as work:
        work.states.spend(state)
        raise RuntimeError

    with store.writing() as work:
        assert work.states.spend(state)


def test_exactly_one_wins_when_two_threads_spend_at_one_instant(store: Store) -> None:
    planted = plant(store)
    wins = [race(store, a_state(planted, f"hash-{number}")) for number in range(ROUNDS)]

    assert wins == [1] * ROUNDS


def test_only_the_expired_states_go_when_the_table_is_swept(store: Store) -> None:
    state = a_state(plant(store))
    with store.writing() as work:
        work.states.spend(state)

    with store.writing() as work:
        work.states.sweep(NOW + 10 * MINUTE)
        is_still_used = not work.states.spend(state)
        work.states.sweep(NOW + 11 * MINUTE)
        is_gone = work.states.spend(state)

    assert is_still_used
    assert is_gone


def race(store: Store, state: LoginState) -> int:
    """How many of two threads used the state."""
    start = Barrier(2)

    def take() -> bool:
        start.wait()
        with store.writing() as work:
            return work.states.spend(state)

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(take) for _ in range(2)]
    return sum(run.result() for run in runs)
