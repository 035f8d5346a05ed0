"""Sittings and shared computers come to rows that are older than they, and keep their limits."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from lti_tool.domain.start import Stage
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.store.test_roster_upgrade import AT, ROWS
from tests.store.test_stage_upgrade import OLDER
from tests.store.test_upgrade import upgrade_to

BEFORE = "0020"
SESSION = (
    "INSERT INTO session (centre_id, id, token_hash, person_id, created_at, last_seen_at, expires_at)"
    " VALUES ('c', 's', 'hash', 'anna', {at1}, {at1}, {at2})"
)
CODE = (
    "INSERT INTO kiosk_code (centre_id, resource_link_id, person_id, digest, expires_at)"
    " VALUES ('c', 'one', '{person}', '{digest}', {at2})"
)
MOMENTS = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}


@pytest.fixture
def upgraded(empty_engine: Engine) -> Engine:
    """A database with an answer and a session of the release before, brought up to date."""
    is_postgresql = empty_engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    for before, rows in (("0005", ROWS), ("0009", OLDER), (BEFORE, (SESSION,))):
        upgrade_to(empty_engine, before)
        with empty_engine.begin() as connection:
            for row in rows:
                connection.execute(text(row.format(**MOMENTS, **words)))
    upgrade(empty_engine)
    return empty_engine


def test_older_answers_and_sessions_are_ordinary_when_sittings_come(upgraded: Engine) -> None:
    with Store(upgraded).reading() as work:
        found = work.attempts.find("c", "anna", "one", "diagnostic", Stage.ENTRY)
    assert found is not None
    with upgraded.connect() as connection:
        kiosks = connection.execute(text("SELECT is_kiosk FROM session")).scalars().all()

    assert ([answer.is_accompanied for answer in found.answers], [bool(one) for one in kiosks]) == (
        [False],
        [False],
    )


def test_release_before_still_writes_sessions_and_answers(upgraded: Engine) -> None:
    """Neither new column is named in what it writes."""
    with upgraded.begin() as connection:
        connection.execute(text(SESSION.replace("'s'", "'t'").replace("'hash'", "'other'").format(**MOMENTS)))


def test_one_code_for_one_person_and_link_is_kept(upgraded: Engine) -> None:
    with upgraded.begin() as connection:
        connection.execute(text(CODE.format(person="anna", digest="d", **MOMENTS)))

    with pytest.raises(IntegrityError), upgraded.begin() as connection:
        connection.execute(text(CODE.format(person="anna", digest="e", **MOMENTS)))
    with pytest.raises(IntegrityError), upgraded.begin() as connection:
        connection.execute(text(CODE.format(person="nobody", digest="f", **MOMENTS)))
