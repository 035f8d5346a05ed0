"""Actions and loans in the store: read as written, one per need, none of another centre or course."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, text

from lti_tool.domain.action import Action, ActionState, Source
from lti_tool.domain.errors import Conflict
from lti_tool.domain.loan import Helps, Loan, Terms
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, MINUTE, NOW, OTHER_CENTRE
from tests.store.planting import plant
from tests.store.test_upgrade import upgrade_to

PLACE = (CENTRE, f"context-{CENTRE}")
PERSON = f"person-{CENTRE}"
NEED = Action(
    id="action",
    centre_id=CENTRE,
    context_id=PLACE[1],
    person_id=PERSON,
    kind="device-loan",
    source=Source.NEED,
    since=NOW,
    state=ActionState.NOT_NEEDED,
    reason="Elle en a un.",
    version=1,
    at=NOW + MINUTE,
    by=PERSON,
)
OWN = replace(
    NEED, id="own", source=Source.OWN, text="Appeler", state=ActionState.TO_DO, reason="", added_by=PERSON
)
TERMS = Terms(
    thing="laptop",
    what="HP",
    inventory="12",
    accessories=("charger", "mouse"),
    more="un câble",
    lent_on=date(2026, 11, 20),
    due_on=date(2027, 2, 1),
    condition="Bon état.",
)
LOAN = Loan(
    id="loan",
    centre_id=CENTRE,
    context_id=PLACE[1],
    person_id=PERSON,
    terms=TERMS,
    lent_by=PERSON,
    lent_at=NOW,
    helps=Helps.A_LITTLE,
    helps_at=NOW,
    helps_by=PERSON,
)


def add(store: Store, *values: Action | Loan) -> None:
    for value in values:
        with store.writing() as unit:
            if isinstance(value, Action):
                unit.actions.add(value)
            else:
                unit.loans.add(value)


def test_actions_and_loans_are_read_as_they_were_written(store: Store) -> None:
    plant(store)
    back = replace(LOAN, id="back", returned_on=date(2026, 12, 1), returned_by=PERSON, missing="la souris")
    add(store, NEED, OWN, LOAN, back)

    with store.reading() as unit:
        assert (NEED, OWN) == unit.actions.in_course(*PLACE) == unit.actions.of_person(*PLACE, PERSON)
        assert (back, LOAN) == tuple(sorted(unit.loans.of_person(*PLACE, PERSON), key=lambda one: one.id))
        assert (LOAN,) == unit.loans.open_in_course(*PLACE)
        assert back == unit.loans.find(CENTRE, "back")


def test_nothing_of_another_centre_course_or_person_is_found(store: Store) -> None:
    plant(store)
    plant(store, OTHER_CENTRE)
    add(store, NEED, LOAN)

    with store.reading() as unit:
        assert () == unit.actions.in_course(CENTRE, "another")
        assert () == unit.actions.in_course(OTHER_CENTRE, PLACE[1])
        assert () == unit.actions.of_person(*PLACE, "another")
        assert () == unit.loans.open_in_course(CENTRE, "another")
        assert () == unit.loans.of_person(*PLACE, "another")
        assert unit.loans.find(OTHER_CENTRE, "loan") is None


def test_a_need_has_one_row_and_own_actions_have_many(store: Store) -> None:
    plant(store)
    add(store, NEED, OWN, replace(OWN, id="own-2"))

    with pytest.raises(Conflict):
        add(store, replace(NEED, id="again"))
    with store.reading() as unit:
        assert 3 == len(unit.actions.in_course(*PLACE))


def test_the_slower_writer_is_told_and_changes_nothing(store: Store) -> None:
    plant(store)
    add(store, NEED, LOAN)
    moved = replace(NEED, state=ActionState.DONE, reason="", version=2)
    with store.writing() as unit:
        unit.actions.save(moved, NEED)
        unit.loans.save(replace(LOAN, helps=Helps.YES, version=2), LOAN)

    with pytest.raises(Conflict), store.writing() as unit:
        unit.actions.save(replace(NEED, version=2), NEED)
    with pytest.raises(Conflict), store.writing() as unit:
        unit.loans.save(replace(LOAN, version=2), LOAN)
    with store.reading() as unit:
        assert (moved,) == unit.actions.in_course(*PLACE)
        assert Helps.YES is unit.loans.open_in_course(*PLACE)[0].helps


@pytest.mark.parametrize(
    "broken",
    [
        replace(NEED, reason=""),
        replace(NEED, state=ActionState.DONE),
        replace(NEED, by=None),
        replace(NEED, text="Appeler"),
        replace(OWN, text=""),
        replace(OWN, added_by=None),
        replace(OWN, person_id="nobody"),
        replace(LOAN, terms=replace(TERMS, due_on=date(2026, 11, 19))),
        replace(LOAN, returned_on=date(2026, 11, 19), returned_by=PERSON),
        replace(LOAN, returned_on=date(2026, 12, 1)),
        replace(LOAN, helps_by=None),
        replace(LOAN, context_id="nowhere"),
    ],
)
def test_what_cannot_be_true_is_refused(store: Store, broken: Action | Loan) -> None:
    plant(store)

    with pytest.raises(Conflict):
        add(store, broken)


def test_the_tables_come_beside_the_rows_that_are_there(empty_engine: Engine) -> None:
    """With a centre inside."""
    upgrade_to(empty_engine, "0018")
    with empty_engine.begin() as connection:
        connection.execute(
            text("INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', '2026-11-20 09:00:00+00')")
        )
    upgrade_to(empty_engine, "0019")

    with empty_engine.connect() as connection:
        counts = [
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in ("centre", "action", "loan")
        ]
    assert [1, 0, 0] == counts
