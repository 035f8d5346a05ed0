"""A one-off help: somebody came with one thing, and went. Neither who it was nor what was said is kept.

Two cases must not be confused: a one-off help is counted and belongs to nobody; the hand that is given side
by side (``Answer.is_accompanied``) belongs to a learner's answer.

Source: requirement S4-21; the topics are what places are visited for in the sources (paperwork, printing,
devices, connection, safety).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What the help was about, in the order of the buttons."""

    PAPERWORK = "paperwork"
    PRINTING = "printing"
    DEVICE = "device"
    CONNECTION = "connection"
    ACCOUNT = "account"
    MESSAGE = "message"
    SEARCH = "search"
    SAFETY = "safety"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff:
    """One help in one course; ``by`` is our id of whoever gave it."""

    id: str
    centre_id: str
    context_id: str
    topic: Topic
    at: datetime
    by: str
