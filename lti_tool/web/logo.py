"""The logo of a centre: how it is put up, and how it leaves the server."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.web.centre_page import centre_shown, saved
from lti_tool.web.guards import Policy, policy, takes_file
from lti_tool.web.media import MEDIUM_ID, sent_file
from lti_tool.web.state import administration, services, visit

FOR_A_YEAR = "private, max-age=31536000, immutable"
"""Another logo has another address. It is kept by the browser alone, by no cache that others share."""
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("/l/<handle>/logo/<medium>", "shown", shown, "GET"),
        ("/admin/logo/<medium>", "own", own, "GET"),
        ("/admin/logo", "put_up", put_up, "POST"),
        ("/admin/logo/remove", "take_down", take_down, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(path, f"logo.{name}", view, methods=[method])


@policy(Policy.VISITOR)
def shown(handle: str, medium: str) -> Response:
    """The logo on a page of whoever came from a course of the centre."""
    return _sent(visit().launch.centre_id, medium)


@policy(Policy.ADMINISTRATOR)
def own(medium: str) -> Response:
    """The logo on the administrator's page."""
    return _sent(administration().centre_id, medium)


@takes_file
@policy(Policy.ADMINISTRATOR)
def put_up() -> Response:
    """Show a logo, or say why this file can be none: then nothing changes."""
    try:
        services().logos.put_up(administration(), sent_file())
    except MalformedRequest as error:
        return centre_shown(422, logo_fault=error.reason)
    return saved()


@policy(Policy.ADMINISTRATOR)
def take_down() -> Response:
    """Show no logo any longer; once more changes nothing."""
    services().logos.take_down(administration())
    return saved()


def _sent(centre_id: str, medium: str) -> Response:
    if not MEDIUM_ID.fullmatch(medium):
        raise NotFound(reason="no-such-logo")
    response = Response(services().logos.content(centre_id, medium), mimetype="image/png")
    response.headers["Cache-Control"] = FOR_A_YEAR
    response.headers["Content-Disposition"] = "inline"
    return response
