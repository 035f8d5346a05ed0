"""Messages whose end two servers could see at different places: refused, and never answered as two.

Source: RFC 9112, sections 2.2, 5.1, 5.2, 6.1, 6.3 and 7.1.
"""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.packaging.front import SECONDS_AT_MOST, nginx_before
from tests.tool_process import ToolProcess

SECOND = b"GET /healthz HTTP/1.1\r\nHost: %b\r\nConnection: close\r\n\r\n"
"""What an attacker hides behind the first message; its answer holds ``"status"``."""
IN_PIECES = b"Transfer-Encoding: chunked\r\n\r\n"
IN_DOUBT = {
    "a length and pieces": b"Content-Length: 6\r\n" + IN_PIECES + b"0\r\n\r\n",
    "two lengths": b"Content-Length: 0\r\nContent-Length: 3\r\n\r\n",
    "a list of lengths": b"Content-Length: 0, 3\r\n\r\n",
    "a length with a sign": b"Content-Length: +3\r\n\r\na=b",
    "a folded line": b"Content-Length: 0\r\nX-Note: one\r\n Transfer-Encoding: chunked\r\n\r\n",
    "pieces on a folded line": b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n",
    "a space before the colon": b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    "an unknown coding": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": b"Transfer-Encoding: identity\r\n" + IN_PIECES + b"0\r\n\r\n",
    "a bare return in a line": b"Content-Length: 0\r\nX-Note: one\rTransfer-Encoding: chunked\r\n\r\n",
    "a piece of 0x3": IN_PIECES + b"0x3\r\na=b\r\n0\r\n\r\n",
    "a piece of -3": IN_PIECES + b"-3\r\na=b\r\n0\r\n\r\n",
    "a bare line feed after a note": IN_PIECES + b"3;note\nb\r\na=b\r\n0\r\n\r\n",
}
WITH_BARE_LINE_FEEDS = {
    "a bare line feed after a size": IN_PIECES + b"3\na=b\r\n0\r\n\r\n",
    "a bare line feed after a piece": IN_PIECES + b"3\r\na=b\n0\r\n\r\n",
    "a bare line feed in the head": b"Content-Length: 0\nX-Note: one\r\n\r\n",
}
"""nginx reads these in one way and hands them on in its own words; the tool refuses them."""


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToolProcess]:
    """The web server as an operator starts it."""
    with ToolProcess(tmp_path_factory.mktemp("tool")) as running:
        yield running


@pytest.fixture(scope="module")
def doors(tool: ToolProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """The port of the tool itself, and that of nginx before it."""
    with nginx_before(tmp_path_factory.mktemp("nginx"), tool.port) as port:
        yield {"tool": tool.port, "nginx": port}


@pytest.mark.parametrize(
    ("door", "rest"),
    [
        *(pytest.param("tool", rest, id=f"tool-{name}") for name, rest in IN_DOUBT.items()),
        *(pytest.param("tool", rest, id=f"tool-{name}") for name, rest in WITH_BARE_LINE_FEEDS.items()),
        *(pytest.param("nginx", rest, id=f"nginx-{name}") for name, rest in IN_DOUBT.items()),
    ],
)
def test_a_message_is_refused_once_when_its_end_is_in_doubt(
    doors: dict[str, int], tool: ToolProcess, door: str, rest: bytes
) -> None:
    said = _said(doors[door], _launch(tool, rest) + _second(tool))

    assert _statuses(said) in (["400"], ["413"], ["501"])
    assert b'"status"' not in said


@pytest.mark.parametrize("door", ["tool", "nginx"])
def test_two_messages_have_two_answers_when_both_ends_are_clear(
    doors: dict[str, int], tool: ToolProcess, door: str
) -> None:
    """What the other tests would see if the hidden message were read."""
    said = _said(doors[door], _launch(tool, b"Content-Length: 3\r\n\r\na=b") + _second(tool))

    assert ["401", "200"] == _statuses(said)
    assert b'"status"' in said


def test_the_connection_ends_when_a_message_came_in_pieces(tool: ToolProcess) -> None:
    said = _said(tool.port, _launch(tool, IN_PIECES + b"3\r\na=b\r\n0\r\n\r\n") + _second(tool))

    assert ["413"] == _statuses(said)


@pytest.mark.parametrize(
    ("rest", "meant"),
    list(zip(WITH_BARE_LINE_FEEDS.values(), (b"a=b", b"a=b", b""), strict=True)),
    ids=WITH_BARE_LINE_FEEDS,
)
def test_nginx_hands_on_one_length_when_a_line_feed_stands_alone(
    tool: ToolProcess, tmp_path_factory: pytest.TempPathFactory, rest: bytes, meant: bytes
) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as behind,
        nginx_before(tmp_path_factory.mktemp("nginx"), behind.getsockname()[1]) as port,
    ):
        behind.settimeout(SECONDS_AT_MOST)
        sent = threading.Thread(target=_said, args=(port, _launch(tool, b"Connection: close\r\n" + rest)))
        sent.start()
        head, body = _taken(behind)
        sent.join(SECONDS_AT_MOST)

    assert [f"Content-Length: {len(meant)}"] == [line for line in head if line.startswith("Content-Length")]
    assert meant == body
    assert "Connection: close" in head
    assert [] == [line for line in head if line.lower().startswith("transfer-encoding")]


def _launch(tool: ToolProcess, rest: bytes) -> bytes:
    """A launch up to the lines that tell its end, which are ``rest``."""
    head = f"POST /lti/launch HTTP/1.1\r\nHost: 127.0.0.1:{tool.port}\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n".encode() + rest


def _second(tool: ToolProcess) -> bytes:
    return SECOND % f"127.0.0.1:{tool.port}".encode()


def _said(port: int, message: bytes) -> bytes:
    """Everything that the server says until it closes the connection."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=SECONDS_AT_MOST) as connection:
        connection.sendall(message)
        while piece := connection.recv(65_536):
            said += piece
    return said


def _statuses(said: bytes) -> list[str]:
    return re.findall(r"HTTP/1\.[01] (\d{3})", said.decode("latin-1"))


def _taken(server: socket.socket) -> tuple[list[str], bytes]:
    """The lines of the head and the body of the first message to a server, which it answers."""
    connection, _address = server.accept()
    with connection, connection.makefile("rwb") as stream:
        head = [line.decode().rstrip() for line in iter(stream.readline, b"\r\n")]
        length = next(int(line.partition(":")[2]) for line in head if line.startswith("Content-Length:"))
        body = stream.read(length)
        stream.write(b"HTTP/1.0 204 No Content\r\n\r\n")
    return head, body
