"""Runs the demo LMS on a port of this machine, in a thread that ends with its owner."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from typing import Self
from wsgiref.types import WSGIApplication

from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler

LOOPBACK = "127.0.0.1"
STOP_SECONDS = 5.0


class QuietHandler(WSGIRequestHandler):
    """Writes no log lines, and closes each connection after its answer, so that a stopped server is gone."""

    protocol_version = "HTTP/1.0"

    def send_response(self, code: int, message: str | None = None) -> None:
        """Send the status line alone: the LMS writes a ``Date`` of its own, and two would contradict."""
        self.send_response_only(code, message)

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


class LoopbackServer:
    """One application on one port.

    The port is taken when this is made, so that the address is known before the application is;
    ``port`` 0 takes a free one. ``stop`` returns within five seconds, whatever requests are under way, and
    ``start`` afterwards takes the same port again.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        host: str = LOOPBACK,
        server_class: type[ThreadedWSGIServer] = ThreadedWSGIServer,
    ) -> None:
        self._host = host
        self._server_class = server_class
        self._socket: socket.socket | None = _listening(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._server: ThreadedWSGIServer | None = None
        self._thread: threading.Thread | None = None
        self._app: WSGIApplication | None = None

    @property
    def url(self) -> str:
        """The server's address, without a slash at the end."""
        return f"http://{self._host}:{self.port}"

    def start(self, app: WSGIApplication | None = None) -> Self:
        """Serve ``app`` from now on (without one: the one that was served before)."""
        self._app = app or self._app
        if self._app is None or self._thread is not None:
            raise RuntimeError("nothing to start, or started already")
        listening = self._socket or _listening(self._host, self.port)
        self._server = self._server_class(
            self._host, self.port, self._app, QuietHandler, fd=listening.fileno()
        )
        # The server made its own copy of the socket.
        listening.close()
        self._socket = None
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop serving and free the port; requests under way are left to end by themselves."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join(STOP_SECONDS)
        self._server = self._thread = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening
