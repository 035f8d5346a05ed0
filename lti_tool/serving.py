"""The production web server."""

from __future__ import annotations

import gc
import socket
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from lti_tool.app import create_app
from lti_tool.bootstrap import Installation
from lti_tool.domain.errors import SettingsFault

THREADS = 8
GUNICORN_TIMEOUT_SECONDS, KEEPALIVE_SECONDS = 60, 15
"""The web server in front waits longer than the one, and keeps connections for less than the other."""


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn with our application and our options."""

    def __init__(self, app: Flask, options: dict[str, object]) -> None:
        self._app = app
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options over."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application."""
        return self._app


def serve_with_gunicorn(installation: Installation, *, host: str, port: int, workers: int) -> None:
    """Serve until told to stop. Threads wait for the database and for platforms' keys; they need no CPU.

    Raises:
        SettingsFault: the port is taken.
    """
    _check_port(host, port)
    options: dict[str, object] = {
        "bind": f"{host}:{port}",
        "workers": workers,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": GUNICORN_TIMEOUT_SECONDS,
        "graceful_timeout": 20,
        "keepalive": KEEPALIVE_SECONDS,
        "limit_request_line": 8190,
        "proc_name": "passerelle",
        "control_socket_disable": True,
    }
    options["pre_request"] = lambda _worker, message: _end_after_pieces(message)
    options["post_fork"] = lambda _server, _worker: _settle(installation)
    _Server(create_app(installation, processes=workers), options).run()


# Any: gunicorn has no types.
def _end_after_pieces(message: Any) -> None:
    """Close the connection after a message that came in pieces: the tool refuses it before its end is known.

    gunicorn would look for that end after the answer, and answer once more where it finds none.
    """
    if any(name == "TRANSFER-ENCODING" for name, _value in message.headers):
        message.force_close()


def _settle(installation: Installation) -> None:
    """Begin a worker. What was read at the start is never garbage: no collection looks at it again."""
    installation.services.store.forget_connections()
    gc.collect()
    gc.freeze()


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsFault(f"Port {port} on {host} is in use: try another one with --port.") from error
