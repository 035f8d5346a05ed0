"""Rosters' tables: whoever launched before is a member of the course from the start."""

from __future__ import annotations

from sqlalchemy import Engine, text

from lti_tool.store.upgrade import upgrade
from tests.store.test_upgrade import upgrade_to

BEFORE, AT = "0005", "'2026-11-20 09:0{0}:00+00'"
ROWS = (
    "INSERT INTO centre (id, name, created_at) VALUES ('c', 'Centre', {at1})",
    "INSERT INTO registration (centre_id, id, issuer, client_id, auth_login_url, token_url, jwks_url, name,"
    " is_enabled, created_at) VALUES ('c', 'r', 'i', 'x', 'u', 'u', 'u', 'n', {yes}, {at1})",
    "INSERT INTO deployment (centre_id, id, registration_id, deployment_id, created_at)"
    " VALUES ('c', 'd', 'r', '1', {at1})",
    "INSERT INTO context (centre_id, id, deployment_id, context_id, title, created_at)"
    " VALUES ('c', 'course', 'd', '2', 'Cours', {at1})",
    *(
        "INSERT INTO resource_link (centre_id, id, registration_id, deployment_id, context_id,"
        " resource_link_id, title, activity, scopes, created_at)"
        f" VALUES ('c', '{link}', 'r', 'd', {course}, '{link}', '', 'diagnostic', '[]', {{at1}})"
        for link, course in (("one", "'course'"), ("two", "'course'"), ("alone", "NULL"))
    ),
    *(
        f"INSERT INTO person (centre_id, id, registration_id, sub, created_at)"
        f" VALUES ('c', '{name}', 'r', '{name}', {{at1}})"
        for name in ("anna", "boris", "carl")
    ),
    *(
        "INSERT INTO membership (centre_id, id, resource_link_id, person_id, rights, is_graded, number,"
        f" first_launch_at, last_launch_at) VALUES ('c', '{link}-{name}', '{link}', '{name}', '{rights}',"
        f" {{{graded}}}, {number}, {{at{first}}}, {{at{last}}})"
        for link, name, rights, graded, number, first, last in (
            ("one", "boris", "learner", "yes", 1, 1, 2),
            ("one", "anna", "learner", "yes", 2, 3, 4),
            ("two", "anna", "trainer", "no", 1, 2, 5),
            ("alone", "carl", "learner", "yes", 1, 1, 1),
        )
    ),
)


def test_everybody_of_a_course_gets_one_number_when_rosters_come(empty_engine: Engine) -> None:
    """Once per course, by the first launch, with what the last launch said; no course, no member."""
    upgrade_to(empty_engine, BEFORE)
    moments = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}
    is_postgresql = empty_engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    with empty_engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row.format(**moments, **words)))

    upgrade(empty_engine)

    query = "SELECT person_id, number, rights, is_learner, left_at, groups FROM course_member ORDER BY number"
    with empty_engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    plain = [(*row[:3], bool(row[3]), row[4], str(row[5])) for row in found]
    assert [
        ("boris", 1, "learner", True, None, "[]"),
        ("anna", 2, "trainer", False, None, "[]"),
    ] == plain
