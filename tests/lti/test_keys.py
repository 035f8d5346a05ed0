"""Keys of the platforms (K rows) and our own."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lti_tool.domain.errors import (
    NotAuthenticated,
    PasserelleError,
    PlatformUnavailable,
)
from lti_tool.domain.launch import Registration
from lti_tool.lti.keys import HELD_THREADS_AT_MOST, PlatformKeys
from lti_tool.lti.transport import Transport
from tests.lti.doubles import NOW, jwk, registration, rsa_key
from tests.lti.peer import Peer, Reply, json_reply

SET_A = {"keys": [jwk("lms", "lms-1")]}


SET_B = {"keys": [jwk("other", "lms-2")]}


BAD_SETS = [
    pytest.param(Reply(status=500, body=b"<html>"), id="K01-html"),
    pytest.param(json_reply(SET_B, status=500), id="K02-500-with-keys"),
    pytest.param(json_reply({}), id="K03-empty"),
    pytest.param(json_reply({"keys": None}), id="K03-null"),
    pytest.param(json_reply([jwk("other", "lms-2")]), id="K03-list"),
    pytest.param(json_reply("keys"), id="K03-text"),
    pytest.param(json_reply({"keys": {"lms-2": jwk("other", "lms-2")}}), id="K03-object"),
    pytest.param(Reply(body=b"not json"), id="K03-not-json"),
    pytest.param(Reply(body=b"\xff\xfe"), id="K03-not-text"),
    pytest.param(json_reply({"keys": [*SET_B["keys"], {"x": "y" * 300_000}]}), id="K06-too-large"),
    pytest.param(Reply(body=b'{"keys":' + b"[" * 200_000), id="K06-deep"),
    pytest.param(
        Reply(body=gzip.compress(b" " * 20_000_000), headers={"Content-Encoding": "gzip"}), id="K17-bomb"
    ),
    pytest.param(Reply(status=302, headers={"Location": "/elsewhere"}), id="K08-redirect"),
    pytest.param(Reply(raw=b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{"), id="broken-off"),
    pytest.param(Reply(raw=b""), id="closed"),
]


@pytest.fixture
def known(peer: Peer) -> Registration:
    peer.answer("/jwks", json_reply(SET_A))
    peer.answer("/elsewhere", json_reply(SET_B))
    return registration(jwks_url=f"{peer.url}/jwks")


@pytest.fixture
def keys(transport: Transport) -> PlatformKeys:
    return PlatformKeys(transport)


def refusal(keys: PlatformKeys, known: Registration, kid: str, **shift: float) -> tuple[type, str, str]:
    with pytest.raises(PasserelleError) as caught:
        keys.find(known, kid, "RS256", NOW + timedelta(**shift))
    return type(caught.value), caught.value.code, caught.value.reason


@pytest.mark.parametrize("reply", BAD_SETS)
def test_platform_is_unavailable_when_no_key_was_ever_had(
    keys: PlatformKeys, known: Registration, peer: Peer, reply: Reply
) -> None:
    peer.answer("/jwks", reply)

    assert refusal(keys, known, "lms-2") == (PlatformUnavailable, "e-busy", "platform-keys")
    assert not peer.requests_to("/elsewhere")


@pytest.mark.parametrize("reply", BAD_SETS)
def test_cached_key_is_used_when_a_refresh_fails(
    keys: PlatformKeys, known: Registration, peer: Peer, reply: Reply
) -> None:
    first = keys.find(known, "lms-1", "RS256", NOW)
    peer.answer("/jwks", reply)

    assert keys.find(known, "lms-1", "RS256", NOW + timedelta(hours=2)) is first
    assert len(peer.requests_to("/jwks")) == 2


def test_cached_key_is_given_up_when_refreshes_fail_for_a_day(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    keys.find(known, "lms-1", "RS256", NOW)
    peer.answer("/jwks", Reply(status=500))

    assert refusal(keys, known, "lms-1", hours=26)[0] is PlatformUnavailable


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param({"kid": "x"}, id="K04-no-kty"),
        pytest.param(jwk("lms", "lms-1", n="!!!"), id="K04-n"),
        pytest.param(jwk("lms", "lms-1", n=""), id="K04-n-empty"),
        pytest.param(jwk("lms", "lms-1", n=7), id="K04-n-number"),
        pytest.param(jwk("lms", "lms-1", e="AA"), id="K04-e-zero"),
        pytest.param(jwk("lms", "lms-1", e="AQ"), id="K04-e-one"),
        pytest.param(jwk("lms", "lms-1", n="A" * 5000), id="K04-n-huge"),
        pytest.param({"kty": "oct", "k": "AAAA", "kid": "lms-1", "alg": "HS256"}, id="K04-oct"),
        pytest.param(jwk("lms", "lms-1") | {"kid": None}, id="K04-no-kid"),
        pytest.param(jwk("lms", "lms-1", alg="RS512"), id="K04-other-alg"),
        pytest.param(jwk("other", "lms-1", use="enc"), id="K04-for-encryption"),
        pytest.param("text", id="K04-text"),
        pytest.param(None, id="K04-null"),
    ],
)
def test_bad_key_is_skipped_when_a_good_one_stands_beside_it(
    keys: PlatformKeys, known: Registration, peer: Peer, bad: Any
) -> None:
    peer.answer("/jwks", json_reply({"keys": [bad, jwk("lms", "lms-1")]}))

    found = keys.find(known, "lms-1", "RS256", NOW)

    assert found.public_numbers() == rsa_key("lms").public_key().public_numbers()


def test_key_without_alg_and_use_is_taken_when_it_is_rsa(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    bare = {name: value for name, value in jwk("lms", "lms-1").items() if name not in ("alg", "use")}
    peer.answer("/jwks", json_reply({"keys": [bare]}))

    assert isinstance(keys.find(known, "lms-1", "RS256", NOW), RSAPublicKey)


def test_public_half_is_taken_when_a_platform_publishes_its_private_key(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    peer.answer("/jwks", json_reply({"keys": [jwk("lms", "lms-1", d="AQAB", p="AQAB")]}))

    assert isinstance(keys.find(known, "lms-1", "RS256", NOW), RSAPublicKey)


def test_weak_key_is_refused_with_its_own_reason_when_it_is_asked_for(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    """J22."""
    peer.answer("/jwks", json_reply({"keys": [jwk("short", "lms-1", 1024)]}))

    assert refusal(keys, known, "lms-1") == (NotAuthenticated, "e-config", "weak-key")


def test_new_key_is_accepted_when_the_platform_rotated(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    """K16: one more request, then accept."""
    keys.find(known, "lms-1", "RS256", NOW)
    peer.answer("/jwks", json_reply(SET_B))

    assert isinstance(keys.find(known, "lms-2", "RS256", NOW + timedelta(minutes=1)), RSAPublicKey)
    assert len(peer.requests_to("/jwks")) == 2
    assert refusal(keys, known, "lms-1", minutes=1)[2] == "unknown-kid"


def test_one_request_is_made_when_unknown_kids_flood_in(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    """K14, J07."""
    for number in range(50):
        assert refusal(keys, known, f"random-{number}")[2] == "unknown-kid"

    assert len(peer.requests_to("/jwks")) == 1
    refusal(keys, known, "random", seconds=31)
    assert len(peer.requests_to("/jwks")) == 2
    assert isinstance(keys.find(known, "lms-1", "RS256", NOW), RSAPublicKey)


def test_one_request_is_made_when_many_threads_ask_at_once(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(keys.find(known, "lms-1", "RS256", NOW)))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 12
    assert len(peer.requests_to("/jwks")) == 1


@pytest.fixture
def hanging(peer: Peer) -> Iterator[threading.Event]:
    """The platform's keys do not come until this is set."""
    released = threading.Event()
    peer.answer("/jwks", Reply(wait_for=released))
    yield released
    released.set()


