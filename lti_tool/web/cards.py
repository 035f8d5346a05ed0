"""The administration's pages of the resource library."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import Conflict, MalformedRequest, NotFound
from lti_tool.domain.resources import Region
from lti_tool.web import showing_cards
from lti_tool.web.guards import Policy, policy
from lti_tool.web.present_cards import NOTICES, Notice
from lti_tool.web.state import administration, services

FIELDS = ("title", "kind", "says", "where", "phone", "website", "hours", "network", "offline", "checked")
TYPED_AT_MOST = 600
_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")
View = Callable[..., Response]


def register(app: Flask) -> None:
    """Add the addresses."""
    routes: tuple[tuple[str, str, View, str], ...] = (
        ("", "all_cards", all_cards, "GET"),
        ("/new", "new", new, "GET"),
        ("/new", "add", add, "POST"),
        ("/import", "take_in", take_in, "POST"),
        ("/region", "keep_region", keep_region, "POST"),
        ("/cards/<card>", "card", card, "GET"),
        ("/cards/<card>", "change", change, "POST"),
        ("/cards/<card>/mark", "mark", mark, "POST"),
    )
    for path, name, view, method in routes:
        app.add_url_rule(f"/admin/resources{path}", f"cards.{name}", view, methods=[method])


@policy(Policy.ADMINISTRATOR)
def all_cards() -> Response:
    """Every card of the centre, hidden or not."""
    word = request.args.get("notice", "")
    notice: Notice = word if word in NOTICES else ""
    page = showing_cards.cards_page(services().card_keeping.all(administration()), notice=notice)
    return make_response(render_template("admin/cards.html", page=page))


@policy(Policy.ADMINISTRATOR)
def new() -> Response:
    """An empty card."""
    page = showing_cards.new_page({"regions": Region.EVERYWHERE.value}, {}, {})
    return make_response(render_template("admin/card.html", page=page))


@policy(Policy.ADMINISTRATOR)
def add() -> Response:
    """Add a card, or show what is odd about it."""
    typed = _typed()
    read = services().card_keeping.add(administration(), typed)
    if read.card is None:
        page = showing_cards.new_page(typed, read.faults, read.parts)
        return make_response(render_template("admin/card.html", page=page), 422)
    return _to("added")


@policy(Policy.ADMINISTRATOR)
def card(card: str) -> Response:
    """One card to change."""
    page = showing_cards.card_page(services().card_keeping.find(administration(), _checked(card)))
    return make_response(render_template("admin/card.html", page=page))


@policy(Policy.ADMINISTRATOR)
def change(card: str) -> Response:
    """Change a card, or show what is odd about it; what was typed is never lost."""
    typed, keeping, who = _typed(), services().card_keeping, administration()
    given = request.form.get("version", "")
    version = int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else -1
    try:
        read = keeping.change(who, _checked(card), typed, version=version)
    except Conflict:
        page = showing_cards.card_page(keeping.find(who, card), given=typed, is_late=True)
        return make_response(render_template("admin/card.html", page=page), 409)
    if read.card is None:
        page = showing_cards.card_page(
            keeping.find(who, card), given=typed, faults=read.faults, parts=read.parts
        )
        return make_response(render_template("admin/card.html", page=page), 422)
    return _to("changed")


@policy(Policy.ADMINISTRATOR)
def mark(card: str) -> Response:
    """Hide, show, check or delete a card; what is deleted already stays so."""
    word, keeping, who = request.form.get("mark", ""), services().card_keeping, administration()
    if word == "delete":
        keeping.delete(who, _checked(card))
        return _to("deleted")
    number = keeping.find(who, _checked(card)).card.id
    if word in ("hide", "show"):
        keeping.hide(who, number, is_hidden=word == "hide")
    elif word == "checked":
        keeping.check(who, number)
    else:
        raise MalformedRequest(reason="unknown-mark")
    return _to("marked")


@policy(Policy.ADMINISTRATOR)
def take_in() -> Response:
    """Add the cards of a table, all or none."""
    sent = request.files.get("table")
    content = sent.read() if sent else b""
    is_meant = request.form.get("replaces") == "1"
    _count, faults = services().card_keeping.take_in(administration(), content, replaces=is_meant)
    if faults:
        page = showing_cards.cards_page(services().card_keeping.all(administration()), faults=faults)
        return make_response(render_template("admin/cards.html", page=page), 422)
    return _to("imported")


@policy(Policy.ADMINISTRATOR)
def keep_region() -> Response:
    """Hide the given cards of the other region."""
    given = request.form.get("region", "")
    if given not in set(Region):
        raise MalformedRequest(reason="unknown-region")
    services().card_keeping.keep_region(administration(), Region(given))
    return _to("region")


def _typed() -> Mapping[str, str]:
    """What was typed, by field; longer than any card may be is cut, and told of as too long."""
    form = request.form
    found = {name: form.get(name, "")[:TYPED_AT_MOST] for name in FIELDS}
    lists = {name: " ".join(form.getlist(name))[:TYPED_AT_MOST] for name in showing_cards.LISTS}
    return {**found, **lists}


def _checked(card: str) -> str:
    """The id of a card as it may be asked for: PostgreSQL takes no text with NUL in it."""
    if not _ID.fullmatch(card):
        raise NotFound(reason="no-such-card")
    return card


def _to(notice: Notice) -> Response:
    return cast(Response, redirect(url_for("cards.all_cards", notice=notice), 303))
