"""A person's own data as they may take them along: the same from the command line and from their own page."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lti_tool.store.personal_rows import Row

SCHEMA, VERSION = "passerelle-person", 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCopy:
    """Everything that is kept about one person, by table and without the tool's own ids, at a moment; and for
    how many months after the last visit their centre keeps it.
    """

    made_at: datetime
    kept_months: int
    tables: Mapping[str, Sequence[Row]]


def as_json(copied: PersonCopy) -> str:
    """The copy as a JSON document: moments in ISO 8601, bytes in base 64."""
    document = {
        "schema": SCHEMA,
        "version": VERSION,
        "made_at": copied.made_at.isoformat(timespec="seconds"),
        "tables": copied.tables,
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no plain form")
