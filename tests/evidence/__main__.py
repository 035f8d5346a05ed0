"""``make evidence``: look at every kind of page, and write ``var/evidence``."""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from lti_tool import __version__, paths
from lti_tool.content.shelf import load_shelf
from tests.accessibility.catalogue import catalogue
from tests.evidence.criteria import criteria, judged
from tests.evidence.grid import Found, Plan, groups_of, kinds, sample, whole
from tests.evidence.report import REPORT, Run, totals, ways_of, write
from tests.evidence.running import run
from tests.walking import CHROMIUM

FOLDER = Path("var/evidence")
SHOWN_AT_MOST = 40


def main(given: Sequence[str]) -> int:
    """Look, write, tell. 0: nothing was found; 1: something is to be mended; 2: there is no such page."""
    asked = _asked(given)
    if unknown := [one for one in asked.pages if not groups_of([one])]:
        print(f"No page is called {', '.join(unknown)}.", file=sys.stderr)
        return 2
    names = kinds(catalogue(load_shelf(paths.CONFIG)), asked.pages)
    plan = sample(names) if asked.quick else whole(names)
    found = run(plan, asked.jobs)
    return tell(asked.folder, plan, found, is_whole=not (asked.quick or asked.pages))


def _asked(given: Sequence[str]) -> Namespace:
    parser = ArgumentParser(prog="make evidence", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a sample: one page of each group, two views")
    parser.add_argument(
        "--jobs", type=int, default=min(4, os.cpu_count() or 1), help="processes, each a browser"
    )
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the report is written")
    parser.add_argument("pages", nargs="*", help="groups of pages, such as: welcome scene result")
    return parser.parse_args(given)


def tell(folder: Path, plan: Plan, found: Found, *, is_whole: bool) -> int:
    """Write the report of a run, and say in a few lines what it found."""
    languages, looks, widths = ways_of(plan)
    lines = judged(criteria(), found)
    made = Run(
        day=datetime.now(UTC).date().isoformat(),
        version=__version__,
        commit=_commit(),
        browser=_first_line(CHROMIUM, "--version"),
        is_whole=is_whole,
        languages=languages,
        looks=looks,
        widths=widths,
    )
    write(folder, made, found, lines)
    for fault in found.faults[:SHOWN_AT_MOST]:
        print(fault)
    if len(found.faults) > SHOWN_AT_MOST:
        print(f"... and {len(found.faults) - SHOWN_AT_MOST} more")
    counted = ", ".join(f"{state} {count}" for state, count in totals(lines).items())
    print(f"{len(found.pages)} kinds of page, {found.cells} views, {found.stops} stops of the Tab key")
    print(f"criteria: {counted}")
    print(f"{len(found.faults)} faults; {folder / REPORT}")
    return 1 if found.faults else 0


def _commit() -> str:
    """The commit of the checkout, and whether something was changed since; a dash outside one."""
    commit = _first_line("git", "rev-parse", "--short=12", "HEAD")
    return f"{commit} + changes" if commit and _first_line("git", "status", "--porcelain") else commit or "-"


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return next(iter(done.stdout.strip().splitlines()), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
