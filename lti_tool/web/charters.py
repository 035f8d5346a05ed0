"""The administration's pages of the texts that learners agree to."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, MalformedRequest
from lti_tool.web import showing_charters as showing
from lti_tool.web.guards import Policy, policy
from lti_tool.web.present_charters import CharterFault, CharterPage
from lti_tool.web.state import administration, services

TYPED_AT_MOST = 20_000
"""More than this of a text that is too long is not given back."""
FAULTS: dict[str, CharterFault] = {"charter-empty": "empty", "charter-too-long": "long"}
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "all_texts", all_texts, "GET"),
        ("/<module>/<step>", "text", text, "GET"),
        ("/<module>/<step>", "write", write, "POST"),
        ("/<module>/<step>/given", "give_back", give_back, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/admin/charters{path}", f"charters.{name}", view, methods=[method])


@policy(Policy.ADMINISTRATOR)
def all_texts() -> Response:
    """Every text to agree to, and whose words it has."""
    page = showing.charters_page(administration(), services().charters.texts(administration()))
    return make_response(render_template("admin/charters.html", page=page))


@policy(Policy.ADMINISTRATOR)
def text(module: str, step: str) -> Response:
    """One text to change."""
    found = services().charters.text(administration(), f"{module}/{step}")
    return _shown(showing.charter_page(found, is_saved=request.args.get("notice") == "saved"))


@policy(Policy.ADMINISTRATOR)
def write(module: str, step: str) -> Response:
    """Show how the words look, or keep them. What was typed is never lost."""
    charters, who, name = services().charters, administration(), f"{module}/{step}"
    typed, edition = request.form.get("words", "").replace("\r\n", "\n")[:TYPED_AT_MOST], _edition()
    if request.form.get("see"):
        found = charters.text(who, name)
        return _shown(showing.charter_page(found, typed=typed, edition=edition, is_seen=True))
    try:
        charters.write(who, name, typed, edition)
    except MalformedRequest as error:
        page = showing.charter_page(
            charters.text(who, name), typed=typed, edition=edition, fault=FAULTS[error.reason]
        )
        return _shown(page, 422)
    except Conflict:
        return _shown(showing.charter_page(charters.text(who, name), typed=typed, is_late=True), 409)
    return _saved(module, step)


@policy(Policy.ADMINISTRATOR)
def give_back(module: str, step: str) -> Response:
    """The given text again. A text that changed meanwhile is shown first."""
    charters, who, name = services().charters, administration(), f"{module}/{step}"
    try:
        charters.give_back(who, name, _edition())
    except Conflict:
        return _shown(showing.charter_page(charters.text(who, name), is_late=True), 409)
    return _saved(module, step)


def _edition() -> int:
    """What the form was changed from.

    Raises:
        MalformedRequest: our form did not send this.
    """
    given = request.form.get("version", "")
    if not given.isascii() or not given.isdecimal() or len(given) > 9:
        raise MalformedRequest(reason="version")
    return int(given)


def _shown(page: CharterPage, status: int = 200) -> Response:
    return make_response(render_template("admin/charter.html", page=page), status)


def _saved(module: str, step: str) -> Response:
    return cast(Response, redirect(url_for("charters.text", module=module, step=step, notice="saved"), 303))
