"""A team looks at its own practice: the review, its form, and the reviews before it."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest
from lti_tool.services.acting import only_trainers, place_of
from lti_tool.services.ids import new_id
from lti_tool.web.actions import is_id
from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_practice import practice_form, practice_page
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses; they belong to the documents of a course."""
    address = "/l/<handle>/practice"
    app.add_url_rule(address, "documents.practice", shown, methods=["GET"])
    app.add_url_rule(f"{address}/form", "documents.practice_form", form, methods=["GET"])
    app.add_url_rule(f"{address}/form", "documents.keep_practice", keep, methods=["POST"])


@policy(Policy.TRAINER)
def shown(handle: str) -> Response:
    """The latest review, or another one of the course, and the totals of the learners."""
    practice = services().workspace.practice.of_course(visit(), request.args.get("review", ""))
    counted = services().workspace.figures.of_visit(visit(), period="", is_whole=False)
    page = practice_page(visit(), practice, counted, is_kept=request.args.get("notice") == "kept")
    return make_response(render_template("practice/review.html", page=page))


@policy(Policy.TRAINER)
def form(handle: str) -> Response:
    """The questions; trainers only, not their assistants.

    Raises:
        NotFound: the platform names no course.
    """
    only_trainers(visit())
    place_of(visit())
    return make_response(render_template("practice/form.html", page=practice_form(visit(), new_id())))


@policy(Policy.TRAINER)
def keep(handle: str) -> Response:
    """Keep the answers, or show what is missing.

    Raises:
        MalformedRequest: no form of ours sent this.
    """
    submission, given = request.form.get("submission", ""), request.form.to_dict()
    if not is_id(submission):
        raise MalformedRequest(reason="submission")
    if not services().workspace.practice.keep(visit(), submission, given):
        page = practice_form(visit(), submission, given)
        return make_response(render_template("practice/form.html", page=page), 422)
    address = url_for("documents.practice", handle=visit().launch.handle, notice="kept")
    return cast(Response, redirect(address, 303))
