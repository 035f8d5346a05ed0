"""The token: J, T, N and C01 to C10 of the catalogue, all through the whole launch."""

from __future__ import annotations

import hmac
import json
import time
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from lti_tool.domain.errors import NotAuthenticated, PasserelleError, TooLarge
from tests.lti.desk import Desk
from tests.lti.doubles import LAUNCH_URL, NOW, b64, jwk, launch_claims, rsa_key, signed
from tests.lti.peer import json_reply

GOOD = {"typ": "JWT", "alg": "RS256", "kid": "lms-1"}
AT = int(NOW.timestamp())


def verdict(desk: Desk, token: str) -> str:
    desk.remember()
    try:
        desk.post(token)
    except NotAuthenticated as error:
        return error.code
    return "accepted"


def with_header(**changes: object) -> str:
    header = {name: value for name, value in (GOOD | changes).items() if value is not ...}
    return signed(launch_claims(), header=header)


def with_hmac(secret: bytes) -> str:
    text = f"{b64(json.dumps(GOOD | {'alg': 'HS256'}).encode())}.{b64(json.dumps(launch_claims()).encode())}"
    return f"{text}.{b64(hmac.new(secret, text.encode(), sha256).digest())}"


def public(encoding: Encoding) -> bytes:
    return rsa_key("lms").public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


def parts() -> list[str]:
    return signed(launch_claims()).split(".")


HEADER_CASES = [
    pytest.param(with_header(alg="none").rsplit(".", 1)[0] + ".", id="J01-none"),
    pytest.param(with_header(alg="None"), id="J01-none-in-capitals"),
    pytest.param(with_hmac(public(Encoding.PEM)), id="J03-hmac-with-pem"),
    pytest.param(with_hmac(public(Encoding.DER)), id="J03-hmac-with-der"),
    pytest.param(with_hmac(json.dumps(jwk("lms", "lms-1")).encode()), id="J03-hmac-with-jwk"),
    pytest.param(with_hmac(b"client-1"), id="J04-hmac-with-client-id"),
    pytest.param(with_hmac(b""), id="J04-hmac-with-nothing"),
    *[
        pytest.param(with_header(alg=alg), id=f"J05-{alg}")
        for alg in ("RS384", "RS512", "PS256", "ES256", "rs256")
    ],
    pytest.param(with_header(kid=...), id="J06-no-kid"),
    pytest.param(with_header(kid="unknown"), id="J07-unknown-kid"),
    *[
        pytest.param(with_header(kid=kid), id=f"J08-kid-{type(kid).__name__}")
        for kid in (None, 7, ["lms-1"], {"kid": "lms-1"}, "")
    ],
    pytest.param(with_header(alg=...), id="J10-no-alg"),
    pytest.param(with_header(alg=["RS256"]), id="J10-alg-list"),
    pytest.param(signed(launch_claims(), key="attacker"), id="J11-other-key"),
    pytest.param(with_header(jku="https://evil.example/jwks"), id="J17-jku"),
    *[pytest.param(with_header(**{name: "x"}), id=f"J18-{name}") for name in ("x5u", "x5c", "x5t", "jwk")],
    pytest.param(with_header(crit=["exp"]), id="J19-crit"),
    pytest.param(with_header(crit=[]), id="J19-crit-empty"),
    pytest.param(with_header(b64=False, crit=["b64"]), id="J20-b64"),
    pytest.param(with_header(b64=False), id="J20-b64-alone"),
    *[
        pytest.param(with_header(typ=typ), id=f"J36-{typ}")
        for typ in ("at+jwt", "secevent+jwt", "logout+jwt", "", None, 1)
    ],
]


@pytest.mark.parametrize("token", HEADER_CASES)
def test_token_is_refused_when_its_header_is_wrong(desk: Desk, token: str) -> None:
    assert verdict(desk, token) == "e-sec"


