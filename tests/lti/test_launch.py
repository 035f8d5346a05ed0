"""The launch as a whole: state, browser, order of checks, and what a good launch becomes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lti_tool.domain.errors import (
    InvalidMessage,
    MalformedRequest,
    NotAllowed,
    NotAuthenticated,
    PasserelleError,
    PlatformUnavailable,
)
from lti_tool.domain.launch import Launch
from lti_tool.domain.roles import Rights
from tests.lti.desk import Desk
from tests.lti.doubles import AGS, CLAIM, NOW, SCOPE, jwk, launch_claims, registration, signed
from tests.lti.peer import Reply, json_reply


def refusal(act: Callable[[], object]) -> tuple[type[PasserelleError], str, str]:
    with pytest.raises(PasserelleError) as caught:
        act()
    return type(caught.value), caught.value.code, caught.value.reason


def test_launch_says_what_the_token_says_when_all_is_well(desk: Desk) -> None:
    launch = desk.launch()

    assert launch.registration == desk.registration
    assert launch.deployment.id == "deployment-1"
    assert launch.deployment.deployment_id == "1"
    assert launch.person is not None
    assert (launch.person.sub, launch.person.name) == ("7", "Amina Diallo")
    assert launch.rights is Rights.LEARNER
    assert launch.context is not None
    assert launch.context.context_id == "2"
    assert launch.resource_link is not None
    assert launch.resource_link.resource_link_id == "33"
    assert launch.locale == "fr"
    assert launch.return_url == "https://lms.example/course/2"
    assert launch.custom == {"activity": "depart"}
    assert launch.ags is not None
    assert launch.ags.scopes == (f"{SCOPE}lineitem", f"{SCOPE}result.readonly", f"{SCOPE}score")
    assert launch.nrps_url == "https://lms.example/services/2/memberships"
    assert launch.warnings == ()


def test_person_is_absent_when_the_launch_is_anonymous(desk: Desk) -> None:
    assert desk.launch(sub=..., name=...).person is None


def test_keys_are_fetched_once_when_two_launches_follow(desk: Desk) -> None:
    desk.launch()
    desk.launch()

    assert len(desk.peer.requests_to("/jwks")) == 1


STATE_CASES = [
    pytest.param({"state": None}, NotAuthenticated, "e-expired", id="S01-no-state"),
    pytest.param({"state": "unknown"}, NotAuthenticated, "e-expired", id="S02-unknown"),
    pytest.param({"now": NOW + timedelta(minutes=10)}, NotAuthenticated, "e-expired", id="S03-expired"),
    pytest.param(
        {"now": NOW + timedelta(minutes=11), "browser_token": None},
        NotAuthenticated,
        "e-expired",
        id="S03-expired-with-its-cookie",
    ),
    pytest.param({"browser_token": "browser-2"}, NotAuthenticated, "e-sec", id="S04-other-browser"),
    pytest.param({"browser_token": "é\ud800"}, NotAuthenticated, "e-sec", id="S20-forged-cookie"),
    pytest.param({"browser_token": None}, NotAuthenticated, "e-cookies", id="L37-no-cookie"),
    pytest.param({"browser_token": ""}, NotAuthenticated, "e-cookies", id="L37-empty-cookie"),
    pytest.param({"token": None}, MalformedRequest, "e-link", id="S15-no-token"),
    pytest.param({"token": ""}, MalformedRequest, "e-link", id="S15-empty-token"),
    pytest.param({"error": "login_required"}, NotAllowed, "e-denied", id="S16-platform-error"),
    pytest.param(
        {"error": "<b>", "error_description": "<script>\r\nX: y"}, NotAllowed, "e-denied", id="S17-html"
    ),
    pytest.param(
        {"now": NOW - timedelta(hours=1)}, NotAuthenticated, "e-expired", id="T12-our-clock-went-back"
    ),
]


@pytest.mark.parametrize(("changes", "kind", "code"), STATE_CASES)
def test_post_is_refused_when_its_state_is_wrong(
    desk: Desk, changes: dict[str, Any], kind: type[PasserelleError], code: str
) -> None:
    desk.remember()
    form = {"token": signed(launch_claims())} | changes

    assert refusal(lambda: desk.post(form.pop("token"), **form))[:2] == (kind, code)
    assert desk.peer.seen == []


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"state[]": ["state-1"], "id_token": ["x"]}, id="S12-brackets"),
        pytest.param({"state": ["state-1", "state-1"], "id_token": ["x"]}, id="S12-state-twice"),
        pytest.param({"state": ["state-1"], "id_token": ["x", "y"]}, id="S12-token-twice"),
    ],
)
def test_state_survives_when_the_form_is_malformed(desk: Desk, body: dict[str, list[str]]) -> None:
    desk.remember()

    found = refusal(lambda: desk.verifier.verify(body, browser_token="browser-1", now=NOW))

    assert found[:2] == (MalformedRequest, "e-link")
    assert len(desk.states.states) == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"browser_token": None}, id="no-cookie"),
        pytest.param({"browser_token": "other"}, id="other-browser"),
        pytest.param({"error": "login_required"}, id="S16-platform-error"),
        pytest.param({"token": "a.b.c"}, id="bad-token"),
    ],
)
def test_state_is_consumed_when_a_later_check_fails(desk: Desk, changes: dict[str, Any]) -> None:
    desk.remember()
    form = {"token": signed(launch_claims())} | changes
    refusal(lambda: desk.post(form.pop("token"), **form))

    found = refusal(lambda: desk.post(signed(launch_claims())))

    assert found == (NotAuthenticated, "e-expired", "state-unknown")


def test_second_post_is_refused_when_it_repeats_the_first(desk: Desk) -> None:
    """S06: exact replay."""
    desk.launch()

    assert refusal(lambda: desk.post(signed(launch_claims())))[1] == "e-expired"


def test_exactly_one_launch_succeeds_when_two_come_at_the_same_instant(desk: Desk) -> None:
    """S10: the book's consume is atomic, and the verifier asks it once."""
    desk.remember()
    token, outcomes = signed(launch_claims()), list[object]()
    gate = threading.Barrier(4)

    def attempt() -> None:
        gate.wait()
        try:
            outcomes.append(desk.post(token))
        except NotAuthenticated as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=attempt) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(isinstance(outcome, Launch) for outcome in outcomes) == 1
    assert outcomes.count("e-expired") == 3


