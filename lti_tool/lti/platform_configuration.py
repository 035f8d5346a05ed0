"""A platform's OpenID configuration: what of it may be believed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from lti_tool.domain.errors import InvalidMessage
from lti_tool.domain.launch import DEEP_LINKING_REQUEST, RESOURCE_LINK_REQUEST
from lti_tool.domain.registration import PlatformConfiguration
from lti_tool.lti.addresses import origin_of, parts_of
from lti_tool.lti.profiles import CONFIGURATION_HOSTS, PROFILES, Profile, family_of
from lti_tool.lti.text import is_identifier

PLATFORM_CONFIGURATION = "https://purl.imsglobal.org/spec/lti-platform-configuration"
ENDPOINT_CHARACTERS = 2000
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri", "registration_endpoint")

# Any: a platform's JSON is of any shape until it has been looked at.
Json = Any


def read_platform_configuration(value: Json, url: str, *, allow_insecure: bool) -> PlatformConfiguration:
    """The configuration that was read from ``url``.

    Raises:
        InvalidMessage: ``configuration-not-an-object``, ``issuer-missing``, ``issuer-not-an-address``,
            ``issuer-elsewhere`` (it is not where the configuration lies), ``endpoint-missing``,
            ``endpoint-not-an-address`` or ``endpoint-not-https``.
    """
    if not isinstance(value, dict):
        raise InvalidMessage(reason="configuration-not-an-object")
    platform = value.get(PLATFORM_CONFIGURATION)
    platform = platform if isinstance(platform, dict) else {}
    family = family_of(platform.get("product_family_code"))
    profile = PROFILES[family]
    issuer = _issuer(value.get("issuer"), url)
    endpoints = [_endpoint(value.get(name), allow_insecure=allow_insecure) for name in ENDPOINTS]
    return PlatformConfiguration(
        issuer=issuer,
        auth_login_url=endpoints[0],
        token_url=endpoints[1],
        jwks_url=endpoints[2],
        registration_url=endpoints[3],
        family=family,
        token_audience=_token_audience(value.get("authorization_server"), profile),
        other_hosts=_other_hosts(issuer, endpoints, profile),
        placements=_placements(platform.get("messages_supported"), RESOURCE_LINK_REQUEST),
        selection_placements=_placements(platform.get("messages_supported"), DEEP_LINKING_REQUEST),
    )


def _issuer(value: object, url: str) -> str:
    """The issuer, if the configuration lies at its own origin: nobody speaks for another platform.

    The configuration was read over https (but for development), so the issuer is on https too.
    """
    if not isinstance(value, str) or not is_identifier(value):
        raise InvalidMessage(reason="issuer-missing")
    parts = parts_of(value)
    if parts is None or parts.query or parts.fragment:
        raise InvalidMessage(reason="issuer-not-an-address")
    is_vendors = urlsplit(url).hostname in CONFIGURATION_HOSTS.get(value, ())
    if origin_of(value) != origin_of(url) and not is_vendors:
        raise InvalidMessage(reason="issuer-elsewhere")
    return value


def _endpoint(value: object, *, allow_insecure: bool) -> str:
    if not isinstance(value, str) or not value:
        raise InvalidMessage(reason="endpoint-missing")
    parts = parts_of(value)
    if parts is None or parts.fragment or len(value) > ENDPOINT_CHARACTERS:
        raise InvalidMessage(reason="endpoint-not-an-address")
    if parts.scheme != "https" and not allow_insecure:
        raise InvalidMessage(reason="endpoint-not-https")
    return value


def _other_hosts(issuer: str, endpoints: list[str], profile: Profile) -> tuple[str, ...]:
    """Hosts that are neither the issuer's, nor below it, nor the vendor's own."""
    home = urlsplit(issuer).hostname or ""
    found = {urlsplit(endpoint).hostname or "" for endpoint in endpoints}
    return tuple(
        sorted(
            host
            for host in found
            if host != home and not host.endswith(f".{home}") and host not in profile.hosts
        )
    )


def _token_audience(value: object, profile: Profile) -> str | None:
    """What our client assertions must name; ``None`` for the token address itself.

    Source: LTI Dynamic Registration 1.0, 2.1, ``authorization_server``.
    """
    if profile.token_audience is not None:
        return profile.token_audience
    is_usable = isinstance(value, str) and is_identifier(value) and profile.names_audience
    return str(value) if is_usable else None


def _placements(value: object, kind: str) -> frozenset[str] | None:
    messages = value if isinstance(value, list) else []
    for message in messages:
        if isinstance(message, dict) and message.get("type") == kind:
            places = message.get("placements")
            if isinstance(places, list):
                return frozenset(place for place in places if isinstance(place, str))
    return None
