"""A login's state waits for its launch and is taken once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
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


def test_the_state_comes_back_whole_when_it_is_consumed(store: Store) -> None:
    state = a_state(plant(store))
    with store.writing() as work:
        work.states.add(state)

    with store.writing() as work:
        consumed = work.states.consume("hash-1")

    assert state == consumed


def test_nothing_comes_back_when_a_state_is_consumed_twice(store: Store) -> None:
    planted = plant(store)
    with store.writing() as work:
        work.states.add(a_state(planted))
    with store.writing() as work:
        work.states.consume("hash-1")

    with store.writing() as work:
        again = work.states.consume("hash-1")

    assert again is None


def test_exactly_one_wins_when_two_threads_consume_at_one_instant(store: Store) -> None:
    planted = plant(store)
    wins = []
    for number in range(ROUNDS):
        name = f"hash-{number}"
        with store.writing() as work:
            work.states.add(a_state(planted, name))
        wins.append(race(store, name))

    assert wins == [1] * ROUNDS


def test_only_the_expired_states_go_when_the_table_is_swept(store: Store) -> None:
    planted = plant(store)
    with store.writing() as work:
        work.states.add(a_state(planted))

    with store.writing() as work:
        work.states.sweep(NOW + 10 * MINUTE)
        still_there = work.states.consume("hash-1")
    with store.writing() as work:
        work.states.add(a_state(planted, "hash-2"))
        work.states.sweep(NOW + 11 * MINUTE)
        gone = work.states.consume("hash-2")

    assert still_there is not None
    assert gone is None


def race(store: Store, state_hash: str) -> int:
    """How many of two threads got the state."""
    start = Barrier(2)

    def take() -> bool:
        start.wait()
        with store.writing() as work:
            return work.states.consume(state_hash) is not None

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(take) for _ in range(2)]
    return sum(run.result() for run in runs)
