"""What is promised beside the peers, from rounds that were measured; the peers themselves run by hand."""

from __future__ import annotations

import pytest

from tests.bench.launch_bench import Round
from tests.bench.launch_load import Figures
from tests.bench.peers_bench import OURS, Rounds, goals_of

PEERS = {"ltijs": 100, "pylti1p3": 200, "lti-tool": 300}


def rounds(ours: int, *, bad: int = 0) -> Rounds:
    """One round of one second for each tool, with so many launches of ours."""
    launches = {OURS: ours, **PEERS}
    return {
        (8, tool): [Round(Figures(seconds=1.0, good=count, bad=bad), cpu=1.0, database_cpu=0.0)]
        for tool, count in launches.items()
    }


@pytest.mark.parametrize(
    ("ours", "met"),
    [(199, (True, False, False, False)), (200, (True, True, True, False)), (360, (True, True, True, True))],
)
def test_each_promise_is_met_when_we_are_so_many_times_as_fast(ours: int, met: tuple[bool, ...]) -> None:
    assert met == tuple(goal.is_met for goal in goals_of(rounds(ours)))


def test_a_launch_that_went_wrong_is_a_miss_whoever_lost_it() -> None:
    wrong = goals_of(rounds(360, bad=1))[0]

    assert (False, 4.0) == (wrong.is_met, wrong.value)
