"""Simulated diagnostics: one person, one sitting, and what is believed of them on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from lti_tool.domain.ability import Belief, LevelEstimate, updated
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.modes import Mode
from lti_tool.domain.prior import Prior, reported_area, reported_competence, starting_belief
from lti_tool.domain.selection import Given, curve_of, given_of, next_item
from tests.simulation.learners import Learner, TrueTask

LENGTHS = (12, 18, 21, 24)
"""After how many tasks accuracy is read, besides the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Believed:
    """What is believed from the answers alone, and with what the person said before."""

    measured: Belief
    informed: Belief

    def areas(self) -> dict[str, LevelEstimate]:
        """The areas as they are reported."""
        return {area: reported_area(self.measured, self.informed, area) for area in AREAS}

    def competences(self) -> dict[str, LevelEstimate]:
        """The competences as they are reported."""
        return {name: reported_competence(self.measured, self.informed, name) for name in COMPETENCES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One diagnostic: its tasks, what is believed at its end, and after each of ``LENGTHS`` it reached; a
    sitting that ended earlier counts with its end.
    """

    history: tuple[Given, ...]
    believed: Believed
    on_the_way: Mapping[int, Believed]


def sit(
    bank: Sequence[Item],
    tasks: Mapping[str, TrueTask],
    learner: Learner,
    mode: Mode,
    seed: str,
    avoid: frozenset[str] = frozenset(),
) -> Sitting:
    """One person's diagnostic from the first task to the last."""
    history: list[Given] = []
    believed = Believed(measured=starting_belief(), informed=starting_belief(Prior(ratings=learner.ratings)))
    on_the_way: dict[int, Believed] = {}
    nature = Random(f"nature:{seed}")
    while item := next_item(
        bank,
        history,
        believed.informed,
        mode,
        strand="",
        random=Random(f"{seed}:{len(history)}"),
        avoid=avoid,
    ):
        outcome = tasks[item.id].outcome(learner.abilities[item.competence], nature)
        history.append(given_of(item, outcome))
        curve = curve_of(item)
        believed = Believed(
            measured=updated(believed.measured, item.competence, curve, outcome),
            informed=updated(believed.informed, item.competence, curve, outcome),
        )
        if len(history) in LENGTHS:
            on_the_way[len(history)] = believed
    ends = {length: on_the_way.get(length, believed) for length in LENGTHS}
    return Sitting(history=tuple(history), believed=believed, on_the_way=ends)
