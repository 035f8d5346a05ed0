"""The checks of a learner: one question a page, each may be left out, stopped and changed at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, redirect, request, url_for

from lti_tool.domain.checks import FilledBy
from lti_tool.domain.errors import NotFound
from lti_tool.services.checks import CheckStanding
from lti_tool.web import showing_checks
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit
from lti_tool.web.two_languages import shown

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses of the checks."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("", "overview", overview, ["GET"]),
        ("/<check>", "first", first, ["GET"]),
        ("/<check>", "begin", begin, ["POST"]),
        ("/<check>/questions/<question>", "question", question, ["GET"]),
        ("/<check>/questions/<question>", "answer", answer, ["POST"]),
        ("/<check>/answers", "answers", answers, ["GET"]),
        ("/<check>/answers", "share", share, ["POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/checks{path}", f"checks.{name}", view, methods=methods)


@policy(Policy.LEARNER)
def overview(handle: str) -> Response:
    """Every check that a learner may answer."""
    standings = services().checks.of_learner(visit())
    return shown("checks/overview.html", lambda: showing_checks.checks_page(visit(), standings))


@policy(Policy.LEARNER)
def first(handle: str, check: str) -> Response:
    """What a check is for and who reads it; what was said, once it is done."""
    standing = services().checks.standing(visit(), check)
    if standing.is_done or standing.check.filled_by is FilledBy.TRAINER:
        return _to("answers", check)
    return shown("checks/first.html", lambda: showing_checks.check_page(visit(), standing))


@policy(Policy.LEARNER)
def begin(handle: str, check: str) -> Response:
    """On to the first open question."""
    return _onward(services().checks.standing(visit(), check))


@policy(Policy.LEARNER)
def question(handle: str, check: str, question: str) -> Response:
    """One question.

    Raises:
        NotFound: the check has no such question, or trainers fill it in.
    """
    return _question_page(services().checks.standing(visit(), check), question)


@policy(Policy.LEARNER)
def answer(handle: str, check: str, question: str) -> Response:
    """Keep one answer and go on; "later" goes to what was said so far."""
    if request.form.get("pause"):
        return _to("answers", check)
    chosen, line = tuple(request.form.getlist("choice")), request.form.get("line", "")
    standing = services().checks.answer(
        visit(),
        check,
        question,
        choices=chosen,
        line=line,
        is_skipped=bool(request.form.get("skip")),
        now=services().clock(),
    )
    if standing.unanswered:
        return _question_page(standing, question, given=chosen, line=line, status=422)
    return _onward(standing)


@policy(Policy.LEARNER)
def answers(handle: str, check: str) -> Response:
    """What was said so far, to read, change, send or keep."""
    standing = services().checks.standing(visit(), check)
    if standing.run is None:
        return _to("first", check)
    return shown("checks/answers.html", lambda: showing_checks.answers_page(visit(), standing))


@policy(Policy.LEARNER)
def share(handle: str, check: str) -> Response:
    """Let the trainers read it, or take it back."""
    move = services().checks.keep if request.form.get("keep") else services().checks.share
    move(visit(), check, services().clock())
    return _to("answers", check)


def _onward(standing: CheckStanding) -> Response:
    if standing.question is None:
        return _to("answers", standing.check.slug)
    return _to("question", standing.check.slug, question=standing.question.id)


def _question_page(
    standing: CheckStanding,
    question_id: str,
    *,
    given: tuple[str, ...] | None = None,
    line: str | None = None,
    status: int = 200,
) -> Response:
    found = standing.check.question(question_id)
    if found is None or standing.check.filled_by is FilledBy.TRAINER:
        raise NotFound(reason="no-such-check-question")
    return shown(
        "checks/question.html",
        lambda: showing_checks.question_page(visit(), standing, found, given=given, line=line),
        status,
    )


def _to(name: str, check: str, **values: str) -> Response:
    handle = visit().launch.handle
    return cast(Response, redirect(url_for(f"checks.{name}", handle=handle, check=check, **values), 303))  # type: ignore[arg-type]
