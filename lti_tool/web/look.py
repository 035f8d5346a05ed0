"""What a learner meets at a resource link, for a trainer who looks: nothing is kept, whatever is pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.activity import CHECK, MODULE, PATH, RESOURCES
from lti_tool.services.checks import CheckStanding
from lti_tool.web import showing_checks, showing_path
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _, language
from lti_tool.web.present_trial import TrialPage
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the addresses of a look."""
    app.add_url_rule("/l/<handle>/look", "look.first", first)
    app.add_url_rule("/l/<handle>/look/<int:number>", "look.question", question, methods=["GET", "POST"])


@policy(Policy.TRAINER)
def first(handle: str) -> Response:
    """The first page of what the link opens: of a module its steps, of a diagnostic the trial."""
    activity = services().activities.get(visit().link.activity)
    if activity is None:
        return _to(url_for("cohort.review", handle=handle))
    if activity.kind == CHECK:
        return _to(url_for("look.question", handle=handle, number=1))
    if activity.kind == MODULE:
        return _to(url_for("module.together", handle=handle, module=activity.module, number=1))
    if activity.kind == RESOURCES:
        return _to(url_for("resources.library", handle=handle))
    if activity.kind == PATH:
        path = services().paths.own(visit(), services().clock())
        page = replace(showing_path.path_page(visit(), path), views_href="")
        return make_response(render_template("path/overview.html", page=page))
    return _to(url_for("trial.start", slug=activity.slug, lang=language()))


@policy(Policy.TRAINER)
def question(handle: str, number: int) -> Response:
    """One question of a check as a learner reads it. A press leads on, and what it says is not read.

    After the last one it is over; where the link opens no check, the look begins.
    """
    activity = services().activities.get(visit().link.activity)
    check = services().checks.known.get(activity.check) if activity else None
    if check is None:
        return _to(url_for("look.first", handle=handle))
    if request.method == "POST":
        return _to(url_for("look.question", handle=handle, number=number + 1))
    if not 1 <= number <= len(check.questions):
        return _end(handle, _(check.title), len(check.questions))
    nothing_said = CheckStanding(check=check, stage=check.stages[0], run=None)
    page = replace(
        showing_checks.question_page(visit(), nothing_said, check.questions[number - 1]),
        title=_("Essai\u00a0: %(title)s", title=_(check.title)),
        action=url_for("look.question", handle=handle, number=number),
        back_href=url_for("look.question", handle=handle, number=number - 1) if number > 1 else "",
    )
    return make_response(render_template("checks/question.html", page=page))


def _end(handle: str, title: str, total: int) -> Response:
    page = TrialPage(
        title=title,
        next_href=url_for("look.question", handle=handle, number=1),
        total=total,
        frame=frame_of(visit()),
    )
    return make_response(render_template("trial/end.html", page=page))


def _to(address: str) -> Response:
    return cast(Response, redirect(address, 303))
