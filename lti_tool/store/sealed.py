"""Whether a file of SQLite holds keys that were sealed under a secret, looked up without changing it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from lti_tool.store.engine import sqlite_path

SEALED_TABLES = ("tool_key", "registration_key", "badge_key")


def holds_sealed_keys(url: str) -> bool:
    """Whether a secret was in use with the database behind an address; ``False`` for PostgreSQL.

    A file that is there and cannot be read counts as one that holds keys: nobody can tell otherwise.

    Raises:
        SettingsFault: the address names no database that Passerelle can use.
    """
    path = sqlite_path(url)
    if not path or not Path(path).is_file() or not Path(path).stat().st_size:
        return False
    try:
        with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=5)) as connection:
            there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            return any(_has_rows(connection, name) for name in SEALED_TABLES if name in there)
    except sqlite3.Error:
        return True


def _has_rows(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is not None  # noqa: S608
