"""« Confort de lecture »: text, colours, where the main button stands, sound, and a second language.

The form keeps what was chosen with the person and leads back to the page it was opened from, as the menu of
languages does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, redirect, request, url_for

from lti_tool.domain.comfort import USUAL, Comfort, comfort_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import language
from lti_tool.web.languages import is_own_page, languages_beside
from lti_tool.web.present_comfort import ComfortPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown


def register(app: Flask) -> None:
    """Add the addresses."""
    app.add_url_rule("/l/<handle>/comfort", "comfort.choose", choose)
    app.add_url_rule("/l/<handle>/comfort", "comfort.keep", keep, methods=["POST"])


@policy(Policy.LEARNER)
def choose(handle: str) -> Response:
    """What may be chosen, each with a sample of itself, and what stands now."""
    back, chosen = _back(request.args.get("back", ""), handle), visit().launch.comfort
    others = languages_beside(chosen.second_language)
    return shown(
        "comfort/choose.html",
        lambda: ComfortPage(
            action=url_for("comfort.keep", handle=handle),
            back=back,
            chosen=chosen,
            languages=others,
            frame=replace(frame_of(visit()), comfort_href=""),
        ),
    )


@policy(Policy.LEARNER)
def keep(handle: str) -> Response:
    """Keep what was chosen, or put everything back, and show the page that the reader came from."""
    chosen = USUAL if "usual" in request.form else _with_unoffered(comfort_of(request.form))
    services().workspace.comforts.choose(visit(), chosen)
    return cast(Response, redirect(_back(request.form.get("back", ""), handle), 303))


def _with_unoffered(chosen: Comfort) -> Comfort:
    """A second language that is the page's own today is not offered, and so nobody gave it up."""
    before = visit().launch.comfort.second_language
    is_unoffered = before == language() and not chosen.second_language
    return replace(chosen, second_language=before) if is_unoffered else chosen


def _back(given: str, handle: str) -> str:
    return given if is_own_page(given, handle) else url_for("learner.entrance", handle=handle)
