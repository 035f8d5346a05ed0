"""Access tokens: K20 to K25, F01, F49, F50."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import jwt
import pytest

from lti_tool.domain.errors import PasserelleError, PlatformRefused, PlatformUnavailable
from lti_tool.domain.ports import LineItemDraft, SendReceipt
from tests.lti.doubles import NOW, SCOPE
from tests.lti.lms_peer import Site, date_header
from tests.lti.peer import Reply, json_reply

DRAFT = LineItemDraft(label="Niveau", maximum=8, tag="passerelle:depart", resource_id="depart")
GOOD = {"access_token": "t", "token_type": "Bearer", "expires_in": 3600}
SCORES = "/items/5/lineitem/scores"


def refusal(site: Site) -> tuple[type[PasserelleError], str]:
    with pytest.raises(PasserelleError) as caught:
        site.send()
    assert not getattr(caught.value, "is_ambiguous", False), "no score was sent"
    assert not site.peer.requests_to(SCORES)
    return type(caught.value), caught.value.reason


@pytest.fixture(autouse=True)
def accepting(site: Site) -> None:
    site.peer.answer(SCORES, Reply(status=200))


def test_token_is_asked_as_the_standard_says_when_there_is_none(site: Site) -> None:
    site.send()

    (form,) = site.token_requests()
    assert form["grant_type"] == ["client_credentials"]
    assert form["client_assertion_type"] == ["urn:ietf:params:oauth:client-assertion-type:jwt-bearer"]
    assert form["scope"] == [f"{SCOPE}score"]
    claims = jwt.decode(form["client_assertion"][0], options={"verify_signature": False})
    assert claims["aud"] == f"{site.peer.url}/token"
    assert site.peer.requests_to(SCORES)[0].headers["authorization"] == "Bearer token-1"


def test_token_is_used_again_when_it_is_still_good(site: Site) -> None:
    site.send()
    site.clock.pass_(minutes=58)
    site.send()
    assert len(site.token_requests()) == 1

    site.clock.pass_(minutes=1, seconds=1)
    site.send()
    assert len(site.token_requests()) == 2


def test_tokens_are_kept_apart_when_two_registrations_share_an_issuer(site: Site) -> None:
    """K25."""
    site.send()
    site.registration = type(site.registration)(
        **{name: getattr(site.registration, name) for name in site.registration.__slots__}
        | {"id": "registration-2"}
    )
    site.send()

    used = [seen.headers["authorization"] for seen in site.peer.requests_to(SCORES)]
    assert used == ["Bearer token-1", "Bearer token-2"]


@pytest.mark.parametrize(
    ("changes", "seconds_kept"),
    [
        pytest.param({"expires_in": ...}, 240, id="K22-absent"),
        pytest.param({"expires_in": 0}, 0, id="K22-zero"),
        pytest.param({"expires_in": -5}, 0, id="K22-negative"),
        pytest.param({"expires_in": "3600"}, 3540, id="K22-number-as-text"),
        pytest.param({"expires_in": "soon"}, 0, id="K22-text"),
        pytest.param({"expires_in": True}, 0, id="K22-boolean"),
        pytest.param({"expires_in": None}, 0, id="K22-null"),
        pytest.param({"expires_in": 10**400}, 3540, id="K22-huge"),
        pytest.param({"expires_in": 90.5}, 30, id="K22-fraction"),
        pytest.param({"expires_in": 30}, 0, id="K22-below-margin"),
        pytest.param({"token_type": "bearer"}, 3540, id="K23-small-letters"),
    ],
)
def test_token_is_kept_as_long_as_it_is_good_when_its_life_is_stated_oddly(
    site: Site, changes: dict[str, Any], seconds_kept: int
) -> None:
    token = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    site.peer.answer("/token", json_reply(token))
    site.send()
    asked = 1
    if seconds_kept:
        site.clock.pass_(seconds=seconds_kept - 1)
        site.send()
        assert len(site.token_requests()) == 1
        site.clock.pass_(seconds=2)
    site.send()
    asked += 1

    assert len(site.token_requests()) == asked


FAULTS = [
    pytest.param(
        json_reply({"error": "invalid_client"}, 400), PlatformRefused, "invalid-client", id="K20-400"
    ),
    pytest.param(
        json_reply({"error": "invalid_client"}, 401), PlatformRefused, "invalid-client", id="K20-401"
    ),
    pytest.param(Reply(status=400, body=b"no"), PlatformRefused, "invalid-client", id="K20-400-bare"),
    pytest.param(json_reply({"error": "invalid_scope"}, 400), PlatformRefused, "scope-missing", id="K21"),
    pytest.param(Reply(body=b"<html>"), PlatformUnavailable, "token-endpoint", id="K22-html"),
    pytest.param(json_reply({}), PlatformUnavailable, "token-endpoint", id="K22-empty"),
    pytest.param(json_reply([GOOD]), PlatformUnavailable, "token-endpoint", id="K22-list"),
    pytest.param(
        json_reply(GOOD | {"access_token": "a\r\nb"}), PlatformUnavailable, "token-endpoint", id="K22-crlf"
    ),
    pytest.param(
        json_reply(GOOD | {"access_token": 7}), PlatformUnavailable, "token-endpoint", id="K22-number"
    ),
    pytest.param(
        json_reply(GOOD | {"token_type": "mac"}), PlatformUnavailable, "token-endpoint", id="K23-mac"
    ),
    pytest.param(json_reply({"access_token": "t"}), PlatformUnavailable, "token-endpoint", id="K23-no-type"),
    pytest.param(
        json_reply(GOOD | {"scope": f"{SCOPE}lineitem"}),
        PlatformRefused,
        "scope-missing",
        id="moodle-fewer",
    ),
    pytest.param(Reply(status=500), PlatformUnavailable, "token-endpoint", id="F12-500"),
    pytest.param(Reply(status=404), PlatformUnavailable, "token-endpoint", id="404"),
    pytest.param(Reply(status=429), PlatformUnavailable, "rate-limited", id="F10-429"),
    pytest.param(Reply(status=302, headers={"Location": "/x"}), PlatformRefused, "redirected", id="F21-302"),
    pytest.param(Reply(raw=b""), PlatformUnavailable, "reset", id="F17-closed"),
]


@pytest.mark.parametrize(("reply", "kind", "reason"), FAULTS)
def test_nothing_is_sent_when_no_token_can_be_had(
    site: Site, reply: Reply, kind: type[PasserelleError], reason: str
) -> None:
    site.peer.answer("/token", reply)

    assert refusal(site) == (kind, reason)
    assert len(site.token_requests()) == 1, "no retry storm"


def test_smaller_scope_is_asked_once_when_the_larger_is_refused(site: Site) -> None:
    """K21."""
    site.peer.answer("/token", json_reply({"error": "invalid_scope"}, 400), json_reply(GOOD))
    site.peer.answer("/items", json_reply({"id": f"{site.peer.url}/items/9", "scoreMaximum": 8}, 201))

    from_claim = (f"{SCOPE}lineitem", f"{SCOPE}lineitem.readonly")
    created = site.lms.create_line_item(site.registration, site.items_url, DRAFT, scopes=from_claim)

    assert created.url == f"{site.peer.url}/items/9"
    scopes = [form["scope"][0] for form in site.token_requests()]
    assert scopes == [f"{SCOPE}lineitem {SCOPE}lineitem.readonly", f"{SCOPE}lineitem"]


def test_new_token_is_asked_once_when_the_service_says_401(site: Site) -> None:
    """F01."""
    site.peer.answer(SCORES, Reply(status=401), Reply(status=200))

    assert site.send() == SendReceipt(status=200, is_confirmed=True)
    used = [seen.headers["authorization"] for seen in site.peer.requests_to(SCORES)]
    assert used == ["Bearer token-1", "Bearer token-2"]


def test_score_is_refused_when_the_service_says_401_twice(site: Site) -> None:
    """F01, F02."""
    site.peer.answer(SCORES, Reply(status=401))

    with pytest.raises(PlatformRefused) as caught:
        site.send()
    assert (caught.value.reason, caught.value.status) == ("unauthorized", 401)
    assert len(site.peer.requests_to(SCORES)) == 2
    assert len(site.token_requests()) == 2


def test_one_token_is_asked_when_many_threads_need_it(site: Site) -> None:
    """F50."""
    threads = [threading.Thread(target=site.send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(site.peer.requests_to(SCORES)) == 20
    assert len(site.token_requests()) == 1


def test_assertion_is_signed_again_when_the_first_answer_tells_the_platforms_time(site: Site) -> None:
    """F22, F49: our clock is ten minutes ahead, and Moodle allows nothing."""
    theirs = date_header(NOW - timedelta(minutes=10))
    site.peer.answer("/token", Reply(status=400, headers=theirs), json_reply(GOOD, 200, **theirs))

    assert site.send() == SendReceipt(status=200, is_confirmed=True)

    claims = [
        jwt.decode(form["client_assertion"][0], options={"verify_signature": False})
        for form in site.token_requests()
    ]
    assert claims[0]["iat"] - claims[1]["iat"] == 600
    assert claims[0]["jti"] != claims[1]["jti"]


def test_token_is_nowhere_in_a_message_when_something_fails(site: Site) -> None:
    """F44."""
    site.peer.answer(SCORES, Reply(status=400, body=b"user Amina Diallo token-1"))

    with pytest.raises(PlatformRefused) as caught:
        site.send()
    seen = f"{caught.value!r} {caught.value} {caught.value.__dict__} {caught.value.__cause__!r}"
    assert "token-1" not in seen
    assert "Amina" not in seen
