"""Revision 0004 with rows inside: every row that points at a resource link still does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool import paths

MOMENT = "'2026-11-20 09:00:00+00'"
ROWS = (
    f"INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', {MOMENT})",
    "INSERT INTO registration (centre_id, id, issuer, client_id, auth_login_url, token_url, jwks_url, name,"
    f" is_enabled, created_at) VALUES ('c', 'r', 'https://lms', '1', 'a', 't', 'j', 'LMS', true, {MOMENT})",
    f"INSERT INTO deployment VALUES ('c', 'd', 'r', '1', {MOMENT})",
    "INSERT INTO context (centre_id, id, deployment_id, context_id, title, created_at)"
    f" VALUES ('c', 'x', 'd', '2', 'Premiers pas', {MOMENT})",
    f"INSERT INTO person VALUES ('c', 'p', 'r', '101', {MOMENT})",
    f"INSERT INTO session VALUES ('c', 's', 'hash', 'p', {MOMENT}, {MOMENT}, {MOMENT})",
    "INSERT INTO line_item (centre_id, id, resource_link_id, column_key, tag, resource_id, label, maximum,"
    " url, is_ours) VALUES ('c', 'i', 'l', 'own', 'tag', 'diagnostic', 'A', 8, 'https://lms/items/1', false)",
    "INSERT INTO membership (centre_id, id, resource_link_id, person_id, rights, is_graded, number,"
    f" first_launch_at, last_launch_at) VALUES ('c', 'm', 'l', 'p', 'learner', true, 1, {MOMENT}, {MOMENT})",
    "INSERT INTO launch (centre_id, id, session_id, person_id, resource_link_id, rights, is_graded, locale,"
    f" frame_origin, created_at) VALUES ('c', 'h', 's', 'p', 'l', 'learner', true, 'fr', '', {MOMENT})",
)
POINTING = ("line_item", "membership", "launch")


def link(name: str, link_id: str, course: str | None, centre: str = "c") -> str:
    context = f"'{course}'" if course else "NULL"
    return (
        "INSERT INTO resource_link (centre_id, id, registration_id, deployment_id, context_id,"
        " resource_link_id, title, activity, lineitems_url, scopes, created_at) VALUES"
        f" ('{centre}', '{name}', 'r', 'd', {context}, '{link_id}', 'Départ', 'diagnostic',"
        f" 'https://lms/items', '[\"score\"]', {MOMENT})"
    )


@contextmanager
def moved(engine: Engine) -> Iterator[tuple[Connection, Config]]:
    """A connection for migrations, committed at the end."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        yield connection, config
        connection.commit()


def upgraded(engine: Engine, revision: str) -> None:
    with moved(engine) as (_, config):
        command.upgrade(config, revision)


def count(connection: Connection, table: str) -> object:
    return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()


@pytest.fixture
def planted(empty_engine: Engine) -> Engine:
    """A database of the revision before, with one link in a course, one without, and rows pointing there."""
    upgraded(empty_engine, "0003")
    with empty_engine.begin() as connection:
        for statement in (*ROWS[:4], link("l", "7", "x"), link("n", "8", None), *ROWS[4:]):
            connection.execute(text(statement))
    return empty_engine


def test_every_row_stays_when_links_get_their_course_as_a_key(planted: Engine) -> None:
    upgraded(planted, "0004")

    with planted.begin() as connection:
        assert [1, 1, 1] == [count(connection, table) for table in POINTING]
        found = connection.execute(
            text("SELECT id, context_id, title, scopes FROM resource_link ORDER BY id")
        )
        assert [("l", "x", "Départ"), ("n", None, "Départ")] == [tuple(row)[:3] for row in found]
        if planted.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1


def test_rows_still_guard_their_link_when_the_table_was_rebuilt(planted: Engine) -> None:
    """The keys that point to the table hold as before: no orphan can be made."""
    upgraded(planted, "0004")

    with pytest.raises(IntegrityError), planted.begin() as connection:
        connection.execute(text("DELETE FROM resource_link WHERE id = 'l'"))
    with pytest.raises(IntegrityError), planted.begin() as connection:
        connection.execute(text(ROWS[6].replace("'i'", "'i2'").replace("'l'", "'gone'")))


def test_one_id_is_two_links_when_the_course_differs(planted: Engine) -> None:
    upgraded(planted, "0004")
    with planted.begin() as connection:
        connection.execute(text(ROWS[3].replace("'x'", "'y'").replace("'2'", "'3'")))
        connection.execute(text(link("copy", "7", "y")))

    for again in (link("l2", "7", "x"), link("n2", "8", None)):
        with pytest.raises(IntegrityError), planted.begin() as connection:
            connection.execute(text(again))
    with planted.begin() as connection:
        assert count(connection, "resource_link") == 3


def test_former_key_comes_back_when_the_revision_is_taken_back(planted: Engine) -> None:
    upgraded(planted, "0004")
    with moved(planted) as (_, config):
        command.downgrade(config, "0003")

    with pytest.raises(IntegrityError), planted.begin() as connection:
        connection.execute(text(link("copy", "7", None)))
    with planted.begin() as connection:
        assert [1, 1, 1] == [count(connection, table) for table in POINTING]


def test_nothing_goes_back_when_a_link_id_stands_in_two_courses(planted: Engine) -> None:
    upgraded(planted, "0004")
    with planted.begin() as connection:
        connection.execute(text(ROWS[3].replace("'x'", "'y'").replace("'2'", "'3'")))
        connection.execute(text(link("copy", "7", "y")))

    with pytest.raises(RuntimeError, match="more than one course"), moved(planted) as (_, config):
        command.downgrade(config, "0003")

    with planted.begin() as connection:
        assert count(connection, "resource_link") == 3
