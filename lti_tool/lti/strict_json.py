"""A JSON reader that refuses what two readers could understand differently."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

DEPTH_MAXIMUM = 32

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_BRACKET = re.compile(r"[\[\]{}]")


def read_json(raw: bytes) -> Any:  # Any: JSON is of any shape until the caller has looked at it.
    """The value of one JSON text.

    Refused: invalid UTF-8, a byte order mark, a name repeated within one object, ``NaN`` and
    ``Infinity``, more than 32 levels.

    Raises:
        ValueError: for each of these, and for anything that is not JSON.
    """
    try:
        text = raw.decode("utf-8")
        _refuse_depth(text)
        return json.loads(text, object_pairs_hook=_object_of, parse_constant=_refuse_constant)
    except ValueError:
        # Not raised from the cause: that one carries the whole text, with the names in it (F44).
        raise ValueError("not strict JSON") from None


def _refuse_depth(text: str) -> None:
    depth = 0
    # Strings go first, so that a bracket inside a title does not count.
    for match in _BRACKET.finditer(_STRING.sub("", text)):
        depth += 1 if match.group() in "[{" else -1
        if depth > DEPTH_MAXIMUM:
            raise ValueError("too deep")


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:  # Any: as read_json.
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("repeated name")
    return values


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"not a JSON number: {name}")
