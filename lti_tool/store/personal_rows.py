"""Which rows belong to a person, in whatever table they lie, by the map of data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, select, tuple_

from lti_tool.store.data_map_learning import DATA_MAP
from lti_tool.store.data_use import DataClass, TableUse
from lti_tool.store.schema import Base

COPIED = frozenset({DataClass.PUBLIC, DataClass.PERSONAL, DataClass.SENSITIVE})
"""What is in a person's copy of their data."""

Row = Mapping[str, Any]  # Any: the value of a column, of whatever type that has


def tables_of_people() -> Iterator[tuple[Table, TableUse]]:
    """The tables with rows of people, parents before children."""
    for table in Base.metadata.sorted_tables:
        if (use := DATA_MAP[table.name]).is_of_people:
            yield table, use


Whose = Callable[[Table, Column[Any]], ColumnElement[bool]]  # Any: an id


def of_person(table: Table, centre_id: str, person_id: str) -> ColumnElement[bool]:
    """Whether a row belongs to this person."""
    return owned(
        table,
        DATA_MAP[table.name],
        lambda found, column: and_(found.c.centre_id == centre_id, column == person_id),
    )


def owned(table: Table, use: TableUse, whose: Whose) -> ColumnElement[bool]:
    """Whether a row belongs to people: by its own column, or by its parent's."""
    if use.through is None:
        return whose(table, table.c[use.owner])
    parent, column = use.through
    above = Base.metadata.tables[parent]
    theirs = select(above.c.centre_id, above.c.id).where(owned(above, DATA_MAP[parent], whose))
    return tuple_(table.c.centre_id, table.c[column]).in_(theirs)
