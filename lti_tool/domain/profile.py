"""What a person reads at the end: what they can do first, then each area, then one small next step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.domain.ability import (
    LevelEstimate,
    Outcome,
    area_estimate,
    competence_estimate,
    overall_estimate,
)
from lti_tool.domain.attempt import Attempt, Bank, belief_of
from lti_tool.domain.framework import AREAS, COMPETENCES

CAN_DO_AT_MOST = 6
WITH_HELP_AT_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One attempt read as a result.

    ``alone`` and ``with_help`` complete "Vous savez …", the most advanced first; both are empty for
    somebody who did nothing yet. ``next_step`` is the easiest thing not done yet, or empty.
    """

    overall: LevelEstimate
    areas: Mapping[str, LevelEstimate]
    competences: Mapping[str, LevelEstimate]
    alone: tuple[str, ...]
    with_help: tuple[str, ...]
    next_step: str
    tasks: int
    tasks_with_help: int


def profile_of(attempt: Attempt, bank: Bank) -> Profile:
    """Read an attempt, finished or not, as a result."""
    belief = belief_of(attempt, bank)
    helped = sum(answer.outcome is Outcome.HELPED for answer in attempt.answers)
    asked = {answer.competence for answer in attempt.answers}
    return Profile(
        overall=overall_estimate(belief),
        areas={area: area_estimate(belief, area) for area in AREAS},
        competences={name: competence_estimate(belief, name) for name in COMPETENCES if name in asked},
        alone=_can_do(attempt, bank, Outcome.ALONE)[:CAN_DO_AT_MOST],
        with_help=_can_do(attempt, bank, Outcome.HELPED)[:WITH_HELP_AT_MOST],
        next_step=_next_step(attempt, bank),
        tasks=len(attempt.answers),
        tasks_with_help=helped,
    )


def _can_do(attempt: Attempt, bank: Bank, outcome: Outcome) -> tuple[str, ...]:
    done = [answer for answer in attempt.answers if answer.outcome is outcome]
    ranked = sorted(done, key=lambda answer: -answer.level)
    found = (bank.get(answer.item_id) for answer in ranked)
    return tuple(dict.fromkeys(item.can_do for item in found if item is not None))


def _next_step(attempt: Attempt, bank: Bank) -> str:
    not_done = [a for a in attempt.answers if a.outcome in (Outcome.FAILED, Outcome.SKIPPED)]
    helped = [a for a in attempt.answers if a.outcome is Outcome.HELPED]
    for answer in sorted(not_done, key=lambda a: a.level) + sorted(helped, key=lambda a: a.level):
        item = bank.get(answer.item_id)
        if item is not None:
            return item.can_do
    return ""
