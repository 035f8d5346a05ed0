"""Bringing a database's schema up to date, one process at a time."""

from __future__ import annotations

import fcntl
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from lti_tool.domain.checkup import Standing
from lti_tool.store.engine import is_sqlite

_PLACE = Path(__file__).resolve().parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration that is missing. On SQLite a lock file keeps other processes waiting."""
    if not is_sqlite(engine):
        _run(engine)
        return
    lock_path = Path(f"{engine.url.database}.lock")
    with lock_path.open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_current(engine):
            _run(engine)


def is_current(engine: Engine) -> bool:
    """Whether the schema is the one that this release needs."""
    head = ScriptDirectory(str(_PLACE)).get_current_head()
    return present_revision(engine) == head


def present_revision(engine: Engine) -> str | None:
    """The revision that the schema has; ``None`` before the first migration."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def standing_of(revision: str) -> Standing:
    """How a database of this revision stands to this release; an empty one has no revision yet."""
    scripts = ScriptDirectory(str(_PLACE))
    if revision == scripts.get_current_head():
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.OLDER if not revision or revision in known else Standing.UNKNOWN


def is_known_revision(revision: str) -> bool:
    """Whether this release has the migrations that lead to a schema and on from there."""
    return any(one.revision == revision for one in ScriptDirectory(str(_PLACE)).walk_revisions())


def _run(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PLACE))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
