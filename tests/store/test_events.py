"""Refusals are counted and capped: they cannot fill the disk."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, insert, select

from lti_tool.store.events import ROWS_AT_MOST, SecurityEventRow
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(SecurityEventRow)).scalar_one()


def refuse(store: Store, reason: str = "state-unknown") -> None:
    with store.writing() as work:
        work.events.add(at=NOW, code="e-sec", reason=reason, correlation="PSR-7F3K-2Q")


def test_one_row_is_kept_when_a_request_is_refused(store: Store, engine: Engine) -> None:
    refuse(store)

    assert rows(engine) == 1


def test_a_long_reason_is_cut_when_it_is_written_down(store: Store, engine: Engine) -> None:
    refuse(store, "x" * 500)

    with engine.connect() as connection:
        assert len(connection.execute(select(SecurityEventRow.reason)).scalar_one()) == 64


@pytest.mark.parametrize(("last_id", "count"), [(ROWS_AT_MOST - 1, 2), (ROWS_AT_MOST, 1)])
def test_nothing_more_is_kept_when_the_table_is_full(
    store: Store, engine: Engine, last_id: int, count: int
) -> None:
    full = {"id": last_id, "at": NOW, "code": "e-sec", "reason": "x", "correlation": "x"}
    with engine.begin() as connection:
        connection.execute(insert(SecurityEventRow).values(**full))
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT setval('security_event_id_seq', {last_id})")

    refuse(store)

    assert count == rows(engine)
