"""The cookies: the session after a launch, the browser's mark between login and launch, and the session of an
administrator.

Over https the first two carry the ``__Host-`` prefix and ``Partitioned``, so that they work inside an LMS's
frame without following anybody across sites. The administrator's is never sent from another site. Over http,
which is for this machine alone, browsers would drop them: plain ``SameSite=Lax`` cookies take the place of
the first two.
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


def agent_of(request: Request) -> str:
    """How the browser introduces itself: its name and its languages; empty when it does not.

    The languages' weights are left out: some browsers vary them from site to site, against tracking.
    """
    languages = ",".join(
        part.partition(";")[0].strip() for part in request.headers.get("Accept-Language", "").split(",")
    )
    agent = request.headers.get("User-Agent", "").strip()
    return f"{agent}\n{languages}" if agent else ""


def keep_session(
    response: Response,
    token: str,
    *,
    is_secure: bool,
    seconds: int = int(SESSION_LIFE.total_seconds()),
) -> None:
    """Give the browser its session."""
    _write(response, _name("psl", is_secure), token, seconds, is_secure)


def keep_browser(response: Response, token: str, *, is_secure: bool) -> None:
    """Mark the browser for the ten minutes that a launch may take."""
    _write(response, _name("psb", is_secure), token, BROWSER_LIFE_SECONDS, is_secure)


def forget_session(response: Response, *, is_secure: bool) -> None:
    """Take the session away from the browser."""
    _write(response, _name("psl", is_secure), "", 0, is_secure)


def administrator_token(request: Request, *, is_secure: bool) -> str | None:
    """The secret of an administrator's session as this browser sent it; ``None`` when absent or misshapen."""
    return _read(request, _name("pad", is_secure))


def keep_administrator(response: Response, token: str, seconds: int, *, is_secure: bool) -> None:
    """Give the browser an administrator's session; none for 0 seconds."""
    _write(response, _name("pad", is_secure), token, seconds, is_secure, is_framed=False)


def _name(word: str, is_secure: bool) -> str:
    return f"__Host-{word}" if is_secure else f"passerelle-{word}"


def _read(request: Request, name: str) -> str | None:
    value = request.cookies.get(name, "")
    return value if _TOKEN.fullmatch(value) else None


def _write(
    response: Response, name: str, value: str, seconds: int, is_secure: bool, *, is_framed: bool = True
) -> None:
    in_a_frame = "None" if is_secure else "Lax"
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        secure=is_secure,
        httponly=True,
        samesite=in_a_frame if is_framed else "Strict",
        partitioned=is_secure and is_framed,
    )
