"""The benches as a command: a table for each, JSON on request, exit code 1 on a miss.

python -m tests.bench [NAME ...] [--full] [--json FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from tests.bench.report import Report, Size

HERE = Path(__file__).resolve().parent
ENDING = "_bench"


def names() -> list[str]:
    """The benches that there are, in alphabetical order."""
    return sorted(path.stem.removesuffix(ENDING) for path in HERE.glob(f"*{ENDING}.py"))


def run(name: str, size: Size) -> Report:
    """Run one bench."""
    report = import_module(f"tests.bench.{name}{ENDING}").run(size)
    if not isinstance(report, Report):
        raise TypeError(f"{name}: a bench ends with a report")
    return report


def main(arguments: list[str]) -> int:
    """Run what was asked for, one after the other; 1 where a goal was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(names())}; all without one")
    parser.add_argument("--full", action="store_true", help="the size that the goals speak of")
    parser.add_argument("--json", type=Path, metavar="FOLDER", help="where NAME.json is written")
    chosen = parser.parse_args(arguments)
    if unknown := set(chosen.names) - set(names()):
        parser.error(f"no bench is called {', '.join(sorted(unknown))}")
    is_met = True
    for name in chosen.names or names():
        report = run(name, Size.FULL if chosen.full else Size.QUICK)
        print(report.as_text(), end="\n\n", flush=True)
        if chosen.json:
            chosen.json.mkdir(parents=True, exist_ok=True)
            text = json.dumps(report.as_json(), indent=2)
            (chosen.json / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        is_met = is_met and report.is_met
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
