"""The map of data against the schema: no column without a class, no reference to a person unaccounted for."""

from __future__ import annotations

import pytest
from sqlalchemy import Table

from lti_tool.store import all_tables
from lti_tool.store.data_map import INSTALLATION, VISITS
from lti_tool.store.data_map_learning import DATA_MAP, HELPING, LEARNING
from lti_tool.store.data_use import DataClass, Kept
from lti_tool.store.schema import Base

TABLES = {table.name: table for table in Base.metadata.sorted_tables}


def references_to(table: Table, other: str) -> set[str]:
    """The columns of a table that hold the id of a row of another one."""
    return {
        part.parent.name
        for constraint in table.foreign_key_constraints
        for part in constraint.elements
        if part.column.table.name == other and part.column.name == "id"
    }


def test_every_table_is_in_the_map() -> None:
    assert all_tables.__all__
    assert set(TABLES) == set(DATA_MAP)


def test_no_table_stands_in_the_map_twice() -> None:
    """The later one would win in silence, with another purpose and another retention."""
    names = [name for part in (INSTALLATION, VISITS, LEARNING, HELPING) for name in part]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("name", DATA_MAP)
def test_every_column_has_a_class(name: str) -> None:
    assert set(TABLES[name].columns.keys()) == set(DATA_MAP[name].classes)


@pytest.mark.parametrize("name", DATA_MAP)
def test_every_reference_to_a_person_is_accounted_for(name: str) -> None:
    """Either the row is theirs, or it mentions them and stays."""
    use = DATA_MAP[name]
    found = references_to(TABLES[name], "person")

    assert found <= {use.owner, *use.mentions}
    assert use.mentions <= found
    assert (
        not use.owner
        or name == "person"
        or any(use.owner in constraint.column_keys for constraint in TABLES[name].foreign_key_constraints)
    )


@pytest.mark.parametrize("name", [name for name, use in DATA_MAP.items() if use.through])
def test_rows_of_a_parent_name_it(name: str) -> None:
    """And the parent belongs to a person itself."""
    parent, column = DATA_MAP[name].through or ("", "")

    assert {column} == references_to(TABLES[name], parent)
    assert DATA_MAP[parent].owner


@pytest.mark.parametrize("name", DATA_MAP)
def test_what_belongs_to_nobody_says_nothing_of_people(name: str) -> None:
    use = DATA_MAP[name]
    said = set(use.classes.values()) & {DataClass.PERSONAL, DataClass.SENSITIVE}

    assert use.is_of_people or not said
    assert not use.is_of_people or use.kept not in (Kept.PLATFORM, Kept.CENTRE)


@pytest.mark.parametrize("name", DATA_MAP)
def test_free_text_is_sensitive_and_can_be_emptied(name: str) -> None:
    use = DATA_MAP[name]

    assert all(use.classes[column] is DataClass.SENSITIVE for column in use.free_text)
    assert all(TABLES[name].columns[column].type.python_type is str for column in use.free_text)
