"""« Mes données »: a learner reads what is kept about them, takes it along, and asks the centre for more."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, redirect, render_template, request, url_for

from lti_tool.domain.data_request import Asked
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.export import file_name
from lti_tool.services.person_copy import as_json
from lti_tool.services.wording import local_day
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _
from lti_tool.web.limits import limits
from lti_tool.web.present_own_data import Notice
from lti_tool.web.showing_own_data import file_page, own_data_page
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown

_KINDS = {"html": "text/html; charset=utf-8", "json": "application/json"}


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/l/<handle>/my-data", "own_data.overview", overview)
    app.add_url_rule("/l/<handle>/my-data/file", "own_data.take_along", take_along, methods=["POST"])
    app.add_url_rule("/l/<handle>/my-data/ask", "own_data.ask", ask, methods=["POST"])


@policy(Policy.LEARNER)
def overview(handle: str) -> Response:
    """What is kept, why, how long, and who sees it."""
    word = request.args.get("notice", "")
    notice: Notice = "asked" if word == "asked" else "shared-computer" if word == "shared-computer" else ""
    own = services().data_rights.own(visit())
    return shown("own_data/overview.html", lambda: own_data_page(visit(), own, notice=notice))


@policy(Policy.LEARNER)
def take_along(handle: str) -> Response:
    """Everything about the visitor as a file, to read or for another program. It is written down.

    Raises:
        MalformedRequest: no form offers this.
        TooManyRequests: ten files within the hour.
    """
    form = request.form.get("form", "")
    if form not in _KINDS:
        raise MalformedRequest(reason="unknown-form")
    if visit().launch.is_kiosk:
        return _to("shared-computer")
    limits().exports.take(visit().launch.person_id, services().clock())
    copied = services().data_rights.take_along(visit())
    content = as_json(copied)
    if form == "html":
        centre = services().data_rights.own(visit()).centre_name
        content = render_template("own_data/file.html", page=file_page(copied, centre))
    response = Response(content, content_type=_KINDS[form])
    name = file_name((_("mes données"),), local_day(copied.made_at), form)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@policy(Policy.LEARNER)
def ask(handle: str) -> Response:
    """Ask the centre; a second time changes nothing."""
    given = request.form.get("asked", "")
    if given not in set(Asked):
        raise MalformedRequest(reason="unknown-request")
    services().data_rights.ask(visit(), Asked(given))
    return _to("asked")


def _to(notice: Notice) -> Response:
    address = url_for("own_data.overview", handle=visit().launch.handle, notice=notice)
    return cast(Response, redirect(address, 303))
