"""Headers of every answer, and its compression.

Source: the project's table of headers. There is no ``X-Frame-Options``: it cannot name several origins.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

from lti_tool.web.state import config, visit_or_none

COMPRESS_FROM_BYTES = 400
SHOWN_BY_OTHER_SITES = frozenset({"registration.logo"})
"""The only addresses that a page of another site may show: the tool's picture in a platform's list."""
_COMPRESSIBLE = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")


def apply_headers(app: Flask) -> None:
    """Set the headers and compress, after every request."""
    app.after_request(_compressed)
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    headers = response.headers
    headers["Content-Security-Policy"] = _content_policy()
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
    headers["X-Content-Type-Options"] = "nosniff"
    is_shown = request.endpoint in SHOWN_BY_OTHER_SITES
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_shown else "same-origin"
    headers["Origin-Agent-Cluster"] = "?1"
    if config().is_secure:
        headers["Strict-Transport-Security"] = "max-age=63072000"
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
        headers.add("Vary", "Cookie")
    return response


def _content_policy() -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
        f"frame-ancestors {_ancestors()}"
    )


def _ancestors() -> str:
    """Only the sites of the visit's registration may frame a page.

    A page without a visit holds no data and no session. It may stand in any frame: a refused learner must
    read why, not a blank frame, and a platform that is being connected is not known yet. The one form among
    these pages carries an invitation, which a site that frames it does not have.
    """
    visit = visit_or_none()
    return (visit.launch.frame_origin or "'none'") if visit else "*"


def _compressed(response: Response) -> Response:
    accepts = "gzip" in request.headers.get("Accept-Encoding", "")
    if not accepts or response.direct_passthrough or response.mimetype not in _COMPRESSIBLE:
        return response
    if "Content-Encoding" in response.headers or response.status_code in (204, 304):
        return response
    body = response.get_data()
    if len(body) >= COMPRESS_FROM_BYTES:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response
