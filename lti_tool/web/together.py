"""Side by side: a learner's own diagnostic on the screen of whoever helps.

The pages are the learner's own, made from the same templates; another bar stands above them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.errors import Conflict
from lti_tool.domain.needs import NO_ANSWER
from lti_tool.services.attempts import Standing
from lti_tool.services.sittings import Beside, is_finished_here
from lti_tool.web import showing, showing_sitting
from lti_tool.web.answering import is_break, submission_id, submitted_fields, task_of, version
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import CONTENT_LANGUAGE
from lti_tool.web.limits import limits
from lti_tool.web.present import AccessPage, ConflictPage, Notice, PausePage, QuestionPage
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown, typed_language

HAND = "hand"


def register(app: Flask) -> None:
    """Add the addresses."""
    routes = (
        ("", "agree", agree, "GET"),
        ("", "begin", begin, "POST"),
        ("/tasks/<int:number>", "question", question, "GET"),
        ("/tasks/<int:number>", "answer", answer, "POST"),
        ("/pause", "pause", pause, "GET"),
        ("/pause", "resume", resume, "POST"),
        ("/access/<question>", "access", access, "GET"),
        ("/access/<question>", "answer_access", answer_access, "POST"),
        ("/result", "finished", finished, "GET"),
        ("/result", "share", share, "POST"),
        ("/leave", "leave", leave, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/together/<person>{path}", f"together.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def agree(handle: str, person: str) -> Response:
    """Is the person here, and do they agree? Nothing of theirs is shown before."""
    return _agree_page(_beside(person), is_incomplete=False, status=200)


@policy(Policy.TRAINER)
def begin(handle: str, person: str) -> Response:
    """Begin or go on, with the person's word; or not now."""
    beside = _beside(person)
    if request.form.get("agreed") != "yes":
        return _agree_page(beside, is_incomplete=True, status=422)
    services().workspace.sittings.begin(visit(), person)
    if request.form.get("later"):
        services().attempts.decline(beside.visit, services().clock())
        services().workspace.sittings.leave(visit(), person)
        return _to("sittings.overview", notice="later")
    is_touch = request.headers.get("Sec-CH-UA-Mobile") == "?1"
    strand = "touch" if is_touch else ""
    return _onward(beside, services().attempts.start(beside.visit, strand, services().clock()))


@policy(Policy.TRAINER)
def question(handle: str, person: str, number: int) -> Response:
    """The open task. An older address leads to it."""
    beside = _beside(person)
    standing = services().attempts.standing(beside.visit)
    if not _is_begun(beside) or standing.item is None or standing.attempt is None:
        return _onward(beside, standing)
    if number != showing.position_of(standing.attempt):
        return _onward(beside, standing)
    return _question_page(beside, standing)


@policy(Policy.TRAINER)
def answer(handle: str, person: str, number: int) -> Response:
    """Take one submission of the open task, and whether a hand was given."""
    beside = _beside(person)
    if not _is_begun(beside):
        return _to("together.agree", person=person)
    if request.form.get("pause"):
        return _to("together.pause", person=person)
    limits().answers.take(person, services().clock())
    submitted = submitted_fields({HAND})
    try:
        standing = services().attempts.answer(
            beside.visit, submitted, submission_id(), version(), services().clock(), _typed(beside)
        )
    except Conflict:
        return _conflict(beside, number)
    if standing.incomplete:
        return _question_page(beside, standing, given=submitted)
    if is_break(standing):
        return _to("together.pause", person=person, between="1")
    return _onward(beside, standing)


@policy(Policy.TRAINER)
def pause(handle: str, person: str) -> Response:
    """A pause: everything is kept."""
    beside = _beside(person)
    standing = services().attempts.standing(beside.visit)
    if not _is_begun(beside):
        return _onward(beside, standing)
    is_between = request.args.get("between") == "1"
    action = url_for("together.resume", handle=handle, person=person)

    def page() -> PausePage:
        found = showing.pause_page(beside.visit, standing, is_between=is_between)
        return replace(found, action=action, frame=showing_sitting.frame_beside(visit(), beside))

    return shown("learner/pause.html", page)


@policy(Policy.TRAINER)
def resume(handle: str, person: str) -> Response:
    """Go on after a pause."""
    beside = _beside(person)
    return _onward(beside, services().attempts.standing(beside.visit))


@policy(Policy.TRAINER)
def access(handle: str, person: str, question: str) -> Response:
    """The open question of the access check. Any other leads on: no answer is read here."""
    beside = _beside(person)
    return _access_page(beside, services().attempts.standing(beside.visit), question, status=200)


@policy(Policy.TRAINER)
def answer_access(handle: str, person: str, question: str) -> Response:
    """Keep the answer to the open question of the access check, and to no other."""
    beside = _beside(person)
    if not _is_begun(beside):
        return _to("together.agree", person=person)
    choice = NO_ANSWER if request.form.get("skip") else request.form.get("choice", "")
    standing = services().attempts.answer_access(beside.visit, question, choice, services().clock())
    if standing.incomplete:
        return _access_page(beside, standing, question, status=422)
    return _onward(beside, standing)


