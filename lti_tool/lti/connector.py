"""One authorised request to a platform's service, with the token that it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import requests
from pylti1p3.service_connector import ServiceConnector, TServiceConnectorResponse

from lti_tool.domain.errors import PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import Registration
from lti_tool.lti.addresses import service_fault
from lti_tool.lti.faults import container_fault
from lti_tool.lti.platform_clock import PlatformClocks
from lti_tool.lti.pylti import KnownRegistration
from lti_tool.lti.quirks import next_page
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.tokens import AccessTokens
from lti_tool.lti.transport import Answer, Transport

LIMIT_BYTES = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """What all requests share: the way out, the tokens, the clocks."""

    transport: Transport
    tokens: AccessTokens
    clocks: PlatformClocks
    clock: Callable[[], datetime]
    offline: requests.Session


class PlatformConnector(ServiceConnector):
    """pylti1p3's connector on our transport and our tokens, for one registration and one call.

    ``needed`` are the scopes of which one must be granted; the others are asked for beside them.
    """

    def __init__(self, registration: Registration, channel: Channel, needed: frozenset[str]) -> None:
        super().__init__(KnownRegistration(registration), requests_session=channel.offline)
        self.channel = channel
        self._known = registration
        self._needed = needed

    def get_access_token(self, scopes: Sequence[str]) -> str:
        """A token from the shelf that all calls share; see ``AccessTokens.get``."""
        return self.channel.tokens.get(self._known, frozenset(scopes), self._needed)

    def send(
        self,
        method: str,
        url: str,
        *,
        scopes: Sequence[str],
        accept: str,
        content_type: str | None = None,
        body: bytes | None = None,
        limit_bytes: int = LIMIT_BYTES,
    ) -> Answer:
        """The platform's answer of any status; after a 401, that to one repeat with a new token (F01).

        ``limit_bytes`` is how large the answer may be.

        Raises:
            PlatformRefused: ``other-host`` before a token goes anywhere but to the platform itself,
                and what ``AccessTokens.get`` raises.
            PlatformUnavailable: what ``Transport`` and ``AccessTokens.get`` raise.
        """
        fault = service_fault(url, self._known, allow_insecure=self.channel.transport.allow_insecure)
        if fault is not None:
            raise PlatformRefused(reason=fault)
        headers = {"Accept": accept}
        if content_type is not None:
            headers["Content-Type"] = content_type
        token = self.get_access_token(scopes)
        answer = self._sent(method, url, headers, token, body, limit_bytes)
        if answer.status == 401:
            self.channel.tokens.drop(self._known, frozenset(scopes), token)
            token = self.get_access_token(scopes)
            answer = self._sent(method, url, headers, token, body, limit_bytes)
        return answer

    def _sent(
        self,
        method: str,
        url: str,
        headers: dict[str, str],
        token: str,
        body: bytes | None,
        limit_bytes: int,
    ) -> Answer:
        asked_at = self.channel.clock()
        answer = self.channel.transport.request(
            method,
            url,
            headers={**headers, "Authorization": f"Bearer {token}"},
            body=body,
            limit_bytes=limit_bytes,
        )
        date = answer.headers.get("Date", "")
        self.channel.clocks.observe(self._known, date, asked_at, self.channel.clock())
        return answer

    def make_service_request(
        self,
        scopes: Sequence[str],
        url: str,
        is_post: bool = False,
        data: str | None = None,
        content_type: str = "application/json",
        accept: str = "application/json",
        case_insensitive_headers: bool = False,
    ) -> TServiceConnectorResponse:
        """pylti1p3's own call, for its services: the JSON of a successful answer.

        Raises:
            PlatformUnavailable: ``not-json``, and as ``send``.
            PlatformRefused: as ``send`` and ``faults.container_fault``.
        """
        answer = self.send(
            "POST" if is_post else "GET",
            url,
            scopes=scopes,
            accept=accept,
            content_type=content_type if is_post else None,
            body=(data or "").encode("utf-8") if is_post else None,
        )
        if answer.status not in (200, 201):
            raise container_fault(answer, self.channel.clock())
        try:
            value = read_json(answer.body)
        except ValueError as error:
            raise PlatformUnavailable(
                reason="not-json", is_ambiguous=is_post, status=answer.status
            ) from error
        return {
            "headers": dict(answer.headers),
            "body": value,
            "next_page_url": next_page(answer.headers.get("Link", ""), url),
        }
