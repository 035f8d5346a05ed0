"""Token, header, keys and times over HTTP: rows of J and T of the security notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from werkzeug.test import TestResponse

from lti_tool.lti.signing import SigningKey, make_key
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.web.browser import Browser
from tests.web.forging import decoded, encoded, forged, forged_with_secret
from tests.web.refusing import assert_refused
from tests.web.site import Site
from tests.web.tables import count

Json = dict[str, Any]  # Any: claims are JSON
Forgery = Callable[[Json, Json, SigningKey], str]

# Each is refused before any row but the login's is read; the certification list runs on both databases.
pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def stranger() -> SigningKey:
    """A key that no platform of ours has published."""
    return make_key()


def _with(**extra: object) -> Forgery:
    return lambda header, claims, key: forged({**header, **extra}, claims, key)


def _parts(change: Callable[[list[str]], str]) -> Forgery:
    return lambda header, claims, key: change(forged(header, claims, key).split("."))


def _secret(secret: Callable[[SigningKey], bytes]) -> Forgery:
    return lambda header, claims, key: forged_with_secret({**header, "alg": "HS256"}, claims, secret(key))


def _pem(key: SigningKey) -> bytes:
    return key.private_key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _without_kid(header: Json, claims: Json, key: SigningKey) -> str:
    return forged({name: value for name, value in header.items() if name != "kid"}, claims, key)


def _without_alg(header: Json, claims: Json, key: SigningKey) -> str:
    return forged({name: value for name, value in header.items() if name != "alg"}, claims, key)


def _tampered(header: Json, claims: Json, key: SigningKey) -> str:
    first, _payload, last = forged(header, claims, key).split(".")
    return f"{first}.{encoded(json.dumps({**claims, 'sub': '102'}).encode())}.{last}"


def _sub_twice(header: Json, claims: Json, key: SigningKey) -> str:
    return forged(header, json.dumps(claims).encode()[:-1] + b', "sub": "102"}', key)


def _deep(header: Json, _claims: Json, key: SigningKey) -> str:
    return forged(header, b"[" * 60_000 + b"]" * 30_000, key)


FORGERIES = [
    pytest.param(lambda h, c, k: forged({**h, "alg": "none"}, c, None), "algorithm", id="J01-none"),
    pytest.param(_secret(_pem), "algorithm", id="J03-hs256-with-public-key"),
    pytest.param(_secret(lambda key: b""), "algorithm", id="J04-hs256-empty"),
    pytest.param(_with(alg="RS512"), "algorithm", id="J05-rs512"),
    pytest.param(_with(alg="PS256"), "algorithm", id="J05-ps256"),
    pytest.param(_without_kid, "kid", id="J06-kid-missing"),
    pytest.param(_with(kid="nobody"), "unknown-kid", id="J07-kid-unknown"),
    pytest.param(_with(kid=None), "kid", id="J08-kid-null"),
    pytest.param(_with(kid=7), "kid", id="J08-kid-number"),
    pytest.param(_with(kid=["a"]), "kid", id="J08-kid-list"),
    pytest.param(_without_alg, "algorithm", id="J10-alg-missing"),
    pytest.param(_with(jku="https://evil.example/jwks"), "foreign-key-header", id="J17-jku"),
    pytest.param(_with(x5u="https://evil.example/x"), "foreign-key-header", id="J18-x5u"),
    pytest.param(_with(x5c=["a"]), "foreign-key-header", id="J18-x5c"),
    pytest.param(_with(crit=["exp"]), "critical-header", id="J19-crit"),
    pytest.param(_with(b64=False), "critical-header", id="J20-b64"),
    pytest.param(_tampered, "signature", id="J24-tampered"),
    pytest.param(_parts(lambda p: f"{p[0]}.{p[1]}.{p[2][:-2]}"), "signature", id="J25-truncated"),
    pytest.param(_parts(lambda p: f"{p[0]}.{p[1]}."), "token-encoding", id="J25-empty"),
    pytest.param(_parts(lambda p: f"{p[0]}.{p[1]}.{encoded(bytes(256))}"), "signature", id="J25-zero"),
    pytest.param(_parts(lambda p: f"{p[0]}.{p[1]}"), "token-parts", id="J26-two"),
    pytest.param(_parts(lambda p: ".".join([*p, p[2]])), "token-parts", id="J26-four"),
    pytest.param(lambda h, c, k: "garbage", "token-parts", id="J27-garbage"),
    pytest.param(_parts(lambda p: f"{p[0]}=.{p[1]}.{p[2]}"), "token-encoding", id="J27-padding"),
    pytest.param(lambda h, c, k: forged(h, b'"text"', k), "token-json", id="J29-string"),
    pytest.param(lambda h, c, k: forged(h, b"7", k), "token-json", id="J29-number"),
    pytest.param(lambda h, c, k: forged(h, b'{"sub": ', k), "token-json", id="J30-malformed"),
    pytest.param(lambda h, c, k: forged([h], c, k), "token-json", id="J31-header-list"),
    pytest.param(lambda h, c, k: forged(h, b"\xff\xfe{}", k), "token-json", id="J32-not-utf-8"),
    pytest.param(_sub_twice, "token-json", id="J33-sub-twice"),
    pytest.param(_deep, "token-json", id="J34-deep"),
    pytest.param(_with(typ="at+jwt"), "token-type", id="J36-access-token"),
    pytest.param(_with(typ="logout+jwt"), "token-type", id="J36-logout"),
]


@pytest.mark.parametrize(("forge", "reason"), FORGERIES)
def test_launch_is_refused_when_its_token_is_forged(site: Site, forge: Forgery, reason: str) -> None:
    browser = site.browser()
    form = browser.answered(LEARNER)
    header, claims = (decoded(part) for part in form["id_token"].split(".")[:2])
    forgery = forge(header, claims, site.lms.book.signing_key)

    assert_refused(site, lambda: browser.post_launch({**form, "id_token": forgery}), 401, "e-sec", reason)


def test_launch_is_refused_when_a_stranger_signs_with_the_known_kid(site: Site, stranger: SigningKey) -> None:
    """J11."""
    browser = site.browser()
    form = browser.answered(LEARNER, key=stranger, header={"kid": site.lms.book.signing_key.kid})

    assert_refused(site, lambda: browser.post_launch(form), 401, "e-sec", "signature")


def test_launch_is_refused_when_the_other_platform_signs_for_this_one(site: Site, other_lms: FakeLms) -> None:
    """J12, J13: with its own kid, whose key we know too, or with this platform's."""
    site.connect(other_lms)
    site.browser(other_lms).enter(LEARNER)
    theirs = other_lms.book.signing_key
    for kid, reason in ((theirs.kid, "unknown-kid"), (site.lms.book.signing_key.kid, "signature")):
        browser = site.browser()
        form = browser.answered(LEARNER, key=theirs, header={"kid": kid})

        assert_refused(
            site, lambda browser=browser, form=form: browser.post_launch(form), 401, "e-sec", reason
        )


