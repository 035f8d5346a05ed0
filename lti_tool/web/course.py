"""A course as a whole, for its trainers: how far everybody is on the path, and what is set once for it."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_course import settings_page, stops_page
from lti_tool.web.state import services, visit

TYPED_AT_MOST = 100


def register(app: Flask) -> None:
    """Add the addresses; they belong to the part of the group."""
    routes = (
        ("stops", "stops", stops, "GET"),
        ("course-settings", "settings", settings, "GET"),
        ("course-settings", "keep_settings", keep_settings, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"cohort.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def stops(handle: str) -> Response:
    """Where the group is on the path, and where people stop."""
    page = stops_page(visit(), services().workspace.stops.way(visit()))
    return make_response(render_template("cohort/stops.html", page=page))


@policy(Policy.TRAINER)
def settings(handle: str) -> Response:
    """What is set for the course: trainers change it, assistants read it."""
    setting = services().workspace.course_settings.of(visit())
    page = settings_page(visit(), setting, is_kept=request.args.get("notice") == "kept")
    return make_response(render_template("cohort/settings.html", page=page))


@policy(Policy.TRAINER)
def keep_settings(handle: str) -> Response:
    """Keep it; trainers only, not their assistants."""
    typed = {name: request.form.get(name, "")[:TYPED_AT_MOST] for name in ("days", "phone")}
    faults = services().workspace.course_settings.change(visit(), typed["days"], typed["phone"])
    if faults:
        setting = services().workspace.course_settings.of(visit())
        page = settings_page(visit(), setting, typed=typed, faults=faults)
        return make_response(render_template("cohort/settings.html", page=page), 422)
    address = url_for("cohort.settings", handle=visit().launch.handle, notice="kept")
    return cast(Response, redirect(address, 303))
