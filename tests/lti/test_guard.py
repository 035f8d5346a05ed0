"""Connections refused before or when they are opened."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.networks import is_disguised_address, is_public_address
from lti_tool.lti.transport import Answer, Timeouts, Transport
from tests.lti.tls_peer import tls_server, write_certificate

QUICK = Timeouts(connect_seconds=0.2, read_seconds=0.2, total_seconds=0.5)


def resolving_to(*addresses: str) -> Any:
    def getaddrinfo(host: str, port: int, *args: Any, **options: Any) -> list[Any]:
        # A literal address resolves to itself, as the system does it.
        found = addresses if host == "lms.example" else (host,)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    return getaddrinfo


@pytest.mark.parametrize(
    "addresses",
    [
        pytest.param(("127.0.0.1",), id="K10-private-name"),
        pytest.param(("8.8.8.8", "10.0.0.1"), id="K10-one-of-two"),
        pytest.param(("8.8.8.8", "::ffff:169.254.169.254"), id="K10-mapped"),
    ],
)
def test_name_is_refused_when_any_of_its_addresses_is_private(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to(*addresses))

    with pytest.raises(PlatformUnavailable) as caught:
        Transport(user_agent="x", timeouts=QUICK).request("GET", "https://lms.example/", headers={})
    assert caught.value.reason == "address-refused"


def test_checked_address_is_the_one_connected_to_when_the_name_is_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the name is resolved once, and the socket goes to the address that was checked."""
    asked: list[str] = []
    connected: list[Any] = []
    answer = resolving_to("8.8.8.8", "9.9.9.9")

    def counting(host: str, *args: Any, **options: Any) -> list[Any]:
        asked.append(host)
        return list(answer(host, *args, **options))

    def connect(self: socket.socket, address: Any) -> None:
        connected.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", counting)
    monkeypatch.setattr(socket.socket, "connect", connect)

    with pytest.raises(PlatformUnavailable) as caught:
        Transport(user_agent="x", timeouts=QUICK).request("GET", "https://lms.example/", headers={})
    assert caught.value.reason == "unreachable"
    assert asked.count("lms.example") == 1
    assert connected == ["8.8.8.8", "9.9.9.9"]


def get(transport: Transport, url: str, **options: Any) -> Answer:
    return transport.request("GET", url, headers={}, **options)


def fault(transport: Transport, url: str, **options: int) -> tuple[str, bool]:
    with pytest.raises(PlatformUnavailable) as caught:
        get(transport, url, **options)
    return caught.value.reason, caught.value.is_ambiguous


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://lms.example/", id="http"),
        pytest.param("https://127.0.0.1/", id="K10-loopback"),
        pytest.param("https://localhost/", id="K10-localhost"),
        pytest.param("https://10.0.0.1/", id="K10-private"),
        pytest.param("https://169.254.169.254/", id="K10-metadata"),
        pytest.param("https://[::1]/", id="K10-ipv6-loopback"),
        pytest.param("https://[fd00::1]/", id="K10-ipv6-private"),
        pytest.param("https://[::ffff:127.0.0.1]/", id="K10-mapped"),
        pytest.param("https://0.0.0.0/", id="K10-zero"),
        pytest.param("https://2130706433/", id="K10-decimal"),
        pytest.param("https://0177.0.0.1/", id="K10-octal"),
        pytest.param("https://0x7f.1/", id="K10-hexadecimal"),
        pytest.param("https://134744072/", id="K10-decimal-public"),
        pytest.param("https://a:b@lms.example/", id="user-information"),
        pytest.param("ftp://lms.example/", id="ftp"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("https://", id="no-host"),
        pytest.param("text", id="text"),
    ],
)
def test_address_is_refused_when_it_is_not_public_https(url: str) -> None:
    assert fault(Transport(user_agent="x"), url) == ("address-refused", False)


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2606:4700:4700::1111", True),
        ("127.0.0.1", False),
        ("100.64.0.1", False),
        ("192.0.2.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("172.31.255.255", False),
        ("fe80::1%eth0", False),
        ("::", False),
        ("::127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("2001:0:1::1", False),
        ("ff02::1", False),
        ("not an address", False),
    ],
)
def test_address_is_judged_when_it_is_written_in_any_form(address: str, is_public: bool) -> None:
    assert is_public_address(address) is is_public


@pytest.mark.parametrize(
    ("host", "is_disguised"),
    [
        ("8.8.8.8", False),
        ("134744072", True),
        ("010.8.8.8", True),
        ("0x8.8.8.8", True),
        ("8.8", True),
        ("lms.example", False),
        ("1.lms.example", False),
        ("0xlms.example", False),
    ],
)
def test_host_is_a_disguise_when_it_is_an_odd_number(host: str, is_disguised: bool) -> None:
    assert is_disguised_address(host) is is_disguised


@pytest.mark.parametrize(
    ("host", "is_right"),
    [
        pytest.param("lms.example", True, id="right-name"),
        pytest.param("b.example", False, id="K12-wrong-name"),
    ],
)
def test_certificate_is_checked_against_the_name_when_the_address_was_pinned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, host: str, is_right: bool
) -> None:
    """The name resolves to a public address; the wire leads to our own server."""
    pem = write_certificate(tmp_path, host)
    transport = Transport(user_agent="x", timeouts=Timeouts())
    transport._pool_for("https://lms.example/").connection_pool_kw["ca_certs"] = str(pem)
    monkeypatch.setattr(socket, "getaddrinfo", resolving_to("8.8.8.8"))
    connect = socket.socket.connect
    with tls_server(pem) as port:
        monkeypatch.setattr(socket.socket, "connect", lambda self, _: connect(self, ("127.0.0.1", port)))
        if is_right:
            assert transport.request("GET", "https://lms.example/", headers={}).body == b"ok"
        else:
            assert fault(transport, "https://lms.example/") == ("tls", False)
