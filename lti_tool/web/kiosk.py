"""The shared computer: in by a short code, out by itself.

These pages stand in no frame, and nobody's name or answer is on them.
"""

from __future__ import annotations

import re
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import NotFound
from lti_tool.domain.kiosk import KIOSK_IDLE, KIOSK_LIFE, WARNED_AFTER
from lti_tool.web.guards import Policy, policy, refuse_unknown_sites
from lti_tool.web.headers import allow_frames_of
from lti_tool.web.i18n import language
from lti_tool.web.limits import caller, give_back_all, limits, take_all
from lti_tool.web.present_sitting import KioskPage, StillPage
from lti_tool.web.session import keep_session, session_token
from lti_tool.web.state import config, services, visit_or_none

TYPED_AT_MOST = 40
GOODBYE_SECONDS = 30
_HANDLE = re.compile(r"[A-Za-z0-9_-]{22}")
_ANSWER = int((KIOSK_IDLE - WARNED_AFTER).total_seconds())


def register(app: Flask) -> None:
    """Add the addresses, and let every page of a shared computer end by itself."""
    app.add_url_rule("/kiosk", "kiosk.enter", enter, methods=["GET"])
    app.add_url_rule("/kiosk", "kiosk.open_session", open_session, methods=["POST"])
    app.add_url_rule("/kiosk/still/<handle>", "kiosk.still", still, methods=["GET"])
    app.add_url_rule("/kiosk/goodbye", "kiosk.goodbye", goodbye, methods=["GET"])
    app.after_request(_ending_by_itself)


@policy(Policy.PUBLIC)
def enter() -> Response:
    """One field for the code."""
    return _enter_page(KioskPage(action=url_for("kiosk.open_session")))


@policy(Policy.PUBLIC)
def open_session() -> Response:
    """Spend a code: a session for this browser. Wrong codes are counted, by address and in all. Each code
    is, until it turns out to be right: many at one instant have no more tries than one after the other.
    """
    allow_frames_of("")
    refuse_unknown_sites(request)
    turns = ((limits().kiosk_codes, caller()), (limits().all_kiosk_codes, ""))
    take_all(turns)
    given = request.form.get("code", "")
    old = session_token(request, is_secure=config().is_secure)
    accepted = services().workspace.kiosks.enter(given, old_token=old, locale=language())
    if accepted is None:
        shown = "".join(letter for letter in given if letter.isprintable())[:TYPED_AT_MOST]
        page = KioskPage(action=url_for("kiosk.open_session"), is_wrong=True, given=shown)
        return _enter_page(page, 422)
    give_back_all(turns)
    response = cast(Response, redirect(url_for("learner.entrance", handle=accepted.handle), 303))
    keep_session(
        response,
        accepted.session_token,
        is_secure=config().is_secure,
        seconds=int(KIOSK_LIFE.total_seconds()),
    )
    return response


@policy(Policy.PUBLIC)
def still(handle: str) -> Response:
    """Is somebody there? This page moves nothing: without an answer the session is over in a minute.

    Raises:
        NotFound: that cannot be an address of ours.
    """
    allow_frames_of("")
    if not _HANDLE.fullmatch(handle):
        raise NotFound(reason="no-such-launch")
    page = StillPage(href=url_for("learner.entrance", handle=handle), seconds=_ANSWER)
    response = make_response(render_template("kiosk/still.html", page=page))
    response.headers["Refresh"] = f"{_ANSWER}; url={url_for('kiosk.goodbye')}"
    return response


@policy(Policy.PUBLIC)
def goodbye() -> Response:
    """Nobody was there: the session is over. Then the first page comes back."""
    allow_frames_of("")
    page = StillPage(href=url_for("kiosk.enter"))
    response = make_response(render_template("kiosk/goodbye.html", page=page))
    response.headers["Refresh"] = f"{GOODBYE_SECONDS}; url={url_for('kiosk.enter')}"
    return response


def _enter_page(page: KioskPage, status: int = 200) -> Response:
    allow_frames_of("")
    return make_response(render_template("kiosk/enter.html", page=page), status)


def _ending_by_itself(response: Response) -> Response:
    """Every page of a shared computer leads to the question whether somebody is there, by a header: no script
    is needed, and the server ends the session at the same time whatever the browser does.
    """
    here = visit_or_none()
    if here is None or not here.launch.is_kiosk or response.mimetype != "text/html":
        return response
    if response.status_code not in (301, 302, 303):
        seconds = int(WARNED_AFTER.total_seconds())
        response.headers["Refresh"] = f"{seconds}; url={url_for('kiosk.still', handle=here.launch.handle)}"
    return response
