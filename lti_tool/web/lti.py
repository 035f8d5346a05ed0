"""The addresses that platforms know: login, launch, keys."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast
from urllib.parse import parse_qsl

from flask import Flask, Response, current_app, jsonify, redirect, request
from werkzeug.exceptions import MethodNotAllowed

from lti_tool.domain.errors import MalformedRequest, NotAuthenticated, TooLarge, UnsupportedMedia
from lti_tool.lti.keys import ToolKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.login import begin_login
from lti_tool.services.ids import new_secret
from lti_tool.web.guards import Policy, policy
from lti_tool.web.session import browser_token, keep_browser, keep_session, session_token
from lti_tool.web.state import config, services

LOGIN_BYTES, LAUNCH_BYTES = 64 * 1024, 256 * 1024
FIELDS_AT_MOST = 100
_BROKEN_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
Form = dict[str, list[str]]


def register(app: Flask, *, verifier: LaunchVerifier, tool_keys: ToolKeys) -> None:
    """Add the LTI addresses."""
    app.extensions["passerelle_verifier"] = verifier
    app.extensions["passerelle_keys"] = tool_keys
    routes: tuple[tuple[str, Callable[[], Response], list[str]], ...] = (
        ("login", login, ["GET", "POST"]),
        ("launch", launch, ["POST"]),
        ("jwks", jwks, ["GET"]),
    )
    for name, view, methods in routes:
        app.add_url_rule(
            f"/lti/{name}", f"lti.{name}", view, methods=methods, provide_automatic_options=False
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
        browser_token=token,
        book=found.logins,
        states=found.logins,
        launch_url=config().launch_url,
        tool_origin=config().origin,
        now=found.clock(),
        new_state=new_secret(),
        new_nonce=new_secret(),
    )
    response = cast(Response, redirect(started.url, 302))
    keep_browser(response, token, is_secure=config().is_secure)
    return response


@policy(Policy.PLATFORM)
def launch() -> Response:
    """The platform's signed message: verify it, remember it, open a clean address."""
    if request.query_string:
        _refuse_doubles()
    body = _body(LAUNCH_BYTES)
    found, now = services(), services().clock()
    old_token = session_token(request, is_secure=config().is_secure)
    state = body.get("state", [""])[0]
    verifier = cast(LaunchVerifier, _extension("passerelle_verifier"))
    try:
        verified = verifier.verify(
            body, browser_token=browser_token(request, is_secure=config().is_secure), now=now
        )
    except NotAuthenticated as error:
        handle = found.launches.repeated(state=state, token=old_token, now=now) if state else None
        if error.code != "e-expired" or handle is None:
            raise
        return cast(Response, redirect(f"/l/{handle}/", 303))
    accepted = found.launches.accept(verified, state=state, old_token=old_token, now=now)
    response = cast(Response, redirect(f"/l/{accepted.handle}/", 303))
    keep_session(response, accepted.session_token, is_secure=config().is_secure)
    return response


@policy(Policy.PUBLIC)
def jwks() -> Response:
    """The tool's public keys."""
    keys = cast(ToolKeys, _extension("passerelle_keys"))
    response = jsonify(keys.jwks())
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
