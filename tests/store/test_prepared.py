"""Statements that go straight to the driver: what comes back, and what a failure leaves."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from lti_tool.domain.errors import Conflict, StoreUnavailable
from lti_tool.store.delivery_values import DELIVERIES
from lti_tool.store.prepared import run, run_all
from lti_tool.store.roster_rows import CourseMemberRow
from lti_tool.store.session_rows import SESSIONS
from lti_tool.store.unit_of_work import Store, UnitOfWork
from tests.factories import CENTRE, HOUR, NOW, a_delivery
from tests.people import OUTSIDER
from tests.store.planting import join, plant, want

_MEMBER = select(
    CourseMemberRow.person_id, CourseMemberRow.groups, CourseMemberRow.launched_at, CourseMemberRow.is_learner
).where(CourseMemberRow.centre_id == bindparam("of_centre"))
BRUSSELS = timezone(HOUR)


def member(unit: UnitOfWork) -> object:
    return run(unit.session, "a-member", lambda _dialect: _MEMBER, {"of_centre": CENTRE})


def launched(store: Store, *, context_id: str, person_id: str) -> None:
    with store.writing() as unit:
        unit.course_members.launched(
            centre_id=CENTRE,
            context_id=context_id,
            person_id=person_id,
            rights="learner",
            is_learner=True,
            groups=("7", "9"),
            now=NOW.astimezone(BRUSSELS),
        )


def test_values_come_back_as_they_were_stored_when_a_row_is_read(store: Store) -> None:
    planted = plant(store)
    launched(store, context_id=planted.context_id, person_id=planted.person_id)

    with store.reading() as unit:
        found = member(unit)

    assert found == (planted.person_id, ["7", "9"], NOW, True)
    assert found.launched_at.utcoffset() == timedelta(0)  # type: ignore[attr-defined]  # the columns have names


def test_nothing_comes_back_when_there_is_no_row(store: Store) -> None:
    with store.reading() as unit:
        assert member(unit) is None


def test_one_transaction_holds_both_when_a_statement_goes_past_the_session(store: Store) -> None:
    planted = plant(store)

    with pytest.raises(ZeroDivisionError), store.writing() as unit:
        unit.course_members.launched(
            centre_id=CENTRE,
            context_id=planted.context_id,
            person_id=planted.person_id,
            rights="learner",
            is_learner=True,
            groups=None,
            now=NOW,
        )
        assert member(unit) is not None
        raise ZeroDivisionError

    with store.reading() as unit:
        assert member(unit) is None


_POINTS = select(DELIVERIES.c.person_id, DELIVERIES.c.desired_points, DELIVERIES.c.sent_points).order_by(
    DELIVERIES.c.person_id
)


def test_all_rows_come_back_with_their_numbers_when_there_are_many(store: Store) -> None:
    planted = want(store, desired_points=2.5, sent_points=1.0)
    join(store, CENTRE, planted.link_id, OUTSIDER, "second")
    with store.writing() as unit:
        unit.deliveries.add_all([a_delivery(person_id="second", desired_points=3.0)])

    with store.reading() as unit:
        found = run_all(unit.session, "points", lambda _dialect: _POINTS, {})

    assert [(f"person-{CENTRE}", 2.5, 1.0), ("second", 3.0, None)] == list(found)


def test_nothing_is_kept_of_many_rows_when_one_is_there_already(store: Store) -> None:
    planted = want(store)
    join(store, CENTRE, planted.link_id, OUTSIDER, "second")

    with pytest.raises(Conflict) as refused, store.writing() as unit:
        unit.deliveries.add_all([a_delivery(person_id="second"), a_delivery()])

    assert isinstance(refused.value.__cause__, IntegrityError)
    assert refused.value.__cause__.params is None
    with store.reading() as unit:
        assert [f"person-{CENTRE}"] == list(unit.session.scalars(select(DELIVERIES.c.person_id)))


def test_no_statement_is_sent_when_there_are_no_rows(store: Store) -> None:
    with store.reading() as unit:
        unit.deliveries.add_all([])


def begin(unit: UnitOfWork, person_id: str) -> None:
    unit.sessions.add(
        centre_id=CENTRE,
        session_id="session-1",
        token_hash="token-1",
        person_id=person_id,
        now=NOW,
        until=NOW + HOUR,
    )


def test_a_row_that_is_there_is_a_conflict_without_its_values_when_it_is_put_again(store: Store) -> None:
    planted = plant(store)
    with store.writing() as unit:
        begin(unit, planted.person_id)

    with pytest.raises(Conflict) as refused, store.writing() as unit:
        begin(unit, planted.person_id)

    cause = refused.value.__cause__
    assert isinstance(cause, IntegrityError)
    assert cause.params is None
    with store.writing() as unit:
        assert unit.session.scalar(select(SESSIONS.c.id)) == "session-1"


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_the_next_transaction_goes_on_when_the_connection_was_lost(store: Store) -> None:
    with pytest.raises(StoreUnavailable) as refused, store.reading() as unit:
        own = unit.session.scalar(text("SELECT pg_backend_pid()"))
        with store.reading() as other:
            other.session.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": own})
        member(unit)

    assert refused.value.reason == "database-unavailable"
    assert was_given_up(refused.value)
    with store.reading() as unit:
        assert member(unit) is None


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_the_connection_is_given_up_when_its_server_takes_no_writes_any_more(store: Store) -> None:
    planted = plant(store)

    with pytest.raises(StoreUnavailable) as refused, store.writing() as unit:
        unit.session.execute(text("SET TRANSACTION READ ONLY"))
        begin(unit, planted.person_id)

    assert was_given_up(refused.value)


@pytest.mark.parametrize("dialect", ["postgresql"])
def test_no_other_connection_that_lies_ready_is_used_when_one_was_lost(store: Store) -> None:
    planted = plant(store)
    with store.reading() as first, store.reading() as second:
        lying_ready = {server_of(first), server_of(second)}

    with pytest.raises(StoreUnavailable), store.writing() as unit:
        unit.session.execute(text("SET TRANSACTION READ ONLY"))
        begin(unit, planted.person_id)

    with store.reading() as first, store.reading() as second:
        assert not lying_ready & {server_of(first), server_of(second)}


def server_of(unit: UnitOfWork) -> object:
    return unit.session.scalar(text("SELECT pg_backend_pid()"))


def was_given_up(refused: StoreUnavailable) -> bool:
    assert isinstance(refused.__cause__, DBAPIError)
    return refused.__cause__.connection_invalidated
