"""The trial: a few easy tasks that anybody may look at. Nothing is judged and nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping

from lti_tool.domain.activity import DIAGNOSTIC, Activity
from lti_tool.domain.attempt import Bank
from lti_tool.domain.framework import AREAS, area_of
from lti_tool.domain.item import Item, Press

STANDARD = "standard"


class Trials:
    """What the trial shows. It needs no database: its pages are the same for everybody."""

    def __init__(self, *, bank: Bank, activities: Mapping[str, Activity]) -> None:
        self._activities = dict(activities)
        self.tasks = _easiest(bank)

    def activity(self, named: str) -> Activity:
        """The diagnostic of this slug; the standard one when there is none."""
        known = self._activities.get(named)
        if known is not None and known.kind == DIAGNOSTIC:
            return known
        found = (one for one in self._activities.values() if one.mode == STANDARD)
        return next(found, next(iter(self._activities.values())))


def _easiest(bank: Bank) -> tuple[Item, ...]:
    """The easiest task of each area, in the order of the areas: one screen, one press, above level 0.

    A press leads on by a link. What a form would take could only travel in an address, and addresses are
    written down along the way.
    """
    found: list[Item] = []
    for area in AREAS:
        fitting = [item for item in bank.items if area_of(item.competence) == area and _is_one_press(item)]
        found += sorted(fitting, key=lambda item: (item.level, item.competence, item.id))[:1]
    return tuple(found)


def _is_one_press(item: Item) -> bool:
    return item.level > 0 and len(item.scenes) == 1 and isinstance(item.scenes[0].task, Press)
