"""Desk mode: an agent at a counter, five minutes, six spoken questions, no account.

The answers travel in the form alone: no row, no log and no address holds them.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, make_response, render_template, request, url_for

from lti_tool.domain.desk import Orientation, Said
from lti_tool.domain.framework import AREAS
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _, day_in_words, language
from lti_tool.web.present_desk import (
    AreaReading,
    DeskPage,
    DeskResultPage,
    PlaceToGo,
    SaidChoice,
    SpokenQuestion,
)
from lti_tool.web.qr import qr_svg
from lti_tool.web.showing import frame_of
from lti_tool.web.state import services, visit

FIELD = "said-"


def register(app: Flask) -> None:
    """Add the addresses of desk mode."""
    app.add_url_rule("/l/<handle>/desk", "desk.ask", ask, methods=["GET"])
    app.add_url_rule("/l/<handle>/desk", "desk.read", read, methods=["POST"])


@policy(Policy.TRAINER)
def ask(handle: str) -> Response:
    """The six questions."""
    return make_response(render_template("desk/ask.html", page=_ask_page({}, is_incomplete=False)))


@policy(Policy.TRAINER)
def read(handle: str) -> Response:
    """Where to send the citizen. Nothing is stored, so that this page is an answer and no redirection.

    Raises:
        MalformedRequest: an answer is no word of ours.
    """
    desk = services().desk
    given = {
        question.id: request.form[FIELD + question.id]
        for question in desk.questions
        if FIELD + question.id in request.form
    }
    found = desk.orientation(given)
    if found is None:
        page = _ask_page(given, is_incomplete=True)
        return make_response(render_template("desk/ask.html", page=page), 422)
    return make_response(render_template("desk/result.html", page=_result_page(found)))


def _ask_page(given: Mapping[str, str], *, is_incomplete: bool) -> DeskPage:
    return DeskPage(
        questions=tuple(
            SpokenQuestion(
                id=question.id,
                sentence=_(question.sentence),
                look_for=_(question.look_for),
                icon=question.icon,
                given=given.get(question.id, Said.NOT_ASKED),
            )
            for question in services().desk.questions
        ),
        choices=(
            SaidChoice(id=Said.ALONE, text=_("Sans aide")),
            SaidChoice(id=Said.HELPED, text=_("Avec de l'aide")),
            SaidChoice(id=Said.UNKNOWN, text=_("Ne sait pas")),
            SaidChoice(id=Said.NOT_ASKED, text=_("Pas demandé")),
        ),
        action=url_for("desk.read", handle=visit().launch.handle),
        back_href=_back_href(),
        is_incomplete=is_incomplete,
        frame=frame_of(visit()),
    )


def _result_page(found: Orientation) -> DeskResultPage:
    return DeskResultPage(
        areas=tuple(
            AreaReading(name=_(services().area_names[area]), reading=found.areas.get(area)) for area in AREAS
        ),
        direction=found.direction,
        warns=found.warns,
        day=day_in_words(services().clock()),
        again_href=url_for("desk.ask", handle=visit().launch.handle),
        back_href=_back_href(),
        place=_place(),
        frame=frame_of(visit()),
    )


def _place() -> PlaceToGo | None:
    """The place of the centre's library where somebody can go."""
    card = services().resources.helpers(visit()).place
    if card is None:
        return None
    card = services().resources.told(card, language())
    return PlaceToGo(
        name=card.title,
        where=card.where,
        phone=card.phone,
        website=card.website,
        code=qr_svg(card.website) if card.website else None,
        language=card.language,
    )


def _back_href() -> str:
    return url_for("helping.overview", handle=visit().launch.handle)
