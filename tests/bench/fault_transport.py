"""The end of a process at a named step, also in the middle of a request on the tool's way out."""

from __future__ import annotations

import os
import signal
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from lti_tool.lti.transport import Answer, Timeouts, Transport

USER_AGENT = "Passerelle/bench"
TIMEOUTS = Timeouts(connect_seconds=2.0, read_seconds=0.4, total_seconds=3.0)


class Death:
    """Ends the process, by a signal to itself, when ``step`` is reached for the ``occurrence``-th time.

    ``acts`` is what happens at other steps, at the same occurrence.
    """

    def __init__(self, step: str, occurrence: int, number: int) -> None:
        self.step = step
        self._occurrence = occurrence
        self._signal = number
        self._seen: Counter[str] = Counter()
        self.acts: dict[str, Callable[[], None]] = {}

    def __call__(self, step: str) -> None:
        """A step was reached."""
        if self.comes(step):
            os.kill(os.getpid(), self._signal)

    def comes(self, step: str) -> bool:
        """Count one passing of a step; whether it is the last one, and the process is to be ended."""
        self._seen[step] += 1
        is_its_turn = self._seen[step] == self._occurrence
        if is_its_turn and step in self.acts:
            self.acts[step]()
        return is_its_turn and step == self.step


class DyingTransport(Transport):
    """Real requests. ``death`` is told the steps ``token-answered``, ``before-post`` and ``half-post``."""

    def __init__(self, death: Death) -> None:
        super().__init__(allow_insecure=True, user_agent=USER_AGENT, timeouts=TIMEOUTS)
        self._death = death

    def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        body: bytes | None = None,
        limit_bytes: int = 1_048_576,
        timeouts: Timeouts | None = None,
    ) -> Answer:
        """As the real one."""
        path = urlsplit(url).path
        if path.endswith("/scores"):
            self._death("before-post")
            if self._death.comes("half-post"):
                _send_half(url, {**headers, "User-Agent": USER_AGENT}, body or b"")
                os.kill(os.getpid(), signal.SIGKILL)
        answer = super().request(
            method, url, headers=headers, body=body, limit_bytes=limit_bytes, timeouts=timeouts
        )
        if path.endswith("/token"):
            self._death("token-answered")
        return answer


def _send_half(url: str, headers: Mapping[str, str], body: bytes) -> None:
    """The head of a request and half of its body, on a connection of its own."""
    parts = urlsplit(url)
    lines = [f"POST {parts.path}?{parts.query} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode("latin-1")
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(head + body[: len(body) // 2])
