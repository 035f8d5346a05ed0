"""The learner reads who looked at their record."""

from __future__ import annotations

from flask import Flask, Response

from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_views import views_page
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown


def register(app: Flask) -> None:
    """Add the address of the page."""
    app.add_url_rule("/l/<handle>/who-looked", "views.own", own)


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """Who looked at the visitor's own record in this course."""
    looks = services().workspace.record_views.of_own(visit())
    return shown("views/who_looked.html", lambda: views_page(visit(), looks))
