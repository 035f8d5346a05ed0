"""Turns in the database: as many as there are, whoever asks at one instant; they come back with the time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, text

from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.factories import HOUR, MINUTE, NOW, SECOND

pytestmark = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
AT_ONCE, TURN, THREADS = 5, 3 * MINUTE, 16


def take(store: Store, digest: str = "a", now: datetime | None = NOW) -> timedelta | None:
    with store.writing() as unit:
        return unit.limit_turns.take(digest, turn=TURN, at_once=AT_ONCE, now=now)


def kept(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text("SELECT digest FROM limit_turn")))


def test_as_many_turns_are_taken_as_there_are(store: Store) -> None:
    assert [None] * AT_ONCE == [take(store) for _ in range(AT_ONCE)]
    assert [TURN] * 3 == [take(store) for _ in range(3)]
    assert take(store, "b") is None


def test_turns_come_back_one_by_one_when_time_passes(store: Store) -> None:
    for _ in range(AT_ONCE):
        take(store)

    assert SECOND == take(store, now=NOW + TURN - SECOND)
    assert [None, TURN] == [take(store, now=NOW + TURN) for _ in range(2)]
    assert [None, None, TURN] == [take(store, now=NOW + 3 * TURN) for _ in range(3)]
    assert [None] * AT_ONCE == [take(store, now=NOW + HOUR) for _ in range(AT_ONCE)]
    assert TURN == take(store, now=NOW + HOUR)


def test_a_turn_that_is_given_back_is_there_again(store: Store) -> None:
    for _ in range(AT_ONCE):
        take(store)

    with store.writing() as unit:
        unit.limit_turns.give_back("a", turn=TURN)

    assert [None, TURN] == [take(store), take(store)]


def test_no_turn_is_won_when_more_are_given_back_than_are_used_up(store: Store) -> None:
    take(store)
    with store.writing() as unit:
        for _ in range(AT_ONCE):
            unit.limit_turns.give_back("a", turn=TURN)

    assert [None] * AT_ONCE == [take(store) for _ in range(AT_ONCE)]
    assert TURN == take(store)


def test_one_row_is_kept_of_whoever_asks(store: Store, engine: Engine) -> None:
    for digest in ("a", "b"):
        for _ in range(AT_ONCE + 2):
            take(store, digest)

    assert {"a", "b"} == kept(engine)


def test_exactly_the_turns_are_taken_when_threads_of_two_processes_race(store: Store, engine: Engine) -> None:
    """Each of two stores is what a process has: connections of its own."""
    elsewhere = make_engine(engine.url.render_as_string(hide_password=False))
    stores, start = (store, Store(elsewhere)), Barrier(THREADS)

    def race(number: int) -> int:
        start.wait()
        return sum(take(stores[number % 2], now=None) is None for _ in range(2))

    with ThreadPoolExecutor(THREADS) as pool:
        taken = sum(pool.map(race, range(THREADS)))
    elsewhere.dispose()

    assert AT_ONCE == taken


def test_the_clock_of_the_database_counts_when_none_is_named(store: Store) -> None:
    """What takes hours to come back is not there again a moment later, by whichever clock."""
    found = [take(store, now=None) for _ in range(AT_ONCE + 1)]

    assert [None] * AT_ONCE == found[:AT_ONCE]
    last = found[AT_ONCE]
    assert last is not None
    assert TURN - MINUTE < last <= TURN


def test_whoever_has_all_turns_again_is_forgotten_when_the_table_is_swept(
    store: Store, engine: Engine
) -> None:
    take(store, "once")
    for _ in range(2):
        take(store, "twice")
    found = []
    for now in (NOW + TURN - SECOND, NOW + TURN, NOW + 2 * TURN):
        with store.writing() as unit:
            unit.limit_turns.sweep(now)
        found.append(kept(engine))

    assert [{"once", "twice"}, {"twice"}, set()] == found


def test_a_sweep_waits_for_nobody_who_takes_a_turn(store: Store, engine: Engine) -> None:
    for digest in ("busy", "idle"):
        take(store, digest)
    with store.writing() as held:
        held.limit_turns.take("busy", turn=TURN, at_once=AT_ONCE, now=NOW)
        with store.writing() as unit:
            unit.session.execute(text("SET LOCAL lock_timeout = '2s'"))
            unit.limit_turns.sweep(NOW + HOUR)

    assert {"busy"} == kept(engine)


def test_nothing_of_it_is_written_to_the_databases_log(engine: Engine) -> None:
    """No follower waits for it, and a crash may forget it."""
    query = "SELECT relpersistence FROM pg_class WHERE relname = 'limit_turn'"
    with engine.connect() as connection:
        assert "u" == connection.scalar(text(query))
