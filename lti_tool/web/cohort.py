"""The trainer's pages: the group, one person of it, the choice of the activity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import NotFound
from lti_tool.domain.roles import Rights
from lti_tool.services.cohorts import Cohort, Record
from lti_tool.services.openings import FROM_GRADEBOOK
from lti_tool.services.paths import Path
from lti_tool.web import showing_actions, showing_choice, showing_cohort, showing_record, showing_stuck
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import page_asked, place_asked
from lti_tool.web.present_todo import PersonActions
from lti_tool.web.showing_cohort import name_in_words
from lti_tool.web.showing_data_requests import paused_names
from lti_tool.web.showing_documents import papers_of_record
from lti_tool.web.showing_filters import narrowing_asked
from lti_tool.web.showing_path_record import opens_path
from lti_tool.web.state import services, visit

View = Callable[..., Response]
CALLS_SHOWN = 10
"""How many calls for help stand above the group, the longest wait first; « À faire » has all of them."""


def register(app: Flask) -> None:
    """Add the trainer's addresses."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("cohort", "review", review, ["GET"]),
        ("cohort/<person>", "person", person, ["GET"]),
        ("cohort/<person>/retry", "retry", retry, ["POST"]),
        ("activity", "choose", choose, ["GET", "POST"]),
        ("roster", "refresh", refresh, ["POST"]),
        ("roster/agree", "agree", agree, ["POST"]),
        ("roster/names", "accept_names", accept_names, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"cohort.{name}", view, methods=methods)


@policy(Policy.TRAINER)
def review(handle: str) -> Response:
    """The group of this resource link."""
    if visit().link.activity not in services().activities:
        return _to("cohort.choose")
    cohort = services().cohorts.review(
        visit(),
        group=request.args.get("group", ""),
        asked=narrowing_asked(request.args),
        page=page_asked(request.args.get("page", "")),
        left_page=page_asked(request.args.get("left", "")),
    )
    page = showing_cohort.cohort_page(
        visit(),
        cohort,
        notice=request.args.get("notice", ""),
        is_copy=services().copies.is_to_be_told(visit()),
        now=services().clock(),
        paths=_paths(cohort),
    )
    waiting, shown = services().stuck.waiting(visit()), CALLS_SHOWN
    calls = showing_stuck.call_lines(visit(), waiting[:shown], shows_results=cohort.shows_results)
    more = showing_stuck.more_calls(visit(), len(waiting) - shown, shows_results=cohort.shows_results)
    page = replace(page, calls=calls, more_calls=more, paused=paused_names(visit()))
    return make_response(render_template("cohort/cohort.html", page=page))


@policy(Policy.TRAINER)
def person(handle: str, person: str) -> Response:
    """One person of the group. The gradebook may lead to somebody who has no record here."""
    if visit().link.activity not in services().activities:
        return _to("learner.entrance")
    try:
        record = services().cohorts.record(visit(), person)
    except NotFound as error:
        if request.args.get("from") != FROM_GRADEBOOK or error.reason == "assistant-sees-progress":
            raise
        return _to("cohort.review", notice="no-record")
    ags = visit().link.ags
    page = showing_record.person_page(
        visit(),
        record,
        accepts_grades=bool(ags.lineitems_url or ags.lineitem_url),
        notice=request.args.get("notice", ""),
        template=request.args.get("template", ""),
    )
    back = url_for("cohort.review", **{"handle": handle, **place_asked(request.args)})  # type: ignore[arg-type]
    waiting, others = (
        services().stuck.waiting(visit(), person),
        services().workspace.record_views.others(visit(), person),
    )
    calls = showing_stuck.call_lines(visit(), waiting, shows_results=True)
    page = replace(page, back_href=back, calls=calls, others=others, actions=_actions(record))
    page = replace(page, papers=papers_of_record(visit(), record))
    return make_response(render_template("cohort/person.html", page=page))


@policy(Policy.TRAINER)
def retry(handle: str, person: str) -> Response:
    """Send one person's grades again."""
    services().grades.retry(visit(), person)
    return _to("cohort.review", notice="retried", **place_asked(request.args))


@policy(Policy.TRAINER)
def refresh(handle: str) -> Response:
    """Have the list of the course read at once."""
    is_asked = services().rosters.refresh(visit())
    return _to("cohort.review", notice="roster-asked" if is_asked else "roster-soon")


@policy(Policy.TRAINER)
def agree(handle: str) -> Response:
    """Say that so many people really left; trainers only, not their assistants."""
    given = request.form.get("missing", "")
    missing = int(given) if given.isascii() and given.isdecimal() and len(given) < 7 else 0
    is_noted = services().rosters.agree(visit(), missing)
    return _to("cohort.review", notice="roster-agreed" if is_noted else "roster-changed")


@policy(Policy.TRAINER)
def accept_names(handle: str) -> Response:
    """Say that the names which changed at once are right; trainers only, not their assistants."""
    is_noted = services().rosters.accept_names(visit(), request.form.get("seen_at", ""))
    return _to("cohort.review", notice="names-accepted" if is_noted else "roster-changed")


@policy(Policy.TRAINER)
def choose(handle: str) -> Response:
    """Say which activity this resource link opens; trainers only, not their assistants."""
    if visit().rights is not Rights.TRAINER:
        raise NotFound(reason="assistant-cannot-choose")
    if request.method == "POST":
        slug = request.form.get("activity", "")
        if slug in services().activities:
            services().launches.choose_activity(visit(), slug)
            return _to("cohort.review", notice="chosen")
    is_incomplete = request.method == "POST"
    is_chosen = visit().link.activity in services().activities
    has_attempts = is_chosen and services().cohorts.has_begun(visit())
    page = showing_choice.choose_page(visit(), is_incomplete=is_incomplete, has_attempts=has_attempts)
    return make_response(render_template("cohort/choose.html", page=page), 422 if is_incomplete else 200)


def _actions(record: Record) -> PersonActions:
    """What is to be done for this person."""
    found, name = services().workspace.actions.of_person(visit(), record), name_in_words(record.member)
    return showing_actions.person_actions(visit(), record.member.person_id, name, found)


def _paths(cohort: Cohort) -> Mapping[str, Path]:
    """The paths of the people on the page, where the link opens a module or the path."""
    if not opens_path(visit()):
        return {}
    people = [member.person_id for member in (*cohort.members, *cohort.leavers)]
    return services().paths.of_group(visit(), people, services().clock())


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, **{"handle": visit().launch.handle, **values}), 303))  # type: ignore[arg-type]
