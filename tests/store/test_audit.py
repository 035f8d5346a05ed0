"""The audit trail: a chain that the database itself keeps, and that shows when somebody broke it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from lti_tool.domain.audit import BEGINNING, COMMAND_LINE, Deed, first_fault
from lti_tool.services.audit import Audit
from lti_tool.store.unit_of_work import Store
from tests.factories import CENTRE, NOW, OTHER_CENTRE, SECOND

DEED = Deed(
    at=NOW,
    actor=COMMAND_LINE,
    action="registration-added",
    object_kind="registration",
    object_id="r1",
    centre_id=CENTRE,
    detail="é",
)


@pytest.fixture
def trail(store: Store) -> Audit:
    """Three deeds of one centre."""
    audit = Audit(store)
    for number in range(3):
        audit.record(replace(DEED, at=NOW + number * SECOND, object_id=f"r{number}"))
    return audit


def test_each_entry_names_the_one_before_when_deeds_are_written_down(trail: Audit) -> None:
    found = trail.checked()

    assert [1, 2, 3] == [entry.number for entry in found.entries]
    assert [BEGINNING, *(entry.hash for entry in found.entries[:2])] == [
        entry.previous for entry in found.entries
    ]
    assert (None, found.entries[-1].hash) == (found.first_fault, found.head)
    assert replace(DEED, object_id="r0") == found.entries[0].deed


def test_the_chain_is_whole_when_there_is_none(store: Store) -> None:
    found = Audit(store).checked()

    assert ((), None, BEGINNING) == (found.entries, found.first_fault, found.head)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET detail = 'x' WHERE number = 2",
        "UPDATE audit_entry SET hash = hash",
        "DELETE FROM audit_entry WHERE number = 3",
        "DELETE FROM audit_entry",
    ],
)
def test_the_database_refuses_when_an_entry_is_changed_or_deleted(
    engine: Engine, trail: Audit, statement: str
) -> None:
    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))

    assert (3, None) == (len(trail.checked().entries), trail.checked().first_fault)


def test_the_database_refuses_when_an_entry_is_replaced_or_all_are_cut(engine: Engine, trail: Audit) -> None:
    statement = "TRUNCATE audit_entry"
    if engine.dialect.name == "sqlite":
        columns = "number, at, actor, action, object_kind, object_id, detail, previous, hash"
        statement = f"INSERT OR REPLACE INTO audit_entry ({columns}) SELECT {columns} FROM audit_entry"

    with pytest.raises(DBAPIError, match="never changed"), engine.begin() as connection:
        connection.execute(text(statement))

    assert (3, None) == (len(trail.checked().entries), trail.checked().first_fault)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE audit_entry SET detail = 'x' WHERE number = 2", 2),
        ("UPDATE audit_entry SET actor = 'x' WHERE number = 1", 1),
        ("DELETE FROM audit_entry WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 3", 3),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
    ],
)
def test_the_chain_shows_it_when_somebody_took_the_guards_away(
    engine: Engine, trail: Audit, statement: str, fault: int
) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_update")
            connection.exec_driver_sql("DROP TRIGGER audit_entry_no_delete")
        connection.execute(text(statement))

    assert fault == trail.checked().first_fault


def test_the_chain_shows_it_when_the_end_was_cut_and_counted_anew(trail: Audit) -> None:
    found = trail.checked()

    assert 3 == first_fault(found.entries[:2], last_number=3, last_hash=found.head)
    assert 3 == first_fault(found.entries[:2], last_number=2, last_hash=found.head)


def test_no_place_is_taken_twice_when_many_write_at_once(store: Store) -> None:
    audit = Audit(store)
    gate = threading.Barrier(6)

    def write(number: int) -> None:
        gate.wait()
        for turn in range(5):
            audit.record(replace(DEED, object_id=f"{number}-{turn}"))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = audit.checked()
    assert list(range(1, 31)) == [entry.number for entry in found.entries]
    assert found.first_fault is None


def test_nothing_is_left_in_the_chain_when_the_deed_itself_failed(store: Store, trail: Audit) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as work:
        work.audit.append(DEED)
        _ = 1 // 0

    trail.record(DEED)

    assert (4, None) == (len(trail.checked().entries), trail.checked().first_fault)


def test_a_centre_reads_its_own_and_the_common_entries_when_there_are_others(
    store: Store, trail: Audit
) -> None:
    trail.record(replace(DEED, centre_id=OTHER_CENTRE, object_id="theirs"))
    trail.record(replace(DEED, centre_id=None, object_id="common", action="keys-rotated"))

    assert ["common", "r2", "r1", "r0"] == [one.deed.object_id for one in trail.latest(CENTRE)]
    assert ["common", "theirs"] == [one.deed.object_id for one in trail.latest(OTHER_CENTRE)]
    assert ["r1"] == [one.deed.object_id for one in trail.latest(CENTRE, "r1")]