def test_launch_is_accepted_when_two_platforms_publish_one_kid(site: Site, other_lms: FakeLms) -> None:
    """J15: each is verified with its own set; here both are well, and stay two people."""
    site.connect(other_lms)
    site.browser(other_lms).enter(LEARNER)
    site.browser().enter(LEARNER)

    assert count(site.engine, "person") == 2


def test_keys_are_fetched_once_when_unknown_kids_pour_in(site: Site) -> None:
    """J07, K14: one refetch in thirty seconds."""
    site.visitor(LEARNER)
    site.wait(seconds=31)
    fetched = len(site.lms.requests_to("jwks"))
    for number in range(5):
        site.browser().launch(LEARNER, header={"kid": f"flood-{number}"})

    assert len(site.lms.requests_to("jwks")) == fetched + 1


def test_launch_waits_for_the_platform_when_its_keys_cannot_be_had(site: Site) -> None:
    """K01: 503 with a time to wait; nothing is stored, and it is not a refusal."""
    browser = site.browser()
    form = browser.answered(LEARNER)
    site.lms.fault("jwks", 503)
    answer = browser.post_launch(form)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert "<code>e-busy</code> <code>platform-keys</code>" in answer.get_data(as_text=True)
    assert answer.headers.getlist("Set-Cookie") == []
    assert count(site.engine, "person") == count(site.engine, "session") == 0


def test_launch_is_refused_when_its_token_is_too_large(site: Site) -> None:
    """C59 from the other side: over 128 KiB is not even taken apart."""
    browser = site.browser()
    form = browser.answered(LEARNER, claims=lambda claims: {**claims, "padding": "a" * 131_072})

    assert_refused(site, lambda: browser.post_launch(form), 413, "e-sec", "token-too-large")


def test_launch_is_accepted_when_its_token_has_127_kib(site: Site) -> None:
    """C59."""
    assert _launched(site, {"padding": "a" * 95_000}).status_code == 303


TIMES = [
    pytest.param({"exp": -61, "iat": -100}, "e-expired", "token-expired", id="T02-61-s-ago"),
    pytest.param({"iat": None}, "e-sec", "iat-malformed", id="T04-no-iat"),
    pytest.param({"iat": 3600, "exp": 7200}, "e-sec", "iat-in-future", id="T06-iat-in-an-hour"),
    pytest.param({"nbf": 3600}, "e-sec", "nbf-in-future", id="T07-nbf-in-an-hour"),
    pytest.param({"exp": "soon"}, "e-sec", "exp-malformed", id="T10-string"),
    pytest.param({"exp": True}, "e-sec", "exp-malformed", id="T10-boolean"),
    pytest.param({"exp": [1]}, "e-sec", "exp-malformed", id="T10-list"),
    pytest.param({"exp": None}, "e-sec", "exp-malformed", id="T10-null"),
    pytest.param({"exp": -10, "iat": 0}, "e-sec", "exp-before-iat", id="T11"),
    pytest.param({"iat": -310, "exp": 60}, "e-expired", "token-too-old", id="age-over-5-min"),
]


@pytest.mark.parametrize(("moments", "code", "reason"), TIMES)
def test_launch_is_refused_when_its_times_are_wrong(
    site: Site, moments: Json, code: str, reason: str
) -> None:
    browser = site.browser()
    form = browser.answered(LEARNER, claims=lambda claims: _moved(claims, moments))

    assert_refused(site, lambda: browser.post_launch(form), 401, code, reason)


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param({"exp": -50, "iat": -100}, id="T02-50-s-ago"),
        pytest.param({"iat": 5, "exp": 65}, id="T05-5-s-ahead"),
        pytest.param({"exp": 315_360_000}, id="T09-ten-years"),
    ],
)
def test_launch_is_accepted_when_its_times_are_usual(site: Site, moments: Json) -> None:
    browser = site.browser()
    answer = browser.launch(LEARNER, claims=lambda claims: _moved(claims, moments))

    assert answer.status_code == 303


def _launched(site: Site, extra: Json) -> TestResponse:
    browser: Browser = site.browser()
    return browser.launch(LEARNER, claims=lambda claims: {**claims, **extra})


def _moved(claims: Json, moments: Json) -> Json:
    """Numbers are seconds from the platform's now; anything else is written as it is."""
    at = claims["iat"]
    changed = {
        name: at + value if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in moments.items()
    }
    return {**claims, **changed}
