"""« Voix des tâches »: trainers read tasks aloud, and the learners of their centre hear them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.domain.welcome import VOICE_BYTES
from lti_tool.services.task_voices import Place
from lti_tool.web import showing_task_voices as showing
from lti_tool.web.guards import Policy, policy, takes_file
from lti_tool.web.media import MEDIUM_ID, own_medium, sent_file
from lti_tool.web.state import services, visit

READING = "/<language>/<task>/<int:variant>/<int:scene>"
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "overview", overview, "GET"),
        ("/erase-all", "erase_all", erase_all, "POST"),
        (READING, "reading", reading, "GET"),
        (READING, "record", record, "POST"),
        (f"{READING}/erase", "erase", erase, "POST"),
        ("/sound/<sound>", "sound", sound, "GET"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/task-voices{path}", f"task_voices.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """The tasks in one language, and who reads them."""
    page = showing.overview_page(visit(), request.args)
    return make_response(render_template("task_voices/overview.html", page=page))


@policy(Policy.TRAINER)
def reading(handle: str, language: str, task: str, variant: int, scene: int) -> Response:
    """The words of one screen of a task, and whose voices read them."""
    place = Place(language=language, item_id=task, variant=variant, scene=scene)
    return _page(place, notice=request.args.get("notice", ""))


@takes_file
@policy(Policy.TRAINER)
def record(handle: str, language: str, task: str, variant: int, scene: int) -> Response:
    """Keep one's voice; trainers only, not their assistants."""
    place = Place(language=language, item_id=task, variant=variant, scene=scene)
    try:
        # One byte more tells a file that is too long: the rest of it is not read.
        services().workspace.task_voices.record(
            visit(),
            place,
            sent_file().read(VOICE_BYTES + 1),
            fingerprint=request.form.get("words", ""),
            consents=request.form.get("consent") == "1",
        )
    except MalformedRequest as error:
        return _page(place, fault=error.reason, status=422)
    return _to(place, "recorded")


@policy(Policy.TRAINER)
def erase(handle: str, language: str, task: str, variant: int, scene: int) -> Response:
    """Take back one's own voice; once more changes nothing."""
    place = Place(language=language, item_id=task, variant=variant, scene=scene)
    services().workspace.task_voices.erase(visit(), place)
    return _to(place, "erased")


@policy(Policy.TRAINER)
def erase_all(handle: str) -> Response:
    """Take back all of one's own voices, when that was ticked."""
    if request.form.get("sure") != "1":
        page = showing.overview_page(visit(), {}, is_unsure=True)
        return make_response(render_template("task_voices/overview.html", page=page), 422)
    services().workspace.task_voices.erase_all(visit())
    address = url_for("task_voices.overview", handle=handle, notice="erased")
    return cast(Response, redirect(address, 303))


@policy(Policy.COURSE)
def sound(handle: str, sound: str) -> Response:
    """A voice, for the people of the centre; part of it where a browser asks for parts.

    Raises:
        NotFound: nothing of this centre has this id.
    """
    if not MEDIUM_ID.fullmatch(sound):
        raise NotFound(reason="no-such-voice")
    found, content = services().workspace.task_voices.content(visit(), sound)
    return own_medium(found.id, found.media_type, content)


def _page(place: Place, *, fault: str = "", notice: str = "", status: int = 200) -> Response:
    page = showing.reading_page(visit(), place, fault=fault, notice=notice)
    return make_response(render_template("task_voices/reading.html", page=page), status)


def _to(place: Place, notice: str) -> Response:
    return cast(Response, redirect(showing.reading_href(visit(), place, notice=notice), 303))
