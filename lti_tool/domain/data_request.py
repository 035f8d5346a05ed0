"""What a person may ask about their data, beyond what they read and take along by themselves.

Source: GDPR articles 12(3), 16, 17 and 18.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ANSWERED_WITHIN = timedelta(days=30)
ANSWER_CHARACTERS = 2000


class Asked(StrEnum):
    """``ERASE`` everything, only store it (``RESTRICT``), use it again (``RESUME``), or ``CORRECT`` it."""

    ERASE = "erase"
    RESTRICT = "restrict"
    RESUME = "resume"
    CORRECT = "correct"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequest:
    """One request. ``answer`` is empty, and ``answered_at`` ``None``, until there is an answer."""

    id: str
    asked: Asked
    asked_at: datetime
    answered_at: datetime | None = None
    answer: str = ""

    @property
    def due_at(self) -> datetime:
        """Until when the law wants an answer."""
        return self.asked_at + ANSWERED_WITHIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A request with who asked: the name is empty when the platform hides it. ``since`` is since when their
    data are only stored, ``None`` when they are used.
    """

    request: DataRequest
    person_id: str
    name: str
    platform: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restricted:
    """Somebody whose data are only stored. ``name`` is empty when the platform hides it; ``number`` is that
    of the course, 0 where none is meant.
    """

    person_id: str
    name: str
    since: datetime
    platform: str = ""
    number: int = 0


def may_be_asked(*, is_restricted: bool) -> tuple[Asked, ...]:
    """What there is to ask for."""
    pause = Asked.RESUME if is_restricted else Asked.RESTRICT
    return (pause, Asked.CORRECT, Asked.ERASE)
