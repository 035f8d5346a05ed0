"""Buckets of turns: in the memory of one process, or in the database for all of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from math import ceil
from typing import Self

from lti_tool.domain.errors import TooManyRequests
from lti_tool.services.turns import Turns

KEYS_AT_MOST = 10_000
ROUNDING = 1e-6


class Limiter:
    """One bucket per key: it holds ``at_once`` turns and wins ``per_minute`` back, evenly.

    Of more than ``keys_maximum`` keys the one unused for longest is forgotten.
    """

    def __init__(
        self, *, per_minute: float, at_once: int | None = None, keys_maximum: int = KEYS_AT_MOST
    ) -> None:
        self._per_second = per_minute / 60.0
        self._capacity = float(at_once if at_once is not None else per_minute)
        self._keys_maximum = keys_maximum
        self._buckets: OrderedDict[str, tuple[float, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._buckets)

    @property
    def per_minute(self) -> float:
        """How many turns a key wins back in a minute."""
        return self._per_second * 60.0

    @property
    def at_once(self) -> int:
        """How many turns a key has at first."""
        return int(self._capacity)

    def share(self, processes: int, *, at_least: int) -> Limiter:
        """The part of one of so many processes, rounded up; not less than ``at_least``, nor than all of it
        where all is less: connections are not dealt out evenly.
        """
        per_minute, at_once = (
            max(ceil(whole / processes), min(whole, at_least)) for whole in (self.per_minute, self.at_once)
        )
        return Limiter(per_minute=per_minute, at_once=int(at_once), keys_maximum=self._keys_maximum)

    def take(self, key: str, now: datetime) -> None:
        """Use one turn of ``key``.

        Raises:
            TooManyRequests: there is none left; it says after how many seconds there is one again.
        """
        with self._lock:
            left = self._left(key, now)
            is_allowed = left >= 1.0 - ROUNDING
            self._keep(key, left - 1.0 if is_allowed else left, now)
        if not is_allowed:
            seconds = ceil((1.0 - left) / self._per_second - ROUNDING)
            raise TooManyRequests(reason="too-many-requests", retry_after_seconds=seconds)

    def give_back(self, key: str, now: datetime) -> None:
        """Undo one ``take``: what it was for need not be counted."""
        with self._lock:
            self._keep(key, min(self._left(key, now) + 1.0, self._capacity), now)

    def _keep(self, key: str, left: float, now: datetime) -> None:
        self._buckets[key] = (left, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._keys_maximum:
            self._buckets.popitem(last=False)

    def _left(self, key: str, now: datetime) -> float:
        left, since = self._buckets.get(key, (self._capacity, now))
        # A clock that was put back wins nothing and loses nothing.
        passed = max((now - since).total_seconds(), 0.0)
        return min(left + passed * self._per_second, self._capacity)


class SharedLimiter(Limiter):
    """The same for all processes: what counts are the turns in the database.

    The bucket of this process stands before them: a flood asks the database no more often than one process
    alone would let through.
    """

    def __init__(self, name: str, turns: Turns, *, per_minute: float, at_once: int) -> None:
        super().__init__(per_minute=per_minute, at_once=at_once)
        self._name = name
        self._turns = turns
        self._turn = timedelta(minutes=1) / per_minute

    @classmethod
    def of(cls, name: str, turns: Turns, own: Limiter) -> Self:
        """For all processes what ``own`` is for one."""
        return cls(name, turns, per_minute=own.per_minute, at_once=own.at_once)

    def take(self, key: str, now: datetime) -> None:
        """Use one turn of ``key``, wherever it asks.

        Raises:
            TooManyRequests: as any limiter does.
            StoreUnavailable: the database does not answer: nobody gets a turn.
        """
        super().take(key, now)
        wait = self._turns.take(self._name, key, turn=self._turn, at_once=self.at_once)
        if wait is not None:
            seconds = max(ceil(wait.total_seconds() - ROUNDING), 1)
            raise TooManyRequests(reason="too-many-requests", retry_after_seconds=seconds)

    def give_back(self, key: str, now: datetime) -> None:
        """Undo one ``take``.

        Raises:
            StoreUnavailable: the turn stays used up.
        """
        super().give_back(key, now)
        self._turns.give_back(self._name, key, turn=self._turn)
