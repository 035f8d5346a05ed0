"""A centre takes everything of its own along, or goes without a trace; its neighbour notices nothing."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, insert, select, text, update

from lti_tool.domain.errors import Conflict, NotFound
from lti_tool.services.centre_data import LIST, CentreData
from lti_tool.store.centre_data import SECRETS, exported_tables
from lti_tool.store.schema import Base
from lti_tool.store.unit_of_work import Store
from tests.factories import NOW
from tests.people import TRAINER
from tests.services.setting import SettableClock
from tests.services.test_privacy import MARK, files, marked
from tests.store.filling import fill
from tests.store.planting import Planted, join, plant, plant_column

__all__ = ["files"]

SECRET_WORDS = ("hash", "digest", "sealed", "secret", "nonce", "private")
CHAIN = {("audit_entry", "hash")}


@pytest.fixture
def planted(engine: Engine, store: Store) -> Planted:
    """A centre with a row of a learner in every table and a refused message, and a neighbour."""
    made = plant(store)
    plant_column(store, made)
    trainer_id = join(store, made.centre_id, made.link_id, TRAINER, "the-trainer")
    fill(engine, made, helper_id=trainer_id, mark=MARK)
    plant_column(store, plant(store, "neighbour"))
    refused = {"code": "e-sec", "reason": "nonce-unknown", "correlation": "x", "detail": MARK}
    with engine.begin() as connection:
        connection.execute(
            insert(Base.metadata.tables["security_event"]).values(
                centre_id=made.centre_id, at=NOW, is_signed=False, **refused
            )
        )
    return made


@pytest.fixture
def data(store: Store) -> CentreData:
    """The use cases under test."""
    clock = SettableClock()
    clock.now = NOW
    return CentreData(store, clock=clock)


def of(engine: Engine, centre_id: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of a centre, by table."""
    found = {}
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name == "audit_entry" or not {"centre_id", "id"} & set(table.c.keys()):
                continue
            whose = table.c.centre_id if "centre_id" in table.c else table.c.id
            if table.name != "audit_head" and (
                rows := connection.execute(select(table).where(whose == centre_id)).all()
            ):
                found[table.name] = sorted(map(tuple, rows), key=str)
    return found


def test_the_archive_holds_every_row_and_no_secret(
    engine: Engine, planted: Planted, data: CentreData, tmp_path: Path
) -> None:
    counts = data.export(planted.centre_id, tmp_path / "centre.zip")
    with ZipFile(tmp_path / "centre.zip") as archive:
        listed = json.loads(archive.read(LIST))
        rows = {
            table.name: [json.loads(line) for line in archive.read(f"{table.name}.jsonl").splitlines()]
            for table in exported_tables()
        }
    there = of(engine, planted.centre_id)

    assert counts == listed["rows"] == {name: len(found) for name, found in rows.items()}
    assert {name: len(there.get(name, ())) for name in rows if name != "audit_entry"} == {
        name: count for name, count in counts.items() if name != "audit_entry"
    }
    assert MARK == rows["note"][0]["text"]
    assert "neighbour" not in str(rows)
    columns = {(name, column) for name, found in rows.items() for row in found for column in row}
    assert CHAIN == {
        (name, column) for name, column in columns if any(word in column for word in SECRET_WORDS)
    }
    assert not SECRETS & {column for _name, column in columns}


def test_no_file_is_left_when_there_is_no_such_centre_or_one_is_there(
    planted: Planted, data: CentreData, tmp_path: Path
) -> None:
    with pytest.raises(NotFound):
        data.export("no-centre", tmp_path / "centre.zip")
    assert [] == list(tmp_path.glob("*.zip"))
    (tmp_path / "mine.zip").write_text("mine")
    with pytest.raises(OSError, match=r"mine\.zip"):
        data.export(planted.centre_id, tmp_path / "mine.zip")
    assert "mine" == (tmp_path / "mine.zip").read_text()


def test_a_centre_goes_with_its_bytes_and_its_neighbour_stays(
    engine: Engine, planted: Planted, data: CentreData, files: Path
) -> None:
    before = of(engine, "neighbour")
    assert marked(engine, files)
    erased = data.erase(planted.centre_id)

    assert {} == of(engine, planted.centre_id)
    assert [] == marked(engine, files)
    assert before == of(engine, "neighbour")
    assert erased.is_compacted
    assert erased.rows["person"] == 2
    with engine.connect() as connection:
        actions = connection.execute(text("SELECT action, centre_id FROM audit_entry")).all()
    assert [("centre-erased", None)] == [tuple(row) for row in actions]


def test_grades_that_wait_are_not_lost_unasked(engine: Engine, planted: Planted, data: CentreData) -> None:
    with engine.begin() as connection:
        connection.execute(update(Base.metadata.tables["delivery"]).values(state="parked"))
    before = of(engine, planted.centre_id)
    with pytest.raises(Conflict):
        data.erase(planted.centre_id)

    assert (1, before) == (data.waiting(planted.centre_id), of(engine, planted.centre_id))
    assert 0 == data.waiting("neighbour")
    data.erase(planted.centre_id, is_forced=True)
    assert {} == of(engine, planted.centre_id)


def test_grades_that_are_held_back_count_as_waiting(
    engine: Engine, planted: Planted, data: CentreData
) -> None:
    with engine.begin() as connection:
        shelved = Base.metadata.tables["shelved_row"]
        connection.execute(update(shelved).values(name="delivery", content={"state": "due"}))

    assert 1 == data.waiting(planted.centre_id)


def test_an_unknown_centre_is_refused(planted: Planted, data: CentreData) -> None:
    with pytest.raises(NotFound):
        data.erase("no-centre")
    with pytest.raises(NotFound):
        data.name("no-centre")
