"""What was read of the platforms a moment ago, so that a course that comes all at once reads it once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping
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

    def get(
        self,
        question: Hashable,
        read: Callable[[UnitOfWork], Answer],
        tells: Callable[[Answer], Mapping[Hashable, object]] | None = None,
    ) -> Answer:
        """The answer, read from the store unless it is known. ``tells`` says which other questions it answers
        by the way.
        """
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
                    until = now + self._seconds
                    answers = {question: answer, **(tells(answer) if tells else {})}
                    self._answers |= {asked: (until, said) for asked, said in answers.items()}
        return answer
