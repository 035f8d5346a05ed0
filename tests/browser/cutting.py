"""A bad line in front of the tool: a port of this machine that passes requests on, and is cut where a test
wants it.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections import deque
from contextlib import suppress
from enum import StrEnum
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 20.0
PIECE = 65536
ABORT = struct.pack("ii", 1, 0)
"""Closing then resets the connection, as a network that is gone does, instead of ending it in order."""


class Cut(StrEnum):
    """Where the line breaks. ``ASKED``: the request does not reach the tool. ``STORED``: the tool did its
    work, nothing of its answer arrives. ``HALF``: half of the answer arrives.
    """

    ASKED = "before the request arrives"
    STORED = "after the tool stored, before it is told"
    HALF = "in the middle of the answer"


class CutLine:
    """A port that leads to another one. ``answers`` and ``pages`` hold what breaks next, for forms and for
    pages that are loaded; what is empty passes. ``done`` lists the cuts that were made; ``is_whole`` tells
    whether the last page that was loaded arrived as a whole.

    One request travels on each connection, as the server behind it wants.
    """

    def __init__(self) -> None:
        self._socket = socket.create_server((LOOPBACK, 0))
        self.url = f"http://{LOOPBACK}:{self._socket.getsockname()[1]}"
        self.answers: deque[Cut] = deque()
        self.pages: deque[Cut] = deque()
        self.done: list[tuple[str, Cut]] = []
        self.is_whole = True
        self._behind = 0

    def lead_to(self, port: int) -> None:
        """Begin to pass requests on to this port of the machine."""
        self._behind = port
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def _accept(self) -> None:
        with suppress(OSError):  # The port was closed: the end.
            while True:
                taken, _address = self._socket.accept()
                threading.Thread(target=self._serve, args=(taken,), daemon=True).start()

    def _serve(self, taken: socket.socket) -> None:
        with taken, suppress(OSError):  # The browser went away first.
            taken.settimeout(PATIENCE_SECONDS)
            request = _whole_request(taken)
            if not request:
                return
            kind, cut = self._next_cut(request)
            answer = b"" if cut is Cut.ASKED else self._answer(request)
            if cut is None:
                taken.sendall(answer)
            else:
                self.done.append((kind, cut))
                taken.sendall(answer[: len(answer) // 2] if cut is Cut.HALF else b"")
                taken.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
            self.is_whole = self.is_whole if kind != "page" else cut is None

    def _next_cut(self, request: bytes) -> tuple[str, Cut | None]:
        """What breaks this request; style and scripts, which are loaded once, never break."""
        head = request.partition(b"\r\n")[0]
        if head.startswith(b"GET /static/"):
            return "", None
        kind, cuts = ("answer", self.answers) if head.startswith(b"POST") else ("page", self.pages)
        return kind, cuts.popleft() if cuts else None

    def _answer(self, request: bytes) -> bytes:
        with socket.create_connection((LOOPBACK, self._behind), timeout=PATIENCE_SECONDS) as behind:
            behind.sendall(request)
            return b"".join(iter(lambda: behind.recv(PIECE), b""))


def _whole_request(taken: socket.socket) -> bytes:
    """A request with its body; empty when the connection ends before (browsers open some at a venture)."""
    found = b""
    while b"\r\n\r\n" not in found or len(found.partition(b"\r\n\r\n")[2]) < _length(found):
        piece = taken.recv(PIECE)
        if not piece:
            return b""
        found += piece
    return found


def _length(request: bytes) -> int:
    """How long the body is to be, in bytes."""
    for line in request.partition(b"\r\n\r\n")[0].lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