def test_launch_is_refused_when_its_nonce_is_of_another_login(desk: Desk) -> None:
    """S08, N04, N05: the nonce must be that of this very state."""
    desk.remember()
    desk.remember("state-2", nonce="nonce-2")

    found = refusal(lambda: desk.post(signed(launch_claims(nonce="nonce-2"))))

    assert found == (NotAuthenticated, "e-sec", "nonce")


def test_launch_is_refused_when_the_token_is_of_another_platform(desk: Desk) -> None:
    """S09, J13: login at A, token of B: the registration is that of the state."""
    desk.remember()
    token = signed(
        launch_claims(iss="https://b.example", aud="client-b"),
        key="b",
        header={"typ": "JWT", "alg": "RS256", "kid": "b-1"},
    )

    assert refusal(lambda: desk.post(token)) == (NotAuthenticated, "e-sec", "unknown-kid")


def test_each_platform_is_checked_with_its_own_keys_when_both_use_one_kid(desk: Desk) -> None:
    """J12, J15: A and B publish the same kid with different keys."""
    other = registration(id="registration-2", issuer="https://b.example", jwks_url=f"{desk.peer.url}/b-jwks")
    desk.states.registrations[other.id] = other
    desk.states.deployments[other.id] = {"1"}
    desk.peer.answer("/b-jwks", json_reply({"keys": [jwk("b", "lms-1")]}))
    desk.remember("state-a")
    desk.remember("state-b", registration_id=other.id)
    desk.remember("state-c", registration_id=other.id)
    of_b = launch_claims(iss="https://b.example")

    first = desk.post(signed(launch_claims()), state="state-a")
    second = desk.post(signed(of_b, key="b"), state="state-b")
    third = refusal(lambda: desk.post(signed(of_b, key="lms"), state="state-c"))

    assert (first.registration.id, second.registration.id) == ("registration-1", "registration-2")
    assert third == (NotAuthenticated, "e-sec", "signature")


def test_launch_is_refused_when_the_registration_was_disabled_meanwhile(desk: Desk) -> None:
    """L33 between login and launch."""
    desk.states.registrations["registration-1"] = replace(desk.registration, is_enabled=False)

    assert refusal(desk.launch)[:2] == (NotAllowed, "e-lms")


def test_launch_is_refused_when_the_registration_is_gone(desk: Desk) -> None:
    desk.states.registrations.clear()

    assert refusal(desk.launch) == (NotAllowed, "e-lms", "registration-gone")


def test_launch_waits_when_the_platform_keys_cannot_be_had(desk: Desk) -> None:
    """K01: 503, and nothing about the token is said."""
    desk.peer.answer("/jwks", Reply(status=500, body=b"<html>"))

    assert refusal(desk.launch) == (PlatformUnavailable, "e-busy", "platform-keys")


def test_deployment_is_refused_when_it_is_of_another_registration(desk: Desk) -> None:
    """C14."""
    desk.states.deployments["registration-2"] = {"2"}

    found = refusal(lambda: desk.launch(**{f"{CLAIM}deployment_id": "2"}))

    assert found == (InvalidMessage, "e-config", "unknown-deployment")


def test_deployment_is_refused_when_the_login_named_another(desk: Desk) -> None:
    """C16."""
    desk.states.deployments["registration-1"] = {"1", "2"}
    desk.remember(deployment_hint="2")

    found = refusal(lambda: desk.post(signed(launch_claims())))

    assert found == (InvalidMessage, "e-sec", "deployment-changed")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        pytest.param("https://evil.example/lti/launch", "target-elsewhere", id="C36-other-host"),
        pytest.param("https://tool.example/other", "target-changed", id="C36-changed"),
    ],
)
def test_target_is_refused_when_it_is_not_the_one_of_the_login(desk: Desk, target: str, reason: str) -> None:
    found = refusal(lambda: desk.launch(**{f"{CLAIM}target_link_uri": target}))

    assert found == (InvalidMessage, "e-sec", reason)


def test_long_lived_token_is_accepted_with_a_warning_when_it_is_fresh(desk: Desk) -> None:
    """T09."""
    ten_years = int((NOW + timedelta(days=3650)).timestamp())

    assert desk.launch(exp=ten_years).warnings == ("token-long-lived",)


def test_nothing_is_fetched_when_the_token_names_its_own_keys(desk: Desk) -> None:
    """J17: ``jku``."""
    desk.remember()
    header = {"typ": "JWT", "alg": "RS256", "kid": "lms-1", "jku": f"{desk.peer.url}/evil"}

    assert refusal(lambda: desk.post(signed(launch_claims(), header=header)))[1] == "e-sec"
    assert desk.peer.seen == []


def test_plain_http_services_are_kept_when_insecure_platforms_are_allowed(desk: Desk) -> None:
    claim = {"lineitems": "http://lms.example/items", "scope": [f"{SCOPE}score"]}

    launch = desk.launch(**{AGS: claim})

    assert launch.ags is not None
    assert launch.ags.lineitems_url == "http://lms.example/items"
