"""What the warning about names and the view of assistants add to the schema: rows that were there stay."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.store.upgrade import upgrade
from tests.store.test_roster_upgrade import AT, ROWS
from tests.store.test_upgrade import upgrade_to

BEFORE = "0011"
ROSTER = (
    "INSERT INTO roster (centre_id, id, registration_id, url, reason, attempts, pending_missing,"
    " agreed_missing, fencing) VALUES ('c', 'course', 'r', 'https://lms.example/members', '', 0, 2, 0, 7)"
)


@pytest.fixture
def upgraded(empty_engine: Engine) -> Engine:
    """A database with a centre and a roster of the release before, brought up to date."""
    upgrade_to(empty_engine, BEFORE)
    moments = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}
    is_postgresql = empty_engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    with empty_engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row.format(**moments, **words)))
        connection.execute(text(ROSTER))
    upgrade(empty_engine)
    return empty_engine


def test_nothing_is_warned_of_and_assistants_see_results_when_a_release_is_upgraded(upgraded: Engine) -> None:
    query = (
        "SELECT roster.pending_missing, roster.fencing, names_changed, names_known, names_changed_at, name,"
        " assistants_see FROM roster JOIN centre ON centre.id = roster.centre_id"
    )
    with upgraded.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]

    assert [(2, 7, 0, 0, None, "Centre", "results")] == found


def test_the_release_before_can_still_write_when_the_schema_is_ahead(upgraded: Engine) -> None:
    """It names none of the columns."""
    with upgraded.begin() as connection:
        connection.execute(
            text("INSERT INTO centre (id, name, created_at) VALUES ('d', 'Namur', '2026-11-20 09:00:00+00')")
        )
        connection.execute(text("UPDATE roster SET fencing = 8"))

    with upgraded.connect() as connection:
        assert ["results"] * 2 == list(
            connection.execute(text("SELECT assistants_see FROM centre")).scalars()
        )


def test_another_view_is_refused_by_the_database_when_it_is_none(upgraded: Engine) -> None:
    with pytest.raises(IntegrityError), upgraded.begin() as connection:
        connection.execute(text("UPDATE centre SET assistants_see = 'everything'"))
