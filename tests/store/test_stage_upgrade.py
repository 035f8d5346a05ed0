"""The curve of an answer and the beginning of an attempt come to rows that are older than they."""

from __future__ import annotations

from sqlalchemy import Engine, text

from lti_tool.domain.start import PLAIN_START, Stage
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.store.test_roster_upgrade import AT, ROWS
from tests.store.test_upgrade import upgrade_to

BEFORE = "0009"
OLDER = (
    "INSERT INTO attempt (centre_id, id, person_id, resource_link_id, activity, mode, stage, state, seed,"
    " strand, bank_version, engine_version, version, last_submission, current_tries, current_is_helped,"
    " access, started_at, updated_at) VALUES ('c', 'a', 'anna', 'one', 'diagnostic', 'standard', 'entry',"
    " 'open', 1, '', 'b', '1', 2, 's', 0, {no}, '{{}}', {at1}, {at1})",
    "INSERT INTO answer (centre_id, attempt_id, position, item_id, item_version, competence, level, family,"
    " format, outcome, tries, right_parts, parts, seconds, submission_id, answered_at)"
    " VALUES ('c', 'a', 1, 'item-1', 1, '1.1', 2, 'f', 'T01', 'alone', 1, 1, 1, 5, 's', {at1})",
)


def test_older_attempts_read_as_before_when_stages_come(empty_engine: Engine) -> None:
    upgrade_to(empty_engine, "0005")
    moments = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}
    is_postgresql = empty_engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    with empty_engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row.format(**moments, **words)))
    upgrade_to(empty_engine, BEFORE)
    with empty_engine.begin() as connection:
        for row in OLDER:
            connection.execute(text(row.format(**moments, **words)))

    upgrade(empty_engine)

    with Store(empty_engine).reading() as work:
        found = work.attempts.find("c", "anna", "one", "diagnostic", Stage.ENTRY)
    assert found is not None
    assert (found.start, [answer.curve for answer in found.answers]) == (PLAIN_START, [None])
