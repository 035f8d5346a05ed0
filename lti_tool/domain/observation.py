"""A level that a trainer saw, beside the measured one: never instead of it, and never overwritten.

An observation belongs to one finished attempt and one area. Of each area at most one stands; earlier ones
stay with the word of how they ended. Two things must not be confused: the measured level, which nobody
changes, and the grade in the LMS, which follows the rule of the centre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from lti_tool.domain.checks import tidied
from lti_tool.domain.framework import POINTS_MAXIMUM
from lti_tool.domain.outside import day_in

REASON_LENGTH = 500
LEVELS = range(int(POINTS_MAXIMUM) + 1)
"""0 to 8, as in the gradebook."""


class Ended(StrEnum):
    """Why an observation stands no longer."""

    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One level that was seen in one area. ``observed_on`` is the day of the situation, ``written_at`` the
    moment of writing; ``written_by`` and ``ended_by`` are ids of people. ``ended_at`` is ``None`` while it
    stands.
    """

    id: str
    centre_id: str
    attempt_id: str
    area: str
    level: int
    reason: str
    observed_on: date
    written_by: str
    written_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    ended_how: Ended | None = None

    @property
    def stands(self) -> bool:
        """Whether this is what is observed of the area today."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a trainer wrote, ready to keep."""

    level: int
    reason: str
    observed_on: date


def seen(level: str, reason: str, day: str, today: date) -> Seen | tuple[str, ...]:
    """What was typed as an observation, or the words for what is the matter: "level", "reason",
    "reason-long", "day".
    """
    line, on = tidied(reason), day_of(day, today)
    known = next((one for one in LEVELS if level == str(one)), None)
    faults = (
        "level" if known is None else "",
        "reason" if not line else "reason-long" if len(line) > REASON_LENGTH else "",
        "day" if on is None else "",
    )
    if known is None or on is None or any(faults):
        return tuple(fault for fault in faults if fault)
    return Seen(level=known, reason=line, observed_on=on)


def day_of(day: str, today: date) -> date | None:
    """A day of the last ten years that is not to come, ``None`` for anything else."""
    found = day_in(day)
    return found if found is not None and today.year - 10 < found.year and found <= today else None


def ended(observation: Observation, how: Ended, *, by: str, now: datetime) -> Observation:
    """The observation stands no longer; the first end counts."""
    if not observation.stands:
        return observation
    return replace(observation, ended_at=now, ended_by=by, ended_how=how)


def standing_in(observations: Sequence[Observation], area: str) -> Observation | None:
    """What is observed of an area, ``None`` when nothing is."""
    return next((one for one in observations if one.area == area and one.stands), None)
