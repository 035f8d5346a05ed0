"""The addresses that platforms know: login, launch, keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from urllib.parse import parse_qsl

from flask import Flask, Response, current_app, jsonify, redirect, request, url_for
from werkzeug.datastructures import Headers
from werkzeug.exceptions import MethodNotAllowed

from lti_tool.domain.errors import (
    InvalidMessage,
    MalformedRequest,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    TooLarge,
    UnsupportedMedia,
)
from lti_tool.domain.language import language_of
from lti_tool.domain.launch import DEEP_LINKING_REQUEST, Launch
from lti_tool.lti.hand_over import HAND_OVER_LIFE, HandOverSeal, MarkMissing
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.login import Browser, Fresh, begin_login, storage_key
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.services.ids import new_secret
from lti_tool.services.launches import parents_of
from lti_tool.web.guards import Policy, policy, refuse_unknown_sites
from lti_tool.web.limits import LimitedStates, limits
from lti_tool.web.opening import new_tab_page, storage_page
from lti_tool.web.present_launch import StorageQuestion
from lti_tool.web.session import agent_of, browser_token, keep_browser, keep_session, session_token
from lti_tool.web.state import belong_to, config, services

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOGIN_BYTES, LAUNCH_BYTES = 64 * 1024, 256 * 1024
FIELDS_AT_MOST = 100
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
Form = dict[str, list[str]]


def register(app: Flask, *, verifier: LaunchVerifier, seal: HandOverSeal, tool_keys: ToolKeys) -> None:
    """Add the LTI addresses."""
    app.extensions["passerelle_verifier"] = verifier
    app.extensions["passerelle_seal"] = seal
    app.extensions["passerelle_keys"] = tool_keys
    routes: tuple[tuple[str, Callable[..., Response], list[str]], ...] = (
        ("login", login, ["GET", "POST"]),
        ("launch", launch, ["POST"]),
        ("continue", carry_on, ["POST"]),
        ("jwks", jwks, ["GET"]),
        ("jwks/<string:name>", key_set, ["GET"]),
    )
    for name, view, methods in routes:
        app.add_url_rule(
            f"/lti/{name}", f"lti.{view.__name__}", view, methods=methods, provide_automatic_options=False
        )


@policy(Policy.PLATFORM)
def login() -> Response:
    """Third-party initiated login, by GET or POST: remember it, send the browser to the platform."""
    if request.method == "HEAD":
        raise MethodNotAllowed(["GET", "POST"])
    known = browser_token(request, is_secure=config().is_secure)
    token = known or new_secret()
    found = services()
    started = begin_login(
        _parsed(request.query_string),
        _body(LOGIN_BYTES),
        browser=Browser(token=token, agent=agent_of(request)),
        book=found.logins,
        states=LimitedStates(found.logins, limits().registration_logins),
        launch_url=config().launch_url,
        tool_origin=config().origin,
        now=found.clock(),
        fresh=Fresh(state=new_secret(), nonce=new_secret(), proof=new_secret()),
    )
    wish = started.storage
    if wish is None:
        response: Response = _Redirect(started.url, 302)
    else:
        response = storage_page(
            started.url,
            StorageQuestion(target=wish.target, platform=started.url, key=wish.key, value=wish.value),
        )
    keep_browser(response, token, is_secure=config().is_secure)
    return response


@policy(Policy.PLATFORM)
def launch() -> Response:
    """The platform's signed message: verify it, remember it, open a clean address."""
    if request.query_string:
        _refuse_doubles()
    body = _body(LAUNCH_BYTES)
    now = services().clock()
    state = body.get("state", [""])[0]
    try:
        verified = _verifier().verify(
            body,
            browser_token=browser_token(request, is_secure=config().is_secure),
            now=now,
            agent=agent_of(request),
        )
        return _opened(verified, state=state, is_handed_over=False)
    except MarkMissing as error:
        return _new_tab(error)
    except NotAuthenticated as error:
        return _repeated(error, state=state)


@policy(Policy.PLATFORM)
def carry_on() -> Response:
    """A launch that came without a cookie, by the button of our own page: check it again in a new tab."""
    refuse_unknown_sites(request)
    body = _body(LAUNCH_BYTES)
    given = {name: body.get(name, []) for name in ("code", "proof")}
    if len(given["code"]) != 1 or len(given["proof"]) > 1:
        raise MalformedRequest(reason="hand-over-form")
    hand_over = cast(HandOverSeal, _extension("passerelle_seal")).open(given["code"][0])
    try:
        verified = _verifier().verify_again(hand_over, proof="".join(given["proof"]), now=services().clock())
    except NotAuthenticated as error:
        return _repeated(error, state=hand_over.secret)
    return _opened(verified, state=hand_over.secret, is_handed_over=True)


def _verifier() -> LaunchVerifier:
    return cast(LaunchVerifier, _extension("passerelle_verifier"))


def _opened(verified: Launch, *, state: str, is_handed_over: bool) -> Response:
    """Open the launch's first page, with a session of its own in this browser."""
    belong_to(verified.registration.centre_id)
    try:
        if verified.is_anonymous_opening:
            return _trial(verified)
        if verified.message_type == DEEP_LINKING_REQUEST:
            return _picker(verified, state=state)
        return _first_page(verified, state=state, is_handed_over=is_handed_over)
    except (InvalidMessage, NotAllowed, NotFound):
        _spend(verified)
        raise


