"""The protocols through which the rest of Passerelle is reached.

Two implementations of ``Lms`` exist: ``lti/gateway.py`` and the fake of the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lti_tool.domain.deep_link import DeepLinkAnswer
from lti_tool.domain.launch import LoginState, Registration
from lti_tool.domain.registration import PlatformConfiguration, RegistrationAnswer, RegistrationRequest
from lti_tool.domain.roster import RosterMember


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """A gradebook column as the platform describes it.

    ``url`` is its identifier. ``maximum`` is in points and above zero. Empty text stands for an absent
    tag, resource id or resource link id.
    """

    url: str
    label: str
    maximum: float
    tag: str = ""
    resource_id: str = ""
    resource_link_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItemDraft:
    """A gradebook column that the tool asks the platform to create.

    ``is_main`` is whether this is the one column that stands for the whole activity of the link.
    """

    label: str
    maximum: float
    tag: str
    resource_id: str
    resource_link_id: str = ""
    is_main: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What is sent for one person and one line item.

    ``given`` is between 0 and ``maximum``. ``comment`` is plain text of 500 characters at most and never
    empty (Moodle erases the former comment when none is sent). ``sent_at`` is in the platform's clock and
    strictly increases per line item and person; ``submitted_at`` is when the learner finished.
    """

    sub: str
    given: float
    maximum: float
    comment: str
    sent_at: datetime
    submitted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SendReceipt:
    """The platform took the score. ``is_confirmed`` is false for 202: read back later, where one may."""

    status: int
    is_confirmed: bool


class ScoreConflict(Exception):
    """409 or 412: the platform holds a score with the same or a later timestamp. Read it back."""

    def __init__(self, status: int) -> None:
        super().__init__(f"score conflict {status}")
        self.status = status


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformResult:
    """What the LMS shows for one person and one line item.

    ``score`` is ``None`` when the platform lists the person without a number (Moodle does so for 0).
    """

    score: float | None
    maximum: float | None
    comment: str = ""


class Lms(Protocol):
    """The services of one platform. Every method may wait for the network: never call it with a
    transaction open.

    Raises:
        PlatformUnavailable: temporary; try again later.
        PlatformRefused: permanent until a person acts; ``reason`` says which (see ``domain/grade``).
        ScoreConflict: from ``send_score`` alone.
    """

    def find_line_items(
        self, registration: Registration, lineitems_url: str, *, scopes: Sequence[str], resource_id: str
    ) -> tuple[LineItem, ...]:
        """All columns of the context whose resource id is ``resource_id`` (empty when there is none)."""
        ...

    def create_line_item(
        self, registration: Registration, lineitems_url: str, draft: LineItemDraft, *, scopes: Sequence[str]
    ) -> LineItem:
        """Create one column and return it with its address."""
        ...

    def send_score(
        self, registration: Registration, line_item_url: str, score: Score, *, scopes: Sequence[str]
    ) -> SendReceipt:
        """Post one score, completed and fully graded."""
        ...

    def read_result(
        self, registration: Registration, line_item_url: str, sub: str, *, scopes: Sequence[str]
    ) -> PlatformResult | None:
        """What the LMS shows now for this person; ``None`` when it shows nothing."""
        ...

    def read_roster(self, registration: Registration, url: str) -> tuple[RosterMember, ...]:
        """Everybody of the course whose roster is at ``url``, each once; never a part of it."""
        ...

    def platform_now(self, registration: Registration, now: datetime) -> datetime:
        """``now`` in the platform's clock, from the ``Date`` headers it sent; ``now`` when none is known."""
        ...


class DeepLinkSigner(Protocol):
    """How the answer to a deep linking request is put into words and signed; nothing is sent."""

    def sign(
        self,
        registration: Registration,
        deployment_id: str,
        answer: DeepLinkAnswer,
        *,
        data: str | None,
        accepts_line_items: bool,
        now: datetime,
    ) -> str:
        """The signed answer, good for five minutes. ``deployment_id`` is the platform's word, ``data`` what
        came with the request.
        """
        ...


