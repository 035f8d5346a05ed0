"""The public address asked from outside: what is said of a certificate, and that nobody waits for long."""

from __future__ import annotations

import socket
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.front_door import HttpFrontDoor
from lti_tool.settings_reach import authorities_of
from tests.lti.peer import Peer, Reply
from tests.lti.tls_peer import tls_server, write_certificate


def door(ca_file: Path | None = None, seconds: float = 5.0) -> HttpFrontDoor:
    if ca_file is None:
        return HttpFrontDoor(user_agent="test/1", seconds=seconds)
    authorities = authorities_of({"CA_FILE": str(ca_file)})
    return HttpFrontDoor(user_agent="test/1", seconds=seconds, authorities=authorities)


@pytest.mark.parametrize("days", [1, 90])
def test_the_end_is_told_when_the_certificate_is_good(tmp_path: Path, days: int) -> None:
    pem = write_certificate(tmp_path, "localhost", days_left=days)
    with tls_server(pem) as port:
        ends_at = door(pem).certificate_ends_at(f"https://localhost:{port}")

    assert days == (ends_at - datetime.now(UTC)).days


@pytest.mark.parametrize(
    ("host", "days", "is_trusted", "reason"),
    [
        ("localhost", -2, True, "certificate-expired"),
        ("localhost", 90, False, "certificate-self-signed"),
        ("other.example", 90, True, "certificate-wrong-name"),
    ],
)
def test_the_reason_is_told_when_a_certificate_is_refused(
    tmp_path: Path, host: str, days: int, is_trusted: bool, reason: str
) -> None:
    pem = write_certificate(tmp_path, host, days_left=days)
    with tls_server(pem) as port, pytest.raises(PlatformUnavailable) as caught:
        door(pem if is_trusted else None).certificate_ends_at(f"https://localhost:{port}")

    assert reason == caught.value.reason


def test_headers_come_as_often_as_they_were_sent_when_a_page_is_asked_for(peer: Peer) -> None:
    raw = b"HTTP/1.1 302 Found\r\nSet-Cookie: a=1\r\nSET-COOKIE: b=2\r\nContent-Length: 2\r\n\r\nok"
    peer.answer("/page", Reply(raw=raw))

    answer = door().ask(f"{peer.url}/page?x=1")

    assert (302, ("a=1", "b=2"), b"ok") == (answer.status, answer.values("set-cookie"), answer.body)
    assert "/page?x=1" == peer.seen[0].target


def test_nobody_waits_when_the_answer_never_comes(peer: Peer) -> None:
    stuck = threading.Event()
    peer.answer("/page", Reply(wait_for=stuck))
    began = time.monotonic()

    with pytest.raises(PlatformUnavailable) as caught:
        door(seconds=0.2).ask(f"{peer.url}/page")
    stuck.set()

    assert "timeout" == caught.value.reason
    assert time.monotonic() - began < 2


def test_the_address_is_named_as_unreachable_when_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    with pytest.raises(PlatformUnavailable) as caught:
        door().ask(f"http://127.0.0.1:{port}/")

    assert "unreachable" == caught.value.reason
