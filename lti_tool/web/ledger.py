"""The grade ledger: every grade of the link accounted for, tried again, read again, chosen between."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import isfinite
from typing import cast

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.services.ledger_pages import Asked
from lti_tool.web import showing_ledger
from lti_tool.web.guards import Policy, policy
from lti_tool.web.paging import page_asked
from lti_tool.web.present_ledger import Notice
from lti_tool.web.state import services, visit

View = Callable[..., Response]
_STATES = {name: state for state, name in showing_ledger.STATES.items()}
_NOTICES: Mapping[str, Notice] = {
    "retried": "retried",
    "reading": "reading",
    "unreadable": "unreadable",
    "kept": "kept",
    "replaced": "replaced",
    "moved": "moved",
}
_REASON_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz-")
_LETTERS_AT_MOST = 64


def register(app: Flask) -> None:
    """Add the addresses of the ledger."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("ledger", "overview", overview, ["GET"]),
        ("ledger/retry", "retry", retry, ["POST"]),
        ("ledger/<person>/retry", "retry_one", retry_one, ["POST"]),
        ("ledger/read", "read_all", read_all, ["POST"]),
        ("ledger/<person>/read", "read", read, ["POST"]),
        ("ledger/<person>/<column>/keep", "keep", keep, ["POST"]),
        ("ledger/<person>/<column>/replace", "replace", replace, ["GET", "POST"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(f"/l/<handle>/{path}", f"ledger.{name}", view, methods=methods)


@policy(Policy.TRAINER)
def overview(handle: str) -> Response:
    """One page of the ledger, or of a part of it."""
    asked = Asked(
        state=_STATES.get(request.args.get("state", "")),  # type: ignore[call-overload]
        reason=request.args.get("reason", ""),
        page=page_asked(request.args.get("page", "")),
    )
    page = showing_ledger.ledger_page(
        visit(),
        services().workspace.ledgers.overview(visit(), asked),
        notice=_NOTICES.get(request.args.get("notice", ""), ""),
        count=page_asked(request.args.get("count", "")) if request.args.get("count", "0") != "0" else 0,
        now=services().clock(),
    )
    return make_response(render_template("ledger/ledger.html", page=page))


@policy(Policy.TRAINER)
def retry(handle: str) -> Response:
    """Send again what waits or was refused: for one reason, or for all."""
    reason = request.form.get("reason", "")
    count = services().workspace.ledgers.retry_all(visit(), reason) if _is_reason(reason) else 0
    return _back("retried", count)


@policy(Policy.TRAINER)
def retry_one(handle: str, person: str) -> Response:
    """Send one person's grades again."""
    return _back("retried", services().grades.retry(visit(), person))


@policy(Policy.TRAINER)
def read(handle: str, person: str) -> Response:
    """Have one person's grades read in the platform; the worker does it."""
    count = services().workspace.ledgers.read_again(visit(), person)
    return _back("reading" if count else "unreadable", count)


@policy(Policy.TRAINER)
def read_all(handle: str) -> Response:
    """Have the grades of everybody here read in the platform; the worker does it."""
    count = services().workspace.ledgers.read_all(visit())
    return _back("reading" if count else "unreadable", count)


@policy(Policy.TRAINER)
def keep(handle: str, person: str, column: str) -> Response:
    """The platform's value stays; trainers only, not their assistants."""
    is_done = services().workspace.ledgers.keep(visit(), person, column, _seen())
    return _back("kept" if is_done else "moved")


@policy(Policy.TRAINER)
def replace(handle: str, person: str, column: str) -> Response:
    """Ours replaces the platform's value, after a question; trainers only, not their assistants."""
    if request.method == "POST":
        is_done = services().workspace.ledgers.put_back(visit(), person, column, _seen())
        return _back("replaced" if is_done else "moved")
    choice = services().workspace.ledgers.choice(visit(), person, column)
    if choice is None:
        return _back("moved")
    page = showing_ledger.replace_page(visit(), choice, _place())
    return make_response(render_template("ledger/replace.html", page=page))


def _seen() -> float:
    """The value of the platform that the trainer saw; one that no platform shows when none was sent."""
    try:
        seen = float(request.form.get("seen", ""))
    except ValueError:
        return -1.0
    return seen if isfinite(seen) else -1.0


def _place() -> dict[str, str]:
    """Which part of the ledger the button was on, as the address says; nonsense is left out."""
    state, reason = request.args.get("state", ""), request.args.get("reason", "")
    page = page_asked(request.args.get("page", ""))
    place = {
        "state": state if state in _STATES else "",
        "reason": reason if _is_reason(reason) else "",
        "page": str(page) if page > 1 else "",
    }
    return {name: value for name, value in place.items() if value}


def _is_reason(given: str) -> bool:
    """Whether this can be one of our reasons; the empty one is for all of them."""
    return set(given) <= _REASON_LETTERS and len(given) <= _LETTERS_AT_MOST


def _back(notice: Notice, count: int | None = None) -> Response:
    said = {"notice": notice} if count is None else {"notice": notice, "count": str(count)}
    values = {"handle": visit().launch.handle, **_place(), **said}
    return cast(Response, redirect(url_for("ledger.overview", **values), 303))  # type: ignore[arg-type]
