"""Which task comes next, and when to stop.

The learner stays in one area for a few tasks, starts easy, never meets the same task twice, and gets an
easier one after two that did not work. Target: two first answers in three succeed. Among the tasks that fit
so, the one that should tell most about its area comes, drawn at random from the best ones, so that no task
is met by everybody.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

from lti_tool.domain.ability import (
    Belief,
    Curve,
    Outcome,
    ability_of,
    area_certainty,
    competence_estimate,
    difficulty_of,
)
from lti_tool.domain.beliefs import belief_after
from lti_tool.domain.framework import COMPETENCES_BY_AREA, FIRST_GESTURES, SAFETY_COMPETENCES, area_of
from lti_tool.domain.information import area_resolved
from lti_tool.domain.item import Item
from lti_tool.domain.modes import EXPRESS, FIRST_STRAND, MODES, STANDARD, Mode
from lti_tool.domain.turns import (
    AREA_ORDER,
    NOT_DONE,
    Given,
    area_being_asked,
    areas_in_turn,
    closed_areas,
    missed_twice,
    safety_due,
    step_number,
    tasks_owed,
    untouched_areas,
)

__all__ = [
    "AREA_ORDER",
    "EXPRESS",
    "MODES",
    "NOT_DONE",
    "STANDARD",
    "Given",
    "Mode",
    "area_being_asked",
    "belief_after",
    "closed_areas",
    "curve_by_level",
    "curve_of",
    "given_of",
    "is_over",
    "next_item",
    "step_number",
]

LEVEL_DOUBT = 0.5
"""How far, in logits, a task usually lies from the difficulty of the level that experts gave it."""

TARGET_SUCCESS = 0.65
EASY_SUCCESS = 0.80
EASY_START = 3
COMPETENCE_CERTAINTY = 0.75
COMPETENCE_TASKS = 4
AREA_CERTAINTY = 0.70
GESTURES_AT_MOST = 4
_FLOOR_ABILITY = -1.5
_AS_GOOD = 0.3  # logits: well below the width of a level
_NEAR = 0.75  # logits: half a level
_AS_TELLING = 0.7
_CHOICES, _CHOICES_OF_DUE = 2, 3


def curve_of(item: Item) -> Curve:
    """The curve of an item, from its level, slope and guess rate.

    An expert's level is not sure, so the curve is flatter than the item's own: it is the mean of the curves
    of all difficulties that the item may have, in the usual approximation of a logistic mixture. The
    difficulty of a calibrated item is sure enough to be taken as it is.
    """
    if item.difficulty is not None:
        return Curve(difficulty=item.difficulty, slope=item.slope, guess=item.guess)
    flattening = math.hypot(1.0, item.slope * LEVEL_DOUBT / 1.7)
    return Curve(difficulty=difficulty_of(item.level), slope=item.slope / flattening, guess=item.guess)


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


def is_over(history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    """Whether enough was asked, or enough is known and the last task was done: nobody leaves on a failure
    while there is time for one more.
    """
    if len(history) >= mode.most:
        return True
    if len(history) < mode.least or not _is_certain(history, belief, mode):
        return False
    return not history or history[-1].outcome not in NOT_DONE


def next_item(
    bank: Sequence[Item],
    history: Sequence[Given],
    belief: Belief,
    mode: Mode,
    *,
    strand: str,
    random: Random,
    avoid: frozenset[str] = frozenset(),
    order: tuple[str, ...] = (),
) -> Item | None:
    """The task to give next; ``None`` when the diagnostic is over or nothing fitting is left.

    ``strand`` is "touch", "mouse" or "" (not known); tasks of the other strand are left out. ``belief``
    follows from ``history``, whatever it began with. ``avoid`` are ids of items given at an earlier stage:
    such an item comes only when its competence has no other left, of its level or of a level next to it, that
    was not given at any stage. ``order`` lists areas by the learner's interest, the most interesting first;
    areas that are not in it follow in the usual order, and none is dropped.

    The same arguments, with a ``random`` in the same state, give the same task, however ``bank`` is sorted.
    """
    if is_over(history, belief, mode):
        return None
    fresh = _fresh_items(bank, history, strand, avoid)
    if _asks_gestures(history, belief, mode) and FIRST_GESTURES in fresh:
        gestures = _of_other_families(fresh[FIRST_GESTURES], history)
        return _drawn([(1.0, item) for item in gestures], random)
    for area in areas_in_turn(history, belief, mode, order):
        options = _options(fresh, area, history, belief, mode)
        if options:
            return _drawn(options, random)
    return None


def _is_certain(history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    if tasks_owed(history, mode):
        return False
    return all(area_certainty(belief, area) >= AREA_CERTAINTY for area in mode.asked)


def _fresh_items(
    bank: Sequence[Item], history: Sequence[Given], strand: str, avoid: frozenset[str]
) -> dict[str, list[Item]]:
    """The items that may still come, by competence."""
    seen = {given.item_id for given in history}
    fresh: dict[str, list[Item]] = {}
    for item in bank:
        if item.id not in seen and (not strand or item.strand in ("any", strand)):
            fresh.setdefault(item.competence, []).append(item)
    if not avoid:
        return fresh
    return {competence: list(_unless_met(items, avoid)) for competence, items in fresh.items()}


def _unless_met(items: list[Item], avoid: frozenset[str]) -> Iterator[Item]:
    levels = {item.level for item in items if item.id not in avoid}
    for item in items:
        if item.id not in avoid or levels.isdisjoint(range(item.level - 1, item.level + 2)):
            yield item


def _asks_gestures(history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    """First gestures alone, or a few of them when everything is hard and nothing owed would be lost."""
    if mode.areas == (FIRST_STRAND,):
        return True
    given_so_far = sum(given.competence == FIRST_GESTURES for given in history)
    if not mode.is_whole or given_so_far >= GESTURES_AT_MOST or len(history) < 2:
        return False
    mean, _ = ability_of(belief, FIRST_GESTURES)
    return mean < _FLOOR_ABILITY and mode.most - len(history) > tasks_owed(history, mode)


def _options(
    fresh: dict[str, list[Item]], area: str, history: Sequence[Given], belief: Belief, mode: Mode
) -> list[tuple[float, Item]]:
    """The tasks of an area that may come now, with what each should tell about it: in the safety
    competences that are due, otherwise in all that are open, near the wanted success. What is due comes to
    everybody, so that it is drawn from more tasks unless an easy one is wanted.
    """
    in_stock = [name for name in COMPETENCES_BY_AREA[area] if fresh.get(name)]
    due = [name for name in in_stock if name in safety_due(history, mode)]
    names = due or _in_turn(
        [name for name in in_stock if _is_open(name, history, belief, mode)], history, mode
    )
    items = _easy_enough([item for name in names for item in fresh[name]], history)
    items = _of_other_families(items, history)
    if not items:
        return []
    success = _target(history, belief, mode)
    is_wide = bool(due) and success < EASY_SUCCESS
    near = _near(items, belief, success, _CHOICES_OF_DUE if is_wide else _CHOICES)
    worth = {
        key: area_resolved(belief, area, *key) for key in {(item.competence, curve) for item, curve in near}
    }
    return [(worth[item.competence, curve], item) for item, curve in near]


def _in_turn(names: list[str], history: Sequence[Given], mode: Mode) -> list[str]:
    """Without the safety competences that were asked more often than another of their area, where the whole
    frame is asked: they came to everybody, so that their neighbours come next.
    """
    asked = Counter(given.competence for given in history)
    least = min((asked[name] for name in names), default=0)
    return [
        name for name in names if not mode.is_whole or name not in SAFETY_COMPETENCES or asked[name] == least
    ]


def _near(items: list[Item], belief: Belief, success: float, choices: int) -> list[tuple[Item, Curve]]:
    """Of each competence the tasks nearest to the wanted success, unless all of them are far off; at least
    as many as ``choices``, where there are so many.
    """
    means = {name: ability_of(belief, name)[0] for name in {item.competence for item in items}}
    curves = [curve_of(item) for item in items]
    distances = [
        abs(curve.ability_wanted(success) - means[item.competence])
        for item, curve in zip(items, curves, strict=True)
    ]
    nearest = dict.fromkeys(means, math.inf)
    for item, distance in zip(items, distances, strict=True):
        nearest[item.competence] = min(distance, nearest[item.competence])
    always = sorted(distances)[:choices][-1]
    reach = max(_NEAR, always, min(nearest.values()) + _AS_GOOD)
    return [
        (item, curve)
        for item, curve, distance in zip(items, curves, distances, strict=True)
        if distance <= max(always, min(reach, nearest[item.competence] + _AS_GOOD))
    ]


def _easy_enough(items: list[Item], history: Sequence[Given]) -> list[Item]:
    """After two tasks that did not work: those below the harder of the two, at least none above it."""
    if not missed_twice(history):
        return items
    harder = max(given.level for given in history[-2:])
    easier = [item for item in items if item.level < harder]
    return easier or [item for item in items if item.level <= harder] or items


def _of_other_families(items: list[Item], history: Sequence[Given]) -> list[Item]:
    """Families that were met wait until the others are used up."""
    families = {given.family for given in history}
    return [item for item in items if item.family not in families] or items


def _is_open(competence: str, history: Sequence[Given], belief: Belief, mode: Mode) -> bool:
    """Whether a competence may still be asked: certainty closes it only once enough was asked in all, and
    something in its area, and never right after a task that did not work.
    """
    tasks = sum(given.competence == competence for given in history)
    if tasks >= COMPETENCE_TASKS:
        return False
    is_early = len(history) < mode.least or area_of(competence) in untouched_areas(history, mode)
    is_missed = bool(history) and history[-1].outcome in NOT_DONE
    return is_early or is_missed or competence_estimate(belief, competence).p < COMPETENCE_CERTAINTY


def _drawn(options: list[tuple[float, Item]], random: Random) -> Item:
    """One of those that tell nearly as much as the best, of two at least where there are two."""
    ranked = sorted(options, key=lambda option: (-option[0], option[1].id))
    bound = min(ranked[:2][-1][0], ranked[0][0] * _AS_TELLING)
    return random.choice([item for worth, item in ranked if worth >= bound])


def _target(history: Sequence[Given], belief: Belief, mode: Mode) -> float:
    """The wanted chance of success alone: easier at the start, at the end, and after two failures."""
    is_last = len(history) == mode.most - 1 or (
        len(history) >= mode.least and _is_certain(history, belief, mode)
    )
    return EASY_SUCCESS if len(history) < EASY_START or is_last or missed_twice(history) else TARGET_SUCCESS
