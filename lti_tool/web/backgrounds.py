"""Questions for the statistics, to the learner alone: one a page, each may be left out, all can be erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import NotFound
from lti_tool.services.backgrounds import OwnBackground
from lti_tool.web import showing_backgrounds
from lti_tool.web.guards import Policy, policy
from lti_tool.web.state import services, visit

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "first", first, "GET"),
        ("", "begin", begin, "POST"),
        ("/questions/<question>", "question", question, "GET"),
        ("/questions/<question>", "answer", answer, "POST"),
        ("/answers", "answers", answers, "GET"),
        ("/answers", "forget", forget, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/statistics{path}", f"backgrounds.{name}", view, methods=[method])


@policy(Policy.LEARNER)
def first(handle: str) -> Response:
    """What the questions are for, and who never reads the answers."""
    own = services().backgrounds.own(visit())
    if own.question is None:
        return _to("backgrounds.answers")
    page = showing_backgrounds.first_page(visit(), own)
    return make_response(render_template("checks/background.html", page=page))


@policy(Policy.LEARNER)
def begin(handle: str) -> Response:
    """On to the first open question; or no, and nothing is offered again."""
    if request.form.get("no"):
        services().backgrounds.decline(visit(), services().clock())
        return _to("learner.entrance")
    return _onward(services().backgrounds.own(visit()))


@policy(Policy.LEARNER)
def question(handle: str, question: str) -> Response:
    """One question.

    Raises:
        NotFound: there is no such question.
    """
    return _question_page(services().backgrounds.own(visit()), question, status=200)


@policy(Policy.LEARNER)
def answer(handle: str, question: str) -> Response:
    """Keep one answer and go on; "later" goes to what was said so far."""
    if request.form.get("pause"):
        return _to("backgrounds.answers")
    own = services().backgrounds.answer(
        visit(),
        question,
        choices=tuple(request.form.getlist("choice")),
        is_skipped=bool(request.form.get("skip")),
        now=services().clock(),
    )
    return _question_page(own, question, status=422) if own.unanswered else _onward(own)


@policy(Policy.LEARNER)
def answers(handle: str) -> Response:
    """What was said so far, to read, change or erase."""
    own = services().backgrounds.own(visit())
    if not own.answers:
        return _to("backgrounds.first")
    page = showing_backgrounds.answers_page(visit(), own)
    return make_response(render_template("checks/background_answers.html", page=page))


@policy(Policy.LEARNER)
def forget(handle: str) -> Response:
    """Erase everything that was said."""
    services().backgrounds.forget(visit())
    return _to("backgrounds.first")


def _onward(own: OwnBackground) -> Response:
    if own.question is None:
        return _to("backgrounds.answers")
    return _to("backgrounds.question", question=own.question.id)


def _question_page(own: OwnBackground, question_id: str, *, status: int) -> Response:
    found = own.check.question(question_id)
    if found is None:
        raise NotFound(reason="no-such-check-question")
    page = showing_backgrounds.question_page(visit(), own, found)
    return make_response(render_template("checks/question.html", page=page), status)


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, handle=visit().launch.handle, **values), 303))  # type: ignore[arg-type]
