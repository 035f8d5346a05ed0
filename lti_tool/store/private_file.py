"""The file of SQLite belongs to whoever runs the tool: it holds names and levels.

SQLite makes a file that everybody may read whom the umask lets, and gives its journals the mode of the file.
Source: sqlite.org/src, ``findCreateFileMode`` in ``os_unix.c``.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, event

OWN_FILE, OWN_FOLDER = 0o600, 0o700


def make_own_folder(folder: Path) -> None:
    """Make a folder that only its owner enters; one that is there keeps its mode: somebody chose it."""
    folder.mkdir(mode=OWN_FOLDER, parents=True, exist_ok=True)


def keep_private(engine: Engine, path: Path) -> None:
    """Let only the owner read the file if this connection makes it. One that is there keeps its mode.

    Nothing is said here when the file cannot be made: SQLite says it a moment later.
    """

    def about_to_open(*_call: object) -> None:
        with suppress(OSError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWN_FILE))

    event.listen(engine, "do_connect", about_to_open)
