"""The token endpoint: client credentials, proved with a token that the tool signed.

Source: 1EdTech Security Framework 1.0, section 4.1; Moodle ``mod/lti/token.php``.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request

from lti_tool.demo.platform import ALL_SCOPES, DemoPlatform, ServiceProblem
from lti_tool.domain.errors import NotAuthenticated, PlatformUnavailable
from lti_tool.lti.signing import check, unverified_kid

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LIFE_SECONDS = 3600
REMEMBERED_MAXIMUM = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    """What a bearer token stands for. ``kid`` is the tool's key that earned it."""

    scopes: frozenset[str]
    expires_at: datetime
    kid: str


class TokenRefused(Exception):
    """The token endpoint answers no, with one of the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


class TokenDesk:
    """Gives out bearer tokens and recognises them; all are forgotten when the LMS stops."""

    def __init__(self, platform: DemoPlatform) -> None:
        self._platform = platform
        self._lock = threading.Lock()
        self._tokens: dict[str, AccessToken] = {}
        self._used_assertions: dict[str, None] = {}
        self._key_set: Mapping[str, Any] = {}  # Any: as KeySetReader

    def add_routes(self, app: Flask) -> None:
        """Publish ``/token``."""
        app.add_url_rule("/token", "token", self.answer, methods=["POST"])

    def answer(self) -> Response:
        """Answer one request for a token."""
        try:
            issued = self.issue(request.form.to_dict())
        except TokenRefused as refusal:
            answer = jsonify(error=refusal.error, error_description=refusal.description)
            answer.status_code = 400
            return answer
        answer = jsonify(issued)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def issue(self, form: Mapping[str, str]) -> dict[str, str | int]:
        """Check a request and make a token with those of the asked scopes that exist.

        Raises:
            TokenRefused: for everything that is not as it should be.
        """
        for name in ("grant_type", "client_assertion_type", "client_assertion", "scope"):
            if not form.get(name):
                raise TokenRefused("invalid_request", f"missing {name}")
        if form["grant_type"] != "client_credentials":
            raise TokenRefused("unsupported_grant_type", "client_credentials only")
        if form["client_assertion_type"] != ASSERTION_TYPE:
            raise TokenRefused("invalid_request", "client_assertion_type")
        self._check_assertion(form["client_assertion"])
        granted = [scope for scope in form["scope"].split() if scope in ALL_SCOPES]
        if not granted:
            raise TokenRefused("invalid_scope", "no known scope")
        return {
            "access_token": self._keep(granted, unverified_kid(form["client_assertion"])),
            "token_type": "Bearer",
            "expires_in": LIFE_SECONDS,
            "scope": " ".join(granted),
        }

    def require(self, authorization: str | None, *any_of: str) -> AccessToken:
        """The token of a request, which must hold at least one of these scopes.

        Raises:
            ServiceProblem: 401 without a living token, and Moodle's 401 or other platforms' 403 when the
                scope is missing.
        """
        token = self.known(authorization)
        if token is None or token.expires_at <= self._platform.clock():
            raise ServiceProblem(401, "Unauthorized")
        if not token.scopes.intersection(any_of):
            raise ServiceProblem(self._platform.habits.scope_missing_status, "Insufficient scope")
        return token

    def known(self, authorization: str | None) -> AccessToken | None:
        """The token that an ``Authorization`` header names, living or not."""
        kind, _, value = (authorization or "").partition(" ")
        return self._tokens.get(value) if kind.lower() == "bearer" else None

    def forget_tokens(self) -> None:
        """Revoke every token that was given out."""
        with self._lock:
            self._tokens.clear()

    def _check_assertion(self, assertion: str) -> None:
        book = self._platform.book
        claims = self._verified(assertion)
        if claims.get("iss") != book.client_id or claims.get("sub") != book.client_id:
            raise TokenRefused("invalid_client", "unknown client")
        jti = claims.get("jti")
        if not isinstance(jti, str) or not jti:
            raise TokenRefused("invalid_client", "missing jti")
        with self._lock:
            if jti in self._used_assertions:
                raise TokenRefused("invalid_client", "jti was used before")
            self._used_assertions[jti] = None
            if len(self._used_assertions) > REMEMBERED_MAXIMUM:
                del self._used_assertions[next(iter(self._used_assertions))]

    def _verified(self, assertion: str) -> dict[str, Any]:  # Any: claims are JSON
        habits = self._platform.habits
        wanted = habits.token_audience or self._platform.addresses.token_url
        audience = wanted if habits.checks_token_audience else None
        now = self._platform.clock()
        try:
            return check(assertion, self._key_set, audience, now=now)
        except NotAuthenticated:
            # Whatever went wrong, the key set is read again, as Moodle does: the tool may have a new key.
            self._read_keys()
        try:
            return check(assertion, self._key_set, audience, now=now)
        except NotAuthenticated as error:
            raise TokenRefused("invalid_client", error.reason) from error

    def _read_keys(self) -> None:
        try:
            self._key_set = self._platform.read_tool_keys()
        except (PlatformUnavailable, ValueError) as error:
            raise TokenRefused("invalid_client", "the tool's keys cannot be read") from error

    def _keep(self, scopes: list[str], kid: str) -> str:
        value = secrets.token_urlsafe(24)
        expires_at = self._platform.clock() + timedelta(seconds=LIFE_SECONDS)
        with self._lock:
            self._tokens[value] = AccessToken(scopes=frozenset(scopes), expires_at=expires_at, kid=kid)
            if len(self._tokens) > REMEMBERED_MAXIMUM:
                del self._tokens[next(iter(self._tokens))]
        return value
