"""How one task of an attempt ended, and the curve that the task had then."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from lti_tool.domain.ability import Curve, Outcome
from lti_tool.domain.item import Item
from lti_tool.domain.selection import Given, curve_by_level, curve_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How one task ended. What was typed or pressed is not here on purpose.

    ``seconds`` is the time from the first showing to the end, 0 or more; ``right_parts`` of ``parts`` is
    the sub-score of the last try. ``curve`` is the task's curve on that day, so that a later bank changes
    no old result; ``None`` for an answer that was kept without it. ``is_accompanied`` tells that the task
    ended side by side, on the screen of whoever helps.
    """

    position: int
    item_id: str
    item_version: int
    competence: str
    level: int
    family: str
    format: str
    outcome: Outcome
    tries: int
    right_parts: int
    parts: int
    seconds: int
    submission_id: str
    answered_at: datetime
    curve: Curve | None = None
    is_accompanied: bool = False


def given_of_answer(answer: Answer, item: Item | None) -> Given:
    """The answer as the engine reads it. ``item`` is what the bank holds under its id, if anything."""
    return Given(
        item_id=answer.item_id,
        competence=answer.competence,
        level=answer.level,
        family=answer.family,
        outcome=answer.outcome,
        curve=answer.curve or _curve_by_level(answer, item),
    )


def _curve_by_level(answer: Answer, item: Item | None) -> Curve:
    """For an answer without its curve: that of its level, as steep as the item where that still is the one
    that was answered.
    """
    if item is None or item.version != answer.item_version:
        return curve_by_level(answer.level)
    return curve_of(replace(item, level=answer.level, difficulty=None))
