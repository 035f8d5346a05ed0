"""« Je suis bloqué »: the learner's button and page, and the trainer's answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, redirect, request, url_for

from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.stuck import CAUSES, Cause
from lti_tool.web import showing_stuck
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import place_asked
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown

FROM_RECORD = "record"
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses of both."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("stuck", "page", page, "GET"),
        ("stuck", "call", call, "POST"),
        ("stuck/cause", "say", say, "POST"),
        ("stuck/solved", "solve_own", solve_own, "POST"),
        ("cohort/<person>/stuck", "answer", answer, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"stuck.{name}", view, methods=[method])


@policy(Policy.LEARNER)
def page(handle: str) -> Response:
    """Who was told, and what to try meanwhile."""
    standing = services().stuck.standing(visit())
    return shown("stuck/stuck.html", lambda: showing_stuck.stuck_page(visit(), standing))


@policy(Policy.LEARNER)
def call(handle: str) -> Response:
    """Tell the trainers of the course."""
    services().stuck.call(visit(), request.form.get("place", ""))
    return _to("stuck.page")


@policy(Policy.LEARNER)
def say(handle: str) -> Response:
    """Say what it is about."""
    given = request.form.get("cause", "")
    if given not in CAUSES:
        raise MalformedRequest(reason="unknown-cause")
    services().stuck.say(visit(), Cause(given))
    return _to("stuck.page")


@policy(Policy.LEARNER)
def solve_own(handle: str) -> Response:
    """It goes on: back to where the learner was."""
    ended = services().stuck.solve_own(visit())
    return cast(Response, redirect(showing_stuck.way_back(visit(), ended), 303))


@policy(Policy.TRAINER)
def answer(handle: str, person: str) -> Response:
    """A trainer comes, or says that it is solved."""
    services().stuck.answer(visit(), person, request.form.get("answer", ""))
    if request.form.get("from") == FROM_RECORD:
        return _to("cohort.person", person=person)
    return _to("cohort.review", **place_asked(request.args))


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, **{"handle": visit().launch.handle, **values}), 303))  # type: ignore[arg-type]
