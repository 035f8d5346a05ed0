"""What both sides of the fuzzer are told: the platforms, and one message as it reaches the tool.

Plain values without any code of the tool: the judge of ``judge.py`` knows nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TOOL = "https://tool.example"
LAUNCH_URL = f"{TOOL}/lti/launch"
# Seconds since 1970: the second at which every message is made, before its own delay is added.
START = 1_772_442_000

Json = Any  # Any: JSON of every shape is tried.
Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform that an administrator connected. ``keys`` are modulus and exponent by ``kid``."""

    id: str
    centre_id: str
    issuer: str
    client_id: str
    auth_url: str
    token_url: str
    jwks_url: str
    deployments: frozenset[str]
    keys: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    weak_kids: frozenset[str] = frozenset()
    service_hosts: frozenset[str] = frozenset()
    is_enabled: bool = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the administrator trusted."""
        return (self.issuer, self.auth_url, self.token_url, self.jwks_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A login that waits for its launch. Moments are seconds after ``START``.

    ``agent`` is how the browser introduced itself, ``proof`` what was put into the platform's storage.
    """

    state: str = "state-1"
    nonce: str = "nonce-1"
    browser: str = "browser-1"
    platform_id: str = "moodle"
    target: str = LAUNCH_URL
    hint: str | None = None
    agent: str | None = "agent-1"
    proof: str | None = None
    created: float = 0.0
    life: float = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LoginMessage:
    """One login initiation: the parameters of the address and those of the body."""

    query: Form
    body: Form
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchMessage:
    """One launch post. ``at`` is the tool's clock in seconds after ``START``; ``browser`` is the cookie.

    ``key_set`` replaces what the platform publishes, as status and body. ``again`` is what happens in the new
    tab when the cookie is missing: what the platform's storage gave back, and so many seconds later.
    """

    begun: tuple[Begun, ...]
    body: Form
    browser: str | None = "browser-1"
    agent: str = "agent-1"
    at: float = 0.0
    again: tuple[str, float] | None = None
    key_set: tuple[int, bytes] | None = None
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What must happen: a status, the page codes that may stand on it, and what an accepted one says.

    ``consumed`` is the state that is gone afterwards, whatever the status; ``waits`` is whether the page
    offers a new tab, ``is_spent`` whether that offer was taken, which is written down.
    """

    status: int
    codes: frozenset[str] = frozenset()
    consumed: str | None = None
    waits: bool = False
    is_spent: bool = False
    kept: Mapping[str, object] = field(default_factory=dict)


class Refused(Exception):
    """The judge's way out: the message must be refused so."""

    def __init__(self, status: int, *codes: str) -> None:
        super().__init__(status, codes)
        self.status = status
        self.codes = frozenset(codes)
