"""Comparison of addresses: what is ours, what is the platform's, and what is neither."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from lti_tool.domain.launch import REGISTRATIONS_KEPT, Registration

URL_CHARACTERS = 4096
ADDRESSES_KEPT = 1024
"""How many addresses are taken apart once: those of a course come with each of its learners."""

_LAUNCH_PATH = "/lti/launch"
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Printable ASCII only; a backslash is a slash for browsers and not for us.
_PLAIN = re.compile(r"[!-\[\]-~]+")
# An encoded slash, backslash, dot, percent sign or control character, or a broken escape.
_TRICKY_ESCAPE = re.compile(r"%(?:2f|5c|2e|25|0.|1.|7f|(?![0-9a-f]{2}))", re.IGNORECASE)
_TRICKY_SEGMENT = re.compile(r"/(?:\.{0,2})(?=/)|/\.{1,2}$")


def parts_of(url: object) -> SplitResult | None:
    """The parts of an absolute http or https address, or ``None`` when it is anything else.

    Refused: user information, backslashes, spaces, anything beyond printable ASCII, a bad port,
    more than 4096 characters.
    """
    return _parts_of(url) if isinstance(url, str) and len(url) <= URL_CHARACTERS else None


@lru_cache(ADDRESSES_KEPT)
def _parts_of(url: str) -> SplitResult | None:
    if not _PLAIN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or "@" in parts.netloc or port == 0:
        return None
    return parts


def origin_of(url: object) -> str | None:
    """Scheme, host and port in one normal form, such as ``https://lms.example:443``, or ``None``."""
    parts = parts_of(url)
    return None if parts is None else _origin_of(parts)


@lru_cache(ADDRESSES_KEPT)
def _origin_of(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.hostname}:{parts.port or _DEFAULT_PORTS[parts.scheme]}"


def addresses_of(registration: Registration) -> tuple[str, ...]:
    """The four addresses that an administrator trusted when the platform was registered."""
    return (
        registration.issuer,
        registration.auth_login_url,
        registration.token_url,
        registration.jwks_url,
    )


@lru_cache(REGISTRATIONS_KEPT)
def hosts_of(registration: Registration) -> frozenset[str]:
    """The host names of the registration's own addresses and its service hosts, in lower case.

    Canvas and others serve grades, members and selections on other hosts than their login.
    """
    found = (parts_of(url) for url in addresses_of(registration))
    own = frozenset(parts.hostname for parts in found if parts and parts.hostname)
    return own | frozenset(registration.service_hosts)


def service_fault(url: object, registration: Registration, *, allow_insecure: bool) -> str | None:
    """Why a service address may not be used with this registration; ``None`` when it may.

    One of ``bad-url``, ``not-https``, ``other-host``. Source: security notes C50, C52, C57, F30.
    """
    parts = parts_of(url)
    if parts is None or parts.fragment:
        return "bad-url"
    if parts.scheme != "https" and not allow_insecure:
        return "not-https"
    if parts.hostname not in hosts_of(registration):
        return "other-host"
    return None


def is_platform_page(url: object, registration: Registration, *, allow_insecure: bool) -> bool:
    """Whether a link back to the platform may be shown: https, on an origin of the registration."""
    parts = parts_of(url)
    if parts is None or (parts.scheme != "https" and not allow_insecure):
        return False
    return origin_of(url) in _origins_of(registration)


@lru_cache(REGISTRATIONS_KEPT)
def _origins_of(registration: Registration) -> frozenset[str | None]:
    return frozenset(origin_of(known) for known in addresses_of(registration))


def is_own_target(url: str, *, tool_origin: str, launch_url: str) -> bool:
    """Whether a ``target_link_uri`` stays inside the tool.

    The origin is compared as text, so another spelling of our own host is refused too. The path is
    the tool's root or below it, without dot segments, empty segments or encoded separators.
    """
    parts = parts_of(url)
    origin = tool_origin.rstrip("/")
    if parts is None or parts.fragment:
        return False
    if url != origin and not url.startswith((f"{origin}/", f"{origin}?")):
        return False
    path = parts.path
    if _TRICKY_ESCAPE.search(path) or _TRICKY_SEGMENT.search(path):
        return False
    root = urlsplit(launch_url).path.removesuffix(_LAUNCH_PATH)
    return path == root or path.startswith(f"{root}/")
