"""The demo LMS's state as values, and as one JSON file that is always whole."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from lti_tool.demo.cast import Activity
from lti_tool.domain.errors import SettingsFault
from lti_tool.lti.signing import SigningKey, key_from_pem, key_to_pem

_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLineItem:
    """A gradebook column. ``is_coupled`` tells that the LMS made it together with its activity."""

    context_id: str
    label: str
    points_maximum: float
    number: str = ""
    tag: str = ""
    resource_id: str = ""
    resource_link_id: str = ""
    is_coupled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """What one column shows for one person.

    ``value`` is in points of the column, ``None`` when there is no number. ``stored_at`` is the moment
    that a newer score must pass, ``received_at`` the one shown to people. ``is_overridden`` tells that
    the trainer typed it.
    """

    value: float | None
    comment: str
    stored_at: datetime
    received_at: datetime
    is_overridden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookState:
    """Everything that the LMS remembers. ``keys`` is newest first; results go by (column, ``sub``)."""

    client_id: str
    deployment_id: str
    keys: tuple[SigningKey, ...]
    line_items: tuple[StoredLineItem, ...] = ()
    results: Mapping[tuple[str, str], StoredResult] = field(default_factory=dict)
    next_number: int = 1
    activities: tuple[Activity, ...] = ()


def read_state(path: Path) -> BookState | None:
    """What the file says; ``None`` when there is no file.

    Raises:
        SettingsFault: the file is not one that ``write_state`` wrote.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        return _state_of(json.loads(text))
    except (ValueError, TypeError, KeyError) as error:
        raise SettingsFault(
            f"The demo's file {path} cannot be read; remove it to begin the demo again from nothing."
        ) from error


def write_state(path: Path, state: BookState) -> None:
    """Write the whole state beside the old file and put it in its place: a crash leaves one of the two."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # mkstemp gives the file to its owner alone: it holds a private key.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(_plain(state), file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _plain(state: BookState) -> dict[str, object]:
    return {
        "version": _VERSION,
        "client_id": state.client_id,
        "deployment_id": state.deployment_id,
        "keys": [key_to_pem(key) for key in state.keys],
        "next_number": state.next_number,
        "line_items": [asdict(item) for item in state.line_items],
        "activities": [asdict(activity) for activity in state.activities],
        "results": [
            {
                **asdict(result),
                "number": number,
                "sub": sub,
                "stored_at": result.stored_at.isoformat(),
                "received_at": result.received_at.isoformat(),
            }
            for (number, sub), result in state.results.items()
        ],
    }


def _state_of(read: Any) -> BookState:  # Any: JSON of a file that anybody may have touched
    if read["version"] != _VERSION:
        raise ValueError("unknown version")
    if not read["keys"]:
        raise ValueError("no key")
    return BookState(
        client_id=str(read["client_id"]),
        deployment_id=str(read["deployment_id"]),
        keys=tuple(key_from_pem(pem) for pem in read["keys"]),
        next_number=int(read["next_number"]),
        line_items=tuple(StoredLineItem(**item) for item in read["line_items"]),
        # A file of an earlier version has none.
        activities=tuple(Activity(**activity) for activity in read.get("activities", ())),
        results=dict(_result_of(entry) for entry in read["results"]),
    )


def _result_of(entry: dict[str, Any]) -> tuple[tuple[str, str], StoredResult]:  # Any: as _state_of
    result = StoredResult(
        value=entry["value"],
        comment=entry["comment"],
        stored_at=datetime.fromisoformat(entry["stored_at"]),
        received_at=datetime.fromisoformat(entry["received_at"]),
        is_overridden=entry["is_overridden"],
    )
    return (entry["number"], entry["sub"]), result
