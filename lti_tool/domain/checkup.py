"""What a look over the whole installation finds, and what such a look needs from outside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from lti_tool.domain.launch import Registration


class State(StrEnum):
    """How a thing stands: a fault stops something, a warning does not yet."""

    OK = "ok"
    WARN = "warn"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the report, for an operator. ``name`` is the check's, in kebab-case; ``about`` is the
    platform that it is about, empty for the installation; ``remedy`` is empty when all is well.

    No secret, no token and nobody's name stands in it.
    """

    name: str
    state: State
    found: str
    remedy: str = ""
    about: str = ""


def worst_of(findings: Sequence[Finding]) -> State:
    """The state of the whole; ``ok`` when nothing was looked at."""
    states = {finding.state for finding in findings}
    return next((state for state in (State.FAULT, State.WARN) if state in states), State.OK)


class Standing(StrEnum):
    """How the schema of a database stands to this release."""

    CURRENT = "current"
    OLDER = "older"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseSeen:
    """A database as it was found, without changing it.

    ``trouble`` is ``missing``, ``unreachable`` or ``damaged``, empty when it could be read; the fields after
    it tell nothing otherwise. ``path`` is the file of SQLite. ``modes`` are the switches that durability
    depends on, by the database's own names; ``is_whole`` is ``None`` when the time did not suffice;
    ``is_above_walls`` tells that the tool's role of PostgreSQL is held by no rule for rows. ``hosts`` are the
    machines or sockets of PostgreSQL as the address names them, none for the usual socket; ``tls`` is what is
    asked of the connection to them, in the words of libpq (``sslmode``).
    """

    is_embedded: bool
    trouble: str = ""
    path: str = ""
    version: str = ""
    standing: Standing = Standing.UNKNOWN
    modes: Mapping[str, str] = field(default_factory=dict)
    is_wal_safe: bool = True
    is_whole: bool | None = True
    file_system: str = ""
    is_above_walls: bool = False
    hosts: tuple[str, ...] = ()
    tls: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAnswer:
    """What the tool's public address answered; headers as often as they came, their names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of one header; empty when it did not come."""
        return tuple(value for known, value in self.headers if known == name)


class FrontDoor(Protocol):
    """The tool's public address, asked as a browser would. Both calls take ten seconds at most.

    Raises:
        PlatformUnavailable: ``unknown-host``, ``unreachable``, ``timeout``, ``reset``, or of the certificate
            ``certificate-expired``, ``certificate-self-signed``, ``certificate-wrong-name``,
            ``certificate-untrusted``, ``tls``.
    """

    def certificate_ends_at(self, url: str) -> datetime:
        """Until when the certificate of an https address is good; it was checked like a browser does."""

    def ask(self, url: str) -> DoorAnswer:
        """The answer to a GET, of any status; a redirect is an answer like any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySetSeen:
    """A platform's key set: how many keys can be used, and how far its clock is ahead of ours, in seconds;
    ``None`` when its answer names no moment."""

    keys: int
    clock_ahead_seconds: float | None


class PlatformTrials(Protocol):
    """Tries of one platform's services that write nothing there; each takes ten seconds at most.

    Raises:
        PlatformUnavailable: it cannot be reached, or its answer makes no sense.
        PlatformRefused: it answered no.
    """

    def key_set(self, registration: Registration) -> KeySetSeen:
        """Fetch the keys that launches are signed with; ``not-a-key-set``, ``http-error``."""

    def granted(self, registration: Registration, scopes: Sequence[str]) -> frozenset[str]:
        """Ask for one token per scope; those of ``scopes`` that were granted."""

    def read_line_items(self, registration: Registration, url: str, scopes: Sequence[str]) -> None:
        """Read the first page of a course's columns."""

    def read_roster(self, registration: Registration, url: str) -> None:
        """Read the first page of a course's people, and keep nothing of it."""
