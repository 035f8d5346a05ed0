"""One transaction: all or nothing."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from sqlalchemy import Engine, event, text

from lti_tool.domain.errors import StoreUnavailable
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW
from tests.store.planting import plant


def test_nothing_is_left_when_the_block_does_not_end_well(store: Store) -> None:
    with pytest.raises(RuntimeError), store.writing() as work:
        work.registrations.add_centre(CENTRE, "Centre", NOW)
        raise RuntimeError("the power goes out")

    with store.reading() as work:
        assert work.registrations.first_centre() is None


def test_nothing_is_left_when_a_reading_unit_writes(store: Store) -> None:
    """On SQLite it is rolled back; PostgreSQL refuses it at once."""
    refused = nullcontext() if store.is_embedded else pytest.raises(StoreUnavailable)
    with refused, store.reading() as work:
        work.registrations.add_centre(CENTRE, "Centre", NOW)
        work.session.flush()

    with store.reading() as work:
        assert work.registrations.first_centre() is None


def test_statements_stay_prepared_when_a_reading_ends(store: Store, engine: Engine) -> None:
    """PostgreSQL: a rollback makes the driver forget them all, and each is parsed and planned anew."""
    for number in range(10):
        with store.reading() as work:
            work.registrations.first_centre()
        with store.writing() as work:
            work.registrations.add_centre(f"centre-{number}", "Centre", NOW)

    with engine.connect() as connection:
        if store.is_embedded:
            assert 10 == connection.scalar(text("SELECT count(*) FROM centre"))
        else:
            kept = connection.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
            assert {"SELECT", "INSERT"} <= {statement.split()[0] for statement in kept}


def test_the_database_is_asked_once_when_it_is_checked(store: Store, engine: Engine) -> None:
    """One question that tells enough: of PostgreSQL, whether it takes writes."""
    question = "SELECT 1" if store.is_embedded else "SHOW transaction_read_only"
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    store.check()

    assert [statement for statement in asked if not statement.startswith("BEGIN")] == [question]


def test_a_group_is_read_with_a_fixed_number_of_queries_when_it_grows(store: Store, engine: Engine) -> None:
    planted = plant(store)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    with store.reading() as work:
        work.courses.members(CENTRE, planted.link_id)
        work.attempts.of_people(CENTRE, planted.link_id, "diagnostic", [planted.person_id])
        work.attempts.levels_of(CENTRE, ["attempt"])
        work.attempts.helped_counts(CENTRE, ["attempt"])
        work.deliveries.of_link(CENTRE, planted.link_id)

    assert sum(statement.startswith("SELECT") for statement in asked) == 5
