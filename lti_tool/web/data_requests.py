"""The administration: what people ask about their data, the answers, and what is done then."""

from __future__ import annotations

import re
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.data_request import ANSWER_CHARACTERS
from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.web.guards import Policy, policy
from lti_tool.web.present_data_requests import NOTICES, Notice
from lti_tool.web.showing_data_requests import request_page, requests_page
from lti_tool.web.state import administration, services

RESTRICT, RESUME = "restrict", "resume"
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def register(app: Flask) -> None:
    """Add the addresses."""
    for path, name, view, method in (
        ("requests", "overview", overview, "GET"),
        ("requests/<asked>", "one", one, "GET"),
        ("requests/<asked>", "answer", answer, "POST"),
        ("requests/<asked>/erase", "erase", erase, "POST"),
        ("resume", "resume", resume, "POST"),
    ):
        app.add_url_rule(f"/admin/{path}", f"data_requests.{name}", view, methods=[method])


@policy(Policy.ADMINISTRATOR)
def overview() -> Response:
    """Everything that was asked, and whose data are only stored."""
    who, word = administration(), request.args.get("notice", "")
    notice: Notice = next((known for known in NOTICES if known == word), "")
    rights, now = services().data_rights, services().clock()
    page = requests_page(rights.requests(who), rights.restricted(who), now, notice=notice)
    return make_response(render_template("admin/requests.html", page=page))


@policy(Policy.ADMINISTRATOR)
def one(asked: str) -> Response:
    """One request."""
    return _shown(asked)


@policy(Policy.ADMINISTRATOR)
def answer(asked: str) -> Response:
    """Answer in words, and pause or go on with the data where that was chosen; or show what is missing."""
    who, rights = administration(), services().data_rights
    found = rights.request(who, _checked(asked))
    words, then = request.form.get("words", ""), request.form.get("then", "")
    if then not in ("", RESTRICT, RESUME):
        raise MalformedRequest(reason="unknown-deed")
    if not 1 <= len(words.strip()) <= ANSWER_CHARACTERS:
        return _shown(asked, 422, given=words[:ANSWER_CHARACTERS], notice="fault-words")
    try:
        if then == RESTRICT:
            rights.restrict(who.centre_id, found.person_id, actor=who.actor)
        elif then == RESUME:
            rights.unrestrict(who.centre_id, found.person_id, actor=who.actor)
    except Conflict as error:
        if error.reason != "trains-here":
            raise
        return _shown(asked, 422, given=words, notice="fault-trains")
    rights.answer(who, asked, words)
    return _to("answered")


@policy(Policy.ADMINISTRATOR)
def erase(asked: str) -> Response:
    """Erase everything about whoever asks, after a yes."""
    if request.form.get("sure") != "yes":
        return _shown(asked, 422, notice="fault-sure")
    services().data_rights.erase(administration(), _checked(asked))
    return _to("erased")


@policy(Policy.ADMINISTRATOR)
def resume() -> Response:
    """End the pause of somebody's data."""
    who, person = administration(), request.form.get("person", "")
    services().data_rights.unrestrict(who.centre_id, _checked(person), actor=who.actor)
    return _to("resumed")


def _shown(asked: str, status: int = 200, *, given: str = "", notice: Notice = "") -> Response:
    found = services().data_rights.request(administration(), _checked(asked))
    page = request_page(found, services().clock(), given=given, notice=notice)
    return make_response(render_template("admin/request.html", page=page), status)


def _checked(given: str) -> str:
    """An id as it may be asked for: PostgreSQL takes no text with NUL in it."""
    if not _ID.fullmatch(given):
        raise NotFound(reason="no-such-request")
    return given


def _to(notice: Notice) -> Response:
    return cast(Response, redirect(url_for("data_requests.overview", notice=notice), 303))
