"""Dynamic registration on bad days: nothing is followed, nothing is read for ever, a word says why."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lti_tool.domain.errors import InvalidMessage, PlatformRefused, PlatformUnavailable
from lti_tool.lti import registration
from lti_tool.lti.platform_configuration import ENDPOINTS
from lti_tool.lti.registration import HttpRegistrar
from lti_tool.lti.transport import Answer, Transport
from tests.lti.peer import Peer, Reply
from tests.lti.registration_peer import (
    BASE,
    CONFIGURATION,
    QUICK,
    REGISTRATION,
    RegistrationPeer,
    connected,
    request_for,
)


@pytest.fixture
def lms(peer: Peer) -> Iterator[RegistrationPeer]:
    platform = RegistrationPeer(peer)
    yield platform
    platform.released.set()


@pytest.fixture
def registrar(transport: Transport) -> HttpRegistrar:
    return HttpRegistrar(transport=transport, base_url=BASE, timeouts=QUICK)


def configuration_fault(registrar: HttpRegistrar, lms: RegistrationPeer, **changes: Any) -> str:
    with pytest.raises(InvalidMessage) as caught:
        registrar.read_configuration(request_for(lms, **changes))
    assert "e-config" == caught.value.code
    return caught.value.reason


CONFIGURATION_DAYS = [
    pytest.param("500", "configuration-server-error", id="K01-500-html"),
    pytest.param("404", "configuration-refused", id="K03-404"),
    pytest.param("html", "configuration-not-json", id="K03-html"),
    pytest.param("list", "configuration-not-an-object", id="K03-a-list"),
    pytest.param("huge", "configuration-too-large", id="K06-Y03-huge"),
    pytest.param("slow", "configuration-timeout", id="Y03-slow"),
    pytest.param("redirect", "configuration-redirected", id="K08-K09-redirect"),
    pytest.param("nothing", "configuration-reset", id="Y03-nothing"),
]


@pytest.mark.parametrize(("how", "reason"), CONFIGURATION_DAYS)
def test_nothing_is_registered_when_the_configuration_cannot_be_read(
    registrar: HttpRegistrar, lms: RegistrationPeer, how: str, reason: str
) -> None:
    lms.misbehave(CONFIGURATION, how)

    assert reason == configuration_fault(registrar, lms)
    assert {("GET", CONFIGURATION)} == set(lms.requests())


REGISTRATION_DAYS = [
    pytest.param("500", "registration-server-error", PlatformUnavailable, id="Y07-500"),
    pytest.param("404", "registration-refused", PlatformRefused, id="Y07-404"),
    pytest.param("html", "registration-not-json", PlatformRefused, id="Y07-html"),
    pytest.param("list", "registration-without-client-id", PlatformRefused, id="Y07-a-list"),
    pytest.param("huge", "registration-too-large", PlatformUnavailable, id="K06-Y07-huge"),
    pytest.param("slow", "registration-timeout", PlatformUnavailable, id="Y07-slow"),
    pytest.param("redirect", "registration-redirected", PlatformRefused, id="K08-Y07-redirect"),
    pytest.param("nothing", "registration-reset", PlatformUnavailable, id="Y07-nothing"),
]


@pytest.mark.parametrize(("how", "reason", "kind"), REGISTRATION_DAYS)
def test_a_word_says_why_when_the_registration_fails(
    registrar: HttpRegistrar, lms: RegistrationPeer, how: str, reason: str, kind: type[Exception]
) -> None:
    lms.misbehave(REGISTRATION, how)

    with pytest.raises(kind) as caught:
        connected(registrar, lms)

    assert reason == getattr(caught.value, "reason", "")
    assert 2 == len(lms.requests())
    assert lms.token() not in repr(caught.value)


def test_the_end_is_open_when_the_platform_creates_the_client_and_says_nothing(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    """Y07."""
    lms.lose_answer()

    with pytest.raises(PlatformUnavailable) as caught:
        connected(registrar, lms)

    assert caught.value.is_ambiguous
    assert ["client-7"] == list(lms.clients)


def test_the_platform_says_no_when_its_token_was_used_before(
    registrar: HttpRegistrar, lms: RegistrationPeer
) -> None:
    connected(registrar, lms)

    with pytest.raises(PlatformRefused) as caught:
        connected(registrar, lms)

    assert "registration-unauthorized" == caught.value.reason


class FixedTransport(Transport):
    """Answers everything with one configuration; what may be asked is checked as ever."""

    def __init__(self, value: object) -> None:
        super().__init__(user_agent="x")
        self._value = value

    def request(self, method: str, url: str, **options: Any) -> Answer:  # Any: the usual ones
        return Answer(status=200, headers={}, body=json.dumps(self._value).encode())


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        pytest.param("http://lms.example/x", "endpoint-not-https", id="http"),
        pytest.param("https://10.0.0.1/x", "endpoint-address-refused", id="K10-private"),
        pytest.param("https://nothing.invalid/x", "endpoint-unreachable", id="K10-no-address"),
    ],
)
@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_an_endpoint_is_refused_when_it_is_private_and_nobody_asked_it_yet(
    lms: RegistrationPeer, name: str, endpoint: str, reason: str
) -> None:
    """Only the configuration is read today; keys and tokens are asked for later, from other hosts."""
    value = {"issuer": "https://8.8.8.8", **dict.fromkeys(ENDPOINTS, "https://8.8.8.8/x"), name: endpoint}
    strict = HttpRegistrar(transport=FixedTransport(value), base_url=BASE)

    assert reason == configuration_fault(strict, lms, configuration_url="https://8.8.8.8/c")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://lms.example/c", id="Y03-http"),
        pytest.param("https://127.0.0.1/c", id="Y03-K10-loopback"),
        pytest.param("https://2130706433/c", id="Y03-K10-decimal"),
        pytest.param("https://[::ffff:10.0.0.1]/c", id="Y03-K10-mapped"),
        pytest.param("https://169.254.169.254/latest", id="Y03-K10-metadata"),
        pytest.param("file:///etc/passwd", id="Y03-file"),
        pytest.param("https://user:word@lms.example/c", id="Y03-user"),
    ],
)
def test_nothing_is_asked_when_the_configuration_lies_on_a_private_address(
    lms: RegistrationPeer, url: str
) -> None:
    strict = HttpRegistrar(transport=Transport(user_agent="x"), base_url=BASE, timeouts=QUICK)

    assert "configuration-address-refused" == configuration_fault(strict, lms, configuration_url=url)


def test_the_time_of_a_registration_is_eight_seconds_when_nothing_else_is_said(
    transport: Transport, lms: RegistrationPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert 8.0 == registration.TIMEOUTS.total_seconds
    assert 256 * 1024 == registration.BYTES_MAXIMUM
    started = datetime.now(UTC)
    lms.misbehave(CONFIGURATION, "slow")

    quick = HttpRegistrar(transport=transport, base_url=BASE, timeouts=QUICK)

    assert "configuration-timeout" == configuration_fault(quick, lms)
    assert datetime.now(UTC) - started < timedelta(seconds=3)


def test_the_environments_proxy_is_ignored_when_a_platform_is_asked(
    registrar: HttpRegistrar, lms: RegistrationPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K19."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "")

        assert lms.url == registrar.read_configuration(request_for(lms)).issuer


def test_the_limit_counts_the_real_size_when_a_configuration_is_compressed(
    registrar: HttpRegistrar, lms: RegistrationPeer, peer: Peer
) -> None:
    """K17."""
    bomb = Reply(body=gzip.compress(b" " * 5_000_000), headers={"Content-Encoding": "gzip"})
    peer.answer(CONFIGURATION, bomb)

    assert "configuration-too-large" == configuration_fault(registrar, lms)


def test_no_secret_is_printed_when_a_request_is(lms: RegistrationPeer) -> None:
    assert lms.token() not in repr(request_for(lms))
