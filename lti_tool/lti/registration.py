"""The real ``domain.ports.Registrar``: dynamic registration over HTTP.

The configuration is read from where the platform's own link says; nothing in it is believed that does not
belong to the issuer. Source: LTI Dynamic Registration 1.0; security notes K06 to K19, Y03 to Y09.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from lti_tool.domain.errors import InvalidMessage, PlatformRefused, PlatformUnavailable
from lti_tool.domain.launch import CUSTOM_PARAMETERS, DEEP_LINKING_REQUEST, RESOURCE_LINK_REQUEST
from lti_tool.domain.registration import PlatformConfiguration, RegistrationAnswer, RegistrationRequest
from lti_tool.lti.platform_configuration import read_platform_configuration
from lti_tool.lti.profiles import PROFILES
from lti_tool.lti.quirks import is_update_token, scope_words
from lti_tool.lti.service_claims import (
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    MEMBERSHIP_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)
from lti_tool.lti.strict_json import read_json
from lti_tool.lti.text import is_identifier
from lti_tool.lti.transport import Answer, Timeouts, Transport

TOOL_NAME = "Passerelle"
TOOL_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
SCOPES = (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE, SCORE_SCOPE, RESULT_SCOPE, MEMBERSHIP_SCOPE)
CLAIMS = ("iss", "sub", "name", "given_name", "family_name")
"""Names, and never ``email``: Moodle sends an address to whoever asks for one."""

BYTES_MAXIMUM = 262_144
TIMEOUTS = Timeouts(connect_seconds=2.0, read_seconds=8.0, total_seconds=8.0)

_JSON = "application/json"


class HttpRegistrar:
    """Registers the tool of one base address; one object serves all invitations and threads."""

    def __init__(self, *, transport: Transport, base_url: str, timeouts: Timeouts = TIMEOUTS) -> None:
        self._transport = transport
        self._base_url = base_url
        self._timeouts = timeouts

    def read_configuration(self, request: RegistrationRequest) -> PlatformConfiguration:
        """The platform's configuration, checked, with every address public (unless for development).

        Raises:
            InvalidMessage: ``configuration-…`` followed by what ``Transport`` says, by ``redirected``,
                ``refused``, ``server-error`` or ``not-json``; and what ``read_platform_configuration`` says.
        """
        url = request.configuration_url
        try:
            answer = self._sent("GET", url, request)
        except PlatformUnavailable as error:
            raise InvalidMessage(reason=f"configuration-{error.reason}") from None
        if answer.status != 200:
            raise InvalidMessage(reason=f"configuration-{_word_of(answer.status)}")
        try:
            value = read_json(answer.body)
        except ValueError:
            raise InvalidMessage(reason="configuration-not-json") from None
        found = read_platform_configuration(value, url, allow_insecure=self._transport.allow_insecure)
        self._check_hosts(found, url)
        return found

    def register(
        self, configuration: PlatformConfiguration, request: RegistrationRequest
    ) -> RegistrationAnswer:
        """Send the tool's registration and read the answer.

        Raises:
            PlatformUnavailable: ``registration-…`` followed by what ``Transport`` says or ``server-error``.
            PlatformRefused: ``registration-redirected``, ``-unauthorized``, ``-refused``, ``-not-json``,
                ``-without-client-id`` or ``-odd-deployment``.
        """
        body = json.dumps(self.body_for(configuration, request)).encode()
        try:
            answer = self._sent("POST", configuration.registration_url, request, body)
        except PlatformUnavailable as error:
            raise PlatformUnavailable(
                reason=f"registration-{error.reason}", is_ambiguous=error.is_ambiguous, status=error.status
            ) from None
        if answer.status not in (200, 201):
            raise _fault_of(answer)
        return read_answer(answer.body, is_update=is_update_token(request.token))

    def body_for(
        self, configuration: PlatformConfiguration, request: RegistrationRequest
    ) -> dict[str, Any]:  # Any: a JSON object
        """The registration that is sent to this platform."""
        launch_url = f"{self._base_url}/lti/launch"
        logo_url = f"{self._base_url}/lti/logo.svg"
        return {
            "application_type": "web",
            "response_types": ["id_token"],
            "grant_types": ["client_credentials", "implicit"],
            "initiate_login_uri": f"{self._base_url}/lti/login",
            "redirect_uris": [launch_url],
            "client_name": TOOL_NAME,
            "client_uri": self._base_url,
            "jwks_uri": self._key_set_url(request),
            "logo_uri": logo_url,
            "token_endpoint_auth_method": "private_key_jwt",
            "scope": " ".join(SCOPES),
            TOOL_CONFIGURATION: {
                "domain": urlsplit(self._base_url).netloc,
                "description": request.description,
                "target_link_uri": launch_url,
                "custom_parameters": dict(CUSTOM_PARAMETERS),
                "claims": list(CLAIMS),
                "messages": _messages(configuration, launch_url, logo_url),
                **PROFILES[configuration.family].extensions,
            },
        }

    def _key_set_url(self, request: RegistrationRequest) -> str:
        """The registration's own keys; all of ours for an update, whose registration is not known here."""
        url = f"{self._base_url}/lti/jwks"
        return f"{url}/{request.key_set}" if request.key_set and not is_update_token(request.token) else url

    def _sent(self, method: str, url: str, request: RegistrationRequest, body: bytes | None = None) -> Answer:
        headers = {"Accept": _JSON}
        if body is not None:
            headers["Content-Type"] = _JSON
        if request.token:
            # Canvas wants it for the configuration too; Brightspace gives none.
            headers["Authorization"] = f"Bearer {request.token}"
        return self._transport.request(
            method, url, headers=headers, body=body, limit_bytes=BYTES_MAXIMUM, timeouts=self._timeouts
        )

    def _check_hosts(self, found: PlatformConfiguration, url: str) -> None:
        """Every endpoint leads to the public network, also those that are not asked today (K10)."""
        asked = urlsplit(url).netloc
        endpoints = (found.auth_login_url, found.token_url, found.jwks_url, found.registration_url)
        self.check_addresses([endpoint for endpoint in endpoints if urlsplit(endpoint).netloc != asked])

    def check_addresses(self, addresses: Sequence[str]) -> None:
        """Refuse addresses that no request may go to, without sending one (K10).

        Raises:
            InvalidMessage: ``endpoint-address-refused``, or ``endpoint-unreachable`` for an unknown name.
        """
        for address in addresses:
            try:
                self._transport.check_address(address)
            except PlatformUnavailable as error:
                raise InvalidMessage(reason=f"endpoint-{error.reason}") from None