def reasons_of(
    keys: PlatformKeys, asked: Sequence[Registration], released: threading.Event, held: int
) -> list[str]:
    """Everybody asks at once; the reasons of those who were sent away while the platform hung."""
    reasons: list[str] = []

    def ask(known: Registration) -> None:
        reasons.append(refusal(keys, known, "lms-1")[2])

    threads = [threading.Thread(target=ask, args=(known,)) for known in asked]
    for thread in threads:
        thread.start()
    until = time.monotonic() + 3
    while len(reasons) < len(asked) - held and time.monotonic() < until:
        time.sleep(0.01)
    sent_away = list(reasons)
    released.set()
    for thread in threads:
        thread.join()
    return sent_away


def test_two_threads_are_held_when_a_platform_hangs(
    keys: PlatformKeys, known: Registration, hanging: threading.Event
) -> None:
    """One that fetches, one that waits."""
    assert reasons_of(keys, [known] * 10, hanging, 2) == ["platform-keys-slow"] * 8


def test_threads_are_left_for_others_when_many_platforms_hang(
    keys: PlatformKeys, known: Registration, hanging: threading.Event
) -> None:
    """Of a process's eight threads five may be held by all platforms together."""
    many = [replace(known, id=f"registration-{number}") for number in range(8)]

    assert reasons_of(keys, many, hanging, HELD_THREADS_AT_MOST) == ["platform-keys"] * 3


@pytest.mark.parametrize(
    ("header", "fresh_minutes", "stale_minutes"),
    [
        pytest.param("", 59, 61, id="K15-default"),
        pytest.param("max-age=10", 4, 6, id="K15-minimum"),
        pytest.param("public, max-age=7200", 119, 121, id="K15-asked"),
        pytest.param("max-age=99999999999999", 1439, 1441, id="K15-maximum"),
        pytest.param("no-store", 4, 6, id="K15-no-store"),
        pytest.param("max-age=soon", 59, 61, id="K15-nonsense"),
    ],
)
def test_keys_are_fetched_again_when_their_life_is_over(
    keys: PlatformKeys,
    known: Registration,
    peer: Peer,
    header: str,
    fresh_minutes: int,
    stale_minutes: int,
) -> None:
    peer.answer("/jwks", json_reply(SET_A, Cache_Control=header))
    keys.find(known, "lms-1", "RS256", NOW)

    keys.find(known, "lms-1", "RS256", NOW + timedelta(minutes=fresh_minutes))
    assert len(peer.requests_to("/jwks")) == 1
    keys.find(known, "lms-1", "RS256", NOW + timedelta(minutes=stale_minutes))
    assert len(peer.requests_to("/jwks")) == 2


def test_old_keys_are_forgotten_when_the_address_was_changed(
    keys: PlatformKeys, known: Registration, peer: Peer
) -> None:
    keys.find(known, "lms-1", "RS256", NOW)
    moved = replace(known, jwks_url=f"{peer.url}/elsewhere")

    assert refusal(keys, moved, "lms-1", minutes=1)[2] == "unknown-kid"
    assert isinstance(keys.find(moved, "lms-2", "RS256", NOW + timedelta(minutes=1)), RSAPublicKey)


def test_other_algorithm_is_refused_when_it_is_asked_for(keys: PlatformKeys, known: Registration) -> None:
    with pytest.raises(NotAuthenticated):
        keys.find(known, "lms-1", "HS256", NOW)
