"""Refusals are counted and capped: they cannot fill the disk."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import Engine, event, func, insert, select

from lti_tool.lti.state_seal import StateSeal
from lti_tool.services.logins import Logins
from lti_tool.store.events import ROWS_AT_MOST, SecurityEventRow
from lti_tool.store.unit_of_work import Store
from tests.factories import DAY, NOW, SECOND


def rows(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(SecurityEventRow)).scalar_one()


def refuse(store: Store, reason: str = "state-unknown") -> None:
    with store.writing() as work:
        work.events.add(at=NOW, code="e-sec", reason=reason, correlation="PSR-7F3K-2Q")


def sweep(store: Store) -> None:
    Logins(store, StateSeal(b"x")).sweep(NOW)


def test_one_row_is_kept_when_a_request_is_refused(store: Store, engine: Engine) -> None:
    refuse(store)

    assert rows(engine) == 1


def test_a_long_reason_is_cut_when_it_is_written_down(store: Store, engine: Engine) -> None:
    refuse(store, "x" * 500)

    with engine.connect() as connection:
        assert len(connection.execute(select(SecurityEventRow.reason)).scalar_one()) == 64


def stand(engine: Engine, **moments: datetime) -> None:
    """Refusals that were written down before, by their ids: ``at_7`` is the one with the id 7."""
    found = {int(name.removeprefix("at_")): at for name, at in moments.items()}
    said = {"code": "e-sec", "reason": "x", "correlation": "x"}
    with engine.begin() as connection:
        connection.execute(
            insert(SecurityEventRow), [{"id": id_, "at": at, **said} for id_, at in found.items()]
        )
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT setval('security_event_id_seq', {max(found)})")


def ids(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(select(SecurityEventRow.id).order_by(SecurityEventRow.id)).scalars())


@pytest.mark.parametrize(("last", "is_kept"), [(ROWS_AT_MOST - 1, True), (ROWS_AT_MOST, False)])
def test_nothing_more_is_kept_when_the_table_is_full(
    store: Store, engine: Engine, last: int, is_kept: bool
) -> None:
    stand(engine, at_1=NOW, **{f"at_{last}": NOW})

    refuse(store)

    assert is_kept == (rows(engine) == 3)


def test_refusals_are_kept_again_when_the_oldest_are_forgotten(store: Store, engine: Engine) -> None:
    """However many there ever were: what counts is how many are there."""
    stand(engine, at_1=NOW - 366 * DAY, **{f"at_{ROWS_AT_MOST}": NOW - DAY})
    refuse(store)
    full = rows(engine)

    sweep(store)
    refuse(store)

    assert (2, [ROWS_AT_MOST, ROWS_AT_MOST + 1]) == (full, ids(engine))


def test_a_year_of_refusals_stays_when_older_ones_are_forgotten(store: Store, engine: Engine) -> None:
    stand(engine, at_1=NOW - 365 * DAY - SECOND, at_2=NOW - 365 * DAY, at_3=NOW)

    sweep(store)

    assert [2, 3] == ids(engine)


def test_refusals_are_kept_when_all_of_them_were_forgotten(store: Store, engine: Engine) -> None:
    stand(engine, at_7=NOW - 400 * DAY)
    sweep(store)
    left = rows(engine)

    refuse(store)

    assert (0, 1) == (left, rows(engine))


def test_the_table_is_never_read_through_when_one_more_is_refused(store: Store, engine: Engine) -> None:
    """A flood of refusals must not become a flood of counting."""
    stand(engine, at_1=NOW, at_2=NOW)
    asked: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    refuse(store)

    looks = [one for one in asked if one.startswith("SELECT")]
    assert [True, True] == [one.count("min(") + one.count("max(") == 1 for one in looks]
