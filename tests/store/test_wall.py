"""The wall between centres in PostgreSQL: every table has one, and it holds a query that names no centre."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, func, insert, inspect, select, text, update
from sqlalchemy.exc import ProgrammingError

from lti_tool.store.examination import examine
from lti_tool.store.schema import Base
from lti_tool.store.unit_of_work import Store
from lti_tool.store.wall import SETTING, bind_to
from tests.factories import NOW
from tests.people import TRAINER
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

pytestmark = pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
UNWALLED = frozenset({"audit_head", "limit_turn", "security_event", "tool_key"})
"""Tables of the installation: they say nothing of a person, or belong to no centre."""

OURS, THEIRS = "centre-b", "centre-a"


@contextmanager
def bound(centre_id: str) -> Iterator[None]:
    """As a request of this centre."""
    bind_to(centre_id)
    try:
        yield
    finally:
        bind_to("")


@pytest.fixture
def both(engine: Engine, store: Store) -> tuple[Planted, Planted]:
    """Two centres; the other one has rows in every table that holds rows of people."""
    theirs = plant(store, THEIRS)
    plant_column(store, theirs)
    helper = join(store, THEIRS, theirs.link_id, TRAINER, f"trainer-{THEIRS}")
    fill(engine, theirs, helper_id=helper, mark="mark")
    ours = plant(store, OURS)
    join(store, OURS, ours.link_id, TRAINER, f"trainer-{OURS}")
    return ours, theirs


def of_centres(engine: Engine) -> dict[str, set[str]]:
    """The centres whose rows are seen, by table; tables without any row are left out."""
    found = {}
    with engine.connect() as connection:
        for name, table in Base.metadata.tables.items():
            column = table.c.id if name == "centre" else table.c.get("centre_id")
            if column is not None and name not in UNWALLED:
                found[name] = {one for one in connection.scalars(select(column)) if one}
    return {name: centres for name, centres in found.items() if centres}


def test_every_table_with_rows_of_a_centre_has_a_wall(engine: Engine) -> None:
    """A new table without one is noticed here."""
    wanted = {
        name
        for name, table in Base.metadata.tables.items()
        if ("centre_id" in table.c or name == "centre") and name not in UNWALLED
    }
    query = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
    with engine.connect() as connection:
        walled = set(connection.scalars(text(query)))
        policies = set(connection.scalars(text("SELECT tablename FROM pg_policies")))
        everything = set(inspect(connection).get_table_names()) - {"alembic_version"}

    assert wanted == walled == policies
    assert everything - walled == set(UNWALLED)


@pytest.mark.usefixtures("both")
def test_one_centre_is_seen_when_a_query_names_none(engine: Engine) -> None:
    free = of_centres(engine)
    with bound(OURS):
        held = of_centres(engine)

    assert len(free) > 40
    assert {name for name, centres in free.items() if THEIRS in centres} == set(free)
    assert {name: {OURS} for name, centres in free.items() if OURS in centres} == held


def test_nothing_of_another_centre_is_changed_or_written(
    engine: Engine, both: tuple[Planted, Planted]
) -> None:
    person, name = Base.metadata.tables["person"], Base.metadata.tables["person_name"]
    with bound(OURS), engine.begin() as connection:
        changed = connection.execute(update(person).values(created_at=NOW + timedelta(days=1)))
        connection.rollback()
    with bound(OURS), pytest.raises(ProgrammingError, match="row-level security"), engine.begin() as held:
        held.execute(
            insert(name).values(centre_id=THEIRS, id=both[1].person_id, name="Taken", refreshed_at=NOW)
        )

    assert 2 == changed.rowcount
    with engine.connect() as connection:
        assert 4 == connection.scalar(select(func.count()).select_from(person))


@pytest.mark.usefixtures("both")
def test_a_connection_goes_back_without_its_wall(engine: Engine) -> None:
    with bound(OURS), engine.connect() as connection:
        assert OURS == connection.scalar(text(f"SELECT current_setting('{SETTING}', true)"))
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    with engine.connect() as connection:
        assert backend == connection.scalar(text("SELECT pg_backend_pid()"))
        assert not connection.scalar(text(f"SELECT current_setting('{SETTING}', true)"))


def test_a_role_that_walks_through_is_noticed(engine: Engine) -> None:
    ordinary = engine.url
    above = ordinary.set(username="postgres")

    found = [examine(url.render_as_string(hide_password=False)) for url in (ordinary, above)]

    assert [False, True] == [seen.is_above_walls for seen in found]
    assert ["", ""] == [seen.trouble for seen in found]
