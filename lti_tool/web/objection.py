"""The learner does not agree with a result, and says so."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.attempt import Attempt
from lti_tool.domain.errors import MalformedRequest, NotFound
from lti_tool.services.ids import new_id
from lti_tool.web.guards import Policy, policy
from lti_tool.web.outside import submission
from lti_tool.web.present_record import ObjectionPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit

_FAULTS = frozenset({"words-too-long", "too-many-objections"})


def register(app: Flask) -> None:
    """Add the learner's addresses."""
    app.add_url_rule("/l/<handle>/result/objection", "objection.say", say, methods=["GET"])
    app.add_url_rule("/l/<handle>/result/objection", "objection.keep", keep, methods=["POST"])


@policy(Policy.LEARNER)
def say(handle: str) -> Response:
    """One press, and words for whoever wants to add some."""
    _own()
    return _page(new_id())


@policy(Policy.LEARNER)
def keep(handle: str) -> Response:
    """Keep it, for the trainer to read."""
    words = request.form.get("words", "")
    try:
        services().workspace.remarks.object(visit(), _own(), words, submission(), services().clock())
    except MalformedRequest as error:
        if error.reason not in _FAULTS:
            raise
        return _page(submission(), words=words, faults=(error.reason,))
    address = url_for("learner.result", handle=handle, _anchor="avis")
    return cast(Response, redirect(address, 303))


def _own() -> Attempt:
    """The finished attempt of the visitor here.

    Raises:
        NotFound: there is none.
    """
    attempt = services().attempts.standing(visit()).attempt
    if attempt is None or not attempt.is_finished:
        raise NotFound(reason="no-result-of-ones-own")
    return attempt


def _page(mark: str, *, words: str = "", faults: tuple[str, ...] = ()) -> Response:
    handle = visit().launch.handle
    page = ObjectionPage(
        action=url_for("objection.keep", handle=handle),
        back_href=url_for("learner.result", handle=handle),
        submission=mark,
        trainer_name=visit().trainer_name,
        words=words,
        faults=faults,
        frame=frame_of(visit()),
    )
    return make_response(render_template("learner/objection.html", page=page), 422 if faults else 200)
