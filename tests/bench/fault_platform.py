"""The platform of the fault matrix: the fake LMS, set back between two cells, with a journal of its book.

The journal of requests tells what was asked and answered; this one tells what the platform really stored.
"""

from __future__ import annotations

import mmap
import os
import signal
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lti_tool.demo.book import DemoBook, StoredResult
from lti_tool.demo.book_file import BookState
from tests.bench.fault_plan import Fault
from tests.demo.misbehaviour import path_kind_of
from tests.fake_lms import FakeLms

HANG_SECONDS = 1.0
PATIENCE_SECONDS = 10.0


class SharedShift:
    """How far the time of a cell is ahead of the machine's, for every process that opens the same file."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            path.write_bytes(struct.pack("d", 0.0))
        with path.open("r+b") as opened:
            self._map = mmap.mmap(opened.fileno(), 8)

    @property
    def seconds(self) -> float:
        """The shift."""
        found: float = struct.unpack("d", self._map[:8])[0]
        return found

    @seconds.setter
    def seconds(self, value: float) -> None:
        self._map[:8] = struct.pack("d", value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """One value that the platform took."""

    tag: str
    sub: str
    points: float | None
    comment: str


class JournalBook(DemoBook):
    """The platform's memory. ``stored`` is every score that it took, oldest first."""

    def __init__(self, path: Path | None) -> None:
        self.stored: list[Stored] = []
        super().__init__(path)
        self._first: BookState = self._state

    def mark(self) -> None:
        """What is there at this moment is where each cell begins."""
        self._first = self._state

    def set_back(self) -> None:
        """Be as at the mark."""
        self._state = self._first
        self.stored.clear()

    def change_result(
        self, number: str, sub: str, change: Callable[[StoredResult | None], StoredResult]
    ) -> None:
        """As the real one, and written down."""
        super().change_result(number, sub, change)
        found = self._state.results[(number, sub)]
        tag = next(item.tag for item in self._state.line_items if item.number == number)
        self.stored.append(Stored(tag=tag, sub=sub, points=found.value, comment=found.comment))


class Front:
    """Stands before the fake LMS. It ends the worker between the platform's work and its answer (KP8), and
    does what a fault asks for that is no answer: see ``fault_plan.SPECIAL``.
    """

    def __init__(self, behind: WSGIApplication) -> None:
        self._behind = behind
        self._lock = threading.Lock()
        self._events: list[tuple[int, Callable[[], object]]] = []
        self._posts = self._kill_at = self._under_way = 0
        self._has_victim = threading.Event()
        self._victim = 0

    def settle(self) -> None:
        """Wait until no request is under way, also of a worker that is dead."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self._under_way:
            assert time.monotonic() < until, "a request never ended"
            time.sleep(0.002)

    def set_back(self) -> None:
        """Count from the beginning, and do nothing in particular."""
        self._events, self._posts, self._kill_at = [], 0, 0
        self.disarm()

    def at_post(self, number: int, act: Callable[[], object]) -> None:
        """Do something right before the score of this number, counted from 1, is looked at."""
        self._events.append((number, act))

    def kill_after_posts(self, count: int) -> None:
        """Kill the worker when ``count`` more scores were taken, before the answer to the last one."""
        self._kill_at = self._posts + count

    def aim(self, victim: int) -> None:
        """Whom to kill."""
        self._victim = victim
        self._has_victim.set()

    def disarm(self) -> None:
        """Kill nobody."""
        self._kill_at = 0
        self._has_victim.clear()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with self._lock:
            self._under_way += 1
        try:
            return self._answer(environ, start_response)
        finally:
            with self._lock:
                self._under_way -= 1

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if path_kind_of(environ["PATH_INFO"]) != "scores":
            return self._behind(environ, start_response)
        with self._lock:
            self._posts += 1
            number = self._posts
        for when, act in self._events:
            if when == number:
                act()
        try:
            return self._behind(environ, start_response)
        finally:
            if number == self._kill_at and self._has_victim.wait(PATIENCE_SECONDS):
                os.kill(self._victim, signal.SIGKILL)
                self.disarm()


class MatrixLms(FakeLms):
    """One platform for many cells, on the shared time. ``skew_seconds`` is how far it is ahead of that."""

    book_class = JournalBook
    book: JournalBook

    def __init__(self, dialect: str, shift: SharedShift, **more: Any) -> None:  # Any: passed through
        self.skew_seconds = 0.0
        self.is_up = True
        self._shift = shift
        super().__init__(dialect, **more)
        self.front = Front(self._front)
        self.stop()
        self._server.start(self.front)
        self._front.begin()

    @property
    def clock_offset_seconds(self) -> float:
        """What the fake adds to the machine's clock."""
        return self._shift.seconds + self.skew_seconds

    @clock_offset_seconds.setter
    def clock_offset_seconds(self, seconds: float) -> None:
        self.skew_seconds = seconds

    def set_back(self, skew_seconds: float) -> None:
        """Begin anew: no result, no token, no fault, an empty journal. Whatever hung has ended."""
        self._front.let_go()
        self.front.settle()
        self._front.begin()
        self.end_faults()
        self.front.set_back()
        self._front.journal.clear()
        self.forget_tokens()
        self.book.set_back()
        self.skew_seconds = skew_seconds

    def arm(self, fault: Fault, first: int) -> None:
        """Let a fault hit from the request of this number on, counted from 1."""
        if fault.kind == "refused":
            self.stop()
            self.is_up = False
        elif fault.kind == "revoked":
            self.front.at_post(first, self.forget_tokens)
        elif fault.kind == "column-removed":
            self.front.at_post(first, self._remove_a_column)
        elif fault.kind != "none":
            if first > 1:
                self.fault(fault.path_kind, "none", times=first - 1)
            self.fault(
                fault.path_kind,
                fault.kind,
                times=fault.times,
                retry_after=fault.retry_after,
                seconds=HANG_SECONDS,
            )

    def come_back(self) -> None:
        """Be up after the fault ``refused``."""
        self.start()
        self.is_up = True

    def _remove_a_column(self) -> None:
        """As a trainer can, by hand: one that the tool made, with every result in it."""
        made = [item for item in self.book.line_items("2") if not item.is_coupled]
        if made:
            self.book.remove_line_item(made[0].number)