def shape_cases() -> list[Any]:
    head, body, signature = parts()
    nested = b"[" * 100_000 + b"]" * 100_000
    text = json.dumps(launch_claims()).encode()
    return [
        pytest.param(
            f"{head}.{b64(json.dumps(launch_claims(sub='8')).encode())}.{signature}", id="J24-tampered"
        ),
        pytest.param(f"{head}.{body}.{signature[:-8]}", id="J25-truncated"),
        pytest.param(f"{head}.{body}.", id="J25-empty"),
        pytest.param(f"{head}.{body}.{b64(bytes(256))}", id="J25-zeros"),
        pytest.param(f"{head}.{body}", id="J26-two-parts"),
        pytest.param(f"{head}.{body}.{signature}.x", id="J26-four-parts"),
        pytest.param(f"{head}.{body}.{signature}.x.y", id="J26-five-parts"),
        pytest.param("garbage", id="J27-garbage"),
        pytest.param(f"{head}.+/=.{signature}", id="J27-other-alphabet"),
        pytest.param(f"{head}=.{body}.{signature}", id="J27-padding"),
        pytest.param(f"{head}.{body}.{signature}\n", id="J27-line-break"),
        pytest.param(f" {head}.{body}.{signature}", id="J27-space"),
        pytest.param(f"{head}.é.{signature}", id="J27-not-ascii"),
        pytest.param(f"{head}.{body}A.{signature}", id="J27-length"),
        pytest.param(signed("text"), id="J29-payload-text"),
        pytest.param(signed(7), id="J29-payload-number"),
        pytest.param(signed(None), id="J29-payload-null"),
        pytest.param(signed(None, payload=b"{"), id="J30-malformed"),
        pytest.param(signed(launch_claims(), header=["RS256"]), id="J31-header-list"),
        pytest.param(signed(None, payload=b'{"sub":"\xff"}'), id="J32-not-utf8"),
        pytest.param(signed(None, payload=b"\xef\xbb\xbf" + text), id="J32-byte-order-mark"),
        pytest.param(signed(None, payload=text[:-1] + b',"sub":"8"}'), id="J33-twice"),
        pytest.param(signed(None, payload=text[:-1] + b',"x":{"a":1,"a":2}}'), id="J33-twice-inside"),
        pytest.param(signed(None, payload=text[:-1] + b',"x":NaN}'), id="T10-nan"),
        pytest.param(signed(None, payload=b'{"x":' + nested[:40_000] + b"}"), id="J34-unbalanced"),
    ]


@pytest.mark.parametrize("token", shape_cases())
def test_token_is_refused_when_it_is_malformed(desk: Desk, token: str) -> None:
    assert verdict(desk, token) == "e-sec"


def test_deep_token_is_refused_quickly_when_it_would_exhaust_a_parser(desk: Desk) -> None:
    """J34: under 50 ms of work."""
    token = signed(None, payload=b"[" * 45_000 + b"]" * 45_000)
    started = time.thread_time()

    assert verdict(desk, token) == "e-sec"
    assert time.thread_time() - started < 0.05


def test_largest_token_is_accepted_quickly_when_it_is_valid(desk: Desk) -> None:
    """C59: 127 KiB, under 100 ms of work."""
    desk.launch()
    token = signed(launch_claims(padding="x" * 95_800))
    assert 127_000 < len(token) <= 131_072
    started = time.thread_time()

    assert verdict(desk, token) == "accepted"
    assert time.thread_time() - started < 0.1


def test_token_is_refused_when_it_is_over_the_limit(desk: Desk) -> None:
    desk.remember()

    with pytest.raises(TooLarge) as caught:
        desk.post(signed(launch_claims(padding="x" * 100_000)))
    assert caught.value.code == "e-sec"


TIME_CASES = [
    pytest.param({"iat": AT - 119, "exp": AT - 59}, "accepted", id="T02-59-seconds"),
    pytest.param({"iat": AT - 121, "exp": AT - 61}, "e-expired", id="T02-61-seconds"),
    pytest.param({"exp": ...}, "e-sec", id="T01-no-exp"),
    pytest.param({"iat": ...}, "e-sec", id="T04-no-iat"),
    pytest.param({"iat": AT + 2}, "accepted", id="T05-2-seconds-ahead"),
    pytest.param({"iat": AT + 5}, "accepted", id="T05-5-seconds-ahead"),
    pytest.param({"iat": AT + 3600, "exp": AT + 3660}, "e-sec", id="T06-hour-ahead"),
    pytest.param({"nbf": AT + 3600}, "e-sec", id="T07-nbf"),
    pytest.param({"nbf": AT + 5}, "accepted", id="T07-nbf-within-leeway"),
    pytest.param({"nbf": "now"}, "e-sec", id="T07-nbf-text"),
    pytest.param({"iat": AT - 301, "exp": AT + 900}, "e-expired", id="T09-older-than-5-minutes"),
    pytest.param({"iat": AT - 299, "exp": AT + 900}, "accepted", id="T09-younger-than-5-minutes"),
    pytest.param({"iat": AT - 0.5, "exp": AT + 0.5}, "accepted", id="T10-fractions"),
    *[
        pytest.param({"exp": value}, "e-sec", id=f"T10-exp-{name}")
        for name, value in (
            ("text", str(AT + 60)),
            ("boolean", True),
            ("list", [AT + 60]),
            ("null", None),
            ("negative", -1),
            ("too-large", 10**400),
            ("infinite", float("1e300")),
        )
    ],
    pytest.param({"iat": True}, "e-sec", id="T10-iat-boolean"),
    pytest.param({"exp": AT - 1, "iat": AT}, "e-sec", id="T11-exp-before-iat"),
]


