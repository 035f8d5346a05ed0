"""The express diagnostic on paper: the form to print, its right answers, and a filled sheet typed in."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict
from lti_tool.domain.paper import TEXT_LENGTH
from lti_tool.domain.paper_sheet import Keyed
from lti_tool.web import showing_paper
from lti_tool.web.answering import submission_id
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses."""
    routes = (
        ("paper", "form", form, "GET"),
        ("paper/answers", "answers", answers, "GET"),
        ("cohort/<person>/paper", "key", key, "GET"),
        ("cohort/<person>/paper", "keep", keep, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"paper.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def form(handle: str) -> Response:
    """The form, to be printed as often as wanted."""
    page = showing_paper.form_page(visit(), services().workspace.paper_twin.form(visit()))
    return make_response(render_template("paper/form.html", page=page))


@policy(Policy.TRAINER)
def answers(handle: str) -> Response:
    """What is right on the form."""
    page = showing_paper.answers_page(visit(), services().workspace.paper_twin.form(visit()))
    return make_response(render_template("paper/answers.html", page=page))


@policy(Policy.TRAINER)
def key(handle: str, person: str) -> Response:
    """Where a person's filled sheet is typed in."""
    page = showing_paper.key_page(visit(), services().workspace.paper_twin.desktop(visit(), person))
    return make_response(render_template("paper/key.html", page=page))


@policy(Policy.TRAINER)
def keep(handle: str, person: str) -> Response:
    """Store the sheet, or show it again with everything that was typed and what is the matter."""
    twin = services().workspace.paper_twin
    desktop = twin.desktop(visit(), person)
    keyed, submission = _keyed(), submission_id()
    try:
        desktop = twin.key(visit(), person, keyed, submission)
    except Conflict:
        page = showing_paper.key_page(visit(), twin.desktop(visit(), person), keyed, submission)
        return make_response(render_template("paper/key.html", page=page), 409)
    if desktop.faults:
        page = showing_paper.key_page(visit(), desktop, keyed, submission)
        return make_response(render_template("paper/key.html", page=page), 422)
    record = url_for("cohort.person", handle=handle, person=person, notice="record-kept")
    return cast(Response, redirect(record, 303))


def _keyed() -> Keyed:
    """The form as it was typed, each field cut to what a sheet can hold."""
    sheet = services().workspace.paper_twin
    tasks = range(1, len(sheet.form(visit()).tasks) + 1)
    questions = range(1, len(sheet.access_questions) + 1)
    return Keyed(
        code=_typed("code"),
        day=_typed("day"),
        answers=MappingProxyType(_by_number("task", tasks)),
        helped=frozenset(number for number in tasks if request.form.get(f"helped-{number}")),
        access=MappingProxyType(_by_number("access", questions)),
        is_agreed=request.form.get("agreed") == "yes",
        replaces=request.form.get("replace") == "yes",
    )


def _by_number(name: str, numbers: Iterable[int]) -> dict[int, str]:
    return {number: _typed(f"{name}-{number}") for number in numbers}


def _typed(name: str) -> str:
    kept = (letter for letter in request.form.get(name, "") if letter.isprintable())
    return "".join(kept).strip()[: TEXT_LENGTH + 1]
