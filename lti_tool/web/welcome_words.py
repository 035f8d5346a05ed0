"""The trainer's word of welcome: her page, and her picture and voice for the people of her course."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.welcome import VOICE_BYTES, MediumKind
from lti_tool.web.guards import Policy, policy, takes_file
from lti_tool.web.media import MEDIUM_ID, own_medium, sent_file
from lti_tool.web.showing_welcome import welcome_words_page
from lti_tool.web.state import services, visit

TYPED_AT_MOST = 5000
"""More than this of words that are too long is not given back."""
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "overview", overview, "GET"),
        ("/picture", "publish_picture", publish_picture, "POST"),
        ("/voice", "publish_voice", publish_voice, "POST"),
        ("/remove", "remove", remove, "POST"),
        ("/media/<medium>", "medium", medium, "GET"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/welcome-words{path}", f"welcome_words.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """What one shows in this course, how learners see it, and what other trainers show."""
    page = welcome_words_page(visit(), notice=request.args.get("notice", ""))
    return make_response(render_template("welcome_words/overview.html", page=page))


@takes_file
@policy(Policy.TRAINER)
def publish_picture(handle: str) -> Response:
    """Show a picture of oneself; trainers only, not their assistants."""
    try:
        services().workspace.welcomes.publish_picture(visit(), sent_file(), consents=_consents())
    except MalformedRequest as error:
        return _again(error.reason, MediumKind.PICTURE)
    return _to("picture-published")


@takes_file
@policy(Policy.TRAINER)
def publish_voice(handle: str) -> Response:
    """Let one's voice be heard; trainers only, not their assistants."""
    words = request.form.get("words", "")
    try:
        # One byte more tells a file that is too long: the rest of it is not read.
        content = sent_file().read(VOICE_BYTES + 1)
        services().workspace.welcomes.publish_voice(visit(), content, words=words, consents=_consents())
    except MalformedRequest as error:
        return _again(error.reason, MediumKind.VOICE, words.replace("\r\n", "\n")[:TYPED_AT_MOST])
    return _to("voice-published")


@policy(Policy.TRAINER)
def remove(handle: str) -> Response:
    """Take back one's own picture or voice; once more changes nothing."""
    try:
        kind = MediumKind(request.form.get("kind", ""))
    except ValueError as error:
        raise MalformedRequest(reason="unknown-kind") from error
    services().workspace.welcomes.remove(visit(), kind)
    return _to(f"{kind.value}-removed")


@policy(Policy.COURSE)
def medium(handle: str, medium: str) -> Response:
    """A picture or a voice, for the people of the course; part of it where a browser asks for parts.

    Raises:
        NotFound: nothing of this course has this id.
    """
    if not MEDIUM_ID.fullmatch(medium):
        raise NotFound(reason="no-such-medium")
    found, content = services().workspace.welcomes.content(visit(), medium)
    return own_medium(found.id, found.media_type, content)


def _consents() -> bool:
    return request.form.get("consent") == "1"


def _again(fault: str, kind: MediumKind, words: str | None = None) -> Response:
    page = welcome_words_page(visit(), fault=fault, faulty=kind, words=words)
    return make_response(render_template("welcome_words/overview.html", page=page), 422)


def _to(notice: str) -> Response:
    return cast(
        Response,
        redirect(url_for("welcome_words.overview", handle=visit().launch.handle, notice=notice), 303),
    )
