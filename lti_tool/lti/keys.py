"""Keys: those of the platforms, which we fetch, and our own, which we make, seal and sign with."""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from lti_tool.domain.errors import NotAuthenticated, PlatformUnavailable, StoreUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.domain.ports import KeyBook, StoredKey
from lti_tool.lti.jwk_set import ALGORITHM, JwkSet, read_key_set
from lti_tool.lti.sealing import KeySeal, new_private_key, public_jwk_of
from lti_tool.lti.transport import Transport

JWKS_BYTES = 262_144
FETCH_INTERVAL = timedelta(seconds=30)
# A platform whose keys could not be had for a day is not vouched for any longer.
STALE_LIFE = timedelta(hours=24)
BOOK_INTERVAL = timedelta(minutes=1)
# Platforms keep our published keys for up to a day: a younger key would not be recognised.
PUBLICATION_LEAD = timedelta(hours=24)
ASSERTION_LIFE = timedelta(seconds=60)
ASSERTION_BACK_DATE = timedelta(seconds=5)

_PUBLISHED_MEMBERS = ("kty", "n", "e", "kid", "alg", "use")


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What is kept per registration. ``known`` is replaced whole, so it may be read without the lock."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    known: JwkSet | None = None
    tried_at: datetime | None = None


class PlatformKeys:
    """The verification keys of the platforms, fetched when needed and kept in memory.

    Source: security notes K01 to K17; one set per registration, so that equal ``kid`` values of two
    platforms never meet (J15).
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._shelves: dict[str, _Shelf] = {}
        self._lock = threading.Lock()

    @property
    def allow_insecure(self) -> bool:
        """Whether platforms on plain http are allowed (development)."""
        return self._transport.allow_insecure

    def find(self, registration: Registration, kid: str, alg: str, now: datetime) -> RSAPublicKey:
        """The platform's key of this ``kid``, after at most one request.

        Raises:
            NotAuthenticated: ``algorithm``, ``unknown-kid``, or ``weak-key`` under 2048 bits.
            PlatformUnavailable: ``platform-keys`` when no set is known and none can be had.
        """
        if alg != ALGORITHM:
            raise NotAuthenticated(reason="algorithm")
        shelf = self._shelf_of(registration)
        known = shelf.known
        if known is None or not _is_fresh(known, registration, now) or not known.holds(kid):
            known = self._refreshed(shelf, registration, kid, now)
        if known is None:
            raise PlatformUnavailable(reason="platform-keys")
        key = known.keys.get(kid)
        if key is None and kid in known.weak_kids:
            raise NotAuthenticated("e-config", reason="weak-key")
        if key is None:
            raise NotAuthenticated(reason="unknown-kid")
        return key

    def _shelf_of(self, registration: Registration) -> _Shelf:
        with self._lock:
            return self._shelves.setdefault(registration.id, _Shelf())

    def _refreshed(self, shelf: _Shelf, registration: Registration, kid: str, now: datetime) -> JwkSet | None:
        # A thread that can be served from the old set does not wait for the one that refreshes it.
        usable = _if_usable(shelf.known, registration, now)
        if not shelf.lock.acquire(blocking=usable is None or not usable.holds(kid)):
            return usable
        try:
            known = _if_usable(shelf.known, registration, now)
            if known is not None and _is_fresh(known, registration, now) and known.holds(kid):
                return known
            if shelf.tried_at is None or abs(now - shelf.tried_at) >= FETCH_INTERVAL:
                shelf.tried_at = now
                known = self._fetched(registration, now) or known
                shelf.known = known
            return known
        finally:
            shelf.lock.release()

    def _fetched(self, registration: Registration, now: datetime) -> JwkSet | None:
        try:
            answer = self._transport.request(
                "GET",
                registration.jwks_url,
                headers={"Accept": "application/json"},
                limit_bytes=JWKS_BYTES,
            )
            if answer.status != 200:
                return None
            return read_key_set(
                answer.body,
                url=registration.jwks_url,
                cache_control=answer.headers.get("Cache-Control", ""),
                now=now,
            )
        except (PlatformUnavailable, ValueError):
            return None


def _is_fresh(known: JwkSet, registration: Registration, now: datetime) -> bool:
    return known.url == registration.jwks_url and known.fetched_at <= now < known.expires_at


def _if_usable(known: JwkSet | None, registration: Registration, now: datetime) -> JwkSet | None:
    """The set while it is fresh or, should a refresh fail, not yet a day past its life."""
    if known is None or known.url != registration.jwks_url or now >= known.expires_at + STALE_LIFE:
        return None
    return known


@dataclass(frozen=True, slots=True, kw_only=True)
class _OwnKeys:
    """What the book held when it was last read."""

    stored: tuple[StoredKey, ...]
    read_at: datetime


class ToolKeys:
    """The tool's own signing keys: published, sealed at rest, opened once per process.

    A new key signs when it has been published for 24 hours, so that no platform meets a key that it
    has not fetched yet; the very first key signs at once. Source: security notes 5.2, F48.
    """

    def __init__(self, book: KeyBook, secret: bytes) -> None:
        self._book = book
        self._seal = KeySeal(secret)
        self._own: _OwnKeys | None = None
        self._opened: dict[str, RSAPrivateKey] = {}
        self._published: dict[str, list[dict[str, str]]] | None = None
        self._lock = threading.Lock()

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """The public key set, as published; the last one known while the store does not answer.

        Raises:
            StoreUnavailable: when the store does not answer and nothing was read before.
        """
        try:
            stored = self._book.keys()
        except StoreUnavailable:
            if self._published is None:
                raise
            return self._published
        # Named members only: whatever the store holds, nothing private is published.
        documents = [json.loads(key.public_jwk) for key in stored]
        keys = [{name: str(document[name]) for name in _PUBLISHED_MEMBERS} for document in documents]
        self._published = {"keys": keys}
        return self._published

    def ensure(self, now: datetime) -> None:
        """Make the first key if there is none yet; safe when several processes start together."""
        if not self._book.keys():
            self.rotate(now)

    def rotate(self, now: datetime) -> str:
        """Make one more key, publish it, and return its ``kid``; it signs 24 hours later."""
        private = new_private_key()
        public = public_jwk_of(private)
        kid = public["kid"]
        sealed = self._seal.close(private, kid)
        self._book.add(
            StoredKey(kid=kid, sealed_private=sealed, public_jwk=json.dumps(public), created_at=now)
        )
        with self._lock:
            self._own = None
        return kid

    def signer(self, now: datetime) -> tuple[str, RSAPrivateKey]:
        """The ``kid`` and the private key that sign now. The book is read once a minute at most.

        Raises:
            SettingsFault: when the key was sealed under another secret.
            PlatformUnavailable: ``no-tool-key`` before ``ensure`` has made one.
        """
        with self._lock:
            if self._own is None or not timedelta(0) <= now - self._own.read_at < BOOK_INTERVAL:
                self._own = _OwnKeys(stored=tuple(self._book.keys()), read_at=now)
            chosen = _signing_key(self._own.stored, now)
            if chosen.kid not in self._opened:
                self._opened = {chosen.kid: self._seal.open(chosen.sealed_private, chosen.kid)}
            return chosen.kid, self._opened[chosen.kid]

    def sign_assertion(self, registration: Registration, now: datetime, *, platform_now: datetime) -> str:
        """A client assertion for the platform's token endpoint, good for one minute.

        ``platform_now`` is the platform's clock: Moodle compares ``iat`` without any leeway.
        Source: LTI security framework 1.0, 4.1; RFC 7523; security notes F49.
        """
        kid, private = self.signer(now)
        issued_at = platform_now - ASSERTION_BACK_DATE
        claims = {
            "iss": registration.client_id,
            "sub": registration.client_id,
            "aud": registration.token_audience or registration.token_url,
            "iat": int(issued_at.timestamp()),
            "exp": int((issued_at + ASSERTION_LIFE).timestamp()),
            "jti": secrets.token_urlsafe(24),
        }
        return jwt.encode(claims, private, algorithm=ALGORITHM, headers={"kid": kid})


def _signing_key(stored: Sequence[StoredKey], now: datetime) -> StoredKey:
    if not stored:
        raise PlatformUnavailable(reason="no-tool-key")
    known_everywhere = [key for key in stored if key.created_at <= now - PUBLICATION_LEAD]
    return known_everywhere[0] if known_everywhere else stored[-1]
