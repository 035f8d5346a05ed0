"""The sheet of the end of a training, for the learner and for the trainer beside them."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, url_for

from lti_tool.domain.journey import Journey
from lti_tool.services.told import Told
from lti_tool.web.guards import Policy, policy
from lti_tool.web.showing_cohort import own_name_in_words
from lti_tool.web.showing_sheet import sheet_page
from lti_tool.web.state import services, visit


def register(app: Flask) -> None:
    """Add the two addresses of the sheet."""
    app.add_url_rule("/l/<handle>/sheet", "sheet.own", own)
    app.add_url_rule("/l/<handle>/cohort/<person>/sheet", "sheet.of_person", of_person)


@policy(Policy.LEARNER)
def own(handle: str) -> Response:
    """The learner's own sheet, with everything that they did and said in the course."""
    here = visit()
    told = services().checks.told_by_learner(here)
    journey = services().attempts.journey(here)
    return _sheet(
        journey,
        told,
        name=here.own_name,
        trainer_name=here.trainer_name,
        back_href=url_for("learner.entrance", handle=handle),
    )


@policy(Policy.TRAINER)
def of_person(handle: str, person: str) -> Response:
    """The sheet of one person of the group, with what they sent."""
    record = services().cohorts.record(visit(), person)
    return _sheet(
        record.journey,
        services().checks.told_to_trainer(visit(), record),
        name=own_name_in_words(record.member),
        trainer_name=visit().own_name,
        back_href=url_for("cohort.person", handle=handle, person=person),
    )


def _sheet(journey: Journey, told: Told, *, name: str, trainer_name: str, back_href: str) -> Response:
    """The page; while there is nothing to tell, the page that leads to it says what is missing."""
    latest = journey.end or journey.entry
    if latest is None:
        return cast(Response, redirect(back_href, 303))
    page = sheet_page(
        visit(), journey, latest, told, name=name, trainer_name=trainer_name, back_href=back_href
    )
    return make_response(render_template("sheet/sheet.html", page=page))
