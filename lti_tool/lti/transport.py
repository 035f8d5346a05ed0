"""The one way out: every request to a platform goes through ``Transport``."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from requests.structures import CaseInsensitiveDict
from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.addresses import origin_of, parts_of
from lti_tool.lti.guard import Watchdog, guarded_pool, intranet_addresses, public_addresses

POOLS_MAXIMUM = 64
ERROR_BODY_BYTES = 8192

_CHUNK_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long a request may take, in seconds: to connect, between two bytes, and as a whole."""

    connect_seconds: float = 3.0
    read_seconds: float = 15.0
    total_seconds: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a platform answered. ``headers`` ignore case; a body of an error is cut at 8 KiB.

    ``phrase`` is the words after the status: Moodle puts its reason there.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    phrase: str = ""

    @property
    def text(self) -> str:
        """Phrase and body as text, to be searched for known words and never to be logged."""
        return f"{self.phrase}\n{self.body[:ERROR_BODY_BYTES].decode('utf-8', 'replace')}"


class Transport:
    """HTTP to platforms: https and public addresses only, bounded in time and size, no redirects.

    One pool per origin keeps its connections; any thread may call. Environment proxies, ``.netrc`` and
    cookies are ignored. ``allow_insecure`` is for development: http and private addresses too.
    ``authorities`` are certificates as PEM that are trusted beside the public ones. ``intranet_hosts`` are
    names that may lead to a private address, over https all the same.
    """

    def __init__(
        self,
        *,
        allow_insecure: bool = False,
        user_agent: str,
        timeouts: Timeouts | None = None,
        authorities: str = "",
        intranet_hosts: frozenset[str] = frozenset(),
    ) -> None:
        self.allow_insecure = allow_insecure
        self._user_agent = user_agent
        self._timeouts = timeouts or Timeouts()
        self._authorities = authorities
        self._intranet_hosts = intranet_hosts
        self._pools: dict[str, PoolManager] = {}
        self._lock = threading.Lock()

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        limit_bytes: int = 1_048_576,
        timeouts: Timeouts | None = None,
    ) -> Answer:
        """Send one request and read its answer whole; a redirect is an answer like any other.

        ``limit_bytes`` counts the body after decompression; ``timeouts`` replaces the usual ones.

        Raises:
            PlatformUnavailable: ``unreachable``, ``tls``, ``timeout``, ``reset``, ``too-large`` or
                ``address-refused``; ambiguous when the platform may have done what was asked.
        """
        pool = self._pool_for(url)
        sent = {"Accept-Encoding": "gzip", **headers, "User-Agent": self._user_agent}
        limits = timeouts or self._timeouts
        with Watchdog(limits.total_seconds) as watchdog:
            try:
                answer = self._answer(pool, method, url, sent, body, limit_bytes, limits)
            except (HTTPError, OSError, ValueError) as error:
                # Not raised from the cause: that one carries the request, with its token and the sub.
                raise _fault_of(error, watchdog) from None
        if watchdog.is_expired:
            # A body without a stated length looks complete when its connection was ended by us.
            raise PlatformUnavailable(reason="timeout", is_ambiguous=True)
        return answer

    def _answer(
        self,
        pool: PoolManager,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        limit_bytes: int,
        limits: Timeouts,
    ) -> Answer:
        response = pool.urlopen(
            method,
            url,
            headers=dict(headers),
            body=body,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=Timeout(connect=limits.connect_seconds, read=limits.read_seconds),
        )
        try:
            return Answer(
                status=response.status,
                headers=CaseInsensitiveDict(response.headers),
                body=_body_of(response, limit_bytes),
                phrase=response.reason or "",
            )
        except BaseException:
            # What was not read would be taken for the next answer.
            response.close()
            raise
        finally:
            response.release_conn()

    def check_address(self, url: str) -> None:
        """Refuse an address that no request may go to, without sending one (K10).

        Raises:
            PlatformUnavailable: ``address-refused``, or ``unreachable`` when its name has no address.
        """
        parts = parts_of(url)
        if parts is None or (parts.scheme != "https" and not self.allow_insecure):
            raise PlatformUnavailable(reason="address-refused")
        if self.allow_insecure:
            return
        name = parts.hostname or ""
        addresses_of = intranet_addresses if name in self._intranet_hosts else public_addresses
        try:
            addresses_of(name, parts.port or 443)
        except (OSError, UnicodeError):
            raise PlatformUnavailable(reason="unreachable") from None

    def _pool_for(self, url: str) -> PoolManager:
        parts = parts_of(url)
        origin = origin_of(url)
        if parts is None or origin is None or (parts.scheme != "https" and not self.allow_insecure):
            raise PlatformUnavailable(reason="address-refused")
        with self._lock:
            pool = self._pools.pop(origin, None) or guarded_pool(
                allow_insecure=self.allow_insecure,
                is_intranet=parts.hostname in self._intranet_hosts,
                authorities=self._authorities,
            )
            # Put back at the end: the first one is then the one unused for longest.
            self._pools[origin] = pool
            if len(self._pools) > POOLS_MAXIMUM:
                # Not closed: another thread may be reading from it. It closes when nobody holds it.
                del self._pools[next(iter(self._pools))]
        return pool


def _body_of(response: BaseHTTPResponse, limit_bytes: int) -> bytes:
    is_error = response.status >= 400
    limit = min(limit_bytes, ERROR_BODY_BYTES) if is_error else limit_bytes
    body = bytearray()
    for chunk in response.stream(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > limit:
            # What is left unread would be taken for the next answer: the connection goes too.
            response.close()
            if is_error:
                return bytes(body[:limit])
            raise PlatformUnavailable(reason="too-large", is_ambiguous=True, status=response.status)
    return bytes(body)


def _fault_of(error: Exception, watchdog: Watchdog) -> PlatformUnavailable:
    if watchdog.is_expired:
        return PlatformUnavailable(reason="timeout", is_ambiguous=True)
    if isinstance(error, SSLError):
        return PlatformUnavailable(reason="tls")
    if isinstance(error, ConnectTimeoutError | NewConnectionError):
        return PlatformUnavailable(reason="unreachable")
    if isinstance(error, ReadTimeoutError):
        return PlatformUnavailable(reason="timeout", is_ambiguous=True)
    if isinstance(error, ValueError) and not isinstance(error, ProtocolError):
        # An address or a header that cannot be sent: nothing left this machine.
        return PlatformUnavailable(reason="address-refused")
    return PlatformUnavailable(reason="reset", is_ambiguous=True)
