"""A SQLite VFS that writes down, in order, whatever the product's own SQLite asks of the disk.

It is put in front of SQLite's own VFS of Unix by ctypes, so that it needs no compiler, and becomes the
default one: the product opens its database as ever. Only what changes a disk is recorded; all else goes
straight on.

Source: sqlite.org/c3ref/vfs.html, sqlite.org/c3ref/io_methods.html, sqlite.org/vfs.html (shims).
"""

from __future__ import annotations

import _sqlite3
import ctypes
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any  # what ctypes hands to a callback has no better type


class Deed(StrEnum):
    """What was asked of the disk; ``TOLD`` is what somebody was told meanwhile."""

    CREATE = "create"
    DELETE = "delete"
    WRITE = "write"
    TRUNCATE = "truncate"
    SYNC = "sync"
    SYNC_FOLDER = "sync-folder"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Event:
    """One deed on one file. ``number`` is the offset of a write or the size of a truncation, in bytes."""

    deed: Deed
    name: str = ""
    number: int = 0
    data: bytes = b""


class _Methods(Structure):
    """``sqlite3_io_methods`` up to what is replaced; the rest is copied as it is."""

    _fields_ = [  # ctypes reads it once
        ("iVersion", c_int),
        ("xClose", c_void_p),
        ("xRead", c_void_p),
        ("xWrite", c_void_p),
        ("xTruncate", c_void_p),
        ("xSync", c_void_p),
        ("rest", c_void_p * 13),
    ]


class _File(Structure):
    _fields_ = [("pMethods", POINTER(_Methods))]


class _Vfs(Structure):
    """``sqlite3_vfs`` of version 3."""

    _fields_ = [
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", c_void_p),
        ("xDelete", c_void_p),
        ("rest", c_void_p * 11),
        ("xSetSystemCall", c_void_p),
        ("others", c_void_p * 2),
    ]


# A file keeps the address of its name: the name must be handed on as an address, not as a copy.
_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, POINTER(_File), c_int, POINTER(c_int))
_DELETE = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_OPEN_FOLDER = CFUNCTYPE(c_int, c_char_p, POINTER(c_int))
_SET_CALL = CFUNCTYPE(c_int, c_void_p, c_char_p, c_void_p)
_GET_CALL = CFUNCTYPE(c_void_p, c_void_p, c_char_p)

# SQLite may call a method of a file that is closed late: nothing that it was given is ever freed.
_KEPT: list[object] = []


class Recorder:
    """What happened so far to the files of one folder.

    While ``room_bytes`` is a number the disk takes no more than that; then it is full, until somebody makes
    room.
    """

    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self.room_bytes: int | None = None
        self._folder = f"{folder}/"
        self._names: dict[int, str] = {}
        self._methods: dict[int, Any] = {}
        self._library = _library()

    def tell(self, what: str) -> None:
        """Somebody was told that this is kept."""
        self.events.append(Event(Deed.TOLD, what))

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Every connection opened in the block is recorded; it must be closed in the block."""
        plain = self._library.sqlite3_vfs_find(None)
        own = _Vfs.from_buffer_copy(plain.contents)
        own.zName = b"recording"
        open_plain, delete_plain = cast(own.xOpen, _OPEN), cast(own.xDelete, _DELETE)
        own.xOpen = self._given(_OPEN, self._opening(open_plain))
        own.xDelete = self._given(_DELETE, self._deleting(delete_plain))
        set_call, get_call = cast(own.xSetSystemCall, _SET_CALL), cast(own.others[0], _GET_CALL)
        folder_plain = get_call(plain, b"openDirectory")
        set_call(plain, b"openDirectory", self._given(_OPEN_FOLDER, self._syncing_folder(folder_plain)))
        _KEPT.append(own)
        self._library.sqlite3_vfs_register(byref(own), 1)
        try:
            yield
        finally:
            self._library.sqlite3_vfs_register(plain, 1)
            self._library.sqlite3_vfs_unregister(byref(own))
            set_call(plain, b"openDirectory", None)

    def _add(self, event: Event) -> None:
        if event.name.startswith(self._folder):
            name = event.name.removeprefix(self._folder)
            self.events.append(Event(event.deed, name, event.number, event.data))

    def _given(self, kind: Any, function: Callable[..., int]) -> Any:
        made = kind(function)
        _KEPT.append(made)
        return cast(made, c_void_p)

    def _opening(self, plain: Any) -> Callable[..., int]:
        def opened(vfs: int, name: int | None, file: Any, flags: int, out: Any) -> int:
            path = ctypes.string_at(name).decode() if name else ""
            is_there = not path or Path(path).exists()
            code = int(plain(vfs, name, file, flags, out))
            if code == 0 and path.startswith(self._folder):
                if not is_there:
                    self._add(Event(Deed.CREATE, path))
                self._names[ctypes.addressof(file.contents)] = path
                file.contents.pMethods = self._watched(file.contents.pMethods)
            return code

        return opened

    def _deleting(self, plain: Any) -> Callable[..., int]:
        def deleted(vfs: int, name: bytes, is_synced: int) -> int:
            is_there = Path(name.decode()).exists()
            before = len(self.events)
            code = int(plain(vfs, name, is_synced))
            if code == 0 and is_there:
                # The folder is made durable inside the call, after the name is gone.
                synced, self.events[before:] = self.events[before:], []
                self._add(Event(Deed.DELETE, name.decode()))
                self.events += synced
            return code

        return deleted

    def _syncing_folder(self, plain: int) -> Callable[..., int]:
        call = cast(plain, _OPEN_FOLDER)

        def opened(name: bytes, out: Any) -> int:
            # SQLite opens a folder for one thing alone: to sync it.
            self._add(Event(Deed.SYNC_FOLDER, name.decode()))
            return int(call(name, out))

        return opened

    def _watched(self, plain: Any) -> Any:
        """The methods of a file with those in between that change a disk; one table for each of SQLite's."""
        place = ctypes.addressof(plain.contents)
        if place not in self._methods:
            own = _Methods.from_buffer_copy(plain.contents)
            write, truncate = cast(own.xWrite, _WRITE), cast(own.xTruncate, _TRUNCATE)
            sync, close = cast(own.xSync, _SYNC), cast(own.xClose, _CLOSE)
            own.xWrite = self._given(_WRITE, self._writing(write))
            own.xTruncate = self._given(_TRUNCATE, self._changing(truncate, Deed.TRUNCATE))
            own.xSync = self._given(_SYNC, self._changing(sync, Deed.SYNC))
            own.xClose = self._given(_CLOSE, self._closing(close))
            _KEPT.append(own)
            self._methods[place] = ctypes.pointer(own)
        return self._methods[place]

    def _writing(self, plain: Any) -> Callable[..., int]:
        def written(file: int, data: int, size: int, offset: int) -> int:
            if self.room_bytes is not None:
                self.room_bytes -= size
                if self.room_bytes < 0:
                    return sqlite3.SQLITE_FULL
            self._add(Event(Deed.WRITE, self._names[file], offset, ctypes.string_at(data, size)))
            return int(plain(file, data, size, offset))

        return written

    def _changing(self, plain: Any, deed: Deed) -> Callable[..., int]:
        def changed(file: int, number: int) -> int:
            self._add(Event(deed, self._names[file], number))
            return int(plain(file, number))

        return changed

    def _closing(self, plain: Any) -> Callable[..., int]:
        def closed(file: int) -> int:
            self._names.pop(file, None)
            return int(plain(file))

        return closed


def _library() -> Any:
    """The very library that the product's driver uses.

    Raises:
        RuntimeError: this Python was built with a SQLite inside that nobody else can reach.
    """
    library = ctypes.CDLL(_sqlite3.__file__)
    try:
        library.sqlite3_vfs_find.restype = POINTER(_Vfs)
    except AttributeError as error:
        raise RuntimeError("this Python hides its SQLite: use one that links the system's library") from error
    library.sqlite3_vfs_find.argtypes = [c_char_p]
    library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
    library.sqlite3_vfs_unregister.argtypes = [c_void_p]
    return library
