"""Dynamic registration: the page that a platform shows its administrator in a frame.

No cookie and no session: the invitation in the form is the proof, and it is good once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request, url_for

from lti_tool.domain.errors import MalformedRequest, NotFound, PasserelleError, TooLarge, UnsupportedMedia
from lti_tool.domain.families import FAMILIES
from lti_tool.domain.registration import RegistrationRequest
from lti_tool.services.invitations import HostsToConfirm
from lti_tool.web.errors import come_again, limited, report, status_of
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import _
from lti_tool.web.present_registration import ConnectedPage, ConnectPage, FailedPage
from lti_tool.web.registration_words import (
    clicks_after_manual_in_words,
    clicks_after_update_in_words,
    clicks_in_words,
    failure_in_words,
    missing_in_words,
    options_in_words,
)
from lti_tool.web.showing import frame_of_connecting
from lti_tool.web.state import config, services

FORM_BYTES = 64 * 1024
PARAMETER_CHARACTERS = {"invite": 64, "openid_configuration": 4096, "registration_token": 8192, "hosts": 4096}
MISSING_WORDS = ("score", "lineitem", "members", "deployment")
MEMBERS_ENDING = "contextmembership.readonly"
MOODLE_PATH = "/mod/lti/openid-configuration.php"
LOGO = "img/brand.svg"
_PLAIN = re.compile(r"[!-~]*")
View = Callable[[], Response]


def register(app: Flask) -> None:
    """Add the addresses of a registration."""
    routes: tuple[tuple[str, str, View, list[str]], ...] = (
        ("register", "offer", offer, ["GET"]),
        ("register", "connect", connect, ["POST"]),
        ("registered", "done", done, ["GET"]),
        ("logo.svg", "logo", logo, ["GET"]),
    )
    for path, name, view, methods in routes:
        app.add_url_rule(
            f"/lti/{path}", f"registration.{name}", view, methods=methods, provide_automatic_options=False
        )


def explained(view: View) -> View:
    """A refusal is told to an administrator, who can mend it: another page than a learner's."""

    @wraps(view)
    def explained() -> Response:
        try:
            return view()
        except PasserelleError as refusal:
            error = limited(refusal)
            happened, kept, next_step = failure_in_words(error)
            page = FailedPage(
                happened=happened,
                kept=kept,
                next_step=next_step,
                code=error.code,
                reason=error.reason,
                reference=report(error),
                manual_href=_way_by_hand(error),
                frame=frame_of_connecting(),
            )
            response = make_response(render_template("registration/failed.html", page=page), status_of(error))
            return come_again(response, error)

    return explained


def check_form_body() -> None:
    """Check, before it is read, that the request's body is a form of a usual size.

    Raises:
        UnsupportedMedia: the body is not a form.
        TooLarge: it is over the limit.
    """
    if request.mimetype != "application/x-www-form-urlencoded":
        raise UnsupportedMedia(reason="not-a-form")
    if request.content_length is None or request.content_length > FORM_BYTES:
        raise TooLarge(reason="body-too-large")


def _way_by_hand(error: PasserelleError) -> str:
    """Where an invitation leads that was opened in a browser and not by a platform; empty otherwise."""
    secret = request.args.get("invite", "")
    is_alone = error.reason == "platform-address-missing" and len(secret) <= PARAMETER_CHARACTERS["invite"]
    return url_for("manual.values", invite=secret) if is_alone else ""


@policy(Policy.PLATFORM)
@explained
def offer() -> Response:
    """What connecting means, and one button. Nothing is asked of anybody yet."""
    given = _parameters("invite", "openid_configuration", "registration_token")
    services().invitations.open(given["invite"], services().clock())
    return _connect_page(given)


@policy(Policy.PLATFORM)
@explained
def connect() -> Response:
    """Connect the platform, or ask first whether foreign addresses are right."""
    check_form_body()
    given = _parameters("invite", "openid_configuration", "registration_token", "hosts")
    wanted = RegistrationRequest(
        configuration_url=given["openid_configuration"],
        token=given["registration_token"],
        confirmed_hosts=frozenset(given["hosts"].split(",")),
        description=_("Faire le point sur le numérique, et apprendre les premiers gestes."),
    )
    result = services().invitations.redeem(given["invite"], wanted, services().clock())
    if isinstance(result, HostsToConfirm):
        return _connect_page({**given, "hosts": ",".join(result.hosts)}, hosts=result.hosts)
    without = [scope for scope in MISSING_WORDS if _is_missing(scope, result.answer.missing_scopes)]
    if result.answer.deployment_id is None:
        without.append("deployment")
    address = url_for(
        "registration.done",
        platform=result.family,
        without=",".join(without) or None,
        updated="1" if result.is_update else None,
    )
    return make_response(redirect(address, 303))


@policy(Policy.PUBLIC)
def done() -> Response:
    """What remains to do in the platform. It tells nothing about any registration, so anybody may read it."""
    family = request.args.get("platform", "")
    if family not in FAMILIES:
        raise NotFound(reason="no-such-platform")
    is_update, is_manual = (request.args.get(word) == "1" for word in ("updated", "manual"))
    page = ConnectedPage(
        clicks=_clicks(family, is_update=is_update, is_manual=is_manual),
        options=() if is_manual else options_in_words(family),
        off=missing_in_words(frozenset(request.args.get("without", "").split(","))),
        is_update=is_update,
        frame=frame_of_connecting(),
    )
    return make_response(render_template("registration/connected.html", page=page))


@policy(Policy.PUBLIC)
def logo() -> Response:
    """The tool's picture, at an address that a platform may keep for years."""
    response = Response((config().static / LOGO).read_bytes(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _clicks(family: str, *, is_update: bool, is_manual: bool) -> tuple[str, ...]:
    if is_manual:
        return clicks_after_manual_in_words(family)
    return clicks_after_update_in_words(family) if is_update else clicks_in_words(family)


def _parameters(*names: str) -> dict[str, str]:
    """Each named parameter once, in plain characters; empty where it may be absent.

    Raises:
        NotFound: without an invitation there is nothing here (Y01).
        MalformedRequest: a parameter comes twice, is odd or too long, or the platform's address is missing.
    """
    given = request.form if request.method == "POST" else request.args
    values: dict[str, str] = {}
    for name in names:
        found = given.getlist(name)
        if len(found) > 1:
            raise MalformedRequest(reason="parameter-twice")
        values[name] = found[0] if found else ""
        if len(values[name]) > PARAMETER_CHARACTERS[name] or not _PLAIN.fullmatch(values[name]):
            raise MalformedRequest(reason="parameter-odd")
    if not values["invite"]:
        raise NotFound(reason="no-such-invitation")
    if not _host_of(values["openid_configuration"]):
        raise MalformedRequest(reason="platform-address-missing")
    return values


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _connect_page(given: dict[str, str], *, hosts: tuple[str, ...] = ()) -> Response:
    url = given["openid_configuration"]
    page = ConnectPage(
        platform=_host_of(url),
        fields=tuple((name, value) for name, value in given.items() if value),
        is_moodle=urlsplit(url).path.endswith(MOODLE_PATH),
        hosts=hosts,
        action=url_for("registration.connect"),
    )
    return make_response(render_template("registration/connect.html", page=page))


def _is_missing(word: str, scopes: tuple[str, ...]) -> bool:
    ending = MEMBERS_ENDING if word == "members" else f"/{word}"
    return any(scope.endswith(ending) for scope in scopes)
