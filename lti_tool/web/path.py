"""The learner's path: four stages, one next small step, and every module."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template

from lti_tool.web import showing_path
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the address of the path."""
    app.add_url_rule("/l/<handle>/path", "path.overview", overview)


@policy(Policy.LEARNER)
def overview(handle: str) -> Response:
    """The path, from all that this learner did and said in the course."""
    path = services().paths.own(visit(), services().clock())
    page = showing_path.path_page(visit(), path)
    return make_response(render_template("path/overview.html", page=page))
