"""A platform that misbehaves on order: a real HTTP server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. ``raw`` replaces everything after the request with these bytes and a closed socket."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    phrase: str | None = None
    raw: bytes | None = None
    wait_for: threading.Event | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes
    connection: tuple[str, int]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def json(self) -> Any:
        return json.loads(self.body)


Answering = Callable[[Seen], Reply]


def json_reply(value: object, status: int = 200, **headers: str) -> Reply:
    """A JSON answer."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(
        status=status,
        body=json.dumps(value).encode(),
        headers={"Content-Type": "application/json", **named},
    )


class Peer:
    """The server; ``answer(path, reply, reply…)`` queues answers, the last one of which stays."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._replies: dict[str, list[Reply | Answering]] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.peer = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, *replies: Reply | Answering) -> None:
        self._replies[path] = list(replies)

    def requests_to(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]

    def reset(self) -> None:
        self.seen.clear()
        self._replies.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply_to(self, seen: Seen) -> Reply:
        with self._lock:
            self.seen.append(seen)
            queue = self._replies.get(seen.path, [Reply(status=404)])
            chosen = queue.pop(0) if len(queue) > 1 else queue[0]
        return chosen if isinstance(chosen, Reply) else chosen(seen)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # Five connections may wait by default: those of many threads are then reset.
    peer: Peer


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        seen = Seen(
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
            connection=self.client_address,
        )
        reply = peer_of(self.server).reply_to(seen)
        if reply.wait_for is not None:
            reply.wait_for.wait(10)
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        self._write(reply)

    def _write(self, reply: Reply) -> None:
        self.send_response_only(reply.status, reply.phrase)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if "Content-Length" not in reply.headers and reply.status not in (204, 304):
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = _serve  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (ConnectionError, TimeoutError):
            self.close_connection = True


def peer_of(server: object) -> Peer:
    assert isinstance(server, _Server)
    return server.peer
