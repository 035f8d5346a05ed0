"""The login initiation: L rows, by GET and by POST alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lti_tool.domain.errors import MalformedRequest, NotAllowed, PasserelleError, TooLarge
from lti_tool.domain.launch import Registration
from lti_tool.lti.login import Browser, Fresh, LoginRedirect, begin_login, digest
from tests.lti.doubles import LAUNCH_URL, NOW, TOOL, FakeRegistrationBook, FakeStateBook, registration

USUAL = {
    "iss": "https://lms.example",
    "login_hint": "7",
    "target_link_uri": LAUNCH_URL,
    "lti_message_hint": '{"cmid":5,"launchid":"ltilaunch5_1"}',
    "client_id": "client-1",
    "lti_deployment_id": "1",
}
Lists = dict[str, list[str]]


def form(**changes: object) -> Lists:
    values = {name: value for name, value in (USUAL | changes).items() if value is not ...}
    return {name: value if isinstance(value, list) else [str(value)] for name, value in values.items()}


def begin(
    query: Lists,
    body: Lists,
    *known: Registration,
    deployments: dict[str, set[str]] | None = None,
    states: FakeStateBook | None = None,
    launch_url: str = LAUNCH_URL,
) -> LoginRedirect:
    return begin_login(
        query,
        body,
        browser=Browser(token="browser-1", agent="Firefox\nfr"),
        book=FakeRegistrationBook(*(known or (registration(),)), deployments=deployments),
        states=states or FakeStateBook(),
        launch_url=launch_url,
        tool_origin=TOOL,
        now=NOW,
        fresh=Fresh(state="state-1", nonce="nonce-1", proof="proof-1"),
    )


def refusal(sent: Lists, *known: Registration, **more: Any) -> tuple[type[PasserelleError], str]:
    states = FakeStateBook()
    found = []
    for query, body in ((sent, {}), ({}, sent)):
        with pytest.raises(PasserelleError) as caught:
            begin(query, body, *known, states=states, **more)
        found.append((type(caught.value), caught.value.code))
    assert found[0] == found[1], "GET and POST must behave alike"
    assert not states.states, "a refusal stores nothing"
    return found[0]


def test_browser_is_sent_to_the_platform_when_all_is_well() -> None:
    states = FakeStateBook()

    redirect = begin({}, form(), states=states)

    parts = urlsplit(redirect.url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://lms.example/auth"
    assert parse_qs(parts.query) == {
        "scope": ["openid"],
        "response_type": ["id_token"],
        "response_mode": ["form_post"],
        "prompt": ["none"],
        "client_id": ["client-1"],
        "redirect_uri": [LAUNCH_URL],
        "login_hint": ["7"],
        "lti_message_hint": ['{"cmid":5,"launchid":"ltilaunch5_1"}'],
        "state": ["state-1"],
        "nonce": ["nonce-1"],
    }
    (state,) = states.states.values()
    assert state.state_hash == digest("state-1")
    assert state.browser_hash == digest("browser-1")
    assert (state.nonce, state.deployment_hint) == ("nonce-1", "1")
    assert (state.expires_at - state.created_at).total_seconds() == 600


def test_get_and_post_are_answered_alike_when_all_is_well() -> None:
    assert begin(form(), {}) == begin({}, form())


@pytest.mark.parametrize(
    ("auth_url", "expected"),
    [
        pytest.param("https://lms.example/auth?id=5", "https://lms.example/auth?id=5&scope=", id="L38"),
        pytest.param("https://lms.example/auth?", "https://lms.example/auth?scope=", id="L38-empty"),
        pytest.param("https://lms.example/a?r=/x?y#f", "https://lms.example/a?r=/x?y&scope=", id="L38-two"),
        pytest.param(
            "https://lms.example/a?state=evil&k", "https://lms.example/a?k&scope=", id="L38-collision"
        ),
    ],
)
def test_query_is_merged_when_the_authorization_address_has_one(auth_url: str, expected: str) -> None:
    redirect = begin({}, form(), registration(auth_login_url=auth_url))

    assert redirect.url.startswith(expected)
    assert parse_qs(urlsplit(redirect.url).query)["state"] == ["state-1"]


LINK, LMS = (MalformedRequest, "e-link"), (MalformedRequest, "e-lms")
BIG = (TooLarge, "e-link")
REFUSED = [
    pytest.param({"iss": ...}, LINK, id="L01-no-iss"),
    pytest.param({"iss": ""}, LINK, id="L02-empty"),
    pytest.param({"iss": "  "}, LINK, id="L02-spaces"),
    pytest.param({"login_hint": ...}, LINK, id="L03-no-hint"),
    pytest.param({"login_hint": ""}, LINK, id="L04-empty"),
    pytest.param({"target_link_uri": ...}, LINK, id="L05-no-target"),
    pytest.param({"iss": "https://b.example"}, LMS, id="L06-unknown"),
    pytest.param({"client_id": "client-2"}, LMS, id="L07-unknown-client"),
    pytest.param({"iss": "https://lms.example/"}, LMS, id="L10-slash"),
    pytest.param({"iss": "https://LMS.example"}, LMS, id="L10-capitals"),
    pytest.param({"iss": "https://lms.example:443"}, LMS, id="L10-port"),
    pytest.param({"iss": "https://lms.ex\u0430mple"}, LMS, id="L11-cyrillic"),
    pytest.param({"iss": "https://lms\uff0eexample"}, LMS, id="L11-full-width"),
    pytest.param({"iss": "https://lms.example\x00"}, LINK, id="L12-nul"),
    pytest.param({"iss": "https://lms.example\t"}, LINK, id="L12-tab"),
    pytest.param({"iss": "https://lms.example\r\n"}, LINK, id="L12-line-break"),
    pytest.param({"iss": "https://lms.example\ud800"}, LINK, id="L32-half-a-character"),
    pytest.param({"login_hint": "7\ufffd"}, LINK, id="L32-undecodable"),
    *[
        pytest.param({"target_link_uri": url}, LINK, id=f"{row}-{url[:44]}")
        for row, url in (
            ("L13", "https://evil.example/lti/launch"),
            ("L13", "https://tool.example.evil.example/lti/launch"),
            ("L14", "http://tool.example/lti/launch"),
            ("L16", "https://tool.example@evil.example/"),
            ("L16", "https://x@tool.example/lti/launch"),
            ("L18", "//evil.example/"),
            ("L18", "/\\evil.example"),
            ("L18", "https://tool.example\\@evil.example/"),
            ("L18", "https://tool.example//evil.example/"),
            ("L19", "https://tool.example/lti/launch\r\nX: y"),
            ("L19", "https://tool.example/lti/launch%0d%0aX:%20y"),
            ("L21", "https://tool.example:8443/lti/launch"),
            ("L21", "https://tool.example:443/lti/launch"),
            ("L21", "https://TOOL.example/lti/launch"),
            ("L21", "https://xn--tool-x.example/lti/launch"),
            ("L21", "https://192.0.2.1/lti/launch"),
            ("L21", "https://to\u00f6l.example/"),
            ("L23", "https://tool.example/lti/launch/..%2f..%2fadmin"),
            ("L23", "https://tool.example/lti/launch/%2e%2e/admin"),
            ("L23", "https://tool.example/lti/../admin"),
            ("L23", "https://tool.example/lti/.."),
            ("L23", "https://tool.example/lti/launch/%252e%252e/"),
            ("L23", "https://tool.example/lti%5claunch"),
            ("L23", "https://tool.example/lti/%zz"),
            ("L23", "https://tool.example/lti/launch#x"),
            ("L13", "javascript:alert(1)"),
            ("L13", "https:///lti/launch"),
        )
    ],
    pytest.param({"login_hint": "x" * 65_536}, BIG, id="L24-64-kib"),
    pytest.param({"lti_message_hint": "x" * 1_048_576}, BIG, id="L25-mebibyte"),
    pytest.param({"iss": "x" * 4097}, BIG, id="limit-4-kib"),
    pytest.param({"login_hint": "é" * 4097}, BIG, id="limit-counts-bytes"),
    pytest.param({"unknown": "x" * 4097}, BIG, id="limit-of-unknown"),
    pytest.param({"lti_deployment_id": "9"}, LMS, id="L26-unknown-deployment"),
    pytest.param({"iss": ["https://lms.example", "https://b.example"]}, LINK, id="L27-twice"),
    pytest.param({"client_id": ["client-1", "client-1"]}, LINK, id="L27-twice-the-same"),
    pytest.param({"iss": ..., "iss[]": "https://lms.example"}, LINK, id="S12-brackets"),
    pytest.param({"client_id[0]": "client-1"}, LINK, id="S12-brackets-optional"),
]


@pytest.mark.parametrize(("changes", "expected"), REFUSED)
def test_login_is_refused_when_a_parameter_is_wrong(
    changes: dict[str, Any], expected: tuple[type[PasserelleError], str]
) -> None:
    assert refusal(form(**changes)) == expected


def test_login_is_refused_when_a_parameter_is_in_query_and_body() -> None:
    """L28."""
    with pytest.raises(MalformedRequest) as caught:
        begin({"iss": ["https://lms.example"]}, form())
    assert caught.value.reason == "parameter-twice"


def test_login_goes_on_when_its_parameters_are_spread_over_query_and_body() -> None:
    body = form()

    assert begin({"iss": body.pop("iss")}, body).registration == registration()


@pytest.mark.parametrize(
    "target",
    [
        LAUNCH_URL,
        f"{LAUNCH_URL}?activity=depart",
        TOOL,
        f"{TOOL}/",
        f"{TOOL}/activities/depart",
        f"{TOOL}?a=b/../c",
    ],
)
def test_login_goes_on_when_the_target_is_inside_the_tool(target: str) -> None:
    assert begin({}, form(target_link_uri=target)).registration == registration()


@pytest.mark.parametrize(
    ("target", "is_inside"),
    [("/p/lti/launch", True), ("/p", True), ("/p/", True), ("/lti/launch", False), ("/pp/x", False)],
)
def test_target_stays_below_the_tool_when_the_tool_has_a_path(target: str, is_inside: bool) -> None:
    sent = form(target_link_uri=f"{TOOL}{target}")

    if is_inside:
        assert begin({}, sent, launch_url=f"{TOOL}/p/lti/launch").registration == registration()
    else:
        assert refusal(sent, launch_url=f"{TOOL}/p/lti/launch") == LINK


TWO = (registration(), registration(id="registration-2", client_id="client-2"))


def test_login_is_refused_when_several_registrations_could_be_meant() -> None:
    """L09: never guess."""
    sent = form(client_id=..., lti_deployment_id=...)

    assert refusal(sent, *TWO) == (MalformedRequest, "e-config")


def test_login_is_refused_when_several_registrations_share_the_deployment() -> None:
    """L09."""
    shared = {"registration-1": {"1"}, "registration-2": {"1"}}

    assert refusal(form(client_id=...), *TWO, deployments=shared) == (MalformedRequest, "e-config")


def test_registration_is_found_when_the_deployment_names_exactly_one() -> None:
    """L09."""
    own = {"registration-1": {"1"}, "registration-2": {"2"}}

    redirect = begin({}, form(client_id=..., lti_deployment_id="2"), *TWO, deployments=own)

    assert redirect.registration.id == "registration-2"


def test_login_is_refused_when_the_registration_is_disabled() -> None:
    """L33."""
    assert refusal(form(), replace(registration(), is_enabled=False)) == (NotAllowed, "e-lms")


def test_login_goes_on_when_only_what_is_required_is_sent() -> None:
    sent = form(client_id="", lti_deployment_id="", lti_message_hint=...)

    redirect = begin({}, sent)

    assert "lti_message_hint" not in redirect.url
    assert redirect.registration == registration()
