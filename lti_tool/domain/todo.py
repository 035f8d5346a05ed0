"""The list of what a trainer does this week: by kind, then by name, never by level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lti_tool.domain.action import KINDS, NO_VISIT, Action, ActionState
from lti_tool.domain.cohort import Listed
from lti_tool.domain.loan import Loan
from lti_tool.domain.remarks import Objection
from lti_tool.domain.stuck import StuckCall

CALL, OBJECTION, LOAN, LATE = "call", "objection", "loan", "late"
ENTRY_KINDS = (CALL, OBJECTION, LOAN, *KINDS, NO_VISIT, LATE)
"""In the order of the list: who waits for an answer, who does not agree with a result, what is lent, what is
to be prepared, who did not come for a while, who is late.
"""
SETTLED_SHOWN = 20


class Shown(StrEnum):
    """Which states are asked for. ``OPEN`` is what is to be done or under way."""

    OPEN = ""
    TO_DO = "to-do"
    UNDER_WAY = "under-way"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the list about ``person``. ``since`` is ``None`` where the loan says it by its days.

    Of ``action``, ``loan``, ``call`` and ``objection`` at most one is there; none for somebody whose first
    diagnostic is late. ``is_enrolled`` is false for a loan of somebody who left.
    """

    kind: str
    person_id: str
    name: str
    number: int
    groups: tuple[str, ...] = ()
    state: ActionState = ActionState.TO_DO
    since: datetime | None = None
    action: Action | None = None
    loan: Loan | None = None
    call: StuckCall | None = None
    objection: Objection | None = None
    is_enrolled: bool = True

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do."""
        return self.action is not None and self.action.is_settled


def in_order(entries: Iterable[Entry], people: Sequence[Listed]) -> tuple[Entry, ...]:
    """By kind, then in the order of these people, then the oldest first."""
    kinds = {kind: place for place, kind in enumerate(ENTRY_KINDS)}
    ranks = {(one.name, one.number): place for place, one in enumerate(people)}
    last = len(ranks)
    return tuple(
        sorted(
            entries,
            key=lambda one: (
                kinds[one.kind],
                ranks.get((one.name, one.number), last),
                one.since.timestamp() if one.since else 0.0,
            ),
        )
    )


def shown_in(entries: Iterable[Entry], state: Shown) -> tuple[Entry, ...]:
    """The entries of these states."""
    wanted = {
        Shown.OPEN: frozenset({ActionState.TO_DO, ActionState.UNDER_WAY}),
        Shown.TO_DO: frozenset({ActionState.TO_DO}),
        Shown.UNDER_WAY: frozenset({ActionState.UNDER_WAY}),
        Shown.SETTLED: frozenset({ActionState.DONE, ActionState.NOT_NEEDED}),
    }[state]
    return tuple(one for one in entries if one.state in wanted)


def counts_of(entries: Iterable[Entry]) -> Mapping[str, int]:
    """How many entries each kind has, in the order of the list, without kinds that have none."""
    found: dict[str, int] = {}
    for one in entries:
        found[one.kind] = found.get(one.kind, 0) + 1
    return {kind: found[kind] for kind in ENTRY_KINDS if kind in found}


def last_settled(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The last ones that were settled, newest first."""
    settled = [one for one in entries if one.is_settled]
    return tuple(sorted(settled, key=_settled_at, reverse=True)[:SETTLED_SHOWN])


def _settled_at(entry: Entry) -> float:
    return entry.action.at.timestamp() if entry.action and entry.action.at else 0.0
