"""Runs its share of the fault matrix: cells by name come in, one line of JSON for each goes out.

python -m tests.bench.fault_runner FOLDER NUMBER CLUSTER
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from tests.bench.fault_cell import run_cell
from tests.bench.fault_invariants import Finding
from tests.bench.fault_plan import Cell, matrix, sample, undisturbed
from tests.bench.fault_stage import Stage
from tests.store.cluster import Cluster


def main(folder: str, number: str, cluster: str) -> None:
    """Take cells until the input ends. A cell that breaks off is a finding of its own."""
    known = {cell.name: cell for cell in (*undisturbed(), *sample(), *matrix())}
    stage = Stage(Path(folder), Cluster(Path(cluster)) if cluster else None, int(number))
    try:
        for line in sys.stdin:
            print(json.dumps(_outcome(stage, known[line.strip()])), flush=True)
    finally:
        stage.close()


def _outcome(stage: Stage, cell: Cell) -> dict[str, object]:
    try:
        return asdict(run_cell(stage, cell))
    except Exception as error:  # the next cell begins anew, and this one is told
        words = f"{type(error).__name__}: {error}"
        return {
            "cell": cell.name,
            "was_killed": False,
            "ends": [],
            "findings": [asdict(Finding(kind="broken-off", words=words[:300]))],
            "posts": 0,
            "keys": 0,
            "parked": [],
            "seconds": 0.0,
        }


if __name__ == "__main__":
    main(*sys.argv[1:])
