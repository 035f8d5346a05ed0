"""The tool's own public address, asked from outside: certificate, headers, cookies.

Not ``Transport``: the tool may rightly lie at a private address, and why a certificate is refused matters.
Source: RFC 9525 for names in certificates; openssl.org, ``X509_verify_cert_error_string``.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from lti_tool.domain.checkup import DoorAnswer
from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.guard import Watchdog

SECONDS_AT_MOST = 8.0
CONNECT_SECONDS = 4.0
BODY_BYTES = 65_536
_EXPIRED, _SELF_SIGNED, _SELF_SIGNED_IN_CHAIN, _WRONG_NAME, _WRONG_ADDRESS = 10, 18, 19, 62, 64
_REASONS = {
    _EXPIRED: "certificate-expired",
    _SELF_SIGNED: "certificate-self-signed",
    _SELF_SIGNED_IN_CHAIN: "certificate-self-signed",
    _WRONG_NAME: "certificate-wrong-name",
    _WRONG_ADDRESS: "certificate-wrong-name",
}


class HttpFrontDoor:
    """The real ``domain.checkup.FrontDoor``.

    ``authorities`` are certificates as PEM that are trusted beside the public ones.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        authorities: str = "",
        seconds: float = SECONDS_AT_MOST,
    ) -> None:
        self._user_agent = user_agent
        self._authorities = authorities
        self._seconds = seconds

    def certificate_ends_at(self, url: str) -> datetime:
        """Until when the certificate is good; see ``FrontDoor`` for the errors."""
        with self._connection(url) as connection:
            secured = connection.sock
            assert isinstance(secured, ssl.SSLSocket)
            stated = (secured.getpeercert() or {})["notAfter"]
        return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(stated)), UTC)

    def ask(self, url: str) -> DoorAnswer:
        """The answer to a GET; see ``FrontDoor`` for the errors."""
        parts = urlsplit(url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        with self._connection(url) as connection:
            connection.request("GET", target, headers={"Accept": "*/*", "User-Agent": self._user_agent})
            response = connection.getresponse()
            return DoorAnswer(
                status=response.status,
                headers=tuple((name.lower(), value) for name, value in response.getheaders()),
                body=response.read(BODY_BYTES),
            )

    @contextmanager
    def _connection(self, url: str) -> Iterator[http.client.HTTPConnection]:
        parts = urlsplit(url)
        wait = min(CONNECT_SECONDS, self._seconds)
        connection: http.client.HTTPConnection
        if parts.scheme == "https":
            trusted = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
            if self._authorities:
                trusted.load_verify_locations(cadata=self._authorities)
            connection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=wait, context=trusted
            )
        else:
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=wait)
        with Watchdog(self._seconds) as watchdog:
            try:
                connection.connect()
                watchdog.announce(connection.sock)
                yield connection
            except (OSError, http.client.HTTPException, KeyError, ValueError) as error:
                raise PlatformUnavailable(reason=_reason_of(error, watchdog)) from error
            finally:
                connection.close()


def _reason_of(error: Exception, watchdog: Watchdog) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _REASONS.get(error.verify_code, "certificate-untrusted")
    if watchdog.is_expired or isinstance(error, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, socket.gaierror):
        return "unknown-host"
    return "unreachable" if isinstance(error, ConnectionRefusedError) else "reset"
