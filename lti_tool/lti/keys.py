"""The keys of the platforms: fetched when they are needed, kept in memory, never waited for by many."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lti_tool.domain.errors import NotAuthenticated, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.lti.jwk_set import ALGORITHM, JwkSet, read_key_set
from lti_tool.lti.transport import Timeouts, Transport

JWKS_BYTES = 262_144
FETCH_INTERVAL = timedelta(seconds=30)
# A platform whose keys could not be had for a day is not vouched for any longer.
STALE_LIFE = timedelta(hours=24)
FETCH_TIMEOUTS = Timeouts(connect_seconds=3.0, read_seconds=5.0, total_seconds=8.0)
FRESH_FETCH_SECONDS = 0.5
HELD_THREADS_AT_MOST = 5


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """What is kept per registration. ``known`` is replaced whole, so it may be read without the lock.

    ``fetch_began`` is of the machine's monotonic clock, ``None`` when nobody fetches.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    known: JwkSet | None = None
    tried_at: datetime | None = None
    fetch_began: float | None = None
    has_waiter: bool = False


class PlatformKeys:
    """The verification keys of the platforms, fetched when needed and kept in memory.

    Source: security notes K01 to K17; one set per registration, so that equal ``kid`` values of two
    platforms never meet (J15).

    A platform that does not answer holds two threads: the one that fetches and one that waits for it. The
    others are told to come back, once the fetch has taken longer than a platform in good health needs.
    """

    def __init__(self, transport: Transport, timeouts: Timeouts = FETCH_TIMEOUTS) -> None:
        self._transport = transport
        self._timeouts = timeouts
        self._shelves: dict[str, _Shelf] = {}
        self._held_threads = 0
        self._lock = threading.Lock()

    @property
    def allow_insecure(self) -> bool:
        """Whether platforms on plain http are allowed (development)."""
        return self._transport.allow_insecure

    def find(self, registration: Registration, kid: str, alg: str, now: datetime) -> RSAPublicKey:
        """The platform's key of this ``kid``, after at most one request.

        Raises:
            NotAuthenticated: ``algorithm``, ``unknown-kid``, or ``weak-key`` under 2048 bits.
            PlatformUnavailable: ``platform-keys`` when no set is known and none can be had,
                ``platform-keys-slow`` when others wait for it already.
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
        is_served = usable is not None and usable.holds(kid)
        if not shelf.lock.acquire(blocking=False) and (is_served or not self._waited(shelf)):
            if is_served:
                return usable
            raise PlatformUnavailable(reason="platform-keys-slow")
        try:
            known = _if_usable(shelf.known, registration, now)
            if known is not None and _is_fresh(known, registration, now) and known.holds(kid):
                return known
            if shelf.tried_at is None or abs(now - shelf.tried_at) >= FETCH_INTERVAL:
                known = self._fetched_by_us(shelf, registration, now) or known
                shelf.known = known
            return known
        finally:
            shelf.lock.release()

    def _waited(self, shelf: _Shelf) -> bool:
        """Wait for the lock of a shelf, whose holder fetches; whether it was had.

        Everybody waits while the fetch is fresh; after that one thread goes on, if not too many are held.
        """
        began = shelf.fetch_began
        left = FRESH_FETCH_SECONDS if began is None else FRESH_FETCH_SECONDS - (time.monotonic() - began)
        if left > 0 and shelf.lock.acquire(timeout=left):
            return True
        with self._lock:
            if shelf.has_waiter or self._held_threads >= HELD_THREADS_AT_MOST:
                return False
            shelf.has_waiter = True
            self._held_threads += 1
        try:
            return shelf.lock.acquire(timeout=self._timeouts.total_seconds)
        finally:
            with self._lock:
                shelf.has_waiter = False
                self._held_threads -= 1

    def _fetched_by_us(self, shelf: _Shelf, registration: Registration, now: datetime) -> JwkSet | None:
        """One fetch, unless so many threads are held by platforms that this one must be kept for people."""
        with self._lock:
            if self._held_threads >= HELD_THREADS_AT_MOST:
                return None
            self._held_threads += 1
        shelf.tried_at, shelf.fetch_began = now, time.monotonic()
        try:
            return self._fetched(registration, now)
        finally:
            shelf.fetch_began = None
            with self._lock:
                self._held_threads -= 1

    def _fetched(self, registration: Registration, now: datetime) -> JwkSet | None:
        try:
            answer = self._transport.request(
                "GET",
                registration.jwks_url,
                headers={"Accept": "application/json"},
                limit_bytes=JWKS_BYTES,
                timeouts=self._timeouts,
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
