"""The four platforms of the fuzzer as the tool has them stored, with their keys; nothing goes over a wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from lti_tool.domain.launch import LoginState, Registration
from lti_tool.lti.keys import PlatformKeys
from lti_tool.lti.launch import LaunchVerifier
from lti_tool.lti.login import digest
from lti_tool.lti.transport import Answer, Transport
from tests.fuzz.facts import LAUNCH_URL, START, TOOL, Begun, Platform
from tests.lti.doubles import FakeRegistrationBook, FakeStateBook, jwk, rsa_key

KID = "key-1"
# Whose private key signs under which kid; the stranger's is published nowhere.
SIGNERS = ("moodle", "moodle-again", "canvas", "off", "short", "stranger")
JUNK: tuple[object, ...] = (
    None,
    "key",
    {"kty": "EC", "kid": "ec", "crv": "P-256", "x": "AA", "y": "AA"},
    {"kty": "oct", "kid": KID, "k": "c2VjcmV0"},
    {"kty": "RSA", "kid": "broken", "n": 77777777, "e": "AQAB"},
)


def bits_of(signer: str) -> int:
    """The size of a signer's key."""
    return 1024 if signer == "short" else 2048


@cache
def numbers_of(signer: str) -> tuple[int, int]:
    """Modulus and exponent of a signer's public key."""
    numbers = rsa_key(signer, bits_of(signer)).public_key().public_numbers()
    return numbers.n, numbers.e


@cache
def platforms() -> tuple[Platform, ...]:
    """Two registrations of one issuer in two centres, one of another issuer, and one switched off."""
    return (_moodle(), _moodle_again(), _canvas(), _off())


def _moodle() -> Platform:
    return Platform(
        id="moodle",
        centre_id="centre-a",
        issuer="https://lms.example",
        client_id="client-1",
        auth_url="https://lms.example/mod/lti/auth.php",
        token_url="https://services.lms.example/token",
        jwks_url="https://lms.example:8443/certs",
        deployments=frozenset({"1", "2", "Étage 3"}),
        keys={KID: numbers_of("moodle")},
        weak_kids=frozenset({"short"}),
    )


def _moodle_again() -> Platform:
    return Platform(
        id="moodle-again",
        centre_id="centre-b",
        issuer="https://lms.example",
        client_id="client-2",
        auth_url="https://lms.example/mod/lti/auth.php",
        token_url="https://lms.example/token",
        jwks_url="https://lms.example/certs",
        deployments=frozenset({"2", "7"}),
        keys={KID: numbers_of("moodle-again")},
    )


def _canvas() -> Platform:
    return Platform(
        id="canvas",
        centre_id="centre-b",
        issuer="https://canvas.example",
        client_id="10000000000001",
        auth_url="https://sso.canvas.example/authorize?tenant=5&nonce=old",
        token_url="https://canvas.example/token",
        jwks_url="https://canvas.example/jwks",
        service_hosts=frozenset({"grades.canvas.example"}),
        deployments=frozenset({"5:8865aa05b4b79b64a91a86042e43af5ea8ae79eb"}),
        keys={KID: numbers_of("canvas"), "second": numbers_of("canvas")},
    )


def _off() -> Platform:
    return Platform(
        id="off",
        centre_id="centre-a",
        issuer="https://off.example",
        client_id="client-1",
        auth_url="https://off.example/auth",
        token_url="https://off.example/token",
        jwks_url="https://off.example/jwks",
        deployments=frozenset({"1"}),
        keys={KID: numbers_of("off")},
        is_enabled=False,
    )


def platform_of(platform_id: str) -> Platform:
    """One of them by its id."""
    return next(each for each in platforms() if each.id == platform_id)


def registration_of(platform: Platform) -> Registration:
    """A platform as the tool's store gives it."""
    return Registration(
        centre_id=platform.centre_id,
        id=platform.id,
        issuer=platform.issuer,
        client_id=platform.client_id,
        auth_login_url=platform.auth_url,
        token_url=platform.token_url,
        jwks_url=platform.jwks_url,
        service_hosts=tuple(sorted(platform.service_hosts)),
        is_enabled=platform.is_enabled,
    )


def moment(seconds: float) -> datetime:
    """So many seconds after the start."""
    return datetime.fromtimestamp(START, UTC) + timedelta(seconds=seconds)


class FakeTransport(Transport):
    """Answers what the platforms publish, and notes who was asked."""

    def __init__(self, published: Mapping[str, tuple[int, bytes]]) -> None:
        super().__init__(user_agent="Passerelle-test/1")
        self.published = published
        self.asked: list[str] = []

    def request(self, method: str, url: str, **_options: object) -> Answer:  # type: ignore[override]
        self.asked.append(url)
        status, body = self.published[url]
        return Answer(status=status, headers={}, body=body)


@cache
def published() -> dict[str, tuple[int, bytes]]:
    """The key sets of all platforms: junk first, then the keys that count."""
    return {each.jwks_url: (200, _key_set(each)) for each in platforms()}


def _key_set(platform: Platform) -> bytes:
    keys = [jwk(platform.id, kid) for kid in platform.keys]
    weak = [jwk("short", kid, 1024) for kid in platform.weak_kids]
    refused = [jwk("stranger", "for-coding", use="enc"), jwk("stranger", "for-others", alg="RS384")]
    return json.dumps({"keys": [*JUNK, *refused, *weak, *keys]}).encode()


@dataclass
class Desk:
    """The tool's side: books in memory and a verifier with keys that are fetched once."""

    transport: FakeTransport = field(default_factory=lambda: FakeTransport(published()))

    def __post_init__(self) -> None:
        known = [registration_of(each) for each in platforms()]
        deployments = {each.id: set(each.deployments) for each in platforms()}
        self.book = FakeRegistrationBook(*known, deployments=deployments)
        self.states = FakeStateBook(*known, deployments=deployments)
        self.verifier = LaunchVerifier(
            keys=PlatformKeys(self.transport), states=self.states, launch_url=LAUNCH_URL, tool_origin=TOOL
        )

    def remember(self, begun: tuple[Begun, ...]) -> None:
        """Nothing but these logins."""
        self.states.states.clear()
        self.states.spent.clear()
        for each in begun:
            self.states.remember(state_of(each), each.state)


def state_of(begun: Begun) -> LoginState:
    """A login as the store holds it; its registration may be gone meanwhile."""
    centre = next((each.centre_id for each in platforms() if each.id == begun.platform_id), "centre-a")
    return LoginState(
        state_hash=digest(begun.state),
        nonce=begun.nonce,
        browser_hash=digest(begun.browser),
        centre_id=centre,
        registration_id=begun.platform_id,
        target_link_uri=begun.target,
        deployment_hint=begun.hint,
        created_at=moment(begun.created),
        expires_at=moment(begun.created + begun.life),
        agent_hash=digest(begun.agent) if begun.agent else None,
        storage_hash=digest(begun.proof) if begun.proof else None,
        storage_target="_parent" if begun.proof else None,
    )