class GradeProbe(Protocol):
    """How an administrator finds out whether grades would arrive; it waits for the network."""

    def try_grades(self, registration: Registration, lineitems_url: str, *, scopes: Sequence[str]) -> None:
        """Ask for the right to send scores and read one course's columns. Nothing is written there.

        Raises:
            PlatformUnavailable, PlatformRefused: as ``Lms``; the whole takes 8 seconds at most.
        """
        ...


class RegistrationBook(Protocol):
    """How the login finds a registration. Comparison is exact, byte by byte."""

    def find(self, issuer: str, client_id: str | None, deployment_id: str | None) -> Sequence[Registration]:
        """Registrations of this issuer, narrowed by client id and deployment where given."""
        ...

    def has_deployment(self, registration: Registration, deployment_id: str) -> bool:
        """Whether this deployment of this registration is known and active."""
        ...


class Registrar(Protocol):
    """How a platform is asked to take the tool in. Every method waits for the network."""

    def read_configuration(self, request: RegistrationRequest) -> PlatformConfiguration:
        """The platform's configuration, read where the platform says and checked.

        Raises:
            InvalidMessage: it cannot be read or used; ``reason`` says why.
        """
        ...

    def register(
        self, configuration: PlatformConfiguration, request: RegistrationRequest
    ) -> RegistrationAnswer:
        """Ask the platform to make the tool known there.

        Raises:
            PlatformUnavailable: no usable answer; ambiguous when the platform may have done it.
            PlatformRefused: the platform said no, or something that is no answer.
        """
        ...

    def check_addresses(self, addresses: Sequence[str]) -> None:
        """Refuse addresses that no request may go to, without sending one (K10).

        Raises:
            InvalidMessage: ``endpoint-address-refused``, or ``endpoint-unreachable`` for an unknown name.
        """
        ...


class StateKeeper(Protocol):
    """Where a login's state is left."""

    def remember(self, state: LoginState, secret: str) -> str:
        """The word that brings this state back; it comes from nobody else. ``secret`` is what the state's
        hash was made of.
        """
        ...


class StateBook(StateKeeper, Protocol):
    """Where a login's state waits for its launch."""

    def open(self, word: str) -> LoginState | None:
        """The state behind a word of ours, used or not; ``None`` for any other text."""
        ...

    def spend(self, state: LoginState) -> bool:
        """Write down, until its last moment, that a login is used; ``False`` when it was used before. One
        caller wins.
        """
        ...

    def registration_of(self, state: LoginState) -> Registration | None:
        """The registration that this login was started for; ``None`` when it is gone."""
        ...

    def deployment_of(self, registration: Registration, deployment_id: str) -> str | None:
        """Our id of an active deployment, by the platform's word for it; ``None`` when unknown."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredKey:
    """One of the tool's signing keys as the store holds it.

    ``sealed_private`` is the private key encrypted under the installation's secret; ``public_jwk`` is the
    JSON text of the public key with ``kid``, ``alg`` and ``use``. ``centre_id`` and ``registration_id`` say
    whose set it belongs to; both are empty for a key that serves every registration without keys of its own.
    """

    kid: str
    sealed_private: str
    public_jwk: str
    created_at: datetime
    centre_id: str = ""
    registration_id: str = ""


class KeyBook(Protocol):
    """Where the tool's own keys lie."""

    def keys(self) -> Sequence[StoredKey]:
        """Every key of every set, newest first: all of them are published."""
        ...

    def keys_of(self, registration: Registration) -> Sequence[StoredKey]:
        """The keys that may sign for a registration, newest first: its own, else the shared ones."""
        ...

    def add(self, key: StoredKey) -> None:
        """Store one key; when it is there already, keep that one instead."""
        ...


class KeyMaker(Protocol):
    """Makes and seals keys. Making one takes long: never call it with a transaction open."""

    def make(self, centre_id: str, registration_id: str, now: datetime) -> StoredKey:
        """A fresh key for a registration's set; it is stored nowhere yet."""
        ...

    def resealed(self, key: StoredKey, centre_id: str, registration_id: str) -> StoredKey:
        """The same key for this set, sealed under the present secret.

        Raises:
            SettingsFault: no known secret opens it.
        """
        ...
