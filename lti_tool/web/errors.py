"""Every error becomes a page in plain words, with a code that a person can read aloud.

The wording of each page code lives in ``templates/macros/error_words.html``.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from lti_tool.domain import errors
from lti_tool.services.ids import new_reference
from lti_tool.web.present import ErrorPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit_or_none

log = logging.getLogger("passerelle.web")

STATUS: dict[type[errors.PasserelleError], int] = {
    errors.MalformedRequest: 400,
    errors.NotAuthenticated: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.InvalidMessage: 422,
    errors.TooManyRequests: 429,
    errors.StoreUnavailable: 503,
    errors.PlatformUnavailable: 503,
    errors.PlatformRefused: 503,
}
WAIT_SECONDS = "60"


def handle_errors(app: Flask) -> None:
    """Turn every exception into a page."""
    app.register_error_handler(errors.PasserelleError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def status_of(error: errors.PasserelleError) -> int:
    """The HTTP status of one of our errors."""
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def error_page(code: str, reason: str, status: int, reference: str) -> Response:
    """The page of an error, without any data of the request in it."""
    visit = visit_or_none()
    page = ErrorPage(
        code=code,
        reason=reason,
        reference=reference,
        href=visit.launch.return_url or "" if visit else "",
        frame=frame_of(visit),
    )
    response = make_response(render_template("error.html", page=page), status)
    if status in (429, 503):
        response.headers["Retry-After"] = WAIT_SECONDS
    return response


def report(error: errors.PasserelleError) -> str:
    """Log a refusal, write it down where platforms call, and give the code that a person can read aloud."""
    reference = new_reference()
    log.info("refused", extra={"code": error.code, "reason": error.reason, "reference": reference})
    if request.path.startswith("/lti/") and status_of(error) < 500:
        _write_down(error, reference)
    return reference


def _ours(error: errors.PasserelleError) -> Response:
    return error_page(error.code, error.reason, status_of(error), report(error))


def _write_down(error: errors.PasserelleError, reference: str) -> None:
    try:
        found = services()
        found.logins.refused(at=found.clock(), code=error.code, reason=error.reason, correlation=reference)
    except errors.StoreUnavailable:
        log.warning("refusal not written down", extra={"reference": reference})


def _http(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        code = "e-sec" if request.path == "/lti/launch" else "e-big"
        return error_page(code, "body-too-large", 413, new_reference())
    if error.code == 405:
        response = error_page("e-method", "method", 405, new_reference())
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response
    code = "e-notfound" if error.code == 404 else "e-link"
    return error_page(code, "http", error.code or 400, new_reference())


def _unforeseen(error: Exception) -> Response:
    """The last resort: the same page, and a log line that an operator must look at."""
    reference = new_reference()
    log.error("unforeseen", extra={"kind": type(error).__name__, "reference": reference}, exc_info=error)
    return error_page("e-busy", "unforeseen", 500, reference)
