"""« À faire »: what a trainer does this week for the people of a course, and two lists to print."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.action import ActionState
from lti_tool.domain.errors import Conflict, MalformedRequest
from lti_tool.domain.roles import Rights
from lti_tool.web import showing_actions, showing_gathering
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import page_asked
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.state import services, visit

View = Callable[..., Response]
PLACE = ("kind", "state", "page")
ON_PERSON = "person"
_REASON_FAULTS = frozenset({"not-needed-reason-missing", "not-needed-reason-too-long"})
_TEXT_FAULTS = frozenset({"action-text-missing", "action-text-too-long"})
_ID = re.compile(r"[A-Za-z0-9_-]{22}")
_NAMED = re.compile(r"[A-Za-z0-9_-]{1,32}")


def register(app: Flask) -> None:
    """Add the trainer's addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("actions", "overview", overview, "GET"),
        ("actions/distance", "distance", distance, "GET"),
        ("actions/gathering", "gathering", gathering, "GET"),
        ("cohort/<person>/actions", "person", person, "GET"),
        ("cohort/<person>/actions", "add", add, "POST"),
        ("cohort/<person>/actions/settle", "settle", settle, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"actions.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """What is to be done."""
    week = services().workspace.actions.week(
        visit(),
        kind=request.args.get("kind", ""),
        state=request.args.get("state", ""),
        page=page_asked(request.args.get("page", "")),
    )
    page = showing_actions.week_page(visit(), week, notice=request.args.get("notice", ""))
    return make_response(render_template("actions/overview.html", page=page))


@policy(Policy.TRAINER)
def distance(handle: str) -> Response:
    """For whom a condition of learning at a distance is missing."""
    found = services().workspace.gatherings.unready(visit(), page_asked(request.args.get("page", "")))
    page = showing_gathering.distance_page(visit(), found)
    return make_response(render_template("actions/distance.html", page=page))


@policy(Policy.TRAINER)
def gathering(handle: str) -> Response:
    """The sheet of the first gathering."""
    rows, paged = services().workspace.gatherings.first(visit(), page_asked(request.args.get("page", "")))
    page = showing_gathering.gathering_page(visit(), rows, paged)
    return make_response(render_template("actions/gathering.html", page=page))


@policy(Policy.TRAINER)
def person(handle: str, person: str) -> Response:
    """Everything to do for one person."""
    record = services().cohorts.record(visit(), person)
    page = showing_actions.person_page(
        visit(),
        person,
        name_in_words(record.member),
        services().workspace.actions.of_person(visit(), record),
        notice=request.args.get("notice", ""),
    )
    return make_response(render_template("actions/person.html", page=page))


@policy(Policy.TRAINER)
def add(handle: str, person: str) -> Response:
    """Add something to do by hand; trainers only, not their assistants."""
    record, form = services().cohorts.record(visit(), person), request.form
    try:
        services().workspace.actions.add(
            visit(), record, _submission(), form.get("kind", ""), form.get("text", "")
        )
    except MalformedRequest as error:
        if error.reason not in _TEXT_FAULTS or visit().rights is not Rights.TRAINER:
            raise
        page = showing_actions.person_page(
            visit(),
            person,
            name_in_words(record.member),
            services().workspace.actions.of_person(visit(), record),
            fault=error.reason,
            given=form.to_dict(),
        )
        return make_response(render_template("actions/person.html", page=page), 422)
    return _to_person(person, "added")


@policy(Policy.TRAINER)
def settle(handle: str, person: str) -> Response:
    """Say where something to do stands: done, under way, not needed, or to do again."""
    record, form = services().cohorts.record(visit(), person), request.form
    named, to = form.get("named", ""), form.get("to", "")
    if not _NAMED.fullmatch(named) or to not in set(ActionState):
        raise MalformedRequest(reason="unknown-action")
    try:
        services().workspace.actions.settle(
            visit(), record, named, version_asked(), ActionState(to), form.get("reason", "")
        )
    except Conflict:
        return _back(person, "changed")
    except MalformedRequest as error:
        if error.reason not in _REASON_FAULTS:
            raise
        return _back(person, "reason")
    return _back(person, "settled")


def version_asked() -> int:
    """The version that a form says it was made from.

    Raises:
        MalformedRequest: it is no number.
    """
    given = request.form.get("version", "")
    if not (given.isascii() and given.isdecimal()) or len(given) > 9:
        raise MalformedRequest(reason="version")
    return int(given)


def is_id(text: str) -> bool:
    """Whether this can be one of our ids: PostgreSQL takes no text with NUL in it."""
    return _ID.fullmatch(text) is not None


def _submission() -> str:
    given = request.form.get("submission", "")
    if not is_id(given):
        raise MalformedRequest(reason="submission")
    return given


def _back(person: str, notice: str) -> Response:
    """Where the press came from."""
    if request.args.get("from") == ON_PERSON:
        return _to_person(person, notice)
    place = {name: request.args[name] for name in PLACE if request.args.get(name)}
    return _redirected("actions.overview", notice=notice, **place)


def _to_person(person: str, notice: str) -> Response:
    return _redirected("actions.person", person=person, notice=notice)


def _redirected(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, **{"handle": visit().launch.handle, **values}), 303))  # type: ignore[arg-type]
