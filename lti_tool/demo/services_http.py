"""The small print of the platform's services: media types, pages of a list, answers with a reason."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import Response, request

from lti_tool.demo.platform import DemoPlatform, ServiceProblem

T = TypeVar("T")
UNPAGED_QUERY = ("limit", "from")


def json_answer(body: object, media_type: str, *, status: int = 200) -> Response:
    """A JSON answer under one of the standard's own media types."""
    answer = Response(status=status)
    answer.set_data(json.dumps(body, ensure_ascii=False))
    answer.content_type = media_type
    return answer


def problem_answer(platform: DemoPlatform, problem: ServiceProblem) -> Response:
    """A refusal. Moodle puts its reason into the words after the status as well."""
    answer = json_answer(
        {"status": problem.status, "reason": problem.text}, "application/json", status=problem.status
    )
    if platform.habits.says_reason_in_phrase:
        answer.status = f"{problem.status} {problem.text}"
    if problem.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def need_accept(platform: DemoPlatform, media_type: str) -> None:
    """Refuse a request that does not ask for exactly this type, where the platform is that exact.

    Source: Moodle 4.1 ``gradebookservices``: ``*/*`` passes the router and then gets 400.
    """
    if platform.habits.is_exact_about_media_types and request.headers.get("Accept") != media_type:
        raise ServiceProblem(400, f"Accept must be {media_type}")


def need_content(media_type: str) -> None:
    """Refuse a body of another type."""
    if request.headers.get("Content-Type") != media_type:
        raise ServiceProblem(400, f"Content-Type must be {media_type}")


def json_body() -> dict[str, Any]:  # Any: JSON from outside
    """The object that was sent."""
    found = request.get_json(force=True, silent=True)
    if not isinstance(found, dict):
        raise ServiceProblem(400, "The body is no JSON object")
    return found


def page_of(platform: DemoPlatform, rows: Sequence[T], base_url: str) -> tuple[Sequence[T], str | None]:
    """The rows asked for by ``limit`` and ``from``, and the ``Link`` header when there are more.

    Without ``limit`` the platform's own page size counts; Moodle has none.
    """
    first = _number("from", 0)
    size = _number("limit", platform.habits.page_size or 0)
    if size <= 0 or first + size >= len(rows):
        return rows[first:], None
    parts = urlsplit(base_url)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name not in UNPAGED_QUERY]
    kept = dict(parse_qsl(parts.query)) | dict(asked)
    query = urlencode({**kept, "limit": size, "from": first + size})
    before, after = platform.habits.link_quotes
    link = f"<{urlunsplit(parts._replace(query=query))}>; rel={before}next{after}"
    # Header text is Latin-1 for WSGI: Moodle's typographic quotes travel as their UTF-8 bytes.
    return rows[first : first + size], link.encode("utf-8").decode("latin-1")


def _number(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isdecimal() else default
