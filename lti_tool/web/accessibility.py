"""The statement of accessibility in plain words: for anybody, and for learners inside their course."""

from __future__ import annotations

from flask import Flask, Response, make_response, render_template, url_for

from lti_tool.web.guards import Policy, policy
from lti_tool.web.present_accessibility import AccessibilityPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import visit


def register(app: Flask) -> None:
    """Add the addresses. The first is meant to be said and printed."""
    app.add_url_rule("/accessibilite", "accessibility.anybody", anybody)
    app.add_url_rule("/l/<handle>/accessibility", "accessibility.own", own)


@policy(Policy.PUBLIC)
def anybody() -> Response:
    """The page for whoever asks."""
    return _drawn(AccessibilityPage(whole_href=_whole()))


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """The same page, with the names of the learner's course around it."""
    page = AccessibilityPage(
        whole_href=_whole(),
        trainer_name=visit().trainer_name,
        back_href=url_for("learner.entrance", handle=handle),
        frame=frame_of(visit()),
    )
    return _drawn(page)


def _whole() -> str:
    return url_for("guides.read", guide="accessibility")


def _drawn(page: AccessibilityPage) -> Response:
    return make_response(render_template("accessibility.html", page=page))
