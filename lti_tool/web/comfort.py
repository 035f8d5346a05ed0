"""« Confort de lecture »: how large the text is, which colours, where the main button stands, and sound.

The form keeps what was chosen with the person and leads back to the page it was opened from, as the menu of
languages does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.comfort import USUAL, comfort_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.languages import is_own_page
from lti_tool.web.present_comfort import ComfortPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/l/<handle>/comfort", "comfort.choose", choose)
    app.add_url_rule("/l/<handle>/comfort", "comfort.keep", keep, methods=["POST"])


@policy(Policy.LEARNER)
def choose(handle: str) -> Response:
    """What may be chosen, each with a sample of itself, and what stands now."""
    page = ComfortPage(
        action=url_for("comfort.keep", handle=handle),
        back=_back(request.args.get("back", ""), handle),
        chosen=visit().launch.comfort,
        frame=replace(frame_of(visit()), comfort_href=""),
    )
    return make_response(render_template("comfort/choose.html", page=page))


@policy(Policy.LEARNER)
def keep(handle: str) -> Response:
    """Keep what was chosen, or put everything back, and show the page that the reader came from."""
    chosen = USUAL if "usual" in request.form else comfort_of(request.form)
    services().workspace.comforts.choose(visit(), chosen)
    return cast(Response, redirect(_back(request.form.get("back", ""), handle), 303))


def _back(given: str, handle: str) -> str:
    return given if is_own_page(given, handle) else url_for("learner.entrance", handle=handle)
