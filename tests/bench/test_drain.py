"""The drain bench itself, small: everything arrives, and a tool that is broken is seen."""

from __future__ import annotations

import pytest

from tests.bench import drain_bench
from tests.bench.cheap_platform import Manners
from tests.bench.report import Goal
from tests.store.cluster import TEMPLATE, Cluster

ENOUGH = 60
# What only the full size on a quiet machine can show.
OF_SPEED = ("of what 16 connections carry", "CPU a score")


def missed(goals: list[Goal]) -> list[str]:
    """The names of the goals that were missed, without those of speed."""
    return [goal.name for goal in goals if not goal.is_met and not goal.name.endswith(OF_SPEED)]


def test_everything_arrives_over_sixteen_connections_with_one_token() -> None:
    goals, table = drain_bench.speed(ENOUGH)

    assert [] == missed(goals)
    assert ENOUGH == table.rows[0][0]


def test_everything_arrives_at_a_polite_pace(cluster: Cluster) -> None:
    goals, row = drain_bench.drained(
        "polite", Manners(latency_seconds=0.0), ENOUGH, database=lambda: cluster.database(TEMPLATE)
    )

    assert [] == missed(goals)
    assert ("polite", ENOUGH, 0) == (row[0], row[1], row[4])


def test_a_tool_that_gives_up_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "lti_tool.services.deliveries.Deliveries._after_unavailable", lambda *_arguments: None
    )
    manners = Manners(latency_seconds=0.0, broken_share=0.9)
    with pytest.raises(drain_bench.NoRest):
        drain_bench.drained("bad", manners, 5, steps_at_most=30)
