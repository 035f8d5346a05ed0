"""Entry and end of a training: what change is found, when there is none, one level or two."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lti_tool.domain.ability import LEVEL_WIDTH
from lti_tool.domain.framework import AREAS, LEVELS
from lti_tool.domain.item import Item
from lti_tool.domain.modes import STANDARD
from lti_tool.domain.progress import Change, Progress, progress_between
from tests.simulation.figures import standard_error
from tests.simulation.learners import Learner, TrueTask
from tests.simulation.sittings import Sitting, sit

LEVELS_OF_GAIN = {"none": 0.0, "half a level": 0.5, "one level": 1.0, "two levels": 2.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One person's second diagnostic. ``areas`` are those with room on the ladder for the true gain: whoever
    is at level 3 cannot be seen to gain two levels. ``met_again`` counts the tasks that came twice.
    """

    progress: Progress
    areas: tuple[str, ...]
    met_again: int


def changes_of(
    bank: Sequence[Item], tasks: Mapping[str, TrueTask], learner: Learner, entry: Sitting, seed: str
) -> dict[str, Return]:
    """By true gain, which all abilities make alike: what is said of the change."""
    met = frozenset(given.item_id for given in entry.history)
    found = {}
    for name, levels in LEVELS_OF_GAIN.items():
        grown = learner.grown(levels * LEVEL_WIDTH)
        end = sit(bank, tasks, grown, STANDARD, f"{seed}:{name}", avoid=met)
        found[name] = Return(
            progress=progress_between(entry.believed.measured, end.believed.measured),
            areas=tuple(area for area in AREAS if learner.area_level(area) + levels <= LEVELS[-1]),
            met_again=sum(given.item_id in met for given in end.history),
        )
    return found


def change_figures(people: Sequence[Mapping[str, Return]]) -> dict[str, dict[str, float]]:
    """By true gain: the shares of areas with a clear change and with at least a probable one, of wholes with
    a clear one, the standard error of the first, and how many tasks came twice per person.
    """
    return {gain: _figures([person[gain] for person in people]) for gain in LEVELS_OF_GAIN}


def _figures(returns: Sequence[Return]) -> dict[str, float]:
    said = [[one.progress.areas[area] for area in one.areas] for one in returns if one.areas]
    clear = [statistics.mean(change is Change.CLEAR for change in changes) for changes in said]
    found = [statistics.mean(change is not Change.UNCLEAR for change in changes) for changes in said]
    return {
        "area_clear": statistics.mean(clear),
        "area_error": standard_error(clear),
        "area_at_least_probable": statistics.mean(found),
        "whole_clear": statistics.mean(one.progress.overall is Change.CLEAR for one in returns),
        "met_again": statistics.mean(one.met_again for one in returns),
    }
