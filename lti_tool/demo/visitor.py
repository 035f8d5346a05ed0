"""Who looks at the demo LMS: one of its people, remembered in a cookie, without any password."""

from __future__ import annotations

from flask import Response, request

from lti_tool.demo.cast import Cast, Member

COOKIE = "demo_lms_person"
LIFE_SECONDS = 30 * 24 * 3600


def current_member(cast: Cast) -> Member | None:
    """The person chosen earlier; ``None`` when nobody was."""
    return cast.member(request.cookies.get(COOKIE, ""))


def remember(answer: Response, member: Member) -> None:
    """Keep the choice in this browser. Not secure on purpose: the demo runs on plain http."""
    answer.set_cookie(COOKIE, member.key, max_age=LIFE_SECONDS, httponly=True, samesite="Lax")


def finish_page(html: str, tool_origin: str, *, status: int = 200) -> Response:
    """A page with the headers of every page of the LMS: the tool may be posted to and framed."""
    answer = Response(html, status=status, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; "
        f"form-action 'self' {tool_origin}; frame-src 'self' {tool_origin}; frame-ancestors 'self'"
    )
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
