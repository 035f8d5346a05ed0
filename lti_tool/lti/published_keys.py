"""The tool's public keys as they were last published: what is told while the store does not answer."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from lti_tool.domain.ports import StoredKey
from lti_tool.lti.strict_json import read_json

KeySets = dict[str, list[dict[str, str]]]
"""Public keys by registration; those under the empty name belong to no registration."""

FILE_NAME = "published-keys.json"
FILE_BYTES_MAXIMUM = 16 * 1024 * 1024

_MEMBERS = ("kty", "n", "e", "kid", "alg", "use")


def key_sets_of(stored: Sequence[StoredKey]) -> KeySets:
    """The public keys of every set, in the given order.

    Named members only: whatever the store holds, nothing private is published.
    """
    sets: KeySets = {}
    for key in stored:
        sets.setdefault(key.registration_id, []).append(_document(json.loads(key.public_jwk)))
    return sets


class PublishedKeys:
    """The sets that were last read: in memory, and in a file of ``folder`` for processes that start later.

    The file holds public keys alone. A folder that cannot be written is no reason to fail: the file is a
    spare. Source: security notes 5.2.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = folder / FILE_NAME if folder else None
        self._known: KeySets | None = None
        self._lock = threading.Lock()

    def remember(self, sets: KeySets) -> None:
        """Keep these sets, and write them down when they changed."""
        with self._lock:
            if sets == self._known:
                return
            self._known = sets
            if self._path is not None:
                with contextlib.suppress(OSError):
                    _write(self._path, sets)

    def last_known(self) -> KeySets | None:
        """The sets that were last read; those of the file in a process that has read none, else ``None``."""
        with self._lock:
            if self._known is None and self._path is not None:
                with contextlib.suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
                    self._known = _read(self._path)
            return self._known


def _document(document: dict[str, object]) -> dict[str, str]:
    return {name: str(document[name]) for name in _MEMBERS}


def _write(path: Path, sets: KeySets) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            json.dump(sets, file)
        # In one step: a process that reads meanwhile sees the former file or this one, never half of one.
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _read(path: Path) -> KeySets:
    if path.stat().st_size > FILE_BYTES_MAXIMUM:
        raise ValueError("too large")
    value = read_json(path.read_bytes())
    return {str(name): [_document(document) for document in documents] for name, documents in value.items()}
