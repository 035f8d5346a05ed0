"""Every error becomes a page in plain words, with a code that a person can read aloud.

The wording of each page code lives in ``templates/macros/error_words.html``.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from lti_tool.domain import errors
from lti_tool.services.ids import new_reference
from lti_tool.web import admin_words
from lti_tool.web.guards import takes_files
from lti_tool.web.limits import caller, count_guess, limits
from lti_tool.web.present import ErrorPage
from lti_tool.web.showing import frame_of_asker
from lti_tool.web.state import asker_or_none, is_administration, services

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
LAUNCHES = frozenset({"lti.launch", "lti.carry_on"})
ADMINISTRATOR_LINKS = frozenset({"admin.enter", "admin.sign_in"})
MENDED_BY_ADMINISTRATORS = frozenset({"e-config", "e-lms"})
GUESSED = ("/l/", "/p/", "/admin/", "/lti/register", "/lti/manual")


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
    if is_administration(request.path):
        return _administration_page(code, reason, status, reference)
    asker = asker_or_none()
    page = ErrorPage(
        code=code,
        reason=reason,
        reference=reference,
        href=asker.course_href if asker else "",
        guide_href=url_for("guides.read", guide="connect") if code in MENDED_BY_ADMINISTRATORS else "",
        frame=frame_of_asker(asker),
    )
    response = make_response(render_template("error.html", page=page), status)
    if status in (429, 503):
        response.headers["Retry-After"] = WAIT_SECONDS
    return response


def _administration_page(code: str, reason: str, status: int, reference: str) -> Response:
    """The same for an administrator, who has no trainer to ask and no answers to lose."""
    page = admin_words.failed_page(code, reason, reference)
    response = make_response(render_template("admin/failed.html", page=page), status)
    if status in (429, 503):
        response.headers["Retry-After"] = WAIT_SECONDS
    return response


def report(error: errors.PasserelleError) -> str:
    """Log a refusal, write it down where platforms call, and give the code that a person can read aloud."""
    reference = new_reference()
    level = logging.ERROR if error.reason == errors.DISK_FULL else logging.INFO
    log.log(level, "refused", extra={"code": error.code, "reason": error.reason, "reference": reference})
    is_watched = request.path.startswith("/lti/") or request.endpoint in ADMINISTRATOR_LINKS
    is_counted = is_watched and status_of(error) < 500
    # What is over a limit leaves no row: a flood must not fill the disk.
    if is_counted and not isinstance(error, errors.TooManyRequests):
        _write_down(error, reference)
    return reference


def _ours(error: errors.PasserelleError) -> Response:
    error = limited(error)
    return come_again(error_page(error.code, error.reason, status_of(error), report(error)), error)


def come_again(response: Response, error: errors.PasserelleError) -> Response:
    """The same, with the time to wait where that is the answer."""
    if isinstance(error, errors.TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    elif response.status_code == 503:
        response.headers["Retry-After"] = WAIT_SECONDS
    return response


def limited(error: errors.PasserelleError) -> errors.PasserelleError:
    """The same, or that there were too many such refusals to this network address, or that nobody can say
    how many there were: then a wrong guess looks like a right one, which cannot be answered either.
    """
    status = status_of(error)
    try:
        if request.endpoint in ADMINISTRATOR_LINKS and 400 <= status < 429:
            limits().admin_links.take(caller(), services().clock())
        elif request.endpoint in LAUNCHES and 400 <= status < 429:
            limits().failed_launches.take(caller(), services().clock())
        elif status in (401, 404) and request.path.startswith(GUESSED):
            count_guess()
    except (errors.TooManyRequests, errors.StoreUnavailable) as refusal:
        return refusal
    return error


def _write_down(error: errors.PasserelleError, reference: str) -> None:
    try:
        found = services()
        found.logins.refused(
            at=found.clock(),
            code=error.code,
            reason=error.reason,
            correlation=reference,
            asked=error.asked,
        )
    except errors.StoreUnavailable:
        log.warning("refusal not written down", extra={"reference": reference})


def _http(error: HTTPException) -> Response:
    if isinstance(error, RequestEntityTooLarge):
        code = "e-sec" if request.path == "/lti/launch" else "e-big"
        return error_page(code, _too_large(), 413, new_reference())
    if error.code == 405:
        response = error_page("e-method", "method", 405, new_reference())
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response
    if error.code == 404:
        return _no_such_address()
    return error_page("e-link", "http", error.code or 400, new_reference())


def _too_large() -> str:
    """What was too large: a file, where the form carries one."""
    return "file-too-large" if takes_files(request.endpoint) else "body-too-large"


def _no_such_address() -> Response:
    """Not written down: anybody can ask for countless addresses that no page has."""
    missing = limited(errors.NotFound(reason="http"))
    if not isinstance(missing, errors.NotFound):
        return _ours(missing)
    return error_page(missing.code, missing.reason, 404, new_reference())


def _unforeseen(error: Exception) -> Response:
    """The last resort: the same page, and a log line that an operator must look at."""
    reference = new_reference()
    log.error("unforeseen", extra={"kind": type(error).__name__, "reference": reference}, exc_info=error)
    return error_page("e-busy", "unforeseen", 500, reference)
