"""The one way out: every request to a platform goes through ``Transport``."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, NewConnectionError, ProtocolError, ReadTimeoutError

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.addresses import origin_of, parts_of
from lti_tool.lti.guard import GuardedAdapter, Watchdog, public_addresses

SESSIONS_MAXIMUM = 64
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

    One session per origin keeps its connections; any thread may call. Environment proxies, ``.netrc``
    and cookies are ignored. ``allow_insecure`` is for development: http and private addresses too.
    """

    def __init__(
        self, *, allow_insecure: bool = False, user_agent: str, timeouts: Timeouts | None = None
    ) -> None:
        self.allow_insecure = allow_insecure
        self._user_agent = user_agent
        self._timeouts = timeouts or Timeouts()
        self._sessions: dict[str, requests.Session] = {}
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
        session = self._session_for(url)
        sent = {"Accept-Encoding": "gzip", **headers, "User-Agent": self._user_agent}
        limits = timeouts or self._timeouts
        with Watchdog(limits.total_seconds) as watchdog:
            try:
                with session.request(
                    method,
                    url,
                    headers=sent,
                    data=body,
                    stream=True,
                    allow_redirects=False,
                    timeout=(limits.connect_seconds, limits.read_seconds),
                ) as response:
                    answer = Answer(
                        status=response.status_code,
                        headers=CaseInsensitiveDict(response.headers),
                        body=_body_of(response, limit_bytes),
                        phrase=response.reason or "",
                    )
            except (requests.RequestException, HTTPError, OSError) as error:
                # Not raised from the cause: that one carries the request, with its token and the sub.
                raise _fault_of(error, watchdog) from None
        if watchdog.is_expired:
            # A body without a stated length looks complete when its connection was ended by us.
            raise PlatformUnavailable(reason="timeout", is_ambiguous=True)
        return answer

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
        try:
            public_addresses(parts.hostname or "", parts.port or 443)
        except (OSError, UnicodeError):
            raise PlatformUnavailable(reason="unreachable") from None

    def _session_for(self, url: str) -> requests.Session:
        parts = parts_of(url)
        origin = origin_of(url)
        if parts is None or origin is None or (parts.scheme != "https" and not self.allow_insecure):
            raise PlatformUnavailable(reason="address-refused")
        with self._lock:
            session = self._sessions.pop(origin, None) or self._new_session()
            # Put back at the end: the first one is then the one unused for longest.
            self._sessions[origin] = session
            if len(self._sessions) > SESSIONS_MAXIMUM:
                # Not closed: another thread may be reading from it. It closes when nobody holds it.
                del self._sessions[next(iter(self._sessions))]
        return session

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.adapters.clear()
        session.mount("https://", GuardedAdapter(allow_insecure=self.allow_insecure))
        if self.allow_insecure:
            session.mount("http://", GuardedAdapter(allow_insecure=True))
        return session


def _body_of(response: requests.Response, limit_bytes: int) -> bytes:
    is_error = response.status_code >= 400
    limit = min(limit_bytes, ERROR_BODY_BYTES) if is_error else limit_bytes
    body = bytearray()
    for chunk in response.raw.stream(_CHUNK_BYTES, decode_content=True):
        body += chunk
        if len(body) > limit:
            # What is left unread would be taken for the next answer: the connection goes too.
            response.raw.close()
            if is_error:
                return bytes(body[:limit])
            raise PlatformUnavailable(reason="too-large", is_ambiguous=True, status=response.status_code)
    return bytes(body)


def _fault_of(error: Exception, watchdog: Watchdog) -> PlatformUnavailable:
    if watchdog.is_expired:
        return PlatformUnavailable(reason="timeout", is_ambiguous=True)
    if isinstance(error, requests.exceptions.SSLError):
        return PlatformUnavailable(reason="tls")
    if isinstance(error, requests.ConnectTimeout) or _cause_of(error, NewConnectionError):
        return PlatformUnavailable(reason="unreachable")
    if isinstance(error, requests.ReadTimeout) or _cause_of(error, ReadTimeoutError):
        return PlatformUnavailable(reason="timeout", is_ambiguous=True)
    if isinstance(error, ValueError) and not _cause_of(error, ProtocolError):
        # An address or a header that requests will not send: nothing left this machine.
        return PlatformUnavailable(reason="address-refused")
    return PlatformUnavailable(reason="reset", is_ambiguous=True)


def _cause_of(error: Exception, kind: type[Exception]) -> bool:
    """Whether ``error`` is of this kind or wraps one: requests keeps urllib3's error as its argument."""
    inner = error.args[0] if error.args else None
    return any(isinstance(found, kind) for found in (error, inner, getattr(inner, "reason", None)))
