"""« Aider »: one press notes a one-off help, for trainers and every assistant (S4-21, S2-18)."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.web.actions import is_id
from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_helping import helping_page
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/l/<handle>/helping", "helping.overview", overview, methods=["GET"])
    app.add_url_rule("/l/<handle>/helping", "helping.note", note, methods=["POST"])
    app.add_url_rule("/l/<handle>/helping/<one_off>/withdraw", "helping.withdraw", withdraw, methods=["POST"])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """The buttons, and what the visitor noted today."""
    given = services().workspace.one_offs.today(visit())
    page = helping_page(visit(), given, notice=request.args.get("notice", ""))
    return make_response(render_template("helping/overview.html", page=page))


@policy(Policy.TRAINER)
def note(handle: str) -> Response:
    """Note one help.

    Raises:
        MalformedRequest: no form of ours sent this.
    """
    submission = request.form.get("submission", "")
    if not is_id(submission):
        raise MalformedRequest(reason="submission")
    services().workspace.one_offs.note(visit(), submission, request.form.get("topic", ""))
    return _back("noted")


@policy(Policy.TRAINER)
def withdraw(handle: str, one_off: str) -> Response:
    """Take back what was noted by mistake."""
    if not is_id(one_off):
        raise NotFound(reason="no-such-help")
    services().workspace.one_offs.withdraw(visit(), one_off)
    return _back("withdrawn")


def _back(notice: str) -> Response:
    address = url_for("helping.overview", handle=visit().launch.handle, notice=notice)
    return cast(Response, redirect(address, 303))
