"""The day of what was done on paper comes to rows that are older than it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from lti_tool import paths
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.start import Stage
from lti_tool.store.unit_of_work import Store
from lti_tool.store.upgrade import upgrade
from tests.store.test_roster_upgrade import AT, ROWS
from tests.store.test_stage_upgrade import OLDER
from tests.store.test_upgrade import upgrade_to

BEFORE = "0022"
MOMENTS = {f"at{minute}": AT.format(minute) for minute in range(1, 6)}
DAY = date(2026, 11, 18)


def planted(engine: Engine) -> None:
    """An attempt of the release before."""
    is_postgresql = engine.dialect.name == "postgresql"
    words = {"yes": "true", "no": "false"} if is_postgresql else {"yes": "1", "no": "0"}
    for before, rows in (("0005", ROWS), ("0009", OLDER), (BEFORE, ())):
        upgrade_to(engine, before)
        with engine.begin() as connection:
            for row in rows:
                connection.execute(text(row.format(**MOMENTS, **words)))


def test_older_attempts_were_done_on_a_screen_and_a_day_is_kept(empty_engine: Engine) -> None:
    planted(empty_engine)
    upgrade(empty_engine)
    store = Store(empty_engine)
    with store.writing() as work:
        found = work.attempts.find("c", "anna", "one", "diagnostic", Stage.ENTRY)
        assert found is not None
        assert found.paper_on is None
        later = replace(found, paper_on=DAY, answers=(), current=None, version=found.version + 1)
        work.attempts.replace(later, found)
    with store.reading() as work:
        again = work.attempts.find("c", "anna", "one", "diagnostic", Stage.ENTRY)

    assert again == later


def test_calibration_leaves_paper_out(empty_engine: Engine) -> None:
    planted(empty_engine)
    upgrade(empty_engine)
    store = Store(empty_engine)
    with store.writing() as work:
        found = work.attempts.find("c", "anna", "one", "diagnostic", Stage.ENTRY)
        assert found is not None
        done = replace(found, state=AttemptState.FINISHED, version=found.version + 1)
        work.attempts.save(done, found)
    with store.reading() as work:
        assert len(list(work.answered.finished())) == 1
    with store.writing() as work:
        work.attempts.save(replace(done, paper_on=DAY, version=done.version + 1), done)
    with store.reading() as work:
        assert list(work.answered.finished()) == []


def test_the_step_can_be_taken_back(empty_engine: Engine) -> None:
    planted(empty_engine)
    upgrade_to(empty_engine, "0023")
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with empty_engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)
        connection.commit()

    assert "paper_on" not in {one["name"] for one in inspect(empty_engine).get_columns("attempt")}
