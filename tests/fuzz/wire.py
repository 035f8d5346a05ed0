"""Messages as bytes on the wire: put there, spoilt there, and judged by what a careful server must say.

Source: security notes 2.0 (G7: method, size, type, then parameters), L24 to L32, S12, S25.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from random import Random
from urllib.parse import urlencode

from tests.fuzz.facts import LaunchMessage, LoginMessage, Refused

FORM = "application/x-www-form-urlencoded"
LIMITS = {"/lti/login": (64 * 1024, "e-link"), "/lti/launch": (256 * 1024, "e-sec")}
METHODS = {"/lti/login": ("GET", "POST"), "/lti/launch": ("POST",)}
FIELDS = 100
SPOILT = (
    "method",
    "type",
    "size",
    "broken-escape",
    "not-utf8",
    "not-ascii",
    "utf-16",
    "many-fields",
    "in-address",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, byte for byte."""

    method: str
    path: str
    query: str
    body: bytes
    content_type: str | None


def request_of(random: Random, message: LoginMessage | LaunchMessage) -> Request:
    """The message as a browser would send it."""
    if isinstance(message, LaunchMessage):
        body = _encoded(message.body).encode()
        return Request(method="POST", path="/lti/launch", query="", body=body, content_type=FORM)
    method = "POST" if message.body or random.random() < 0.5 else "GET"
    return Request(
        method=method,
        path="/lti/login",
        query=_encoded(message.query),
        body=_encoded(message.body).encode(),
        content_type=FORM if method == "POST" else None,
    )


def spoilt(random: Random, request: Request) -> tuple[Request, str]:
    """The request with one thing that no form does, and the word for it."""
    if request.method != "POST":
        return replace(request, method=random.choice(("PUT", "DELETE", "PATCH", "HEAD"))), "method"
    what = random.choice(SPOILT)
    limit, _code = LIMITS[request.path]
    bodies = {
        "size": b"a=" + b"x" * limit,
        "broken-escape": request.body + random.choice((b"&a=%", b"&a=%z1", b"&%=a", b"&a=%1")),
        "not-utf8": request.body + random.choice((b"&a=%ff", b"&a=%c3", b"&%ed%a0%80=a", b"&a=%c0%af")),
        "not-ascii": request.body + random.choice(("&a=é".encode(), b"&a=\xff")),
        "utf-16": request.body.decode().encode("utf-16"),
        "many-fields": request.body + b"&a=1" * FIELDS,
    }
    if what in bodies:
        return replace(request, body=bodies[what]), what
    if what == "method":
        return replace(request, method=random.choice(("PUT", "DELETE", "PATCH", "HEAD"))), what
    if what == "in-address":
        name = "state" if request.path == "/lti/launch" else "iss"
        return replace(request, query=f"{name}=x&{name}=y"), what
    kinds = ("application/json", "multipart/form-data; boundary=x", "text/plain", "", None)
    return replace(request, content_type=random.choice(kinds)), what


def judge_request(request: Request) -> None:
    """Refuse what is no form at all; raises ``Refused``."""
    limit, code = LIMITS[request.path]
    if request.method not in METHODS[request.path]:
        raise Refused(405, "e-method")
    if request.method == "POST" and (request.content_type or "").partition(";")[0] != FORM:
        raise Refused(415, "e-link")
    if len(request.body) > limit:
        raise Refused(413, code)
    for part in (request.query.encode(), request.body):
        _judge_form(part)


def token_of(browser: str) -> str:
    """A browser's mark in the shape that the tool gives it."""
    return urlsafe_b64encode(hashlib.sha256(browser.encode("utf-8", "surrogatepass")).digest())[:43].decode()


def _encoded(form: object) -> str:
    assert isinstance(form, dict)
    return urlencode(form, doseq=True, errors="surrogatepass")


def _judge_form(raw: bytes) -> None:
    """Percent-encoded ASCII, UTF-8 behind it, a hundred fields at most. Halves of pairs are no UTF-8."""
    if raw.count(b"&") >= FIELDS or not raw.isascii():
        raise Refused(400, "e-link")
    first, *rest = raw.split(b"%")
    meant = first
    for piece in rest:
        if len(piece) < 2 or not all(chr(each) in "0123456789abcdefABCDEF" for each in piece[:2]):
            raise Refused(400, "e-link")
        meant += bytes.fromhex(piece[:2].decode()) + piece[2:]
    try:
        meant.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(400, "e-link") from None
