"""Dynamic registration towards platforms of four dialects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from lti_tool.domain.errors import PlatformRefused
from lti_tool.domain.launch import CUSTOM_PARAMETERS
from lti_tool.lti.quirks import is_update_token
from lti_tool.lti.registration import MEMBERSHIP_SCOPE, SCOPES, HttpRegistrar, read_answer
from lti_tool.lti.transport import Transport
from tests.lti.peer import Peer
from tests.lti.registration_peer import (
    BASE,
    CODES,
    CONFIGURATION,
    PLATFORM,
    QUICK,
    REGISTRATION,
    TOOL,
    RegistrationPeer,
    connected,
)

PRIVACY = "https://canvas.instructure.com/lti/privacy_level"


@pytest.fixture
def lms(peer: Peer) -> Iterator[RegistrationPeer]:
    platform = RegistrationPeer(peer)
    yield platform
    platform.released.set()


@pytest.fixture
def registrar(transport: Transport) -> HttpRegistrar:
    return HttpRegistrar(transport=transport, base_url=BASE, timeouts=QUICK)


@pytest.mark.parametrize("dialect", sorted(CODES))
def test_the_tool_is_taken_in_when_a_platform_is_asked(
    registrar: HttpRegistrar, peer: Peer, dialect: str
) -> None:
    lms = RegistrationPeer(peer, dialect)

    configuration, answer = connected(registrar, lms)

    assert lms.url == configuration.issuer
    assert f"{lms.url}/certs" == configuration.jwks_url
    assert (dialect, ()) == (configuration.family, configuration.other_hosts)
    assert ("client-7", SCOPES, ()) == (answer.client_id, answer.scopes, answer.missing_scopes)
    assert (None if dialect == "canvas" else "12") == answer.deployment_id
    assert not answer.is_update
    assert [("GET", CONFIGURATION), ("POST", REGISTRATION)] == lms.requests()


def test_names_are_asked_and_addresses_are_not_when_claims_are_listed(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    connected(registrar, lms)

    body = lms.last_body
    assert ["iss", "sub", "name", "given_name", "family_name"] == body[TOOL]["claims"]
    assert "email" not in repr(body)
    assert CUSTOM_PARAMETERS == body[TOOL]["custom_parameters"]
    assert not [value for value in CUSTOM_PARAMETERS.values() if "=" in value or "\n" in value]
    assert set(body["scope"].split()) == {*SCOPES}
    assert 5 == len(SCOPES)
    assert MEMBERSHIP_SCOPE in SCOPES


def test_addresses_are_those_of_the_tool_when_it_registers(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    connected(registrar, lms)

    body = lms.last_body
    assert [f"{BASE}/lti/launch"] == body["redirect_uris"]
    assert f"{BASE}/lti/login" == body["initiate_login_uri"]
    assert f"{BASE}/lti/jwks" == body["jwks_uri"]
    assert f"{BASE}/lti/logo.svg" == body["logo_uri"]
    assert "tool.example" == body[TOOL]["domain"]
    assert "Un outil." == body[TOOL]["description"]


def test_only_messages_that_are_served_are_advertised_when_it_registers(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    connected(registrar, lms)

    kinds = [one["type"] for one in lms.last_body[TOOL]["messages"]]
    assert ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"] == kinds


def test_canvas_gets_what_it_wants_when_it_is_the_platform(registrar: HttpRegistrar, peer: Peer) -> None:
    lms = RegistrationPeer(peer, "canvas")
    lms.changes = {"authorization_server": "canvas.instructure.com"}

    configuration, _answer = connected(registrar, lms)

    bearers = [seen.headers.get("authorization") for seen in peer.seen]
    assert [f"Bearer {lms.token()}"] * 2 == bearers
    assert "name_only" == lms.last_body[TOOL][PRIVACY]
    opening, selecting = lms.last_body[TOOL]["messages"]
    assert ["link_selection"] == opening["placements"]
    assert "placements" not in selecting
    assert configuration.token_audience is None


def test_a_place_is_asked_for_once_when_a_trainer_can_select_there(
    registrar: HttpRegistrar, peer: Peer
) -> None:
    """Canvas opens one message at one place: the selection, where it offers it."""
    lms = RegistrationPeer(peer, "canvas")
    offered = [
        {"type": kind, "placements": ["link_selection", "assignment_selection"]}
        for kind in ("LtiResourceLinkRequest", "LtiDeepLinkingRequest")
    ]
    lms.changes = {PLATFORM: {"product_family_code": CODES["canvas"], "messages_supported": offered}}

    connected(registrar, lms)

    opening, selecting = lms.last_body[TOOL]["messages"]
    assert "placements" not in opening
    assert ["link_selection", "assignment_selection"] == selecting["placements"]


def test_brightspace_gets_no_token_and_its_audience_when_it_is_the_platform(
    registrar: HttpRegistrar, peer: Peer
) -> None:
    lms = RegistrationPeer(peer, "brightspace")
    lms.changes = {"authorization_server": "https://elsewhere.example"}

    configuration, _answer = connected(registrar, lms)

    assert not any("authorization" in seen.headers for seen in peer.seen)
    assert "https://api.brightspace.com/auth/token" == configuration.token_audience


def test_less_is_kept_as_granted_when_the_platform_gives_less(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    """Y09."""
    lms.refused_scopes = frozenset({SCOPES[0], MEMBERSHIP_SCOPE})

    _configuration, answer = connected(registrar, lms)

    assert SCOPES[1:4] == answer.scopes
    assert (SCOPES[0], MEMBERSHIP_SCOPE) == answer.missing_scopes


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'{"client_id": ""}', "registration-without-client-id"),
        (b'{"client_id": 7}', "registration-without-client-id"),
        (b'{"client_id": "a\\u0000"}', "registration-without-client-id"),
        (b'{"client_id": "a", "client_id": "b"}', "registration-not-json"),
        (b'{"client_id": "a", "%s": {"deployment_id": []}}' % TOOL.encode(), "registration-odd-deployment"),
        (b'{"client_id": "a", "%s": {"deployment_id": true}}' % TOOL.encode(), "registration-odd-deployment"),
    ],
)
def test_an_answer_is_refused_when_it_names_no_usable_client(body: bytes, reason: str) -> None:
    with pytest.raises(PlatformRefused) as caught:
        read_answer(body, is_update=False)

    assert reason == caught.value.reason


def test_an_answer_is_taken_when_it_says_no_more_than_the_client() -> None:
    plain = read_answer(b'{"client_id": "a"}', is_update=False)
    numbered = read_answer(
        b'{"client_id": "a", "scope": [], "%s": {"deployment_id": 12}}' % TOOL.encode(), is_update=True
    )

    assert (None, None, ()) == (plain.deployment_id, plain.scopes, plain.missing_scopes)
    assert ("12", (), SCOPES, True) == (
        numbered.deployment_id,
        numbered.scopes,
        numbered.missing_scopes,
        numbered.is_update,
    )


@pytest.mark.parametrize(
    ("token", "is_update"),
    [("update", True), ("new", False), ("a.b", False), ("a.!.c", False), ("a.W10.c", False), ("", False)],
)
def test_an_update_is_known_by_the_platforms_token_when_it_says_so(
    lms: RegistrationPeer, token: str, is_update: bool
) -> None:
    given = {"update": lms.token("1", scope="reg-update"), "new": lms.token()}.get(token, token)

    assert is_update == is_update_token(given)
