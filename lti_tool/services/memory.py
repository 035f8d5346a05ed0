"""What was read of the platforms a moment ago, so that a course that comes all at once reads it once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from datetime import timedelta
from typing import TypeVar, cast

from lti_tool.store.unit_of_work import Store, UnitOfWork

ANSWERS_AT_MOST = 10_000
Answer = TypeVar("Answer")


class Memory:
    """Answers about registrations, each good for ``life`` or until this process changes one of them.

    What is not there is never remembered: a platform that was just connected is found at once.
    """

    def __init__(self, store: Store, life: timedelta) -> None:
        self._store = store
        self._seconds = life.total_seconds()
        self._lock = threading.Lock()
        self._version = -1
        self._answers: dict[Hashable, tuple[float, object]] = {}

    def get(self, question: Hashable, read: Callable[[UnitOfWork], Answer]) -> Answer:
        """The answer, read from the store unless it is known."""
        now, version = time.monotonic(), self._store.registrations_version
        with self._lock:
            if version != self._version or len(self._answers) >= ANSWERS_AT_MOST:
                self._answers.clear()
                self._version = version
            known = self._answers.get(question)
        if known is not None and now < known[0]:
            return cast(Answer, known[1])
        with self._store.reading() as unit:
            answer = read(unit)
        if answer:
            with self._lock:
                if version == self._version:
                    self._answers[question] = (now + self._seconds, answer)
        return answer
