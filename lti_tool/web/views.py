"""The learner reads who looked at their record."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template

from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_views import views_page
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the address of the page."""
    app.add_url_rule("/l/<handle>/who-looked", "views.own", own)


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """Who looked at the visitor's own record in this course."""
    page = views_page(visit(), services().workspace.record_views.of_own(visit()))
    return make_response(render_template("views/who_looked.html", page=page))
