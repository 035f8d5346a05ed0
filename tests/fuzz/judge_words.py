"""The judge's own reading of texts and addresses, written from the security notes, 2.0 and 2.2."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from tests.fuzz.facts import TOOL, Platform

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]*))?"
    r"(?P<rest>[/?#][^\s]*)?",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"%(.{0,2})", re.DOTALL)
Address = tuple[str, str, int, str]


def is_odd(text: str) -> bool:
    """Control characters and halves of surrogate pairs: no database and no log holds them."""
    return not text.isprintable() and any(unicodedata.category(each) in ("Cc", "Cs") for each in text)


def is_name(value: object) -> bool:
    """An identifier: 1 to 255 characters, none of them odd."""
    return isinstance(value, str) and 0 < len(value) < 256 and not is_odd(value)


def address(value: object) -> Address | None:
    """Scheme, host, port and fragment of an address that can be used at all; otherwise ``None``."""
    if not isinstance(value, str) or len(value) > 4096 or "\\" in value:
        return None
    if not all("!" <= each <= "~" for each in value):
        return None
    found = _ADDRESS.fullmatch(value)
    if found is None:
        return None
    scheme = found["scheme"].lower()
    port = int(found["port"]) if found["port"] else {"http": 80, "https": 443}[scheme]
    if not 1 <= port <= 65535:
        return None
    _before, _mark, fragment = (found["rest"] or "").partition("#")
    return scheme, found["host"].lower(), port, fragment


def is_service(value: object, platform: Platform) -> bool:
    """Whether a service may be called there: https, no fragment, a host of this registration."""
    found = address(value)
    hosts = {known[1] for known in map(address, platform.addresses) if known} | platform.service_hosts
    return found is not None and found[0] == "https" and not found[3] and found[1] in hosts


def is_page(value: object, platform: Platform) -> bool:
    """Whether a link back may be shown: https, on an origin of this registration."""
    found = address(value)
    origins = {known[:3] for known in map(address, platform.addresses) if known}
    return found is not None and found[0] == "https" and found[:3] in origins


def is_ours(target: str) -> bool:
    """Whether a target lies inside the tool, spelled as we spell it, without any detour."""
    if len(target) > 4096 or not all("!" <= each <= "~" for each in target) or "\\" in target:
        return False
    if not target.startswith(TOOL):
        return False
    rest = target[len(TOOL) :]
    before_fragment, _mark, fragment = rest.partition("#")
    path, _mark, _query = before_fragment.partition("?")
    if fragment or (rest and rest[0] not in "/?"):
        return False
    return _is_straight(path)


def _is_straight(path: str) -> bool:
    steps = path.split("/")[1:]
    if any(step in (".", "..") for step in steps) or "" in steps[:-1]:
        return False
    for escape in _ESCAPE.findall(path):
        if not re.fullmatch(r"[0-9A-Fa-f]{2}", escape):
            return False
        (byte,) = unquote_to_bytes(f"%{escape}")
        if byte < 0x20 or byte == 0x7F or chr(byte) in "/\\.%":
            return False
    return True
