"""Turns of limits that all processes of an installation use up together."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from lti_tool.store.unit_of_work import Store, UnitOfWork

PURPOSE = b"passerelle limits"


class Turns:
    """Counts turns in the database, under a digest that nobody makes without the installation's secret: no
    network address and nobody's id is kept. ``clock`` stands for that of the database, in tests.
    """

    def __init__(self, store: Store, secret: bytes, clock: Callable[[], datetime] | None = None) -> None:
        self._store = store
        self._key = hmac.new(secret, PURPOSE, hashlib.sha256).digest()
        self._clock = clock

    @property
    def is_shared(self) -> bool:
        """Whether there may be several web processes. Of the SQLite file there is one: its memory does."""
        return not self._store.is_embedded

    def take(self, limit: str, key: str, *, turn: timedelta, at_once: int) -> timedelta | None:
        """Use one of the ``at_once`` turns that ``key`` has of a limit; ``None`` when it was there, otherwise
        how long it takes until there is one. A turn comes back after ``turn``.

        Raises:
            StoreUnavailable: nobody can say, so nobody gets one.
        """
        with self._store.writing() as unit:
            return unit.limit_turns.take(
                self._digest(limit, key), turn=turn, at_once=at_once, now=self._now()
            )

    def give_back(self, limit: str, key: str, *, turn: timedelta) -> None:
        """Undo one ``take``.

        Raises:
            StoreUnavailable: the turn stays used up.
        """
        with self._store.writing() as unit:
            unit.limit_turns.give_back(self._digest(limit, key), turn=turn)

    def room(self, unit: UnitOfWork, limit: str, key: str, *, turn: timedelta, at_once: int) -> int:
        """How many of the ``at_once`` turns that ``key`` has of a limit are there. No other process is told
        before this unit of work ends.
        """
        if not self.is_shared:
            return at_once
        return unit.limit_turns.room(self._digest(limit, key), turn=turn, at_once=at_once, now=self._now())

    def use(self, unit: UnitOfWork, limit: str, key: str, *, turn: timedelta, count: int) -> None:
        """Use up so many of the turns for which ``room`` was asked."""
        if self.is_shared and count:
            unit.limit_turns.use(self._digest(limit, key), turn=turn, count=count)

    def sweep(self) -> None:
        """Forget whoever has all turns again."""
        if self.is_shared:
            with self._store.writing() as unit:
                unit.limit_turns.sweep(self._now())

    def _digest(self, limit: str, key: str) -> str:
        return hmac.new(self._key, f"{limit}:{key}".encode(), hashlib.sha256).hexdigest()

    def _now(self) -> datetime | None:
        return self._clock() if self._clock else None
