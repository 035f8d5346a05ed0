"""The resource library and « qui peut m'aider ? »: for everybody who has a place in the course."""

from __future__ import annotations

from flask import Flask, Response, request

from lti_tool.domain.card_form import SPOKEN
from lti_tool.domain.resources import Wanted
from lti_tool.web import showing_resources
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown


def register(app: Flask) -> None:
    """Add both addresses."""
    app.add_url_rule("/l/<handle>/resources", "resources.library", library)
    app.add_url_rule("/l/<handle>/who-helps", "resources.who_helps", who_helps)


@policy(Policy.COURSE)
def library(handle: str) -> Response:
    """Every card of the centre, by kind; filters stand in the address."""
    cards = services().resources.library(visit())
    return shown("resources/library.html", lambda: showing_resources.library_page(visit(), cards, _wanted()))


@policy(Policy.COURSE)
def who_helps(handle: str) -> Response:
    """A person, a place, an hour."""
    found = services().resources.helpers(visit())
    return shown("resources/who_helps.html", lambda: showing_resources.helpers_page(visit(), found))


def _wanted() -> Wanted:
    """The filters of the address; nonsense asks for nothing."""
    spoken = request.args.get("spoken", "")
    return Wanted(
        is_evening=request.args.get("evening") == "1",
        is_weekend=request.args.get("weekend") == "1",
        language=spoken if spoken in SPOKEN else "",
    )
