"""Who looked at a learner's record: one line a day for each person who did, and for each way of looking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LOOK = timedelta(minutes=5)
"""One look: pages opened one after the other, each within this time of the one before, count once."""
MOMENT = timedelta(minutes=1)
"""A reload, a form that was refused, two windows at once: what follows this closely is not noted again."""
KEPT_DAYS = 396
"""Thirteen months: whoever comes back after a year still reads who looked."""
SHOWN_AT_MOST = 100
TOLD_TO_TRAINERS = timedelta(days=30)
"""How far back a trainer reads that others looked too."""


class Looked(StrEnum):
    """What somebody looked at: the record on its pages, a document about the person, a file with their
    results, or the learner's own activity on the screen of whoever helps.
    """

    RECORD = "record"
    DOCUMENT = "document"
    EXPORT = "export"
    TOGETHER = "together"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """One line as the learner reads it. ``name`` is the viewer's as the platform gives it today, empty where
    it is hidden. ``times`` counts the looks of that day, the last one at ``last_at``.
    """

    name: str
    what: Looked
    last_at: datetime
    times: int = 1
