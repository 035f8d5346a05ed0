"""Third-party initiated login: from the platform's first request to our redirect back to it.

Source: LTI security framework 1.0, 5.1.1; security notes 2.2.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from lti_tool.domain.administration import AskedDeployment
from lti_tool.domain.errors import MalformedRequest, NotAllowed, TooLarge
from lti_tool.domain.launch import REGISTRATIONS_KEPT, LoginState, Registration
from lti_tool.domain.ports import RegistrationBook, StateKeeper
from lti_tool.lti.addresses import is_own_target
from lti_tool.lti.parameters import Form, single_values
from lti_tool.lti.text import has_control_characters, has_undecodable_characters, is_identifier

STATE_LIFE = timedelta(minutes=10)
PARAMETER_BYTES = 4096
HINT_BYTES = 8192

_REQUIRED = ("iss", "login_hint", "target_link_uri")
_OPTIONAL = ("client_id", "lti_deployment_id", "lti_message_hint", "lti_storage_target")
_HINTS = frozenset({"login_hint", "lti_message_hint"})
_FRAME_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """Who came to the login: ``token`` is the mark in its cookie, ``agent`` how it introduces itself,
    empty when it does not."""

    token: str = field(repr=False)
    agent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """Unguessable values made for one login. ``state`` is URL-safe (Moodle cleans it as text)."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    proof: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageWish:
    """What to put into the platform's storage: ``target`` names its frame, ``_parent`` or another.

    Source: LTI Platform Storage 0.1.
    """

    target: str
    key: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginRedirect:
    """Where to send the browser, and the registration whose login this is.

    ``storage`` is ``None`` when the platform offers no place to keep things.
    """

    url: str
    registration: Registration
    storage: StorageWish | None = None


def digest(value: str) -> str:
    """What the store keeps of a value that only the browser holds: SHA-256 in hexadecimal."""
    return sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def storage_key(nonce: str) -> str:
    """Under which name the platform keeps the proof of the login with this nonce."""
    return f"passerelle-{digest(nonce)[:16]}"


def begin_login(
    query: Form,
    body: Form,
    *,
    browser: Browser,
    book: RegistrationBook,
    states: StateKeeper,
    launch_url: str,
    tool_origin: str,
    now: datetime,
    fresh: Fresh,
) -> LoginRedirect:
    """Check a login initiation, seal its state and say where the browser goes next.

    ``query`` and ``body`` hold every value of every parameter.

    Raises:
        MalformedRequest: ``e-link`` for a missing, doubled or odd parameter, ``e-lms`` for a platform
            or deployment that we do not know, ``e-config`` when several registrations could be meant.
        NotAllowed: ``e-lms`` for a registration that was switched off.
        TooLarge: ``e-link`` for a parameter over 4 KiB, a hint over 8 KiB.
    """
    values = _read(query, body)
    target = values["target_link_uri"]
    if not is_own_target(target, tool_origin=tool_origin, launch_url=launch_url):
        raise MalformedRequest(reason="target-elsewhere")
    registration = _registration_of(values, book)
    storage = _storage(values, fresh)
    word = states.remember(
        LoginState(
            state_hash=digest(fresh.state),
            nonce=fresh.nonce,
            browser_hash=digest(browser.token),
            centre_id=registration.centre_id,
            registration_id=registration.id,
            target_link_uri=target,
            deployment_hint=values.get("lti_deployment_id"),
            created_at=now,
            expires_at=now + STATE_LIFE,
            agent_hash=digest(browser.agent) if browser.agent else None,
            storage_hash=digest(storage.value) if storage else None,
            storage_target=storage.target if storage else None,
        ),
        fresh.state,
    )
    url = _question(values, registration, launch_url, word, fresh)
    return LoginRedirect(url=url, registration=registration, storage=storage)


