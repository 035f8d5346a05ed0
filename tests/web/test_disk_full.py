"""Q16: no room is left in the middle of a save."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from tests.people import LEARNER, OUTSIDER
from tests.web.site import Site, refused
from tests.web.tables import changed, snapshot

FILLERS_AT_MOST, ANSWERS_AT_MOST = 5_000, 20
FULL_TRIGGER = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON answer FOR EACH ROW EXECUTE FUNCTION no_room();
"""
ANOTHER_ANSWER = """
INSERT INTO answer (centre_id, attempt_id, position, item_id, item_version, competence, level, family, format,
    outcome, tries, right_parts, parts, seconds, submission_id, answered_at)
SELECT centre_id, attempt_id, :position, 'filler-' || :position, item_version, competence, level, family,
    format, outcome, tries, right_parts, parts, seconds, 'filler-' || :position, answered_at
FROM answer LIMIT 1
"""


def test_nothing_is_half_kept_when_the_disk_is_full(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """Q16: 503, the operator's log says it aloud, and the same press counts once there is room again."""
    filler, learner = site.visitor(OUTSIDER), site.visitor(LEARNER)
    for browser in (filler, learner):
        browser.submit()
    filler.submit({"skip": "1"})
    with full(site.services.store._engine):
        for _ in range(ANSWERS_AT_MOST):
            form, before = learner.page.form, snapshot(site.engine)
            sent = {**form.hidden, "skip": "1"}
            with caplog.at_level(logging.ERROR):
                answer = learner.send(form.action, sent)
            # What is left in a page of somebody else's rows may still hold a short answer.
            if answer.status_code != 200:
                break
        after = snapshot(site.engine)

    refused(answer, 503, "e-busy", "disk-full")
    assert set() == changed(before, after)
    assert ["disk-full"] == [record.__dict__["reason"] for record in caplog.records]
    learner.send(form.action, sent)
    assert "answer" in changed(before, snapshot(site.engine))


@contextmanager
def full(engine: Engine) -> Iterator[None]:
    """No further answer finds room: SQLite may take no page more, PostgreSQL says what a full disk says."""
    yield from _full_postgresql(engine) if engine.dialect.name == "postgresql" else _full_sqlite(engine)


def _full_postgresql(engine: Engine) -> Iterator[None]:
    with engine.begin() as connection:
        connection.execute(text(FULL_TRIGGER))
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION no_room() CASCADE"))


def _full_sqlite(engine: Engine) -> Iterator[None]:
    """The file is made small first: a test with thousands of people may have left it full of empty pages."""
    pooled = engine.raw_connection()
    pooled.cursor().execute("VACUUM")
    (pages,) = pooled.cursor().execute("PRAGMA page_count").fetchone()
    pooled.close()

    def bound(raw: object, *_more: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]  # sqlite3's connection

    event.listen(engine, "checkout", bound)
    try:
        with engine.connect() as connection:
            _fill(connection)
        yield
    finally:
        event.remove(engine, "checkout", bound)
        with engine.begin() as connection:
            connection.execute(text("PRAGMA max_page_count = 1000000"))
            connection.execute(text("DELETE FROM answer WHERE item_id LIKE 'filler-%'"))
        engine.dispose()  # The bound is one of connections, and other ones may have met it.


def _fill(connection: Connection) -> None:
    """Use up what is left of the pages that exist."""
    for position in range(100, FILLERS_AT_MOST):
        try:
            connection.execute(text(ANOTHER_ANSWER), {"position": position})
            connection.commit()
        except OperationalError:
            connection.rollback()
            return
    raise AssertionError("there is always room")