def read_answer(body: bytes, *, is_update: bool) -> RegistrationAnswer:
    """What the platform made of our registration.

    Raises:
        PlatformRefused: as ``HttpRegistrar.register``; the platform may hold a client all the same (Y07).
    """
    try:
        value = read_json(body)
    except ValueError:
        raise PlatformRefused(reason="registration-not-json") from None
    client_id = value.get("client_id") if isinstance(value, dict) else None
    if not isinstance(client_id, str) or not is_identifier(client_id):
        raise PlatformRefused(reason="registration-without-client-id")
    tool = value.get(TOOL_CONFIGURATION)
    stated = value.get("scope")
    granted = scope_words(stated) if isinstance(stated, str | list) else None
    return RegistrationAnswer(
        client_id=client_id,
        deployment_id=_deployment_id(tool.get("deployment_id") if isinstance(tool, dict) else None),
        scopes=None if granted is None else tuple(scope for scope in SCOPES if scope in granted),
        missing_scopes=() if granted is None else tuple(scope for scope in SCOPES if scope not in granted),
        is_update=is_update,
    )


def _deployment_id(value: object) -> str | None:
    if value is None or value == "":
        return None
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not is_identifier(text):
        raise PlatformRefused(reason="registration-odd-deployment")
    return text


def _messages(
    configuration: PlatformConfiguration, launch_url: str, logo_url: str
) -> list[dict[str, Any]]:  # Any: a JSON object
    plain = {"target_link_uri": launch_url, "label": TOOL_NAME, "icon_uri": logo_url}
    wanted = PROFILES[configuration.family].placements
    selecting = _offered(wanted, configuration.selection_placements)
    # A place where a trainer selects is not asked for a second time as a plain link.
    opening = [place for place in _offered(wanted, configuration.placements) if place not in selecting]
    # One deep linking message and no more: Moodle takes the last, Sakai the first.
    return [
        {"type": kind, **plain, **({"placements": places} if places else {})}
        for kind, places in ((RESOURCE_LINK_REQUEST, opening), (DEEP_LINKING_REQUEST, selecting))
    ]


def _offered(wanted: Sequence[str], offered: frozenset[str] | None) -> list[str]:
    return [place for place in wanted if offered is None or place in offered]


def _word_of(status: int) -> str:
    if 300 <= status < 400:
        return "redirected"
    if status in (401, 403):
        return "unauthorized"
    return "server-error" if status >= 500 else "refused"


def _fault_of(answer: Answer) -> PlatformRefused | PlatformUnavailable:
    reason = f"registration-{_word_of(answer.status)}"
    if answer.status >= 500:
        return PlatformUnavailable(reason=reason, is_ambiguous=True, status=answer.status)
    return PlatformRefused(reason=reason, status=answer.status)
