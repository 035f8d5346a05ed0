"""Which task comes next, and when to stop.

The learner stays in one area for a few tasks, starts easy, never meets the same task twice, and gets an
easier one after two that did not work. Target: two first answers in three succeed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from lti_tool.domain.ability import (
    Belief,
    Curve,
    Outcome,
    ability_of,
    area_estimate,
    competence_estimate,
    difficulty_of,
    starting_belief,
    updated,
)
from lti_tool.domain.framework import AREAS, COMPETENCES_BY_AREA, FIRST_GESTURES, SAFETY_COMPETENCES, area_of
from lti_tool.domain.item import Item

TARGET_SUCCESS = 0.65
EASY_SUCCESS = 0.80
EASY_START = 3
AREA_ORDER: tuple[str, ...] = ("2", "1", "4", "5", "3")
"""Messages and the phone first, since most people use them; making documents last."""

COMPETENCE_CERTAINTY = 0.75
COMPETENCE_TASKS = 4
AREA_CERTAINTY = 0.70
GESTURES_AT_MOST = 4
NOT_DONE = frozenset({Outcome.FAILED, Outcome.SKIPPED})
_FLOOR_ABILITY = -1.5
_AS_GOOD = 0.3  # logits: well below the width of a level


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How long a diagnostic is, in tasks. It ends at ``most``, or from ``least`` on once every area is
    at least 70 % certain; ``block`` tasks of one area come in a row.
    """

    name: str
    least: int
    most: int
    block: int


