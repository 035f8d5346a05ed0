"""What belongs together on a line: a figure and its unit, the groups of a number, the parts of an hour."""

from __future__ import annotations

import re
from typing import Any

NO_BREAK = "\u00a0"
_UNIT = r"h|min|Ko|Mo|Go|kg|km|cm|watts?"
_FIGURE = re.compile(rf"(?<=\d) (?=\d|[€%°]|(?:{_UNIT})\b)")
_HOUR = re.compile(rf"(?<=\d{NO_BREAK}h) (?=\d)")


def bound(values: Any) -> Any:  # Any: YAML, not checked yet
    """The same values; no text breaks between « 9 » and « h », « 20 » and « € », « 0470 » and « 12 »."""
    if isinstance(values, str):
        return _HOUR.sub(NO_BREAK, _FIGURE.sub(NO_BREAK, values))
    if isinstance(values, dict):
        return {key: bound(part) for key, part in values.items()}
    if isinstance(values, list):
        return [bound(part) for part in values]
    return values
