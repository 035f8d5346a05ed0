"""What a trainer decides about one person's path, on the page about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, redirect, request, url_for

from lti_tool.domain.activity import Phase
from lti_tool.domain.errors import Conflict, MalformedRequest
from lti_tool.domain.path_plan import STAGES
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit

View = Callable[..., Response]
_WAIT_FAULTS = frozenset({"wait-reason-missing", "wait-reason-too-long"})


def register(app: Flask) -> None:
    """Add the trainer's addresses."""
    routes: tuple[tuple[str, str, View], ...] = (
        ("", "confirm", confirm),
        ("/wait", "wait", wait),
        ("/stage", "stage", stage),
        ("/seen", "seen", seen),
    )
    for path, name, view in routes:
        rule = f"/l/<handle>/cohort/<person>/path{path}"
        app.add_url_rule(rule, f"path.{name}", view, methods=["POST"])


@policy(Policy.TRAINER)
def confirm(handle: str, person: str) -> Response:
    """Keep the list as it was ticked."""
    record, form = services().cohorts.record(visit(), person), request.form
    try:
        services().paths.confirm(
            visit(),
            record,
            _version(),
            shown=form.getlist("shown"),
            wanted=form.getlist("module"),
            now=services().clock(),
        )
    except Conflict:
        return _back(person, "path-changed")
    return _back(person, "path-kept")


@policy(Policy.TRAINER)
def wait(handle: str, person: str) -> Response:
    """Ask to wait with activities at a distance, or let them begin."""
    record, now = services().cohorts.record(visit(), person), services().clock()
    try:
        if request.form.get("go-on"):
            services().paths.go_on(visit(), record, _version(), now)
        else:
            services().paths.wait(visit(), record, _version(), request.form.get("reason", ""), now)
    except Conflict:
        return _back(person, "path-changed")
    except MalformedRequest as error:
        if error.reason not in _WAIT_FAULTS:
            raise
        return _back(person, "wait-reason")
    return _back(person, "path-kept")


@policy(Policy.TRAINER)
def stage(handle: str, person: str) -> Response:
    """Skip a stage for a reason, or take it up again."""
    record, now = services().cohorts.record(visit(), person), services().clock()
    chosen, reason = _stage(), request.form.get("reason", "")
    try:
        if request.form.get("take-up"):
            services().paths.take_up(visit(), record, _version(), chosen, now)
        else:
            services().paths.skip(visit(), record, _version(), chosen, reason, now)
    except Conflict:
        return _back(person, "path-changed")
    except MalformedRequest as error:
        if error.reason != "skip-reason-missing":
            raise
        return _back(person, "skip-reason")
    return _back(person, "path-kept")


@policy(Policy.TRAINER)
def seen(handle: str, person: str) -> Response:
    """Say that one saw the gestures of a step done for real."""
    services().cohorts.record(visit(), person)
    module, step = request.form.get("module", ""), request.form.get("step", "")
    try:
        services().modules.confirm(visit(), person, module, step, services().clock())
    except Conflict:
        return _back(person, "path-changed")
    return _back(person, "seen")


def _version() -> int:
    given = request.form.get("version", "")
    if not (given.isascii() and given.isdecimal()) or len(given) > 9:
        raise MalformedRequest(reason="version")
    return int(given)


def _stage() -> Phase:
    given = request.form.get("stage", "")
    found = next((one for one in STAGES if one.value == given), None)
    if found is None:
        raise MalformedRequest(reason="unknown-stage")
    return found


def _back(person: str, notice: str) -> Response:
    address = url_for(
        "cohort.person", handle=visit().launch.handle, person=person, notice=notice, _anchor="parcours"
    )
    return cast(Response, redirect(address, 303))
