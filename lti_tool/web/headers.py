"""Headers of every answer, and its compression.

Source: the project's table of headers. There is no ``X-Frame-Options``: it cannot name several origins.
"""

from __future__ import annotations

import gzip

from flask import Flask, Response, g, request

from lti_tool.web.state import asker_or_none, config, is_administration

COMPRESS_FROM_BYTES = 400
SHOWN_BY_OTHER_SITES = frozenset({"registration.logo", "picker.picture"})
"""The only addresses that a page of another site may show: pictures in a platform's list or course."""
FILE_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""A style sheet, a script or a picture loads nothing, leads nowhere and asks for no device. What pages say
about that would weigh as much as a fifth of the file itself, on a network where each byte is waited for.
"""
_OF_PAGES = {"Referrer-Policy": "same-origin", "Origin-Agent-Cluster": "?1"}
_COMPRESSIBLE = ("text/html", "text/css", "text/javascript", "application/json", "image/svg+xml")


def apply_headers(app: Flask) -> None:
    """Set the headers and compress, after every request."""
    app.after_request(_compressed)
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    headers, endpoint = response.headers, request.endpoint
    added = {
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin" if endpoint in SHOWN_BY_OTHER_SITES else "same-origin",
    }
    if endpoint == "public.static":
        added["Content-Security-Policy"] = FILE_POLICY
    else:
        added |= _OF_PAGES
        added["Content-Security-Policy"] = _content_policy()
        added["Permissions-Policy"] = _device_policy()
    if config().is_secure:
        added["Strict-Transport-Security"] = "max-age=63072000"
    if "Cache-Control" not in headers:
        added["Cache-Control"] = "no-store"
        added["Vary"] = "Cookie"
    headers.extend(added)
    return response


def _device_policy() -> str:
    microphone = "(self)" if g.get("records", False) else "()"
    return f"camera=(), microphone={microphone}, geolocation=(), payment=(), usb=()"


def _content_policy() -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"connect-src 'self'; form-action {_form_targets()}; base-uri 'none'; object-src 'none'; "
        f"frame-ancestors {_ancestors()}{_sounds()}"
    )


def allow_form_to(origin: str) -> None:
    """Let the forms of the present page be sent to this site too: the answer to a deep linking request."""
    g.form_target = origin


def allow_sound() -> None:
    """Let the present page play sounds of ours."""
    g.sounds = "'self'"


def allow_recording() -> None:
    """Let the present page use the microphone, and play what was recorded."""
    g.sounds = "'self' blob:"
    g.records = True


def allow_frames_of(origins: str) -> None:
    """Let only these sites frame the present page, which has no asker. Empty: none at all."""
    g.frame_origins = origins or "'none'"


def _sounds() -> str:
    sources = g.get("sounds")
    return f"; media-src {sources}" if sources else ""


def _form_targets() -> str:
    origin = g.get("form_target")
    return f"'self' {origin}" if origin else "'self'"


def _ancestors() -> str:
    """Only the sites of the asker's registration may frame a page.

    A page without an asker holds no data and no session. It may stand in any frame: a refused learner must
    read why, not a blank frame, and a platform that is being connected is not known yet. The one form among
    these pages carries an invitation, which a site that frames it does not have. The administration stands
    in no frame, with or without a session.
    """
    asker = asker_or_none()
    usual = "'none'" if is_administration(request.path) else "*"
    return (asker.frame_origins or "'none'") if asker else str(g.get("frame_origins", usual))


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
