"""A try of a platform's grade service that writes nothing there: for the administrator's checklist."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.lti.ags import LINE_ITEMS_TYPE
from lti_tool.lti.connector import Channel, PlatformConnector
from lti_tool.lti.platform_clock import PlatformClocks
from lti_tool.lti.pylti import offline_session
from lti_tool.lti.service_claims import LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE, SCORE_SCOPE
from lti_tool.lti.tokens import AccessTokens
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Answer, Timeouts, Transport

SECONDS_AT_MOST = 8.0
CONNECT_SECONDS = 3.0
_READ_ITEMS = frozenset({LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE})


class HttpGradeProbe:
    """The real ``domain.ports.GradeProbe``; any thread may call.

    Nothing is taken from the tokens of the deliveries: a token is really asked for each time.
    """

    def __init__(
        self,
        *,
        transport: Transport,
        tool_keys: ToolKeys,
        clock: Callable[[], datetime],
        seconds: float = SECONDS_AT_MOST,
    ) -> None:
        self._transport = transport
        self._tool_keys = tool_keys
        self._clock = clock
        self._seconds = seconds
        self._offline = offline_session()

    def try_grades(self, registration: Registration, lineitems_url: str, *, scopes: Sequence[str]) -> None:
        """Get a token for sending scores and read the first page of columns where the platform allows it."""
        if SCORE_SCOPE not in scopes:
            raise PlatformRefused(reason="scope-missing")
        readable = _READ_ITEMS.intersection(scopes)
        asked = sorted({SCORE_SCOPE} | readable)
        connector = PlatformConnector(registration, self._channel(), frozenset({SCORE_SCOPE}))
        if readable:
            connector.make_service_request(asked, lineitems_url, accept=LINE_ITEMS_TYPE)
        else:
            connector.get_access_token(asked)

    def _channel(self) -> Channel:
        clocks, transport = PlatformClocks(), HurriedTransport(self._transport, self._seconds)
        return Channel(
            transport=transport,
            tokens=AccessTokens(
                transport=transport, tool_keys=self._tool_keys, clocks=clocks, clock=self._clock
            ),
            clocks=clocks,
            clock=self._clock,
            offline=self._offline,
        )


class HurriedTransport(Transport):
    """All requests of one try together take so many seconds at most."""

    def __init__(self, base: Transport, seconds: float) -> None:
        self.allow_insecure = base.allow_insecure
        self._base = base
        self._ends = time.monotonic() + seconds

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
        """As ``Transport.request``, within what is left of the time."""
        left = self._ends - time.monotonic()
        if left <= 0:
            raise PlatformUnavailable(reason="timeout")
        limits = Timeouts(connect_seconds=min(CONNECT_SECONDS, left), read_seconds=left, total_seconds=left)
        return self._base.request(
            method, url, headers=headers, body=body, limit_bytes=limit_bytes, timeouts=limits
        )
