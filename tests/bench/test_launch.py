"""A slice of the launch bench: it counts what went right, and tells when it did not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bench.launch_bench import Bench
from tests.bench.launch_platform import serving_keys
from tests.bench.launch_tools import passerelle


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The tool on SQLite, with browsers before it."""
    cores = sorted(os.sched_getaffinity(0))
    folder: Path = tmp_path_factory.mktemp("launch")
    with serving_keys() as keys:
        bench = Bench(passerelle(folder, keys.url), keys, (cores[0], cores[-1]), None)
        try:
            yield bench
        finally:
            bench.stop()


def test_every_launch_opens_its_page_when_browsers_come_at_once(bench: Bench) -> None:
    done = bench.round(2, 8, is_new=True, mark="slice")

    assert ([], 8, 0) == (done.figures.faults, done.figures.good, done.figures.bad)
    assert done.cpu > 0
    assert bench.keys.asked == 8, "once for each platform"


def test_launches_are_counted_as_wrong_when_another_page_opens(bench: Bench) -> None:
    usual = bench.entry
    bench.entry = replace(usual, goal="^/elsewhere$")
    done = bench.round(1, 2, is_new=False, mark="broken")
    bench.entry = usual

    assert (0, 2) == (done.figures.good, done.figures.bad)
    assert "launch: 303" in done.figures.faults[0]
