"""Tries of a platform's services for the operator's checkup; nothing is written there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote, urljoin, urlsplit

from lti_tool.domain.checkup import KeySetSeen
from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.lti.ags import LINE_ITEMS_TYPE
from lti_tool.lti.connector import Channel, PlatformConnector
from lti_tool.lti.grade_probe import HurriedTransport
from lti_tool.lti.jwk_set import read_key_set
from lti_tool.lti.keys import JWKS_BYTES
from lti_tool.lti.nrps import RosterService
from lti_tool.lti.platform_clock import PlatformClocks, read_http_date
from lti_tool.lti.pylti import offline_session
from lti_tool.lti.quirks import service_address
from lti_tool.lti.service_claims import LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE, MEMBERSHIP_SCOPE
from lti_tool.lti.tokens import AccessTokens
from lti_tool.lti.tool_keys import ToolKeys
from lti_tool.lti.transport import Transport

# Two tries that hang, the keys and the tokens, are all that a silent platform costs.
SECONDS_AT_MOST = 5.0
PEOPLE_AT_MOST = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
ADDRESS_CHARACTERS = 200
_READ_ITEMS = frozenset({LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE})
_ROSTER = frozenset({MEMBERSHIP_SCOPE})


def printable_address(asked: str, location: str) -> str:
    """Where a redirect leads, for a line of a report: no name, password, query or sign of control.

    Empty when the redirect names no web address.
    """
    try:
        parts = urlsplit(urljoin(asked, location))
        host, port = parts.hostname, parts.port
    except ValueError:
        return ""
    if not location or parts.scheme not in ("http", "https") or not host:
        return ""
    place = f"[{host}]" if ":" in host else host
    address = f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path}"
    return quote(address, safe=":/[]%~@!$&'()*+,;=-._")[:ADDRESS_CHARACTERS]


class HttpPlatformTrials:
    """The real ``domain.checkup.PlatformTrials``; any thread may call. Every token is really asked for."""

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

    def key_set(self, registration: Registration) -> KeySetSeen:
        """Fetch the platform's keys, and compare clocks by the answer's ``Date``.

        Raises:
            PlatformUnavailable: ``moved`` for a redirect, with its address, ``http-error`` for another
                status than 200, ``not-a-key-set``, or as ``Transport.request``.
        """
        asked_at = self._clock()
        answer = HurriedTransport(self._transport, self._seconds).request(
            "GET", registration.jwks_url, headers={"Accept": "application/json"}, limit_bytes=JWKS_BYTES
        )
        now = self._clock()
        if answer.status in REDIRECTS:
            there = printable_address(registration.jwks_url, answer.headers.get("Location", ""))
            raise PlatformUnavailable(reason="moved", status=answer.status, moved_to=there)
        if answer.status != 200:
            raise PlatformUnavailable(reason="http-error", status=answer.status)
        try:
            known = read_key_set(answer.body, url=registration.jwks_url, cache_control="", now=now)
        except ValueError as error:
            raise PlatformUnavailable(reason="not-a-key-set", status=answer.status) from error
        theirs = read_http_date(answer.headers.get("Date", ""))
        ahead = None if theirs is None else (theirs - (asked_at + (now - asked_at) / 2)).total_seconds()
        return KeySetSeen(keys=len(known.keys), clock_ahead_seconds=ahead)

    def granted(self, registration: Registration, scopes: Sequence[str]) -> frozenset[str]:
        """Those of ``scopes`` for which the platform gives a token.

        Raises:
            PlatformUnavailable: as ``AccessTokens.get``.
            PlatformRefused: as ``AccessTokens.get``, but for ``scope-missing``.
        """
        channel, found = self._channel(), set()
        for scope in scopes:
            wanted = frozenset({scope})
            try:
                channel.tokens.get(registration, wanted, wanted)
            except PlatformRefused as error:
                if error.reason != "scope-missing":
                    raise
            else:
                found.add(scope)
        return frozenset(found)

    def read_line_items(self, registration: Registration, url: str, scopes: Sequence[str]) -> None:
        """Read the first page of a course's columns; see ``PlatformConnector.make_service_request``."""
        asked = sorted(_READ_ITEMS.intersection(scopes))
        if not asked:
            raise PlatformRefused(reason="scope-missing")
        connector = PlatformConnector(registration, self._channel(), _READ_ITEMS)
        connector.make_service_request(asked, url, accept=LINE_ITEMS_TYPE)

    def read_roster(self, registration: Registration, url: str) -> None:
        """Read a short first page of a course's people; see ``RosterService.get_members_page``."""
        first = service_address(url, limit=str(PEOPLE_AT_MOST))
        RosterService(PlatformConnector(registration, self._channel(), _ROSTER), first).get_members_page()

    def _channel(self) -> Channel:
        clocks, transport = PlatformClocks(), HurriedTransport(self._transport, self._seconds)
        return Channel(
            transport=transport,
            tokens=AccessTokens(
                transport=transport, tool_keys=self._tool_keys, clocks=clocks, clock=self._clock
            ),
            clocks=clocks,
            clock=self._clock,
            offline=offline_session(),
        )
