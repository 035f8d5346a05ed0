"""Deep linking: a trainer chooses what stands in the course, and the answer goes back to the platform."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.deep_link import Columns
from lti_tool.domain.errors import Conflict, InvalidMessage, MalformedRequest, NotFound
from lti_tool.web import showing_picker
from lti_tool.web.guards import Policy, policy
from lti_tool.web.headers import allow_form_to
from lti_tool.web.i18n import _
from lti_tool.web.present_picker import Notice
from lti_tool.web.session import forget_session, session_token
from lti_tool.web.state import config, picking, services

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses of the picker."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("", "choose", choose, ["GET"]),
        ("", "answer", answer, ["POST"]),
        ("cancel", "cancel", cancel, ["POST"]),
        ("answer", "send", send, ["GET"]),
        ("end", "end", end, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/p/<handle>/{path}", f"picker.{name}", view, methods=methods)
    app.add_url_rule("/lti/pictures/<slug>.svg", "picker.picture", picture)


@policy(Policy.PICKER)
def choose(handle: str) -> Response:
    """What can be added to the course."""
    if picking().request.answer is not None:
        return _to("picker.send")
    return _page(showing_picker.picker_page(picking()))


@policy(Policy.PICKER)
def answer(handle: str) -> Response:
    """Sign the choice; what was chosen stays on the page when it cannot be taken.

    Raises:
        MalformedRequest: the number of columns is none that the page offers.
    """
    chosen = tuple(dict.fromkeys(request.form.getlist("activity")))
    try:
        columns = Columns(request.form.get("columns", Columns.SIX.value))
    except ValueError as error:
        raise MalformedRequest(reason="unknown-columns") from error
    activities = services().activities
    if any(slug not in activities for slug in chosen):
        chosen = ()
    offers = [showing_picker.offer_of(activities[slug]) for slug in chosen]
    try:
        services().deep_links.answer(picking(), offers, columns, services().clock())
    except InvalidMessage:
        return _again("nothing-chosen", 422, chosen, columns)
    except Conflict as error:
        if error.reason != "one-item-only":
            raise
        return _again("one-only", 409, chosen, columns)
    return _to("picker.send")


@policy(Policy.PICKER)
def cancel(handle: str) -> Response:
    """Go back to the platform without any choice."""
    message = _("Rien n'a été ajouté au cours.")
    services().deep_links.cancel(picking(), message, services().clock())
    return _to("picker.send")


@policy(Policy.PICKER)
def send(handle: str) -> Response:
    """The form that carries the answer to the platform: the only page whose form leads elsewhere."""
    if picking().request.answer is None:
        return _to("picker.choose")
    page = showing_picker.answer_page(picking().request)
    if page.address:
        allow_form_to(_origin_of(page.address))
    return make_response(render_template("picker/answer.html", page=page))


@policy(Policy.PICKER)
def end(handle: str) -> Response:
    """End the session on this computer."""
    services().launches.end_session(session_token(request, is_secure=config().is_secure))
    response = cast(Response, redirect(url_for("public.home"), 303))
    forget_session(response, is_secure=config().is_secure)
    return response


@policy(Policy.PUBLIC)
def picture(slug: str) -> Response:
    """An activity's picture, at an address that a platform may keep for years.

    Raises:
        NotFound: there is no such activity, or it has no picture.
    """
    activity = services().activities.get(slug)
    name = showing_picker.picture_name(activity) if activity else ""
    if not name:
        raise NotFound(reason="no-such-picture")
    response = Response((config().static / name).read_bytes(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _again(notice: Notice, status: int, chosen: tuple[str, ...], columns: Columns) -> Response:
    page = showing_picker.picker_page(picking(), chosen=chosen, columns=columns, notice=notice)
    return _page(page, status)


def _page(page: object, status: int = 200) -> Response:
    return make_response(render_template("picker/choose.html", page=page), status)


def _origin_of(url: str) -> str:
    """The site of a return address, as a content policy names it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return f"{parts.scheme}://{host}:{parts.port}" if parts.port else f"{parts.scheme}://{host}"


def _to(endpoint: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, handle=picking().request.handle), 303))
