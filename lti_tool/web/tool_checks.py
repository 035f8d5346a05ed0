"""The check of the tools of the day, for trainers: choose the tools, see what to show first (S1-20)."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import page_asked
from lti_tool.web.showing_tools import elsewhere_page, tools_page
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses; they belong to the part of gatherings."""
    for name, view, method in (("tools", tools, "GET"), ("choose_tools", choose_tools, "POST")):
        app.add_url_rule("/l/<handle>/sitting/tools", f"sittings.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def tools(handle: str) -> Response:
    """The tools of the day, and who needs what shown first."""
    checks = services().workspace.tool_checks
    if not checks.is_here(visit()):
        return make_response(render_template("sitting/tools.html", page=elsewhere_page(visit())))
    board = checks.board(visit(), page=page_asked(request.args.get("page", "")))
    page = tools_page(visit(), board, is_kept=request.args.get("notice") == "kept")
    return make_response(render_template("sitting/tools.html", page=page))


@policy(Policy.TRAINER)
def choose_tools(handle: str) -> Response:
    """Choose them; trainers only, not their assistants."""
    checks, names = services().workspace.tool_checks, request.form.getlist("tool")
    try:
        checks.choose(visit(), names)
    except MalformedRequest as error:
        if error.reason != "too-many-tools":
            raise
        page = tools_page(visit(), checks.board(visit()), asked=names)
        return make_response(render_template("sitting/tools.html", page=page), 422)
    address = url_for("sittings.tools", handle=visit().launch.handle, notice="kept")
    return cast(Response, redirect(address, 303))
