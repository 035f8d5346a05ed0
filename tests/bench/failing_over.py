"""Learners who answer while PostgreSQL's primary is killed, and who repeat what they got no answer for."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import count, pairwise

from lti_tool.domain.errors import PasserelleError, StoreUnavailable
from lti_tool.services.attempts import Standing
from lti_tool.store.engine import make_engine
from lti_tool.store.opening import upgrade_store
from tests.bench.pair import Pair, wait_until
from tests.bench.storing import Told, answer_all, found_in, furnish, installed, place_of

LEARNERS_AT_ONCE = 4
PAUSE_SECONDS, STUCK_SECONDS, HELD_BACK_SECONDS = 0.05, 60.0, 0.3
STEPS_BETWEEN = 20

Story = Collection[tuple[int, int]]


@dataclass(slots=True)
class Class:
    """What the learners met. ``recognised`` counts answers that were repeated and were already there,
    ``set_back`` learners who later saw less than they had been told.
    """

    told: dict[int, Told] = field(default_factory=dict)
    told_at: list[float] = field(default_factory=list)
    refused: Counter[str] = field(default_factory=Counter)
    set_back: int = 0
    repeated: int = 0
    recognised: int = 0
    unforeseen: list[str] = field(default_factory=list)

    @property
    def steps(self) -> int:
        """How many steps were acknowledged."""
        return len(self.told_at)

    def longest_silence(self, since: float) -> float:
        """For how many seconds nobody was told anything since a moment of ``time.monotonic``."""
        moments = [since, *(one for one in self.told_at if one > since)]
        return max((later - one for one, later in pairwise(moments)), default=0.0)


class Learners:
    """Some learners at once on one installation, one after the other in each seat, until told to stop."""

    def __init__(self, address: str) -> None:
        self._installation = installed(address)
        self._place = place_of(self._installation)
        first = _next_learner(address)
        self._numbers, self._runs = count(first), count(first * 1000)
        self._stop, self._lock = threading.Event(), threading.Lock()
        self.seen = Class()
        self._threads = [
            threading.Thread(target=self._sit, name=f"seat-{seat}", daemon=True)
            for seat in range(LEARNERS_AT_ONCE)
        ]

    def begin(self) -> None:
        """Let them sit down."""
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let everybody finish the answer in hand."""
        self._stop.set()
        for thread in self._threads:
            thread.join(STUCK_SECONDS)
        self._installation.services.store.close()

    def wait_for_answers(self, number: int) -> None:
        """Wait for that many more acknowledged steps."""
        before = self.seen.steps
        wait_until(lambda: self.seen.steps >= before + number, "nobody is served any more")

    def _sit(self) -> None:
        while not self._stop.is_set():
            try:
                self._answer_all(next(self._numbers))
            except Exception as error:
                # Anything but our own errors would be a page that says 500.
                with self._lock:
                    self.seen.unforeseen.append(f"{type(error).__name__}: {error}"[:200])

    def _answer_all(self, number: int) -> None:
        while not self._stop.is_set():
            try:
                answer_all(
                    self._place, number, self._acknowledge, run=f"run-{next(self._runs)}", insist=self._insist
                )
            except PasserelleError as error:
                self._refuse(error)
            else:
                return

    def _insist(self, call: Callable[[], Standing]) -> Standing:
        """Ask until there is an answer: whether the first try was stored, nobody knows."""
        tries = 0
        while True:
            try:
                standing = call()
            except StoreUnavailable as error:
                tries += 1
                self._refuse(error)
                if self._stop.is_set():
                    raise
            else:
                with self._lock:
                    self.seen.repeated += bool(tries)
                    self.seen.recognised += bool(tries) and standing.is_repeat
                return standing

    def _refuse(self, error: PasserelleError) -> None:
        with self._lock:
            self.seen.refused[f"{error.code}: {error.reason}"] += 1
        self._stop.wait(PAUSE_SECONDS)

    def _acknowledge(self, told: Told) -> None:
        with self._lock:
            before = self.seen.told.get(told.learner, told)
            # Whoever is shown an older state than the one they were told of would answer once more.
            self.seen.set_back += told.version < before.version
            self.seen.told[told.learner] = told
            self.seen.told_at.append(time.monotonic())


@dataclass(slots=True)
class Series:
    """What a number of failovers did."""

    failovers: int = 0
    lost: int = 0
    ungraded: int = 0
    half_kept: int = 0
    away_seconds: list[float] = field(default_factory=list)
    seen: Class = field(default_factory=Class)


def fail_over_under_load(pair: Pair, times: int, *, is_synchronous: bool, story: Story) -> Series:
    """Kill the primary again and again while learners answer.

    Each second time, and always where the follower is asynchronous, the follower is sent nothing for a moment
    before: what it did not receive it cannot hold.
    """
    learners, series = Learners(pair.address), Series()
    learners.begin()
    try:
        for number in range(times):
            pair.follow(is_synchronous=is_synchronous)
            learners.wait_for_answers(STEPS_BETWEEN)
            if number % 2 or not is_synchronous:
                pair.hold_back()
                time.sleep(HELD_BACK_SECONDS)
            began = time.monotonic()
            pair.fail_over()
            learners.wait_for_answers(STEPS_BETWEEN)
            series.away_seconds.append(learners.seen.longest_silence(began))
            series.failovers += 1
    finally:
        learners.end()
    series.seen = learners.seen
    engine = make_engine(pair.address)
    found = found_in(engine)
    engine.dispose()
    series.lost = found.lost(series.seen.told.values()) + series.seen.set_back
    series.ungraded, series.half_kept = found.ungraded, found.half_kept(story)
    return series


def _next_learner(address: str) -> int:
    engine = make_engine(address)
    found = found_in(engine)
    engine.dispose()
    return max(found.kept, default=-1) + 1


def prepared(pair: Pair) -> None:
    """Give the pair's database its schema, a key and a platform."""
    upgrade_store(pair.address)
    furnish(pair.address)
