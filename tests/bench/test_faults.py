"""The fault matrix itself: what it runs, and that it sees what it is there to see."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.bench.fault_cell import run_cell
from tests.bench.fault_coverage import OTHERWISE, TESTS, coverage_table, rows
from tests.bench.fault_plan import (
    DATABASES,
    DIALECTS,
    FAULTS,
    KILL_POINTS,
    NO_FAULT,
    SEEDS,
    Cell,
    cells,
    matrix,
    sample,
)
from tests.bench.fault_stage import Stage
from tests.bench.faults_bench import report_of
from tests.bench.report import Size
from tests.store.cluster import Cluster

HERE = Path(__file__).resolve().parent
MEMORY = Path("/dev/shm")
BY_NAME = {fault.name: fault for fault in (NO_FAULT, *FAULTS)}
BY_POINT = {kill.name: kill for kill in KILL_POINTS}


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that costs no disk."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def stage(folder: Path) -> Iterator[Stage]:
    """Platforms and processes for cells on SQLite."""
    made = Stage(folder, None)
    yield made
    made.close()


def a_cell(
    fault: str, kill: str, *, seed: int = 0, dialect: str = "moodle-5", database: str = "sqlite"
) -> Cell:
    """One cell by words."""
    return Cell(fault=BY_NAME[fault], kill=BY_POINT.get(kill), seed=seed, database=database, dialect=dialect)


def test_the_full_size_is_what_was_promised() -> None:
    found = matrix()

    assert (24, 17, 3) == (len(FAULTS), len(KILL_POINTS), len(SEEDS))
    assert 24 * 17 * 3 * 2 == len({cell.name for cell in found})
    pairs = {(cell.fault.name, cell.kill.name, cell.dialect) for cell in found if cell.kill}
    assert set(product(BY_NAME, BY_POINT, DIALECTS)) - pairs == set(product(["none"], BY_POINT, DIALECTS))


def test_the_quick_size_meets_everything_twice() -> None:
    found = sample()
    faults = Counter(cell.fault.name for cell in found)
    kills = Counter(cell.kill.name for cell in found if cell.kill)

    assert {fault.name for fault in FAULTS} == set(faults)
    assert set(BY_POINT) == set(kills)
    assert min(*faults.values(), *kills.values()) >= 2
    assert set(product(DIALECTS, DATABASES)) == {(cell.dialect, cell.database) for cell in found}


def test_each_row_of_the_catalogue_is_proved_somewhere() -> None:
    bare = [row for row, found, test in coverage_table().rows if not found and not test]

    assert [] == bare
    assert ({*TESTS, *OTHERWISE} | {row for fault in FAULTS for row in fault.rows}) <= set(rows())
    for name in TESTS.values():
        file, _, function = name.partition("::")
        assert f"def {function}(" in (HERE.parent / file).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(
    ("fault", "kill", "dialect"),
    [
        ("none", "", "canvas-like"),
        ("creation-unanswered", "KP0", "brightspace-like"),
        ("reset-after-storing", "KP8", "moodle-4.1"),
        ("column-removed", "KP12", "moodle-5"),
        ("invalid-body", "KP7", "moodle-5"),
    ],
)
def test_a_cell_holds_every_invariant(stage: Stage, fault: str, kill: str, dialect: str) -> None:
    found = run_cell(stage, a_cell(fault, kill, dialect=dialect))

    assert [] == found.findings
    assert bool(kill) is found.was_killed


def test_a_cell_holds_every_invariant_on_postgresql(cluster: Cluster, tmp_path: Path) -> None:
    stage = Stage(tmp_path, cluster, number=99)
    try:
        found = run_cell(stage, a_cell("gateway-after-storing", "KP14", database="postgresql"))
    finally:
        stage.close()

    assert ([], True) == (found.findings, found.was_killed)


@pytest.mark.parametrize(
    ("broken", "cell", "kinds"),
    [
        ("conflict-is-success", a_cell("conflict", "KP2"), {"lost"}),
        ("one-try", a_cell("server-error", "KP3"), {"lost"}),
        ("everybody-is-one", a_cell("none", "KP10"), {"wrong-person", "lost"}),
        ("html-is-success", a_cell("html-200", "KP3"), {"lost", "invisible"}),
        ("no-fencing", a_cell("none", "KP12", dialect="canvas-like"), {"invisible", "lost", "regressed"}),
    ],
)
def test_a_broken_tool_is_found(stage: Stage, broken: str, cell: Cell, kinds: set[str]) -> None:
    found = run_cell(stage, cell, broken)

    assert kinds & {finding.kind for finding in found.findings}


def test_the_bench_misses_when_a_cell_was_not_run_or_found_something() -> None:
    outcomes = [
        {
            "cell": cell.name,
            "was_killed": True,
            "ends": [],
            "findings": [],
            "posts": 12,
            "keys": 12,
            "parked": [],
            "seconds": 1.0,
        }
        for cell in cells(Size.QUICK)
    ]
    spoilt = [{**outcomes[0], "findings": [{"kind": "lost", "words": "one"}]}, *outcomes[1:]]
    many = [{**one, "posts": 16} for one in outcomes]

    assert report_of(Size.QUICK, outcomes).is_met
    for missed in (outcomes[1:], spoilt, many):
        assert not report_of(Size.QUICK, missed).is_met
