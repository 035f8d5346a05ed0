"""The two cookies: the session after a launch, and the browser's mark between login and launch.

Over https both carry the ``__Host-`` prefix and ``Partitioned``, so that they work inside an LMS's frame
without following anybody across sites. Over http, which is for this machine alone, browsers would drop
them: plain ``SameSite=Lax`` cookies take their place.
Source: CHIPS; RFC 6265bis, section 4.1.3.2.
"""

from __future__ import annotations

import re

from flask import Request, Response

from lti_tool.services.launches import SESSION_LIFE

BROWSER_LIFE_SECONDS = 600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def session_token(request: Request, *, is_secure: bool) -> str | None:
    """The session's secret as this browser sent it; ``None`` when absent or misshapen."""
    return _read(request, _name("psl", is_secure))


def browser_token(request: Request, *, is_secure: bool) -> str | None:
    """The browser's mark as it was sent back; ``None`` when absent or misshapen."""
    return _read(request, _name("psb", is_secure))


def keep_session(response: Response, token: str, *, is_secure: bool) -> None:
    """Give the browser its session."""
    _write(response, _name("psl", is_secure), token, int(SESSION_LIFE.total_seconds()), is_secure)


def keep_browser(response: Response, token: str, *, is_secure: bool) -> None:
    """Mark the browser for the ten minutes that a launch may take."""
    _write(response, _name("psb", is_secure), token, BROWSER_LIFE_SECONDS, is_secure)


def forget_session(response: Response, *, is_secure: bool) -> None:
    """Take the session away from the browser."""
    _write(response, _name("psl", is_secure), "", 0, is_secure)


def _name(word: str, is_secure: bool) -> str:
    return f"__Host-{word}" if is_secure else f"passerelle-{word}"


def _read(request: Request, name: str) -> str | None:
    value = request.cookies.get(name, "")
    return value if _TOKEN.fullmatch(value) else None


def _write(response: Response, name: str, value: str, seconds: int, is_secure: bool) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite="None" if is_secure else "Lax",
        partitioned=is_secure,
    )
