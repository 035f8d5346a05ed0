"""What belongs together on a line: a figure and its unit, the parts of numbers and hours, of « e-mail »."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

NO_BREAK, HYPHEN_THAT_HOLDS = "\u00a0", "\u2011"
_UNIT = r"h|min|Ko|Mo|Go|kg|km|cm|watts?|uur|[KMG]B|Uhr|Std|Min|Watt|Grad"
_FIGURE = re.compile(rf"(?<=\d) (?=\d|[€%°]|(?:{_UNIT})\b)")
_HOUR = re.compile(rf"(?<=\d{NO_BREAK}h) (?=\d)")
_TIME_OF_DAY = re.compile(r"(?<!\w)(['’]s) (?=\w)")
"""What a Dutch part of the day begins with: « 's avonds »."""
_MAIL = re.compile(r"(?<![\w@.-])([Ee])-(?=[Mm]ail(?![\w.-]*@))")
"""A button of a phone is narrower than « E-Mail schreiben », and a browser breaks it after « E- »."""
_BEFORE = re.compile(r"(?<=\S) (?=[:;!?»](?!\w))")
_AFTER = re.compile(r"(?<=«) ")


def french(values: Any) -> Any:  # Any: YAML, not checked yet
    """The same values; no text breaks before « : », « ; », « ! », « ? » or inside « ».

    Whoever writes a module need not know where the key for such a space is.
    """
    return _mapped(values, lambda text: _AFTER.sub(NO_BREAK, _BEFORE.sub(NO_BREAK, text)))


def bound(values: Any) -> Any:  # Any: YAML, not checked yet
    """The same values; no text breaks between « 9 » and « h », « 20 » and « € », « 0470 » and « 12 », nor in
    the Dutch « 's avonds », nor after the hyphen of « e-mail ».
    """
    return _mapped(values, _held)


def _held(text: str) -> str:
    text = _MAIL.sub(rf"\1{HYPHEN_THAT_HOLDS}", text)
    return _TIME_OF_DAY.sub(rf"\1{NO_BREAK}", _HOUR.sub(NO_BREAK, _FIGURE.sub(NO_BREAK, text)))


def _mapped(values: Any, change: Callable[[str], str]) -> Any:  # Any: as above
    if isinstance(values, str):
        return change(values)
    if isinstance(values, dict):
        return {key: _mapped(part, change) for key, part in values.items()}
    if isinstance(values, list):
        return [_mapped(part, change) for part in values]
    return values
