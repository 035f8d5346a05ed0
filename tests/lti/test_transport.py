"""The way out: bounded in time, size and direction."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from lti_tool.domain.errors import PlatformUnavailable
from lti_tool.lti.transport import Answer, Timeouts, Transport
from tests.lti.peer import Peer, Reply
from tests.lti.tls_peer import tls_server, write_certificate

QUICK = Timeouts(connect_seconds=0.5, read_seconds=0.3, total_seconds=0.6)


def get(transport: Transport, url: str, **options: Any) -> Answer:
    return transport.request("GET", url, headers={}, **options)


def fault(transport: Transport, url: str, **options: int) -> tuple[str, bool]:
    with pytest.raises(PlatformUnavailable) as caught:
        get(transport, url, **options)
    return caught.value.reason, caught.value.is_ambiguous


@pytest.fixture
def quick() -> Transport:
    return Transport(allow_insecure=True, user_agent="Passerelle-test/1", timeouts=QUICK)


def test_answer_is_read_whole_when_all_is_well(transport: Transport, peer: Peer) -> None:
    peer.answer("/a", Reply(status=201, body=b"yes", headers={"X-Word": "w"}, phrase="Made"))

    answer = get(transport, f"{peer.url}/a")

    assert (answer.status, answer.body, answer.phrase) == (201, b"yes", "Made")
    assert answer.headers["x-WORD"] == "w"
    assert peer.seen[0].headers["user-agent"] == "Passerelle-test/1"


def test_connection_is_used_again_when_requests_follow(transport: Transport, peer: Peer) -> None:
    peer.answer("/a", Reply(body=b"yes"), Reply(status=204), Reply(body=b"again"))
    for _ in range(4):
        get(transport, f"{peer.url}/a")

    assert len({seen.connection for seen in peer.seen}) == 1


def test_all_threads_are_served_when_they_share_the_transport(transport: Transport, peer: Peer) -> None:
    peer.answer("/a", lambda seen: Reply(body=seen.body))
    found: list[bytes] = []

    def ask(number: int) -> None:
        body = str(number).encode()
        answer = transport.request("POST", f"{peer.url}/a", headers={}, body=body)
        found.append(answer.body if answer.body == body else b"mixed up")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == sorted(str(number).encode() for number in range(20))


def test_redirect_is_not_followed_when_it_is_answered(transport: Transport, peer: Peer) -> None:
    """K08, K28."""
    peer.answer("/a", Reply(status=307, headers={"Location": f"{peer.url}/b"}))

    assert get(transport, f"{peer.url}/a").status == 307
    assert not peer.requests_to("/b")


def test_cookies_are_not_sent_back_when_a_platform_sets_them(transport: Transport, peer: Peer) -> None:
    peer.answer("/a", Reply(headers={"Set-Cookie": "a=b"}))
    get(transport, f"{peer.url}/a")
    get(transport, f"{peer.url}/a")

    assert "cookie" not in peer.seen[1].headers


def test_environment_proxy_is_ignored_when_one_is_set(
    transport: Transport, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """K19."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    peer.answer("/a", Reply(body=b"direct"))

    assert get(transport, f"{peer.url}/a").body == b"direct"


def test_body_is_refused_when_it_is_over_the_limit(transport: Transport, peer: Peer) -> None:
    """K06."""
    peer.answer("/a", Reply(body=b"x" * 1001))

    assert fault(transport, f"{peer.url}/a", limit_bytes=1000) == ("too-large", True)
    assert len(get(transport, f"{peer.url}/a", limit_bytes=1001).body) == 1001


def test_limit_counts_the_real_size_when_the_body_is_compressed(transport: Transport, peer: Peer) -> None:
    """K17."""
    bomb = gzip.compress(b"\0" * 50_000_000)
    peer.answer("/a", Reply(body=bomb, headers={"Content-Encoding": "gzip"}))

    assert fault(transport, f"{peer.url}/a") == ("too-large", True)


def test_error_body_is_cut_when_it_is_long(transport: Transport, peer: Peer) -> None:
    """F44."""
    peer.answer("/a", Reply(status=500, body=b"x" * 100_000))

    answer = get(transport, f"{peer.url}/a")

    assert (answer.status, len(answer.body)) == (500, 8192)


def test_platform_is_unreachable_when_nothing_listens(transport: Transport) -> None:
    """F14."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert fault(transport, f"http://127.0.0.1:{port}/") == ("unreachable", False)
    assert fault(transport, "http://nothing.invalid/") == ("unreachable", False)


def test_request_ends_when_no_byte_comes(quick: Transport, peer: Peer) -> None:
    """F16."""
    never = threading.Event()
    peer.answer("/a", Reply(wait_for=never))

    assert fault(quick, f"{peer.url}/a") == ("timeout", True)
    never.set()


@pytest.fixture
def dripping() -> Iterator[str]:
    """A server that sends a byte every 100 ms for ever: in a header, in a body, in one without length."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for head in (b"X-A: ", b"Content-Length: 9999\r\n\r\n", b"Connection: close\r\n\r\n"):
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\n" + head)
                    while not stop.wait(0.1):
                        connection.sendall(b"x")
                except OSError:
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    stop.set()
    listener.close()
    thread.join(2)


@pytest.fixture
def dripping_handshake() -> Iterator[str]:
    """A server that never ends its part of the TLS handshake: a byte every 50 ms."""
    stop = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.recv(4096)
            connection.sendall(bytes((22, 3, 3, 64, 0)))
            while not stop.wait(0.05):
                connection.sendall(b"\x02")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{listener.getsockname()[1]}/"
    stop.set()
    listener.close()
    thread.join(2)


def test_request_ends_when_the_handshake_never_does(quick: Transport, dripping_handshake: str) -> None:
    """The total time counts from the first moment, not from the first byte of an answer."""
    started = time.monotonic()

    assert fault(quick, dripping_handshake)[0] == "timeout"
    assert time.monotonic() - started < 4


def test_request_ends_when_its_total_time_is_over(quick: Transport, dripping: str) -> None:
    started = datetime.now(UTC)

    assert [fault(quick, dripping) for _ in range(3)] == [("timeout", True)] * 3
    assert datetime.now(UTC) - started < timedelta(seconds=4)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"", id="closed"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", id="F17-broken-off"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-A: b\r\n", id="F17-broken-off-in-headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="bad-chunk"),
        pytest.param(b"nonsense\r\n\r\n", id="nonsense"),
        pytest.param(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", id="bad-gzip"
        ),
    ],
)
def test_request_is_ambiguous_when_the_answer_breaks_off(
    transport: Transport, peer: Peer, raw: bytes
) -> None:
    peer.answer("/a", Reply(raw=raw))

    assert fault(transport, f"{peer.url}/a") == ("reset", True)


def test_certificate_is_refused_when_nobody_vouches_for_it(transport: Transport, tmp_path: Path) -> None:
    """K12, F15: even in development there is no switch."""
    with tls_server(write_certificate(tmp_path, "localhost")) as port:
        assert fault(transport, f"https://127.0.0.1:{port}/") == ("tls", False)


def test_pools_are_bounded_when_many_platforms_are_asked() -> None:
    transport = Transport(user_agent="x")
    for number in range(70):
        transport._pool_for(f"https://h{number}.example/")

    assert len(transport._pools) == 64