def _spend(verified: Launch) -> bool:
    """Use up the login of a launch that is not remembered; ``False`` when it was used before."""
    return verified.login is None or services().logins.spend(verified.login)


def _first_page(verified: Launch, *, state: str, is_handed_over: bool) -> Response:
    found = services()
    accepted = found.launches.accept(
        verified,
        state=state,
        old_token=session_token(request, is_secure=config().is_secure),
        now=found.clock(),
        is_handed_over=is_handed_over,
    )
    response = _Redirect(f"/l/{accepted.handle}/{accepted.place}", 303)
    keep_session(response, accepted.session_token, is_secure=config().is_secure)
    return response


class _Redirect(Response):
    """A redirect without the page that browsers show to nobody. Its headers leave as they stand: the address
    is our own, or one that was looked at when its platform was registered.
    """

    def __init__(self, address: str, status: int) -> None:
        super().__init__(status=status, headers={"Location": address, "Content-Length": "0"})

    def get_wsgi_headers(self, environ: WSGIEnvironment) -> Headers:
        """The headers, which need no mending."""
        return self.headers


def _picker(verified: Launch, *, state: str) -> Response:
    """Open the picker for the trainer who was sent to choose."""
    found = services()
    accepted = found.deep_links.open(
        verified,
        state=state,
        old_token=session_token(request, is_secure=config().is_secure),
        now=found.clock(),
    )
    response = cast(Response, redirect(url_for("picker.choose", handle=accepted.handle), 303))
    keep_session(response, accepted.session_token, is_secure=config().is_secure)
    return response


def _repeated(error: NotAuthenticated, *, state: str) -> Response:
    """The page that this very form opened a moment ago in this browser (a reload); otherwise the refusal."""
    found, token = services(), session_token(request, is_secure=config().is_secure)
    if error.code != "e-expired" or not state:
        raise error
    if handle := found.launches.repeated(state=state, token=token, now=found.clock()):
        return cast(Response, redirect(f"/l/{handle}/", 303))
    if handle := found.deep_links.repeated(state=state, token=token, now=found.clock()):
        return cast(Response, redirect(url_for("picker.choose", handle=handle), 303))
    raise error


def _new_tab(error: MarkMissing) -> Response:
    """The page with the button: the code in it holds the message, and nobody can read it."""
    login = error.hand_over.login
    question = StorageQuestion(
        target=login.storage_target or "",
        platform=error.registration.auth_login_url,
        key=storage_key(login.nonce),
    )
    return new_tab_page(
        error,
        sealed=cast(HandOverSeal, _extension("passerelle_seal")).close(error.hand_over),
        action=url_for("lti.carry_on"),
        seconds=int(HAND_OVER_LIFE.total_seconds()),
        storage=question if login.storage_target else None,
        parents=parents_of(error.registration),
    )


def _trial(verified: Launch) -> Response:
    """Nobody is named: the pages that everybody may see, in the language of the launch."""
    if not _spend(verified):
        raise NotAuthenticated("e-expired", reason="state-unknown")
    activity = services().trials.activity(verified.custom.get("activity", ""))
    address = url_for("trial.start", slug=activity.slug, lang=language_of(verified.locale) or None)
    return cast(Response, redirect(address, 303))


@policy(Policy.PUBLIC)
def jwks() -> Response:
    """All of the tool's public keys."""
    return _published("")


@policy(Policy.PUBLIC)
def key_set(name: str) -> Response:
    """The public keys of one registration, which its platform was told of."""
    return _published(name)


def _published(name: str) -> Response:
    response = jsonify(cast(ToolKeys, _extension("passerelle_keys")).jwks(name))
    response.headers["Cache-Control"] = "public, max-age=3600"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return cast(Response, response.make_conditional(request))


def _extension(name: str) -> object:
    return current_app.extensions[name]


def _refuse_doubles() -> None:
    """A launch has its parameters in the body alone."""
    named = _parsed(request.query_string)
    if {"state", "id_token"} & {name.partition("[")[0] for name in named}:
        raise MalformedRequest(reason="parameter-in-address")


def _body(limit: int) -> Form:
    """The form of the request's body; empty for a GET.

    Raises:
        UnsupportedMedia: the body is not a form.
        TooLarge: it is over the limit; it was not read.
    """
    if request.method != "POST":
        return {}
    if request.mimetype != "application/x-www-form-urlencoded":
        raise UnsupportedMedia(reason="not-a-form")
    if request.content_length is None or request.content_length > limit:
        raise TooLarge("e-sec" if limit == LAUNCH_BYTES else "e-link", reason="body-too-large")
    return _parsed(request.get_data(cache=False))


def _parsed(raw: bytes) -> Form:
    """Every value of every parameter, read strictly.

    Raises:
        MalformedRequest: not ASCII, a broken escape, not UTF-8 behind it, or too many fields.
    """
    try:
        text = raw.decode("ascii")
        if _BROKEN_ESCAPE.search(text):
            raise MalformedRequest(reason="broken-escape")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_AT_MOST)
    except ValueError as error:
        raise MalformedRequest(reason="not-a-form") from error
    form: Form = {}
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form
