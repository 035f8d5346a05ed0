"""Results from elsewhere: the learner writes them down, and says whether they may be used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import NotFound
from lti_tool.domain.outside import OutsideSource, Submitted, source_of
from lti_tool.services.wording import local_day
from lti_tool.web import showing_outside
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit

View = Callable[..., Response]
FIELDS = ("day", "says", "area", "level", "score")


def register(app: Flask) -> None:
    """Add the learner's addresses."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("", "own", own, ["GET"]),
        ("/<source>", "form", form, ["GET"]),
        ("/<source>", "add", add, ["POST"]),
        ("/results/<result>", "decide", decide, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/outside{path}", f"outside.{name}", view, methods=methods)


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """The results that are known, and where others may come from."""
    results = services().outside_results.of_learner(visit())
    page = showing_outside.outside_page(visit(), results, is_kept=request.args.get("kept") == "1")
    return make_response(render_template("checks/outside.html", page=page))


@policy(Policy.LEARNER)
def form(handle: str, source: str) -> Response:
    """One result to write down."""
    page = showing_outside.outside_form_page(visit(), known_source(source))
    return make_response(render_template("checks/outside_form.html", page=page))


@policy(Policy.LEARNER)
def add(handle: str, source: str) -> Response:
    """Keep one result, or say what is the matter; the same form again changes nothing."""
    known = known_source(source)
    faults = services().outside_results.add(
        visit(),
        submitted_for(known),
        submission(),
        services().clock(),
        today(),
        agrees=bool(request.form.get("agrees")),
    )
    if not faults:
        return _to_list(kept=1)
    page = showing_outside.outside_form_page(
        visit(), known, submission=submission(), given=request.form.to_dict(), faults=faults
    )
    return make_response(render_template("checks/outside_form.html", page=page), 422)


@policy(Policy.LEARNER)
def decide(handle: str, result: str) -> Response:
    """Say yes or no to the use of a result, or have it forgotten."""
    if request.form.get("remove"):
        services().outside_results.remove(visit(), result)
    else:
        agrees = request.form.get("agrees") == "1"
        services().outside_results.decide(visit(), result, services().clock(), agrees=agrees)
    return _to_list()


def known_source(source_id: str) -> OutsideSource:
    """The source of an address.

    Raises:
        NotFound: there is none.
    """
    found = source_of(services().outside_results.sources, source_id)
    if found is None:
        raise NotFound(reason="no-such-source")
    return found


def submitted_for(source: OutsideSource) -> Submitted:
    """The form as it was sent."""
    day, says, area, level, score = (request.form.get(name, "") for name in FIELDS)
    return Submitted(source=source.id, day=day, says=says, area=area, level_id=level, score=score)


def submission() -> str:
    """What tells this form from every other one."""
    return request.form.get("submission", "")


def today() -> date:
    """The day where the people are."""
    return local_day(services().clock())


def _to_list(**values: int) -> Response:
    return cast(Response, redirect(url_for("outside.own", handle=visit().launch.handle, **values), 303))  # type: ignore[arg-type]