def _storage(values: Mapping[str, str], fresh: Fresh) -> StorageWish | None:
    target = values.get("lti_storage_target", "")
    if not _FRAME_NAME.fullmatch(target):
        return None
    return StorageWish(target=target, key=storage_key(fresh.nonce), value=fresh.proof)


def _read(query: Form, body: Form) -> dict[str, str]:
    for form in (query, body):
        for name, found in form.items():
            limit = HINT_BYTES if name in _HINTS else PARAMETER_BYTES
            if any(len(value.encode("utf-8", "surrogatepass")) > limit for value in found):
                raise TooLarge("e-link", reason="parameter-too-long")
    values = single_values((*_REQUIRED, *_OPTIONAL), query, body)
    for name in _REQUIRED:
        if not values.get(name, "").strip():
            raise MalformedRequest(reason=f"missing-{name.replace('_', '-')}")
    for value in values.values():
        if has_control_characters(value) or has_undecodable_characters(value):
            raise MalformedRequest(reason="control-character")
    # An optional parameter that is present and empty says nothing.
    return {name: value for name, value in values.items() if value}


def _registration_of(values: Mapping[str, str], book: RegistrationBook) -> Registration:
    """The one registration that is meant; never a guess (L09)."""
    issuer, client_id = values["iss"], values.get("client_id")
    # Compared again here: a store's collation may call two different issuers equal (L10, L11).
    found = [
        registration
        for registration in book.find(issuer, client_id, None)
        if registration.issuer == issuer and client_id in (None, registration.client_id)
    ]
    if not found:
        raise MalformedRequest("e-lms", reason="unknown-registration")
    enabled = [registration for registration in found if registration.is_enabled]
    if not enabled:
        raise NotAllowed("e-lms", reason="registration-disabled")
    deployment_id = values.get("lti_deployment_id")
    if deployment_id is None:
        return _only(enabled)
    deployed = [each for each in enabled if book.has_deployment(each, deployment_id)]
    if not deployed:
        # With several candidates nothing says whose administrator should hear of it.
        asked = _asked(enabled[0], deployment_id) if len(enabled) == 1 else None
        raise MalformedRequest("e-lms", reason="unknown-deployment", asked=asked)
    return _only(deployed)


def _asked(registration: Registration, deployment_id: str) -> AskedDeployment | None:
    if not is_identifier(deployment_id):
        return None
    return AskedDeployment(
        centre_id=registration.centre_id,
        registration_id=registration.id,
        deployment_id=deployment_id,
        is_signed=False,
    )


def _only(found: Sequence[Registration]) -> Registration:
    if len(found) > 1:
        raise MalformedRequest("e-config", reason="several-registrations")
    return found[0]


def _question(
    values: Mapping[str, str], registration: Registration, launch_url: str, word: str, fresh: Fresh
) -> str:
    """The authorization address with our parameters added to a query that it may already have (L38)."""
    own = {"login_hint": values["login_hint"], "state": word, "nonce": fresh.nonce}
    if "lti_message_hint" in values:
        own["lti_message_hint"] = values["lti_message_hint"]
    before = _before_question(registration.auth_login_url, registration.client_id, launch_url, frozenset(own))
    return f"{before}&{_as_query(own)}"


@lru_cache(REGISTRATIONS_KEPT)
def _before_question(url: str, client_id: str, launch_url: str, names: frozenset[str]) -> str:
    """What every login of a registration asks in the same words. ``names`` are added by each login."""
    question = {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": client_id,
        "redirect_uri": launch_url,
    }
    parts = urlsplit(url)
    # What is already there stays as it is written, unless it would say one of our words a second time.
    kept = [
        piece
        for piece in parts.query.split("&")
        if piece and unquote(piece.partition("=")[0]) not in question.keys() | names
    ]
    query = "&".join([*kept, _as_query(question)])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _as_query(question: Mapping[str, str]) -> str:
    return "&".join(f"{name}={quote(value, safe='')}" for name, value in question.items())