@policy(Policy.TRAINER)
def finished(handle: str, person: str) -> Response:
    """The tasks are done: what the person can do, where it may be shown, and their decision."""
    beside = _beside(person)
    attempt = services().attempts.standing(beside.visit).attempt
    if not _is_begun(beside) or attempt is None or not attempt.is_finished:
        return _onward(beside, services().attempts.standing(beside.visit))
    shows = services().workspace.sittings.shows_result(visit(), beside, attempt)
    profile = services().attempts.profile(attempt)
    page = showing_sitting.finished_page(visit(), beside, attempt, profile, shows_result=shows)
    page = replace(page, may_send=is_finished_here(attempt, beside.begun_at))
    return make_response(render_template("sitting/finished.html", page=page))


@policy(Policy.TRAINER)
def share(handle: str, person: str) -> Response:
    """The person sends the result to the trainer, on this screen, when they finished it here."""
    beside = _beside(person)
    if not _is_begun(beside):
        return _to("together.agree", person=person)
    if request.form.get("agreed") == "yes":
        services().workspace.sittings.share(visit(), beside)
    return _to("together.finished", person=person)


@policy(Policy.TRAINER)
def leave(handle: str, person: str) -> Response:
    """It is over on this screen; the person goes on where they are, on their own device or here again."""
    _beside(person)
    services().workspace.sittings.leave(visit(), person)
    return _to("sittings.overview", notice="left")


def _beside(person: str) -> Beside:
    return services().workspace.sittings.beside(visit(), person)


def _typed(beside: Beside) -> str:
    return typed_language(beside.visit.launch.comfort)


def _is_begun(beside: Beside) -> bool:
    return beside.begun_at is not None


def _onward(beside: Beside, standing: Standing) -> Response:
    """To the page that comes next for this person; first of all to their word."""
    person, attempt = beside.visit.launch.person_id, standing.attempt
    is_begun = services().workspace.sittings.beside(visit(), person).begun_at is not None
    if not is_begun or attempt is None or attempt.state is AttemptState.DECLINED:
        return _to("together.agree", person=person)
    if standing.access is not None:
        return _to("together.access", person=person, question=standing.access.id)
    if attempt.is_finished:
        return _to("together.finished", person=person)
    return _to("together.question", person=person, number=str(showing.position_of(attempt)))


def _agree_page(beside: Beside, *, is_incomplete: bool, status: int) -> Response:
    attempt = services().attempts.standing(beside.visit).attempt
    page = showing_sitting.agree_page(visit(), beside, attempt, is_incomplete=is_incomplete)
    return make_response(render_template("sitting/agree.html", page=page), status)


def _question_page(
    beside: Beside, standing: Standing, *, given: dict[str, list[str]] | None = None
) -> Response:
    """The open task, again where something was missing."""
    if standing.attempt is None:
        return _onward(beside, standing)
    action = url_for(
        "together.answer",
        handle=visit().launch.handle,
        person=beside.visit.launch.person_id,
        number=showing.position_of(standing.attempt),
    )

    def page() -> QuestionPage:
        notice: Notice = "incomplete" if standing.incomplete else ""
        found = showing.question_page(beside.visit, standing, notice=notice, given=given)
        return replace(found, action=action, frame=showing_sitting.frame_beside(visit(), beside))

    return shown("learner/question.html", page, 422 if standing.incomplete else 200)


def _access_page(beside: Beside, standing: Standing, question_id: str, *, status: int) -> Response:
    questions, asked = services().attempts.access_questions, standing.access
    if not _is_begun(beside) or asked is None or asked.id != question_id:
        return _onward(beside, standing)
    number, is_incomplete = questions.index(asked) + 1, bool(standing.incomplete)
    action = url_for(
        "together.answer_access",
        handle=visit().launch.handle,
        person=beside.visit.launch.person_id,
        question=question_id,
    )

    def page() -> AccessPage:
        found = showing.access_page(
            beside.visit, asked, number, len(questions), is_incomplete=is_incomplete, given=""
        )
        return replace(found, action=action, frame=showing_sitting.frame_beside(visit(), beside))

    return shown("learner/access.html", page, status)


def _conflict(beside: Beside, number: int) -> Response:
    """The person answered on their own device meanwhile: that answer is kept."""
    person = beside.visit.launch.person_id
    item = task_of(services().attempts.standing(beside.visit), number)
    page = ConflictPage(
        question=item.question if item else "",
        content_language=item.language if item else CONTENT_LANGUAGE,
        href=url_for("together.question", handle=visit().launch.handle, person=person, number=number),
        frame=showing_sitting.frame_beside(visit(), beside),
    )
    return make_response(render_template("learner/conflict.html", page=page), 409)


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, **{"handle": visit().launch.handle, **values}), 303))  # type: ignore[arg-type]