STANDARD = Mode(name="standard", least=18, most=24, block=4)
EXPRESS = Mode(name="express", least=10, most=12, block=2)
MODES = {mode.name: mode for mode in (STANDARD, EXPRESS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One task that was given, and how it ended."""

    item_id: str
    competence: str
    level: int
    family: str
    outcome: Outcome
    curve: Curve


def curve_of(item: Item) -> Curve:
    """The curve of an item, from its level, slope and guess rate."""
    return Curve(difficulty=difficulty_of(item.level), slope=item.slope, guess=item.guess)


def given_of(item: Item, outcome: Outcome) -> Given:
    """One task of the bank and how it ended."""
    return Given(
        item_id=item.id,
        competence=item.competence,
        level=item.level,
        family=item.family,
        outcome=outcome,
        curve=curve_of(item),
    )


def curve_by_level(level: int) -> Curve:
    """The curve of an item that is no longer in the bank: a choice question of this level."""
    return Curve(difficulty=difficulty_of(level), slope=1.0, guess=0.15)


def belief_after(history: Iterable[Given]) -> Belief:
    """The belief after these answers, in their order."""
    belief = starting_belief()
    for given in history:
        belief = updated(belief, given.competence, given.curve, given.outcome)
    return belief


def is_over(history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    """Whether enough is known, or enough was asked."""
    if len(history) >= mode.most:
        return True
    if len(history) < mode.least or _untouched_areas(history):
        return False
    return all(area_estimate(belief, area).p >= AREA_CERTAINTY for area in AREAS)


def next_item(
    bank: Sequence[Item], history: Sequence[Given], belief: Belief, mode: Mode, *, strand: str, random: Random
) -> Item | None:
    """The task to give next; ``None`` when the diagnostic is over or nothing fitting is left.

    ``strand`` is "touch", "mouse" or "" (not known); tasks of the other strand are left out.
    """
    if is_over(history, belief, mode):
        return None
    fresh = _fresh_items(bank, history, strand)
    for area in _areas_in_turn(history, belief, mode):
        candidates = _candidates(fresh, area, history, belief, mode)
        if candidates:
            return _draw(candidates, history, belief, mode, random)
    return None


def area_being_asked(history: Sequence[Given], item: Item) -> str:
    """The area that the learner sees as the present step; a first gesture belongs to its block."""
    if item.competence != FIRST_GESTURES:
        return area_of(item.competence)
    return _present_area(history) or AREA_ORDER[0]


def step_number(history: Sequence[Given], item: Item) -> int:
    """Which of the five steps the learner is in, from 1: the number of areas met so far, this one included.

    Coming back to an area later does not lower the number, so that the way only ever goes forward.
    """
    met = [area_of(given.competence) for given in history if given.competence != FIRST_GESTURES]
    return len(dict.fromkeys([*met, area_being_asked(history, item)]))


def closed_areas(history: Sequence[Given]) -> frozenset[str]:
    """Areas in which nothing more is asked, kindly: "I don't know" twice in a row, or two tasks in a row
    of the first level that did not work, since nothing easier is left.
    """
    closed: set[str] = set()
    last: dict[str, Given] = {}
    for given in history:
        if given.competence == FIRST_GESTURES:
            continue
        area = area_of(given.competence)
        before = last.get(area)
        if before is not None and _ends_kindly(before, given):
            closed.add(area)
        last[area] = given
    return frozenset(closed)


def _ends_kindly(before: Given, given: Given) -> bool:
    pair = (before, given)
    if all(one.outcome is Outcome.SKIPPED for one in pair):
        return True
    return all(one.outcome in NOT_DONE and one.level <= 1 for one in pair)


def _fresh_items(bank: Sequence[Item], history: Sequence[Given], strand: str) -> list[Item]:
    seen = {given.item_id for given in history}
    return [item for item in bank if item.id not in seen and (not strand or item.strand in ("any", strand))]


def _areas_in_turn(history: Sequence[Given], belief: Belief, mode: Mode) -> list[str]:
    """The present area while its block lasts, then areas not yet asked, then the least certain ones."""
    closed = closed_areas(history)
    untouched = _untouched_areas(history)
    by_doubt = sorted(AREAS, key=lambda area: area_estimate(belief, area).p)
    rest = [area for area in by_doubt if area not in closed and area not in untouched]
    present = _present_area(history)
    if present and present not in closed and _block_length(history) < mode.block:
        return list(dict.fromkeys([present, *untouched, *rest]))
    others = [area for area in rest if area != present]
    return list(dict.fromkeys([*untouched, *others, *rest]))


def _untouched_areas(history: Sequence[Given]) -> list[str]:
    asked = {area_of(given.competence) for given in history}
    return [area for area in AREA_ORDER if area not in asked]


def _present_area(history: Sequence[Given]) -> str:
    for given in reversed(history):
        if given.competence != FIRST_GESTURES:
            return area_of(given.competence)
    return ""


def _block_length(history: Sequence[Given]) -> int:
    present, length = _present_area(history), 0
    for given in reversed(history):
        if given.competence == FIRST_GESTURES:
            continue  # A gesture asked in between shortens nobody's area.
        if area_of(given.competence) != present:
            break
        length += 1
    return length


def _candidates(
    fresh: list[Item], area: str, history: Sequence[Given], belief: Belief, mode: Mode
) -> list[Item]:
    """Items of the least certain open competence of the area; first gestures when everything is hard."""
    if _needs_gestures(history, belief):
        gestures = [item for item in fresh if item.competence == FIRST_GESTURES]
        if gestures:
            return gestures
    open_ones = [name for name in COMPETENCES_BY_AREA[area] if _is_open(name, history, belief, mode)]
    for name in sorted(open_ones, key=lambda name: _doubt_order(name, history, belief)):
        candidates = [item for item in fresh if item.competence == name]
        if candidates:
            return candidates
    return []


def _needs_gestures(history: Sequence[Given], belief: Belief) -> bool:
    given_so_far = sum(given.competence == FIRST_GESTURES for given in history)
    if given_so_far >= GESTURES_AT_MOST:
        return False
    mean, _ = ability_of(belief, FIRST_GESTURES)
    return mean < _FLOOR_ABILITY and len(history) >= 2


def _is_open(competence: str, history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    """Whether a competence may still be asked: certainty closes it only once enough was asked in all, and
    something in its area.
    """
    tasks = sum(given.competence == competence for given in history)
    if tasks >= COMPETENCE_TASKS:
        return False
    is_early = len(history) < mode.least or area_of(competence) in _untouched_areas(history)
    return is_early or competence_estimate(belief, competence).p < COMPETENCE_CERTAINTY


def _doubt_order(competence: str, history: Sequence[Given], belief: Belief) -> tuple[bool, int, float]:
    tasks = sum(given.competence == competence for given in history)
    is_safety_due = competence in SAFETY_COMPETENCES and tasks == 0
    return (not is_safety_due, tasks, competence_estimate(belief, competence).p)


def _draw(
    candidates: list[Item], history: Sequence[Given], belief: Belief, mode: Mode, random: Random
) -> Item:
    """One of the items nearest to the wanted success, unseen families first, at random among equals."""
    target = _target(history, mode)
    families = {given.family for given in history}

    def distance(item: Item) -> float:
        mean, _ = ability_of(belief, item.competence)
        penalty = 2.0 * _AS_GOOD if item.family in families else 0.0
        return abs(curve_of(item).ability_wanted(target) - mean) + penalty

    best = min(distance(item) for item in candidates)
    equals = sorted((item for item in candidates if distance(item) <= best + _AS_GOOD), key=lambda i: i.id)
    return random.choice(equals)


def _target(history: Sequence[Given], mode: Mode) -> float:
    if len(history) < EASY_START or len(history) == mode.most - 1:
        return EASY_SUCCESS
    missed = [given.outcome in NOT_DONE for given in history[-2:]]
    return EASY_SUCCESS if len(missed) == 2 and all(missed) else TARGET_SUCCESS
