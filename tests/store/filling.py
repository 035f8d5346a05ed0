"""One row of a person in every table that holds rows of people, with a mark in everything it says of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, insert

from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import DataClass, TableUse
from lti_tool.store.schema import Base
from tests.factories import NOW
from tests.store.planting import Planted

Values = dict[str, Any]  # Any: the value of a column, of whatever type that has
CONSTRAINED: dict[str, Values] = {
    "action": {"state": "not-needed", "source": "own"},
    "answer": {"outcome": "alone"},
    "area_level": {"area": "1", "low": 1, "high": 1},
    "attempt": {"state": "finished"},
    "check_run": {"stage": "entry"},
    "comfort": {"size": "large", "spacing": "wide", "contrast": "dark", "second_language": "nl"},
    "data_request": {"kind": "correct"},
    "delivery": {"state": "idle", "desired_points": 1.0, "maximum": 8.0},
    "loan": {"helps": "yes"},
    "module_run": {"points": 50},
    "note": {"emptied_at": None, "emptied_by": None},
    "objection": {"talked_on": NOW.date()},
    "observation": {"area": "1", "ended_how": "withdrawn"},
    "outside_result": {"entered_by": "learner", "says": "levels"},
    "correction": {"before": "no"},
    "path_skip": {"stage": "end", "reason": "left"},
    "record_view": {"what": "record"},
    "shelved_row": {"name": "note"},
    "stuck_call": {"solved_by": "learner", "cause": "other"},
    "task_voice": {"language": "fr"},
    "welcome_medium": {"kind": "picture", "seconds": 0},
}


def fill(engine: Engine, planted: Planted, *, helper_id: str, mark: str) -> int:
    """Give the planted person a row in every table; ``helper_id`` is who acted on them. How many rows."""
    known = {
        "person": planted.person_id,
        "context": planted.context_id,
        "resource_link": planted.link_id,
        "registration": planted.registration_id,
    }
    made = 0
    with engine.begin() as connection:
        known |= _surroundings(connection, planted)
        for table in Base.metadata.sorted_tables:
            use = DATA_MAP[table.name]
            if not use.is_of_people or table.name in ("person", "person_name", "membership"):
                continue
            row = _row(table, use, planted.centre_id, known, helper_id, mark)
            connection.execute(insert(table).values(row))
            known[table.name] = row.get("id", "")
            made += 1
    return made


def _surroundings(connection: Connection, planted: Planted) -> dict[str, str]:
    tables = Base.metadata.tables
    connection.execute(
        insert(tables["agreement_text"]).values(
            centre_id=planted.centre_id, name="charter", version=1, html="<p>Charte</p>", written_at=NOW
        )
    )
    column = connection.execute(tables["line_item"].select()).first()
    deployment = connection.execute(tables["deployment"].select()).first()
    assert column is not None
    assert deployment is not None
    return {"line_item": column.id, "deployment": deployment.id}


def _row(
    table: Table, use: TableUse, centre_id: str, known: dict[str, Any], helper_id: str, mark: str
) -> Values:
    references = {
        part.parent.name: part.column.table.name
        for constraint in table.foreign_key_constraints
        for part in constraint.elements
    }
    row: Values = {}
    for column in table.columns:
        name = column.name
        if name == "centre_id":
            row[name] = centre_id
        elif name in use.mentions:
            row[name] = helper_id
        elif name == use.owner:
            row[name] = known["person"]
        elif table.name == "agreement" and name in ("name", "version"):
            row[name] = {"name": "charter", "version": 1}[name]
        elif name in references:
            row[name] = known[references[name]] or known[name.removesuffix("_id")]
        elif column.autoincrement is not True:
            row[name] = _value(table.name, column, use.classes[name], mark)
    return row | CONSTRAINED.get(table.name, {})


def _value(table: str, column: Column[Any], kind: DataClass, mark: str) -> object:  # Any: its type
    says = kind in (DataClass.PERSONAL, DataClass.SENSITIVE)
    word = mark if says else f"{table}-{column.name}"
    of = getattr(column.type, "impl", column.type).python_type
    length = getattr(column.type, "length", None)
    if of is str:
        return word[:length]
    plain: dict[type, object] = {
        bytes: word.encode(),
        dict: {"said": word},
        list: [word],
        datetime: NOW,
        date: NOW.date(),
        bool: False,
        int: 1,
        float: 1.0,
    }
    return plain[of]
