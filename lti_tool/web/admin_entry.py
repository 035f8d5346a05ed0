"""The way into the administration by a one-use link, and out of it."""

from __future__ import annotations

import re
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import NotFound
from lti_tool.services.administrators import SESSION_LIFE
from lti_tool.web.guards import Policy, policy, refuse_unknown_sites
from lti_tool.web.present_admin import EnterPage, LeftPage
from lti_tool.web.session import administrator_token, keep_administrator
from lti_tool.web.showing import frame_of_connecting
from lti_tool.web.state import config, services

_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/admin/enter", "admin.enter", enter, methods=["GET"])
    app.add_url_rule("/admin/enter", "admin.sign_in", sign_in, methods=["POST"])
    app.add_url_rule("/admin/end", "admin.end", end, methods=["POST"])
    app.add_url_rule("/admin/left", "admin.left", left, methods=["GET"])


@policy(Policy.PUBLIC)
def enter() -> Response:
    """One button. Opening this page uses nothing up."""
    secret = _secret(request.args.getlist("link"))
    services().administrators.look_at_link(secret, services().clock())
    page = EnterPage(link=secret, action=url_for("admin.sign_in"), frame=frame_of_connecting())
    return make_response(render_template("admin/enter.html", page=page))


@policy(Policy.PUBLIC)
def sign_in() -> Response:
    """Spend the link: a session for this browser."""
    refuse_unknown_sites(request)
    secret = _secret(request.form.getlist("link"))
    is_secure = config().is_secure
    old = administrator_token(request, is_secure=is_secure)
    token = services().administrators.sign_in(secret, services().clock(), old)
    response = cast(Response, redirect(url_for("admin.centre"), 303))
    keep_administrator(response, token, int(SESSION_LIFE.total_seconds()), is_secure=is_secure)
    return response


@policy(Policy.ADMINISTRATOR)
def end() -> Response:
    """End the session."""
    is_secure = config().is_secure
    services().administrators.end(administrator_token(request, is_secure=is_secure), services().clock())
    response = cast(Response, redirect(url_for("admin.left"), 303))
    keep_administrator(response, "", 0, is_secure=is_secure)
    return response


@policy(Policy.PUBLIC)
def left() -> Response:
    """The session is over."""
    return make_response(render_template("admin/left.html", page=LeftPage()))


def _secret(given: list[str]) -> str:
    if len(given) != 1 or not _SECRET.fullmatch(given[0]):
        raise NotFound(reason="no-such-link")
    return given[0]
