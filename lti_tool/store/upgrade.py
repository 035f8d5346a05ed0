"""Bringing a database's schema up to date, one process at a time."""

from __future__ import annotations

import fcntl
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

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
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _run(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(_PLACE))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()
