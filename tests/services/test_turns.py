"""Turns that processes count together: whose they are is not kept, and they go when they are there again."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from lti_tool import worker
from lti_tool.domain.errors import StoreUnavailable
from lti_tool.services.turns import Turns
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.factories import MINUTE
from tests.services.setting import SECRET
from tests.services.world import World

ADDRESS = "198.51.100.77"
ON_POSTGRESQL = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)


def digests(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.scalars(text("SELECT digest FROM limit_turn")))


def take(turns: Turns, limit: str = "checks", key: str = ADDRESS) -> bool:
    return turns.take(limit, key, turn=MINUTE, at_once=2) is None


@ON_POSTGRESQL
def test_no_address_is_kept_when_it_is_counted(engine: Engine) -> None:
    """Whoever has a copy of the table cannot try all addresses without the installation's secret."""
    store = Store(engine)
    take(Turns(store, SECRET))
    (first,) = digests(engine)
    take(Turns(store, b"another secret, as long as the first"))
    take(Turns(store, SECRET))

    assert (64, True) == (len(first), first in digests(engine))
    assert 2 == len(digests(engine))
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM limit_turn")).all()
    assert ADDRESS not in repr(rows)


@ON_POSTGRESQL
def test_each_limit_has_turns_of_its_own(engine: Engine) -> None:
    turns = Turns(Store(engine), SECRET)

    assert [True, True, False] == [take(turns) for _ in range(3)]
    assert [True, True] == [take(turns, "guesses"), take(turns, key="198.51.100.78")]


@ON_POSTGRESQL
def test_processes_count_together_when_they_have_one_secret(engine: Engine) -> None:
    here, there = Turns(Store(engine), SECRET), Turns(Store(engine), SECRET)

    assert [True, True, False, False] == [take(one) for one in (here, there, here, there)]
    here.give_back("checks", ADDRESS, turn=MINUTE)
    assert [True, False] == [take(there), take(here)]


@ON_POSTGRESQL
def test_nobody_gets_a_turn_when_the_database_does_not_answer(engine: Engine) -> None:
    address = engine.url.set(database="not_there").render_as_string(hide_password=False)
    gone = make_engine(address)

    with pytest.raises(StoreUnavailable):
        take(Turns(Store(gone), SECRET))
    gone.dispose()


def test_turns_go_when_the_worker_sweeps(world: World, engine: Engine, dialect: str) -> None:
    """With SQLite there are none: one process counts in its memory."""
    turns = Turns(world.services.store, SECRET, lambda: world.clock.now)
    assert (dialect == "postgresql") is turns.is_shared
    if turns.is_shared:
        world.advance(days=-1)
        take(turns)
        assert 1 == len(digests(engine))
    worker.sweep(world.services)

    assert [] == digests(engine)