@pytest.mark.parametrize(("changes", "expected"), TIME_CASES)
def test_token_is_judged_by_its_moments_when_they_are_near_a_limit(
    desk: Desk, changes: dict[str, Any], expected: str
) -> None:
    assert verdict(desk, signed(launch_claims(**changes))) == expected


def test_token_is_refused_when_its_exp_is_infinite(desk: Desk) -> None:
    """T10: JSON's 1e999 is read as infinity."""
    text = json.dumps(launch_claims()).replace(str(AT + 60), "1e999")

    assert verdict(desk, signed(None, payload=text.encode())) == "e-sec"


PARTY_CASES = [
    pytest.param({"iss": ...}, "e-sec", id="C01-no-iss"),
    *[
        pytest.param({"iss": value}, "e-sec", id=f"C02-{name}")
        for name, value in (
            ("unknown", "https://b.example"),
            ("slash", "https://lms.example/"),
            ("list", ["https://lms.example"]),
            ("number", 1),
            ("null", None),
        )
    ],
    pytest.param({"aud": ...}, "e-sec", id="C03-no-aud"),
    pytest.param({"aud": "client-2"}, "e-sec", id="C04-other"),
    pytest.param({"aud": []}, "e-sec", id="C04-empty-list"),
    pytest.param({"aud": {"client-1": 1}}, "e-sec", id="C04-object"),
    pytest.param({"aud": ["client-1"]}, "accepted", id="C06-list"),
    pytest.param({"aud": ["client-1"], "azp": "client-1"}, "accepted", id="C06-list-azp"),
    pytest.param({"aud": ["other", "client-1"], "azp": "client-1"}, "e-sec", id="C08-two"),
    pytest.param({"aud": ["client-1", "other"], "azp": "other"}, "e-sec", id="C09-azp-other"),
    pytest.param({"azp": "other"}, "e-sec", id="C10-azp-other"),
    pytest.param({"azp": None}, "e-sec", id="C10-azp-null"),
    pytest.param(
        {"iss": "client-1", "sub": "client-1", "aud": "https://lms.example/token"}, "e-sec", id="J38-own"
    ),
    pytest.param({"aud": "another-tool"}, "e-sec", id="J39-other-tool"),
    pytest.param({"nonce": ...}, "e-sec", id="N01-no-nonce"),
    *[
        pytest.param({"nonce": value}, "e-sec", id=f"N03-{type(value).__name__}")
        for value in (["nonce-1"], {"nonce": 1}, 1, None, "")
    ],
    pytest.param({"nonce": "nonce-2"}, "e-sec", id="N04-other"),
    pytest.param({"nonce": "\ud800"}, "e-sec", id="N04-half-a-character"),
    pytest.param({"nonce": "6fa459ea-ee8a-3ca4-894e-db77e160355e"}, "e-config", id="N06-invented"),
]


@pytest.mark.parametrize(("changes", "expected"), PARTY_CASES)
def test_token_is_judged_by_its_parties_when_they_differ(
    desk: Desk, changes: dict[str, Any], expected: str
) -> None:
    assert verdict(desk, signed(launch_claims(**changes))) == expected


def test_token_is_refused_when_the_key_is_too_short(desk: Desk) -> None:
    """J22: signed correctly, with a key of 1024 bits."""
    desk.peer.answer("/jwks", json_reply({"keys": [jwk("short", "lms-1", 1024)]}))

    assert verdict(desk, signed(launch_claims(), key="short", bits=1024)) == "e-config"


def test_reason_holds_nothing_of_the_token_when_it_is_refused(desk: Desk) -> None:
    """G5."""
    desk.remember()

    with pytest.raises(PasserelleError) as caught:
        desk.post(signed(launch_claims(iss="https://secret.example", name="Amina")))
    assert "secret" not in str(caught.value)
    assert "Amina" not in str(caught.value)
    assert LAUNCH_URL not in str(caught.value)


def test_token_is_accepted_when_the_kind_is_in_small_letters(desk: Desk) -> None:
    assert verdict(desk, with_header(typ="jwt")) == "accepted"
    assert verdict(desk, with_header(typ=...)) == "accepted"


def test_token_is_accepted_when_it_comes_just_before_the_state_ends(desk: Desk) -> None:
    desk.remember()
    late = NOW + timedelta(minutes=9, seconds=59)

    assert desk.post(signed(launch_claims(now=late)), now=late).person is not None
