"""What a run says, as a page to read and print, and as data."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tests.evidence.criteria import Line, State
from tests.evidence.grid import CHECKS, Found, Plan
from tests.evidence.words import NOT_TESTED, words_in

REPORT, RESULTS = "report.html", "results.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """When and on what the run was made. ``is_whole`` is false for a sample, or for some pages alone."""

    day: str
    version: str
    commit: str
    browser: str
    is_whole: bool
    languages: tuple[str, ...]
    looks: tuple[str, ...]
    widths: tuple[int, ...]


def ways_of(plan: Plan) -> tuple[tuple[str, ...], tuple[str, ...], tuple[int, ...]]:
    """The languages, colours and widths of a plan, each once, in their order."""
    cells = [cell for _name, cells in plan for cell in cells]
    return (
        tuple(dict.fromkeys(cell.language for cell in cells)),
        tuple(dict.fromkeys(cell.look for cell in cells)),
        tuple(dict.fromkeys(cell.width for cell in cells)),
    )


def totals(lines: Sequence[Line]) -> dict[str, int]:
    """How many criteria are in each state, counted from the lines."""
    counted = Counter(line.state for line in lines)
    return {state.value: counted[state] for state in State}


def write(folder: Path, run: Run, found: Found, lines: Sequence[Line]) -> None:
    """Write both files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REPORT).write_text(page(run, found, lines), encoding="utf-8")
    (folder / RESULTS).write_text(
        json.dumps(data(run, found, lines), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def page(run: Run, found: Found, lines: Sequence[Line]) -> str:
    """The report: French, then English."""
    loader = FileSystemLoader(Path(__file__).parent)
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    return templates.get_template(REPORT).render(
        run=run,
        found=found,
        lines=lines,
        totals=totals(lines),
        checks=CHECKS,
        faults_of=Counter(fault.check for fault in found.faults),
        words={code: words_in(code) for code in NOT_TESTED},
        not_tested=NOT_TESTED,
    )


def data(run: Run, found: Found, lines: Sequence[Line]) -> dict[str, object]:
    """The same, for a program."""
    return {
        "run": asdict(run),
        "totals": {
            "pages": len(found.pages),
            "views": found.cells,
            "stops": found.stops,
            "faults": len(found.faults),
            "criteria": totals(lines),
        },
        "axe": found.axe,
        "pages": sorted(found.pages),
        "checks": {check: found.held[check] for check in CHECKS},
        "rules": dict(sorted(found.rules.items())),
        "undecided": dict(sorted(found.undecided.items())),
        "criteria": [
            {
                "number": line.criterion.number,
                "clause": line.criterion.clause,
                "level": line.criterion.level,
                "state": line.state.value,
                "checks": line.held,
                "rules": line.rules,
                "tests": line.criterion.tests,
                "manual": line.criterion.manual,
                "faults": len(line.faults),
            }
            for line in lines
        ],
        "faults": [asdict(fault) for fault in found.faults],
        "not_tested": NOT_TESTED["en"],
    }
