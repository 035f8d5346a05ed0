"""One person's way through a training: the attempt at the entry, the one midway, the one at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.framework import AREAS
from lti_tool.domain.start import Stage

ENTRY_WITHIN_DAYS = 30
"""An entry diagnostic belongs to the first days of a training."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """The finished attempts that tell the way, ``None`` where there is none. ``met`` are the items of every
    attempt in the course, finished or not.
    """

    entry: Attempt | None = None
    midway: Attempt | None = None
    end: Attempt | None = None
    met: frozenset[str] = frozenset()

    @property
    def latest(self) -> Attempt | None:
        """The furthest stage that was finished."""
        return self.end or self.midway or self.entry


def journey_of(attempts: Sequence[Attempt]) -> Journey:
    """The way that these attempts of one person in one course tell.

    The entry is the fullest attempt of that stage over all five areas, the earlier one of equals; midway and
    the end are the last ones. A look into one area alone tells nothing of the whole and is no stage.
    """
    met = {answer.item_id for attempt in attempts for answer in attempt.answers}
    met |= {attempt.current.item_id for attempt in attempts if attempt.current is not None}
    entries = [one for one in _finished(attempts, Stage.ENTRY) if one.start.asked == AREAS]
    return Journey(
        entry=max(entries, key=lambda one: len(one.answers), default=None),
        midway=next(reversed(_finished(attempts, Stage.MIDWAY)), None),
        end=next(reversed(_finished(attempts, Stage.END)), None),
        met=frozenset(met),
    )


def before(journey: Journey, attempt: Attempt) -> Attempt | None:
    """The attempt that this one is to be compared with: the entry of whoever made one at another stage."""
    is_later = attempt.stage is not Stage.ENTRY and attempt.is_finished
    return journey.entry if is_later else None


def days_between(arrival: datetime, moment: datetime) -> int:
    """Whole days from somebody's arrival to this moment, 0 on the first day and before it."""
    return max(0, (moment - arrival).days)


def _finished(attempts: Sequence[Attempt], stage: Stage) -> list[Attempt]:
    """The finished attempts of this stage, in the order in which they were finished."""
    found = [one for one in attempts if one.stage is stage and one.state is AttemptState.FINISHED]
    return sorted(found, key=lambda one: one.finished_at or one.updated_at)
