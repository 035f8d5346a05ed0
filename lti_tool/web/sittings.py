"""A gathering: who is where, how to come in, and codes for shared computers."""

from __future__ import annotations

from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.leaflet import leaflet_of
from lti_tool.domain.sitting import ADDRESS_LENGTH, pasted_address
from lti_tool.web import showing_leaflet, showing_sitting
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import page_asked
from lti_tool.web.state import services, visit

ROUNDS_AT_MOST = 180
"""One hour of looking by itself."""


def register(app: Flask) -> None:
    """Add the addresses."""
    routes = (
        ("sitting", "overview", overview, "GET"),
        ("sitting/leaflet", "leaflet", leaflet, "GET"),
        ("sitting/wall", "wall", wall, "GET"),
        ("sitting/wall", "show_address", show_address, "POST"),
        ("sitting/slips", "slips", slips, "POST"),
        ("sitting/<person>/code", "give", give, "POST"),
        ("sitting/<person>/end", "end_kiosk", end_kiosk, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"sittings.{name}", view, methods=[method])


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """Who is where. When it was asked for, the page comes again by itself for an hour."""
    if visit().link.activity not in services().activities:
        return _to("learner.entrance")
    room = services().workspace.sittings.room(
        visit(), group=request.args.get("group", ""), page=page_asked(request.args.get("page", ""))
    )
    watched = page_asked(request.args.get("watch", "")) if request.args.get("watch") else 0
    is_watched = 1 <= watched <= ROUNDS_AT_MOST
    page = showing_sitting.sitting_page(
        visit(),
        room,
        address=services().workspace.sittings.activity_address(visit()),
        notice=request.args.get("notice", ""),
        is_watched=is_watched,
    )
    response = make_response(render_template("sitting/overview.html", page=page))
    if is_watched:
        again = showing_sitting.overview_href(visit(), room.group, room.page.number, watch=watched + 1)
        response.headers["Refresh"] = f"{showing_sitting.WATCH_SECONDS}; url={again}"
    return response


@policy(Policy.TRAINER)
def leaflet(handle: str) -> Response:
    """A sheet that invites somebody who has no internet, with what the address says; nothing is kept."""
    given = {
        name: request.args.get(name, "")[: showing_leaflet.TYPED_AT_MOST] for name in showing_leaflet.FIELDS
    }
    if "bring" not in request.args:
        given["bring"] = showing_leaflet.usual_things()
    sheet, faults = leaflet_of(given)
    page = showing_leaflet.leaflet_page(
        visit(),
        sheet,
        services().workspace.course_settings.of(visit()),
        address=services().workspace.sittings.activity_address(visit()),
        given=given,
        faults=faults,
    )
    return make_response(render_template("sitting/leaflet.html", page=page), 422 if faults else 200)


@policy(Policy.TRAINER)
def wall(handle: str) -> Response:
    """How to come in, to be shown on a wall: nobody's name or result."""
    page = showing_sitting.wall_page(visit(), services().workspace.sittings.activity_address(visit()))
    return make_response(render_template("sitting/wall.html", page=page))


@policy(Policy.TRAINER)
def show_address(handle: str) -> Response:
    """The same with an address that the trainer pasted. It is stored nowhere, so that this page is an answer
    and no redirection.
    """
    given = request.form.get("address", "").strip()
    address = pasted_address(given)
    if not address:
        own = services().workspace.sittings.activity_address(visit())
        page = showing_sitting.wall_page(visit(), own, given=_shortened(given), is_odd=True)
        return make_response(render_template("sitting/wall.html", page=page), 422)
    page = showing_sitting.wall_page(visit(), address, given=address)
    return make_response(render_template("sitting/wall.html", page=page))


@policy(Policy.TRAINER)
def give(handle: str, person: str) -> Response:
    """A code for one person, shown this once: so there is no page to lead on to."""
    code = services().workspace.kiosks.give(visit(), person)
    again = url_for("sittings.give", handle=handle, person=person)
    page = showing_sitting.codes_page(visit(), (code,), again=again)
    return make_response(render_template("sitting/codes.html", page=page))


@policy(Policy.TRAINER)
def slips(handle: str) -> Response:
    """A code for everybody on one page of the list, to be printed and cut out."""
    room = services().workspace.sittings.room(
        visit(), group=request.form.get("group", ""), page=page_asked(request.form.get("page", ""))
    )
    codes = services().workspace.kiosks.give_all(visit(), [seat.person_id for seat in room.seats])
    if not codes:
        return _to("sittings.overview")
    page = showing_sitting.codes_page(visit(), codes, again="")
    return make_response(render_template("sitting/codes.html", page=page))


@policy(Policy.TRAINER)
def end_kiosk(handle: str, person: str) -> Response:
    """End a person's session on a shared computer."""
    ended = services().workspace.kiosks.end(visit(), person)
    return _to("sittings.overview", notice="ended" if ended else "nothing-open")


def _shortened(given: str) -> str:
    return "".join(letter for letter in given if letter.isprintable())[:ADDRESS_LENGTH]


def _to(endpoint: str, **values: str) -> Response:
    return cast(Response, redirect(url_for(endpoint, **{"handle": visit().launch.handle, **values}), 303))  # type: ignore[arg-type]
