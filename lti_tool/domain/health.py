"""How well the installation does its work, in the few numbers that somebody on call needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Alert(StrEnum):
    """How urgent it is that a grade waits: trainers see the first, administrators are called for the others.

    Source: security notes, alerts of the outbox.
    """

    NONE = ""
    LATE = "late"
    VERY_LATE = "very-late"
    STUCK = "stuck"


LATE_AFTER: Mapping[Alert, timedelta] = {
    Alert.LATE: timedelta(minutes=15),
    Alert.VERY_LATE: timedelta(hours=1),
    Alert.STUCK: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """The state of the outbox and of what surrounds it at one moment.

    ``deliveries`` counts by state and ``parked`` by reason; ``overdue`` counts the grades that wait longer
    than each alert allows. ``oldest_due_since`` is ``None`` when nothing waits. A grade that a person must
    look at is parked: it does not wait.
    """

    at: datetime
    deliveries: Mapping[str, int] = field(default_factory=dict)
    parked: Mapping[str, int] = field(default_factory=dict)
    overdue: Mapping[Alert, int] = field(default_factory=dict)
    oldest_due_since: datetime | None = None
    troubled_platforms: int = 0
    sessions: int = 0

    @property
    def oldest_due_seconds(self) -> float:
        """The age of the grade that waits longest, in seconds; 0 when nothing waits."""
        if self.oldest_due_since is None:
            return 0.0
        return max(0.0, (self.at - self.oldest_due_since).total_seconds())

    @property
    def alert(self) -> Alert:
        """The most urgent alert that the oldest grade raises."""
        return alert_after(timedelta(seconds=self.oldest_due_seconds))


def alert_after(age: timedelta) -> Alert:
    """What a grade raises that waits for so long."""
    raised = Alert.NONE
    for alert, limit in LATE_AFTER.items():
        if age >= limit:
            raised = alert
    return raised
