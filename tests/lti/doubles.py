"""Books in memory, keys made once, and tokens signed the right way or any other way."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from lti_tool.domain.errors import StoreUnavailable
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.domain.ports import StoredKey
from lti_tool.lti.login import digest

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOOL = "https://tool.example"
LAUNCH_URL = f"{TOOL}/lti/launch"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NRPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
SCOPE = "https://purl.imsglobal.org/spec/lti-ags/scope/"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
TRAINER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"


def rsa_key(name: str, bits: int = 2048) -> rsa.RSAPrivateKey:
    """The key of this name, made once per run."""
    return _made(name, bits)


@cache
def _made(name: str, bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def jwk(name: str, kid: str, bits: int = 2048, **members: object) -> dict[str, Any]:
    numbers = rsa_key(name, bits).public_key().public_numbers()
    n = b64(numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8, "big"))
    return {"kty": "RSA", "n": n, "e": "AQAB", "kid": kid, "alg": "RS256", "use": "sig", **members}


def signed(
    claims: object, *, key: str = "lms", bits: int = 2048, header: object = None, payload: bytes | None = None
) -> str:
    """A compact token; ``header`` replaces the usual one, ``payload`` the JSON of the claims."""
    first = {"typ": "JWT", "alg": "RS256", "kid": "lms-1"} if header is None else header
    body = json.dumps(claims).encode() if payload is None else payload
    text = f"{b64(json.dumps(first).encode())}.{b64(body)}"
    return f"{text}.{b64(rsa_key(key, bits).sign(text.encode(), PKCS1v15(), SHA256()))}"


def registration(**changes: Any) -> Registration:
    values: dict[str, Any] = {
        "centre_id": "centre-1",
        "id": "registration-1",
        "issuer": "https://lms.example",
        "client_id": "client-1",
        "auth_login_url": "https://lms.example/auth",
        "token_url": "https://lms.example/token",
        "jwks_url": "https://lms.example/jwks",
    }
    return Registration(**(values | changes))


def launch_claims(nonce: str = "nonce-1", now: datetime = NOW, **changes: object) -> dict[str, Any]:
    """The claims of a usual Moodle launch; a change to ``...`` takes the claim out."""
    claims: dict[str, Any] = {
        "iss": "https://lms.example",
        "aud": "client-1",
        "sub": "7",
        "name": "Amina Diallo",
        "nonce": nonce,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(seconds=60)).timestamp()),
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": "1",
        f"{CLAIM}target_link_uri": LAUNCH_URL,
        f"{CLAIM}roles": [LEARNER],
        f"{CLAIM}resource_link": {"id": "33", "title": "Diagnostic"},
        f"{CLAIM}context": {"id": "2", "title": "Premiers pas", "type": ["CourseSection"]},
        f"{CLAIM}launch_presentation": {"locale": "fr", "return_url": "https://lms.example/course/2"},
        f"{CLAIM}custom": {"activity": "depart"},
        AGS: {
            "scope": [f"{SCOPE}lineitem", f"{SCOPE}score", f"{SCOPE}result.readonly"],
            "lineitems": "https://lms.example/services/2/lineitems?type_id=1",
            "lineitem": "https://lms.example/services/2/lineitems/5/lineitem?type_id=1",
        },
        NRPS: {"context_memberships_url": "https://lms.example/services/2/memberships"},
    }
    claims |= changes
    return {name: value for name, value in claims.items() if value is not ...}


class FakeRegistrationBook:
    """Registrations of the login; ``deployments`` maps a registration's id to the platform's words."""

    def __init__(self, *known: Registration, deployments: dict[str, set[str]] | None = None) -> None:
        self.known = known
        self.deployments = {"registration-1": {"1"}} if deployments is None else deployments

    def find(self, issuer: str, client_id: str | None, deployment_id: str | None) -> Sequence[Registration]:
        # As forgiving as a database with a case-insensitive collation: the caller must compare again.
        return [
            each
            for each in self.known
            if each.issuer.casefold() == issuer.casefold() and client_id in (None, each.client_id)
        ]

    def has_deployment(self, registration: Registration, deployment_id: str) -> bool:
        return deployment_id in self.deployments.get(registration.id, set())


class FakeStateBook:
    """States in memory; ``registrations`` and ``deployments`` are found by our id.

    ``states`` are those that are not used yet; ``spent`` are the hashes of the others.
    """

    def __init__(self, *known: Registration, deployments: dict[str, set[str]] | None = None) -> None:
        self.states: dict[str, LoginState] = {}
        self.spent: dict[str, LoginState] = {}
        self.registrations = {each.id: each for each in known}
        self.deployments = {"registration-1": {"1"}} if deployments is None else deployments

    def remember(self, state: LoginState, secret: str) -> str:
        self.states[state.state_hash] = state
        self.spent.pop(state.state_hash, None)
        return secret

    def open(self, word: str) -> LoginState | None:
        name = digest(word)
        return self.states.get(name) or self.spent.get(name)

    def spend(self, state: LoginState) -> bool:
        used = replace(state)
        is_first = self.spent.setdefault(state.state_hash, used) is used
        self.states.pop(state.state_hash, None)
        return is_first

    def registration_of(self, state: LoginState) -> Registration | None:
        return self.registrations.get(state.registration_id)

    def deployment_of(self, registration: Registration, deployment_id: str) -> str | None:
        is_known = deployment_id in self.deployments.get(registration.id, set())
        return f"deployment-{deployment_id}" if is_known else None


class FakeKeyBook:
    """Our keys in memory, newest first; ``reads`` counts the look-ups."""

    def __init__(self) -> None:
        self.stored: list[StoredKey] = []
        self.reads = 0
        self.is_down = False

    def keys(self) -> Sequence[StoredKey]:
        self.reads += 1
        if self.is_down:
            raise StoreUnavailable(reason="down")
        return tuple(self.stored)

    def keys_of(self, registration: Registration) -> Sequence[StoredKey]:
        stored = self.keys()
        return tuple(key for key in stored if key.registration_id == registration.id) or tuple(
            key for key in stored if not key.registration_id
        )

    def add(self, key: StoredKey) -> None:
        self.stored.insert(0, key)
