"""How the installation does, for the operator's probes and for the worker that watches it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lti_tool.domain.health import Health
from lti_tool.store.unit_of_work import Store


class HealthReports:
    """Use case: look at the whole installation, without looking at anybody."""

    def __init__(self, store: Store, *, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def report(self) -> Health:
        """The numbers of this moment, with five queries however much is stored.

        Raises:
            StoreUnavailable: the database does not answer.
        """
        now = self._clock()
        with self._store.reading() as unit:
            oldest, overdue = unit.numbers.overdue(now)
            return Health(
                at=now,
                deliveries=unit.numbers.deliveries(),
                parked=unit.numbers.parked(),
                overdue=overdue,
                oldest_due_since=oldest,
                troubled_platforms=unit.numbers.troubled_platforms(now),
                sessions=unit.numbers.sessions(now),
            )
