"""« Je suis bloqué »: one call for help, from the tap to « c'est réglé »."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

PLACE_LENGTH = 120
TOLD_FOR = timedelta(hours=12)
"""How long the learner still reads that a call was solved."""
_PLACE = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*(?:[A-Za-z0-9][A-Za-z0-9._-]*)?")


class Cause(StrEnum):
    """What the learner says of it; ``UNSAID`` before they tapped any."""

    UNSAID = ""
    PASSWORD = "password"  # noqa: S105 - the word that the learner taps
    PIN = "pin"
    CONNECTION = "connection"
    OTHER = "other"


CAUSES = (Cause.PASSWORD, Cause.PIN, Cause.CONNECTION, Cause.OTHER)


class SolvedBy(StrEnum):
    """Who said that it is solved."""

    LEARNER = "learner"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True, kw_only=True)
class StuckCall:
    """One call of one person. ``context_id`` is ``None`` where the platform names no course: then the call
    belongs to the resource link, and no trainer can read it.

    ``place`` is the end of the address at which they tapped, below their launch; empty for the entrance.
    ``coming_at`` is when a trainer answered « j'arrive ». An open call has no ``solved_at``.
    """

    id: str
    centre_id: str
    person_id: str
    resource_link_id: str
    context_id: str | None
    called_at: datetime
    place: str = ""
    cause: Cause = Cause.UNSAID
    coming_at: datetime | None = None
    solved_at: datetime | None = None
    solved_by: SolvedBy | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits."""
        return self.solved_at is None


def safe_place(text: str) -> str:
    """The end of one of our addresses, such as ``tasks/3``; empty for anything else, so that the way back
    never leaves the launch. What follows ``?`` or ``#`` is left away.
    """
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    is_safe = len(path) <= PLACE_LENGTH and ".." not in path and _PLACE.fullmatch(path) is not None
    return path if is_safe and not path.startswith("stuck") else ""


def called_again(call: StuckCall, place: str) -> StuckCall:
    """The same call after one more tap: it waits since the first one, and the way back leads to the last."""
    return replace(call, place=place) if place else call


def with_cause(call: StuckCall, cause: Cause) -> StuckCall:
    """The call with what it is about; one that is over stays as it was."""
    return replace(call, cause=cause) if call.is_open else call


def answered(call: StuckCall, now: datetime) -> StuckCall:
    """The call after a trainer's « j'arrive »; the first answer counts."""
    return replace(call, coming_at=now) if call.is_open and call.coming_at is None else call


def solved(call: StuckCall, by: SolvedBy, now: datetime) -> StuckCall:
    """The call when it is over; who said so first counts."""
    return replace(call, solved_at=now, solved_by=by) if call.is_open else call


def is_told(call: StuckCall, now: datetime) -> bool:
    """Whether the learner's page still speaks of it: while it is open, and for some hours after."""
    return call.solved_at is None or now - call.solved_at < TOLD_FOR
