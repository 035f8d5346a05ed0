"""Connections that only go where they may, and that never outlive their time.

The address is checked where the socket is opened, after the name was resolved, so that no second
resolution can give another answer (DNS rebinding) and no second parser can read another host.
"""

from __future__ import annotations

import contextlib
import heapq
import http.client
import io
import os
import socket
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from itertools import count
from types import TracebackType
from typing import Any, cast

from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NameResolutionError, NewConnectionError

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.networks import is_disguised_address, is_public_address, is_public_or_intranet_address

ADDRESSES_MAXIMUM = 4
POOL_CONNECTIONS = 16


def public_addresses(name: str, port: int) -> list[str]:
    """The first addresses of a host, all of which are on the public network.

    Raises:
        PlatformUnavailable: ``address-refused``: one of them is private, or the name hides an address.
        OSError, UnicodeError: the name has no address.
    """
    return _addresses(name, port, is_public_address)


def intranet_addresses(name: str, port: int) -> list[str]:
    """The first addresses of a host that the operator named: they may lie in an intranet as well.

    Raises:
        As ``public_addresses``.
    """
    return _addresses(name, port, is_public_or_intranet_address)


def _addresses(name: str, port: int, may_be_reached: Callable[[str], bool]) -> list[str]:
    found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # One private address among public ones is enough to refuse: the resolver is not to be trusted.
    if is_disguised_address(name) or not all(may_be_reached(address) for address in addresses):
        raise PlatformUnavailable(reason="address-refused")
    return addresses[:ADDRESSES_MAXIMUM]


class Watchdog:
    """Ends a request whose total time is over, wherever it stands.

    A read time-out restarts with each byte that arrives; this one does not. Used as a context; the
    connection that is in use announces its socket.
    """

    def __init__(self, total_seconds: float) -> None:
        self.is_expired = False
        self.is_over = False
        self._total_seconds = total_seconds
        self._socket: socket.socket | None = None

    def __enter__(self) -> Watchdog:
        self._token = _WATCHDOG.set(self)
        _KENNEL.watch(self, self._total_seconds)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.is_over = True
        self._socket = None
        _WATCHDOG.reset(self._token)

    def announce(self, used: socket.socket | None) -> None:
        """Tell which socket the request now waits on."""
        self._socket = used
        if self.is_expired:
            self.expire()

    def expire(self) -> None:
        """The time is over."""
        self.is_expired = True
        used = self._socket
        if used is not None:
            # The plain method: the TLS one would change the object under the thread that reads it.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(used, socket.SHUT_RDWR)


class _Kennel:
    """One thread that lets every watchdog of this process loose in time: a thread for each request would
    cost more than the request.
    """

    def __init__(self) -> None:
        self._begin()
        # A thread does not survive a fork, and a lock may be held by one that did not.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Watchdog]] = []
        self._numbers = count()
        self._thread: threading.Thread | None = None

    def watch(self, watchdog: Watchdog, seconds: float) -> None:
        """Let this one loose after so many seconds, unless its request is over by then."""
        until = time.monotonic() + seconds
        with self._changed:
            heapq.heappush(self._waiting, (until, next(self._numbers), watchdog))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="watchdogs", daemon=True)
                self._thread.start()
            elif self._waiting[0][2] is watchdog:
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._waiting and self._waiting[0][2].is_over:
                    heapq.heappop(self._waiting)
                if not self._waiting:
                    self._changed.wait()
                    continue
                left = self._waiting[0][0] - time.monotonic()
                if left > 0:
                    self._changed.wait(left)
                    continue
                watchdog = heapq.heappop(self._waiting)[2]
            if not watchdog.is_over:
                watchdog.expire()


_KENNEL = _Kennel()
_WATCHDOG: ContextVar[Watchdog | None] = ContextVar("watchdog", default=None)


class _WholeHeadersResponse(http.client.HTTPResponse):
    """A response whose headers came to their end.

    ``http.client`` takes a connection that closed among the headers for a complete answer without a
    body, so that a score whose answer broke off would count as confirmed (F17).
    """

    def begin(self) -> None:
        """Read status and headers, and refuse them when the empty line is missing."""
        stream = self.fp
        lines = _LineReader(stream)
        # Only ``readline`` is used while the headers are read.
        self.fp = cast(io.BufferedReader, lines)
        try:
            super().begin()
        finally:
            # ``http.client`` has closed it after a line that is not HTTP.
            if not stream.closed:
                self.fp = stream
        if lines.last not in (b"\r\n", b"\n"):
            raise http.client.IncompleteRead(b"")


class _LineReader:
    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self.last = b""

    def readline(self, limit: int = -1) -> bytes:
        self.last = self._stream.readline(limit)
        return self.last

    def close(self) -> None:
        self._stream.close()


class _WatchedConnection(HTTPConnection):
    response_class = _WholeHeadersResponse

    def getresponse(self) -> Any:  # Any: urllib3 narrows the result of http.client here.
        _announce(self.sock)
        return super().getresponse()


class _WatchedTlsConnection(HTTPSConnection):
    response_class = _WholeHeadersResponse

    def getresponse(self) -> Any:  # Any: as above.
        _announce(self.sock)
        return super().getresponse()


def _announce(used: socket.socket | None) -> None:
    watchdog = _WATCHDOG.get()
    if watchdog is not None:
        watchdog.announce(used)


def _is_over() -> bool:
    watchdog = _WATCHDOG.get()
    return watchdog is not None and watchdog.is_expired


class _GuardedTlsConnection(_WatchedTlsConnection):
    _addresses_of = staticmethod(public_addresses)

    def _new_conn(self) -> socket.socket:
        # The certificate is still checked against the name: only the resolution is replaced.
        name = self._dns_host
        failure: NewConnectionError | None = None
        try:
            for address in self._checked_addresses(name):
                if failure is not None and _is_over():
                    break
                self._dns_host = address
                try:
                    return super()._new_conn()
                except NewConnectionError as error:
                    failure = error
        finally:
            self._dns_host = name
        raise failure or NewConnectionError(self, "no address")

    def _checked_addresses(self, name: str) -> list[str]:
        try:
            return self._addresses_of(name, self.port)
        except (OSError, UnicodeError) as error:
            raise NameResolutionError(name, self, socket.gaierror(str(error))) from error


class _IntranetTlsConnection(_GuardedTlsConnection):
    _addresses_of = staticmethod(intranet_addresses)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class _GuardedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTlsConnection


class _IntranetTlsPool(HTTPSConnectionPool):
    ConnectionCls = _IntranetTlsConnection


def guarded_pool(*, allow_insecure: bool, is_intranet: bool = False, authorities: str = "") -> PoolManager:
    """The connections to one platform: public addresses over TLS alone, unless ``allow_insecure``.

    ``is_intranet`` lets private addresses in, still over TLS. ``authorities`` as PEM are trusted beside the
    public ones, never instead of them.
    """
    pool = PoolManager(
        num_pools=1,
        maxsize=POOL_CONNECTIONS,
        ca_certs=DEFAULT_CA_BUNDLE_PATH,
        ca_cert_data=authorities or None,
        cert_reqs="CERT_REQUIRED",
    )
    if allow_insecure:
        pool.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
    else:
        pool.pool_classes_by_scheme = {"https": _IntranetTlsPool if is_intranet else _GuardedTlsPool}
    return pool
