"""What a trainer writes down about one learner: soft skills, seen together, and results from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.checks import SOFT_SKILLS
from lti_tool.web import showing_outside, showing_record_checks
from lti_tool.web.guards import Policy, policy
from lti_tool.web.outside import known_source, submission, submitted_for, today
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.state import services, visit

View = Callable[..., Response]
LINE_PREFIX = "line-"


def register(app: Flask) -> None:
    """Add the trainer's addresses."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("/skills", "skills", skills, ["GET"]),
        ("/skills", "fill_skills", fill_skills, ["POST"]),
        ("/outside", "outside", outside, ["GET"]),
        ("/outside/<source>", "outside_form", outside_form, ["GET"]),
        ("/outside/<source>", "outside_add", outside_add, ["POST"]),
        ("/outside/results/<result>", "remove", remove, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/cohort/<person>{path}", f"record.{name}", view, methods=methods)


@policy(Policy.TRAINER)
def skills(handle: str, person: str) -> Response:
    """The grid of soft skills, to fill in together."""
    return _skills_page(person, is_incomplete=False, status=200)


@policy(Policy.TRAINER)
def fill_skills(handle: str, person: str) -> Response:
    """Keep what was filled in."""
    given = {
        name.removeprefix(LINE_PREFIX): value
        for name, value in request.form.items()
        if name.startswith(LINE_PREFIX)
    }
    record = services().cohorts.record(visit(), person)
    run = services().checks.fill(visit(), record, SOFT_SKILLS, given, services().clock())
    if run is None:
        return _skills_page(person, is_incomplete=True, status=422)
    return _to("cohort.person", person)


@policy(Policy.TRAINER)
def outside(handle: str, person: str) -> Response:
    """The results of one learner, and where others may come from."""
    record = services().cohorts.record(visit(), person)
    results = services().outside_results.of_person(visit(), record)
    page = showing_outside.outside_page(
        visit(),
        results,
        person=person,
        name=name_in_words(record.member),
        is_kept=request.args.get("kept") == "1",
    )
    return make_response(render_template("checks/outside.html", page=page))


@policy(Policy.TRAINER)
def outside_form(handle: str, person: str, source: str) -> Response:
    """One result to write down."""
    record = services().cohorts.record(visit(), person)
    page = showing_outside.outside_form_page(
        visit(), known_source(source), person=person, name=name_in_words(record.member)
    )
    return make_response(render_template("checks/outside_form.html", page=page))


@policy(Policy.TRAINER)
def outside_add(handle: str, person: str, source: str) -> Response:
    """Keep one result, which waits for the learner's yes; or say what is the matter."""
    known, record = known_source(source), services().cohorts.record(visit(), person)
    faults = services().outside_results.add_for(
        visit(), record, submitted_for(known), submission(), services().clock(), today()
    )
    if not faults:
        return _to("record.outside", person, kept="1")
    page = showing_outside.outside_form_page(
        visit(),
        known,
        person=person,
        name=name_in_words(record.member),
        submission=submission(),
        given=request.form.to_dict(),
        faults=faults,
    )
    return make_response(render_template("checks/outside_form.html", page=page), 422)


@policy(Policy.TRAINER)
def remove(handle: str, person: str, result: str) -> Response:
    """Forget a result that a trainer wrote down."""
    services().outside_results.remove_for(visit(), services().cohorts.record(visit(), person), result)
    return _to("record.outside", person)


def _skills_page(person: str, *, is_incomplete: bool, status: int) -> Response:
    record = services().cohorts.record(visit(), person)
    page = showing_record_checks.skills_page(visit(), record, is_incomplete=is_incomplete)
    return make_response(render_template("checks/skills.html", page=page), status)


def _to(endpoint: str, person: str, **values: str) -> Response:
    handle = visit().launch.handle
    return cast(Response, redirect(url_for(endpoint, handle=handle, person=person, **values), 303))  # type: ignore[arg-type]
