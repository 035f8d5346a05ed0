"""Whose turn it is among the areas: blocks, interests first, safety always, a kind end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lti_tool.domain.ability import Belief, Curve, Outcome, area_certainty
from lti_tool.domain.framework import FIRST_GESTURES, SAFETY_COMPETENCES, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.modes import STANDARD, Mode

AREA_ORDER: tuple[str, ...] = ("2", "1", "4", "5", "3")
"""Messages and the phone first, since most people use them; making documents last."""

NOT_DONE = frozenset({Outcome.FAILED, Outcome.SKIPPED})
_SAFETY_AREAS = frozenset(area_of(competence) for competence in SAFETY_COMPETENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One task that was given, and how it ended."""

    item_id: str
    competence: str
    level: int
    family: str
    outcome: Outcome
    curve: Curve


def area_being_asked(history: Sequence[Given], item: Item) -> str:
    """The area that the learner sees as the present step; a first gesture belongs to its block."""
    if item.competence != FIRST_GESTURES:
        return area_of(item.competence)
    return present_area(history) or AREA_ORDER[0]


def step_number(history: Sequence[Given], item: Item) -> int:
    """Which of the five steps the learner is in, from 1: the number of areas met so far, this one included.

    Coming back to an area later does not lower the number, so that the way only ever goes forward.
    """
    met = [area_of(given.competence) for given in history if given.competence != FIRST_GESTURES]
    return len(dict.fromkeys([*met, area_being_asked(history, item)]))


def closed_areas(history: Sequence[Given], mode: Mode = STANDARD) -> frozenset[str]:
    """Areas in which nothing more is asked, kindly: two tasks in a row of the first level that did not work,
    since nothing easier is left, or "I don't know" twice in a row. The latter closes nothing in a mode that
    asks some areas only: whoever came for an area is offered easier tasks of it.
    """
    closed: set[str] = set()
    last: dict[str, Given] = {}
    for given in history:
        if given.competence == FIRST_GESTURES:
            continue
        area = area_of(given.competence)
        before = last.get(area)
        if before is not None and _ends_kindly(before, given, mode):
            closed.add(area)
        last[area] = given
    return frozenset(closed)


def untouched_areas(history: Sequence[Given], mode: Mode, order: Sequence[str] = ()) -> list[str]:
    """The areas of which nothing was asked yet: those of ``order`` first, then as most people would."""
    asked = {area_of(given.competence) for given in history}
    wanted = dict.fromkeys([*order, *AREA_ORDER])
    return [area for area in wanted if area in mode.asked and area not in asked]


def safety_due(history: Sequence[Given], mode: Mode) -> frozenset[str]:
    """The safety competences that must still be asked; none once their area closed kindly."""
    if not mode.is_whole or closed_areas(history, mode) & _SAFETY_AREAS:
        return frozenset()
    return SAFETY_COMPETENCES - {given.competence for given in history}


def tasks_owed(history: Sequence[Given], mode: Mode) -> int:
    """How many tasks are still needed so that each area and each safety competence is asked."""
    untouched = [
        area for area in untouched_areas(history, mode) if area not in _SAFETY_AREAS or not mode.is_whole
    ]
    return len(untouched) + len(safety_due(history, mode))


def areas_in_turn(
    history: Sequence[Given], belief: Belief, mode: Mode, order: Sequence[str] = ()
) -> list[str]:
    """The present area while its block lasts, then areas not yet asked, then the least certain ones.

    Once the tasks left are only just enough for what is owed, nothing else comes; were they too few, safety
    would come before all.
    """
    closed = closed_areas(history, mode)
    untouched = untouched_areas(history, mode, order)
    by_doubt = sorted(mode.asked, key=lambda area: area_certainty(belief, area))
    rest = [area for area in by_doubt if area not in closed and area not in untouched]
    present = present_area(history)
    others = [area for area in rest if area != present]
    left, owed = mode.most - len(history), tasks_owed(history, mode)
    if left <= owed:
        safety = sorted({area_of(competence) for competence in safety_due(history, mode)})
        first = safety if left < owed or present in safety else []
        return list(dict.fromkeys([*first, *untouched, *safety, *others, *rest]))
    if present in rest and _block_length(history) < mode.block:
        return list(dict.fromkeys([present, *untouched, *rest]))
    return list(dict.fromkeys([*untouched, *others, *rest]))


def present_area(history: Sequence[Given]) -> str:
    """The area of the last task that was no first gesture; empty before the first one."""
    for given in reversed(history):
        if given.competence != FIRST_GESTURES:
            return area_of(given.competence)
    return ""


def missed_twice(history: Sequence[Given]) -> bool:
    """Whether the last two tasks both did not work."""
    return len(history) >= 2 and all(given.outcome in NOT_DONE for given in history[-2:])


def _ends_kindly(before: Given, given: Given, mode: Mode) -> bool:
    pair = (before, given)
    if mode.is_whole and all(one.outcome is Outcome.SKIPPED for one in pair):
        return True
    return all(one.outcome in NOT_DONE and one.level <= 1 for one in pair)


def _block_length(history: Sequence[Given]) -> int:
    present, length = present_area(history), 0
    for given in reversed(history):
        if given.competence == FIRST_GESTURES:
            continue  # A gesture asked in between shortens nobody's area.
        if area_of(given.competence) != present:
            break
        length += 1
    return length
