"""One population, simulated: people sit the diagnostic, two plainer tests, and the diagnostic again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from lti_tool.domain.ability import Belief, LevelEstimate, area_estimate, competence_estimate
from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.item import Item
from lti_tool.domain.modes import EXPRESS, STANDARD
from tests.simulation.changes import change_figures, changes_of
from tests.simulation.figures import Accuracy, exposure_of, lengths_of
from tests.simulation.learners import Learner, Population, TrueTask, a_learner, true_tasks
from tests.simulation.rivals import fixed_form, long_test, narrow_test
from tests.simulation.sittings import LENGTHS, Sitting, sit

PEOPLE_PER_WORLD = 20
"""After so many people the true difficulties are drawn again, so that no figure hangs on one draw."""

NARROW_LENGTH = STANDARD.most


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is known so far of a population."""

    areas: Accuracy = field(default_factory=Accuracy)
    competences: Accuracy = field(default_factory=Accuracy)
    by_length: dict[int, Accuracy] = field(default_factory=lambda: {length: Accuracy() for length in LENGTHS})
    express: Accuracy = field(default_factory=Accuracy)
    long: Accuracy = field(default_factory=Accuracy)
    long_competences: Accuracy = field(default_factory=Accuracy)
    narrow: Accuracy = field(default_factory=Accuracy)
    sittings: list[Sitting] = field(default_factory=list)
    true_levels: list[int] = field(default_factory=list)


def study(bank: Sequence[Item], population: Population, learners: int, seed: int) -> dict[str, object]:
    """The figures of a population. Each third person sits the plainer tests and comes back, too."""
    random = Random(f"{population.name}:{seed}")
    tally, changes, form = Tally(), [], fixed_form(bank)
    tasks: Mapping[str, TrueTask] = {}
    for number in range(learners):
        if number % PEOPLE_PER_WORLD == 0:
            tasks = true_tasks(bank, random)
        learner, name = a_learner(population, random), f"{population.name}:{seed}:{number}"
        entry = sit(bank, tasks, learner, STANDARD, name)
        _count(tally, learner, entry)
        if number % 3 == 0:
            _count_others(tally, bank, form, tasks, learner, name)
            changes.append(changes_of(bank, tasks, learner, entry, name))
    return _figures(tally) | {
        "population": population.name,
        "learners": learners,
        "changes": change_figures(changes),
    }


def _count(tally: Tally, learner: Learner, entry: Sitting) -> None:
    areas = {area: learner.area_level(area) for area in AREAS}
    tally.areas.add(entry.believed.areas(), areas)
    tally.competences.add(entry.believed.competences(), {name: learner.level(name) for name in COMPETENCES})
    for length, accuracy in tally.by_length.items():
        accuracy.add(entry.on_the_way[length].areas(), areas)
    tally.sittings.append(entry)
    tally.true_levels += areas.values()


def _count_others(
    tally: Tally,
    bank: Sequence[Item],
    form: Sequence[Item],
    tasks: Mapping[str, TrueTask],
    learner: Learner,
    name: str,
) -> None:
    areas = {area: learner.area_level(area) for area in AREAS}
    tally.express.add(sit(bank, tasks, learner, EXPRESS, f"{name}:express").believed.areas(), areas)
    long = long_test(form, tasks, learner, Random(f"{name}:long"))
    tally.long.add(_area_estimates(long), areas)
    tally.long_competences.add(
        {competence: competence_estimate(long, competence) for competence in COMPETENCES},
        {competence: learner.level(competence) for competence in COMPETENCES},
    )
    narrow = narrow_test(bank, tasks, learner, Random(f"{name}:narrow"), NARROW_LENGTH)
    tally.narrow.add(_area_estimates(narrow), areas)


def _area_estimates(belief: Belief) -> dict[str, LevelEstimate]:
    return {area: area_estimate(belief, area) for area in AREAS}


def _figures(tally: Tally) -> dict[str, object]:
    return {
        "mean_true_level": sum(tally.true_levels) / len(tally.true_levels),
        "area": tally.areas.summary(),
        "competence": tally.competences.summary(),
        "area_after_tasks": {str(length): accuracy.summary() for length, accuracy in tally.by_length.items()},
        "area_certainty": tally.areas.bins(),
        "length": lengths_of(tally.sittings),
        "exposure": exposure_of(tally.sittings),
        "express": tally.express.summary(),
        "long_test": {
            "tasks": 84,
            "area": tally.long.summary(),
            "competence": tally.long_competences.summary(),
        },
        "one_ability": {"tasks": NARROW_LENGTH, "area": tally.narrow.summary()},
    }
