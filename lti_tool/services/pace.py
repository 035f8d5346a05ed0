"""How fast each platform is sent grades: faster while it takes them, slower when it says that it is too much.

A platform starts with two requests at once and ten a second; fifty grades that it took allow one more of
either, a "too many requests" halves both. A burst of a class that ends together passes. How fast a platform
takes them is learned by each process; how many are sent is counted by all of them together.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from lti_tool.services.turns import Turns
from lti_tool.store.unit_of_work import UnitOfWork

AT_ONCE_FIRST, AT_ONCE_MOST = 2, 8
PER_SECOND_FIRST, PER_SECOND_LEAST, PER_SECOND_MOST = 10.0, 5.0, 50.0
BURST = 60.0
SUCCESSES_PER_STEP = 50
ROUNDS_OF_A_BATCH = 4
LIMIT = "grades"


@dataclass(slots=True)
class _Platform:
    at_once: int
    per_second: float
    allowance: float
    counted_at: datetime
    under_way: int = 0
    successes: int = 0


class Pace:
    """The pace towards each registration's platform; any thread may call.

    ``lifted`` sends that many at once and as many a second as there are, to any platform: for measurements,
    and for a platform that is one's own. ``turns`` are those of all processes; without them this is the only
    one.
    """

    def __init__(self, *, lifted: int = 0, turns: Turns | None = None) -> None:
        self._lifted = lifted
        self._turns = None if lifted else turns
        self._platforms: dict[str, _Platform] = {}
        self._changed = threading.Condition()

    def allowance(self, registration_id: str, now: datetime, most: int) -> int:
        """How many grades may be taken in hand now, ``most`` at the most and four for each request that may
        be under way; 0 when it has to wait.
        """
        if self._lifted:
            return most
        with self._changed:
            platform = self._counted(registration_id, now)
            return min(most, ROUNDS_OF_A_BATCH * platform.at_once, int(platform.allowance))

    def room(self, unit: UnitOfWork, registration_id: str, now: datetime, most: int) -> int:
        """As ``allowance``, and no more than all processes together may send now."""
        allowed = self.allowance(registration_id, now, most)
        if not allowed or self._turns is None:
            return allowed
        turn, at_once = self._turn(registration_id, now)
        return min(allowed, self._turns.room(unit, LIMIT, registration_id, turn=turn, at_once=at_once))

    def use(self, unit: UnitOfWork, registration_id: str, now: datetime, count: int) -> None:
        """So many are taken in hand in this unit of work, which asked for ``room`` before."""
        if self._turns is not None:
            turn, _at_once = self._turn(registration_id, now)
            self._turns.use(unit, LIMIT, registration_id, turn=turn, count=count)

    def exhausted(self, now: datetime) -> frozenset[str]:
        """The registrations that have to wait."""
        with self._changed:
            known = tuple(self._platforms)
        return frozenset(name for name in known if self.allowance(name, now, 1) == 0)

    def taken(self, registration_id: str, count: int, now: datetime) -> None:
        """So many were taken in hand."""
        with self._changed:
            self._counted(registration_id, now).allowance -= count

    def enter(self, registration_id: str, now: datetime) -> None:
        """Begin a request; waits while as many as may be are under way."""
        with self._changed:
            platform = self._counted(registration_id, now)
            while platform.under_way >= platform.at_once:
                self._changed.wait()
            platform.under_way += 1

    def leave(self, registration_id: str) -> None:
        """A request ended."""
        with self._changed:
            self._platforms[registration_id].under_way -= 1
            self._changed.notify_all()

    def succeeded(self, registration_id: str, now: datetime) -> None:
        """The platform took a grade."""
        if self._lifted:
            return
        with self._changed:
            platform = self._counted(registration_id, now)
            platform.successes += 1
            if platform.successes % SUCCESSES_PER_STEP == 0:
                platform.at_once = min(platform.at_once + 1, AT_ONCE_MOST)
                platform.per_second = min(platform.per_second + 1.0, PER_SECOND_MOST)
                self._changed.notify_all()

    def slowed(self, registration_id: str, now: datetime) -> None:
        """The platform said that it is too much, or did not answer: half as fast, and no burst."""
        if self._lifted:
            return
        with self._changed:
            platform = self._counted(registration_id, now)
            platform.at_once = max(platform.at_once // 2, 1)
            platform.per_second = max(platform.per_second / 2, PER_SECOND_LEAST)
            platform.allowance = min(platform.allowance, 1.0)
            platform.successes = 0

    def _turn(self, registration_id: str, now: datetime) -> tuple[timedelta, int]:
        """How long one grade's turn takes to come back, and how many there are."""
        with self._changed:
            per_second = self._counted(registration_id, now).per_second
        return timedelta(seconds=1 / per_second), int(BURST * per_second / PER_SECOND_FIRST)

    def _counted(self, registration_id: str, now: datetime) -> _Platform:
        found = self._platforms.get(registration_id)
        if found is None:
            found = _Platform(
                at_once=self._lifted or AT_ONCE_FIRST,
                per_second=PER_SECOND_FIRST,
                allowance=math.inf if self._lifted else BURST,
                counted_at=now,
            )
            self._platforms[registration_id] = found
        since = (now - found.counted_at).total_seconds()
        if since > 0:
            # A slow platform has a small burst too: no more than six seconds' worth.
            most = max(found.allowance, BURST * found.per_second / PER_SECOND_FIRST)
            found.allowance = min(found.allowance + since * found.per_second, most)
            found.counted_at = now
        return found
