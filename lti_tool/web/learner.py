"""The learner's pages. Every change is a POST answered by 303; every page works without scripts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.activity import PATH, RESOURCES
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.errors import Conflict
from lti_tool.domain.needs import NO_ANSWER
from lti_tool.domain.roles import REVIEWERS, Rights
from lti_tool.services.attempts import Standing
from lti_tool.services.launches import Visit
from lti_tool.web import showing, showing_checks, showing_resources, showing_result, showing_welcome
from lti_tool.web.answering import is_break, submission_id, submitted_fields, task_of, version
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import CONTENT_LANGUAGE
from lti_tool.web.present import AccessPage, ConflictPage, HelpPage, Notice, NotReadyPage, WelcomePage
from lti_tool.web.present_result import ResultPage
from lti_tool.web.session import forget_session, session_token
from lti_tool.web.state import config, services, visit
from lti_tool.web.two_languages import shown, typed_language

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the learner's addresses."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("", "entrance", entrance, ["GET"]),
        ("welcome", "welcome", welcome, ["GET"]),
        ("welcome", "start", start, ["POST"]),
        ("later", "later", later, ["POST"]),
        ("tasks/<int:number>", "question", question, ["GET"]),
        ("tasks/<int:number>", "answer", answer, ["POST"]),
        ("pause", "pause", pause, ["GET"]),
        ("pause", "resume", resume, ["POST"]),
        ("access/<question>", "access", access, ["GET"]),
        ("access/<question>", "answer_access", answer_access, ["POST"]),
        ("result", "result", result, ["GET"]),
        ("result", "share", share, ["POST"]),
        ("end", "end", end, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"learner.{name}", view, methods=methods)


@policy(Policy.VISITOR)
def entrance(handle: str) -> Response:
    """Where a launch opens: the page that fits the person and what was done so far."""
    here = visit()
    if here.rights is Rights.HELP_ONLY:
        return make_response(render_template("help.html", page=HelpPage(frame=showing.frame_of(here))))
    if here.rights in REVIEWERS:
        is_chosen = here.link.activity in services().activities
        if not is_chosen and here.rights is Rights.ASSISTANT:
            return _not_ready(here)
        return _to("cohort.review" if is_chosen else "cohort.choose")
    if here.link.activity not in services().activities:
        return _not_ready(here)
    activity = services().activities[here.link.activity]
    if activity.check:
        return _to("checks.first", check=activity.check)
    if activity.module:
        return _to("module.first", module=activity.module)
    if activity.kind == PATH:
        return _to("path.overview")
    if activity.kind == RESOURCES:
        return _to("resources.library")
    standing = services().attempts.standing(here)
    is_done = standing.attempt is not None and standing.attempt.is_finished
    return _onward(standing) if is_done else _to("learner.welcome")


@policy(Policy.LEARNER)
def welcome(handle: str) -> Response:
    """What this is, who reads what, and two ways on."""
    standing = services().attempts.standing(visit())
    if standing.attempt is not None and standing.attempt.is_finished:
        return _onward(standing)
    return shown("learner/welcome.html", lambda: _welcome_page(standing))


@policy(Policy.LEARNER)
def start(handle: str) -> Response:
    """Begin, or go on."""
    is_touch = request.headers.get("Sec-CH-UA-Mobile") == "?1"
    strand, is_told = "touch" if is_touch else "", request.form.get("told") == "end"
    return _onward(services().attempts.start(visit(), strand, services().clock(), is_told=is_told))


@policy(Policy.LEARNER)
def later(handle: str) -> Response:
    """ "Not now"."""
    services().attempts.decline(visit(), services().clock())
    return _to("learner.welcome")


@policy(Policy.LEARNER)
def question(handle: str, number: int) -> Response:
    """The open task. An older address leads to it, with the word that the answer was kept."""
    standing = services().attempts.standing(visit())
    if standing.item is None or standing.attempt is None:
        return _onward(standing)
    if number != showing.position_of(standing.attempt):
        return _onward(standing, saved="already" if number < showing.position_of(standing.attempt) else "")
    notice: Notice = "already-saved" if request.args.get("saved") == "already" else ""
    return shown(
        "learner/question.html",
        lambda: showing.question_page(visit(), standing, notice=notice),
    )


@policy(Policy.LEARNER)
def answer(handle: str, number: int) -> Response:
    """Take one submission of the open task."""
    if request.form.get("pause"):
        return _to("learner.pause")
    submitted = submitted_fields()
    try:
        standing = services().attempts.answer(
            visit(), submitted, submission_id(), version(), services().clock(), _typed()
        )
    except Conflict:
        return _conflict(number)
    if standing.incomplete:
        return shown(
            "learner/question.html",
            lambda: showing.question_page(visit(), standing, notice="incomplete", given=submitted),
            422,
        )
    if standing.is_repeat:
        return _onward(standing, saved="already")
    if is_break(standing):
        return _to("learner.pause", between=1)
    return _onward(standing)


@policy(Policy.LEARNER)
def pause(handle: str) -> Response:
    """A pause: everything is kept."""
    standing = services().attempts.standing(visit())
    is_between = request.args.get("between") == "1"
    return shown("learner/pause.html", lambda: showing.pause_page(visit(), standing, is_between=is_between))


@policy(Policy.LEARNER)
def resume(handle: str) -> Response:
    """Go on after a pause."""
    return _onward(services().attempts.standing(visit()))


@policy(Policy.LEARNER)
def access(handle: str, question: str) -> Response:
    """One question of the access check."""
    return _access_page(services().attempts.standing(visit()), question, is_incomplete=False, status=200)


@policy(Policy.LEARNER)
def answer_access(handle: str, question: str) -> Response:
    """Keep one answer of the access check."""
    choice = NO_ANSWER if request.form.get("skip") else request.form.get("choice", "")
    before = services().attempts.standing(visit())
    standing = services().attempts.answer_access(visit(), question, choice, services().clock())
    if standing.incomplete:
        return _access_page(standing, question, is_incomplete=True, status=422)
    if _is_done(before):
        return _to("learner.result", changed="1", _anchor="materiel")
    return _onward(standing)


@policy(Policy.LEARNER)
def result(handle: str) -> Response:
    """What the person can do."""
    standing = services().attempts.standing(visit())
    if standing.attempt is None or not standing.attempt.is_finished:
        return _onward(standing)
    attempt = standing.attempt
    return shown("learner/result.html", lambda: _result_page(attempt))


@policy(Policy.LEARNER)
def share(handle: str) -> Response:
    """Send the result to the trainer."""
    is_new = services().attempts.share(visit(), services().clock())
    return _to("learner.result") if is_new else _to("learner.result", sent="already")


@policy(Policy.VISITOR)
def end(handle: str) -> Response:
    """End the session on this computer."""
    services().launches.end_session(session_token(request, is_secure=config().is_secure))
    response = _to("kiosk.enter" if visit().launch.is_kiosk else "public.home")
    forget_session(response, is_secure=config().is_secure)
    return response


def _welcome_page(standing: Standing) -> WelcomePage:
    page = showing.welcome_page(visit(), standing)
    offers = showing_checks.offers_before(visit()) if page.state == "new" else None
    return replace(page, checks=offers, host=showing_welcome.met(visit()))


def _result_page(attempt: Attempt) -> ResultPage:
    profile = services().attempts.profile(attempt)
    was_sent = request.args.get("sent") == "already"
    journey = services().attempts.journey(visit())
    page = showing_result.result_page(visit(), attempt, profile, journey, was_already_sent=was_sent)
    near = showing_resources.near(visit(), attempt, profile)
    return replace(page, near=near, is_changed=request.args.get("changed") == "1")


def _onward(standing: Standing, *, saved: str = "") -> Response:
    """To the page that comes next for this learner."""
    attempt = standing.attempt
    if attempt is None or attempt.state is AttemptState.DECLINED:
        return _to("learner.welcome")
    if standing.access is not None:
        return _to("learner.access", question=standing.access.id)
    if attempt.is_finished:
        return _to("learner.result")
    words = {"saved": saved} if saved else {}
    return _to("learner.question", number=showing.position_of(attempt), **words)


def _access_page(standing: Standing, question_id: str, *, is_incomplete: bool, status: int) -> Response:
    questions = services().attempts.access_questions
    found = next((number for number, one in enumerate(questions, 1) if one.id == question_id), None)
    if found is None or standing.attempt is None or not standing.attempt.is_finished:
        return _onward(standing)
    attempt, number = standing.attempt, found
    is_again = _is_done(standing)

    def page() -> AccessPage:
        asked = showing.access_page(
            visit(),
            questions[number - 1],
            number,
            len(questions),
            is_incomplete=is_incomplete,
            given=attempt.access.get(question_id, ""),
        )
        if not is_again:
            return asked
        back_href = url_for("learner.result", handle=visit().launch.handle)
        return replace(asked, is_again=True, is_told=attempt.shared_at is not None, back_href=back_href)

    return shown("learner/access.html", page, status)


def _typed() -> str:
    return typed_language(visit().launch.comfort)


def _is_done(standing: Standing) -> bool:
    """Whether the tasks and every question about equipment are behind this learner."""
    return standing.attempt is not None and standing.attempt.is_finished and standing.access is None


def _conflict(number: int) -> Response:
    here, standing = visit(), services().attempts.standing(visit())
    href = url_for("learner.question", handle=here.launch.handle, number=number)

    def page() -> ConflictPage:
        item = task_of(standing, number)
        return ConflictPage(
            question=item.question if item else "",
            content_language=item.language if item else CONTENT_LANGUAGE,
            href=href,
            frame=showing.frame_of(here),
        )

    return shown("learner/conflict.html", page, 409)


def _not_ready(here: Visit) -> Response:
    page = NotReadyPage(trainer_name=here.trainer_name, frame=showing.frame_of(here))
    return shown("learner/not_ready.html", lambda: page)


def _to(endpoint: str, **values: object) -> Response:
    if not endpoint.startswith(("public.", "kiosk.")):
        values["handle"] = visit().launch.handle
    return cast(Response, redirect(url_for(endpoint, **values), 303))  # type: ignore[arg-type]
