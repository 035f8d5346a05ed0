"""The gradebook of the demo LMS, as a person reads it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import requests
from playwright.sync_api import Page

from tests.browser.people import Somebody

COLUMNS = 6
POLL_SECONDS = 0.2
GIVE_UP_SECONDS = 20.0
_POINTS = "data-points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gradebook:
    """One person's line: points and comments, the activity's own column first."""

    points: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()


def read_gradebook(page: Page, learner: Somebody) -> Gradebook:
    """Open the gradebook and read one person's line; empty where there is none."""
    page.goto(f"{learner.demo.url}/carnet")
    line = page.locator(f"tr[data-person={learner.key}]")
    return Gradebook(
        points=tuple(line.locator(f"[{_POINTS}]").all_inner_texts()),
        comments=tuple(line.locator(".grade__comment").all_text_contents()),
    )


class Lookout:
    """Somebody else who reloads the learner's gradebook all the time while the learner is busy."""

    def __init__(self, learner: Somebody) -> None:
        """Look at this learner's own grades."""
        self._url = f"{learner.demo.url}/carnet"
        self._cookies = {"demo_lms_person": learner.key}
        self._seen_at = 0.0
        self._full = threading.Event()
        self._enough = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop looking."""
        self._enough.set()
        self._thread.join(GIVE_UP_SECONDS)

    def seconds_after(self, moment: float) -> float:
        """How long after a `time.monotonic()` the last of the six grades stood there.

        Raises:
            AssertionError: they never did.
        """
        if not self._full.wait(GIVE_UP_SECONDS):
            raise AssertionError(f"no {COLUMNS} grades after {GIVE_UP_SECONDS:.0f} s")
        return self._seen_at - moment

    def _look(self) -> None:
        with requests.Session() as session:
            session.trust_env = False
            while not self._enough.wait(POLL_SECONDS):
                try:
                    shown = session.get(self._url, cookies=self._cookies, timeout=10).text
                except requests.RequestException:
                    continue
                if shown.count(f"<strong {_POINTS}>") == COLUMNS:
                    self._seen_at = time.monotonic()
                    self._full.set()
                    return
