"""The simulation as a command: a table to read and, on request, the same figures as JSON.

python -m tests.simulation.running --learners 1500 --seed 1
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from lti_tool.domain.ability import ENGINE_VERSION
from tests.simulation.banks import planned_bank, real_bank, shape_of
from tests.simulation.learners import BEGINNERS, OVERALL
from tests.simulation.studying import study

BANKS = {"real": real_bank, "planned": planned_bank}
Figures = dict[str, Any]  # Any: nested figures on their way to JSON, whose shape ``studying`` makes


def main(arguments: list[str]) -> None:
    """Simulate both populations and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=1500, help="people in each population")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bank", choices=sorted(BANKS), default="real")
    parser.add_argument("--json", type=Path, help="where the figures are written")
    chosen = parser.parse_args(arguments)
    bank = BANKS[chosen.bank]()
    print(f"Engine {ENGINE_VERSION}, {chosen.bank} bank, {shape_of(bank)}; seed {chosen.seed}.")
    found = []
    for population in (OVERALL, BEGINNERS):
        found.append(study(bank, population, chosen.learners, chosen.seed))
        print("\n".join(["", *table(found[-1])]), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def table(figures: Figures) -> list[str]:
    """The figures of one population, line by line."""
    area, length, exposure = figures["area"], figures["length"], figures["exposure"]
    return [
        f"{figures['population']}: {figures['learners']} people, mean level {figures['mean_true_level']:.2f}",
        f"  {'':34}{'exact':>8}{'within 1':>10}{'said':>8}{'in range':>10}",
        _line(f"areas, standard ({length['mean']:.1f} tasks)", area),
        _line("competences, standard", figures["competence"]),
        *(
            _line(f"areas, after {tasks} tasks", accuracy)
            for tasks, accuracy in figures["area_after_tasks"].items()
        ),
        _line("areas, express", figures["express"]),
        _line("areas, 84 fixed, not linked", figures["long_test"]["area"]),
        _line("competences, 84 fixed, not linked", figures["long_test"]["competence"]),
        _line(f"areas, one ability, {figures['one_ability']['tasks']} tasks", figures["one_ability"]["area"]),
        f"  standard error of 'areas, standard, exact': {_share(area['error'])}",
        f"  tasks: mean {length['mean']:.1f}, 90 % need at most {length['p90']}; done alone "
        f"{_share(length['alone'])}, alone or with help {_share(length['done'])}",
        f"  exposure: {exposure['top_item']} met by {_share(exposure['top_share'])}; "
        f"{exposure['items_used']} tasks used",
        "  certainty of areas: said → right (how many)",
        *(
            f"    {_share(one['said'])} → {_share(one['right'])} ({one['count']})"
            for one in figures["area_certainty"]
        ),
        "  change, by true gain: areas clear, areas at least probable, wholes clear, tasks met again",
        *(
            f"    {gain:14}{_share(one['area_clear'])} {_share(one['area_at_least_probable'])} "
            f"{_share(one['whole_clear'])} {one['met_again']:.2f}"
            for gain, one in figures["changes"].items()
        ),
    ]


def _line(name: str, accuracy: dict[str, float]) -> str:
    return (
        f"  {name:34}{_share(accuracy['exact']):>8}{_share(accuracy['within_one']):>10}"
        f"{_share(accuracy['said']):>8}{_share(accuracy['in_range']):>10}"
    )


def _share(value: float) -> str:
    return f"{100 * value:5.1f} %"


if __name__ == "__main__":
    main(sys.argv[1:])
