"""The file of SQLite while the tool runs: is it still the one that was opened, and has its disk room?

An open handle goes on answering after its file was deleted or moved away, and what is written then is lost.
Source: sqlite.org/howtocorrupt.html, "unlink or rename a database file while in use".
"""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from lti_tool.domain.errors import DISK_FULL, StoreUnavailable

ROOM_BYTES = 262_144
"""Room for one answer with its rollback journal, and for the few beside it."""
FILE_GONE, TAKES_NO_WRITES = "database-file-gone", "database-read-only"
_FILE = "passerelle_file"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_Identity = tuple[int, int]


def watch_file(engine: Engine, path: Path) -> None:
    """Let every connection work on the file that bears the name at that moment, or on none.

    A connection whose file was replaced is opened anew. While there is no file, asking for a connection
    raises ``StoreUnavailable`` (``database-file-gone``), and no empty file is made in its place.
    """
    watched = _WatchedFile(path)
    event.listen(engine, "do_connect", watched.about_to_open)
    event.listen(engine, "connect", watched.opened)
    event.listen(engine, "checkout", watched.taken)


def check_room(folder: Path) -> None:
    """Try to set a little room aside on the disk of a folder, in a file without a name.

    Raises:
        StoreUnavailable: ``disk-full``, or ``database-read-only`` when no file can be made there at all.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            os.posix_fallocate(file.fileno(), 0, ROOM_BYTES)
    except OSError as error:
        raise StoreUnavailable(reason=DISK_FULL if error.errno in _NO_ROOM else TAKES_NO_WRITES) from error


class _WatchedFile:
    """What this process knows of one file; ``None`` stands for a file that is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._was_there = False

    def about_to_open(self, *_call: object) -> None:
        """Before a connection: the first one of a new installation makes the file, later ones do not."""
        if self._was_there and self._identity() is None:
            raise StoreUnavailable(reason=FILE_GONE)

    def opened(self, _connection: object, entry: ConnectionPoolEntry) -> None:
        """Remember which file a connection works on."""
        entry.info[_FILE] = self._identity()

    def taken(self, _connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        """Before a connection is used: SQLite makes a new file late, so ``None`` is learnt here, too."""
        present = self._identity()
        known = entry.info[_FILE] = entry.info.get(_FILE) or present
        self._was_there = self._was_there or present is not None
        if known == present:
            return
        if present is None:
            raise StoreUnavailable(reason=FILE_GONE)
        raise DisconnectionError

    def _identity(self) -> _Identity | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return (found.st_dev, found.st_ino)
