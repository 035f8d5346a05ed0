"""The soak bench itself, small: what piles up is seen, and what is over goes away."""

from __future__ import annotations

from dataclasses import replace

from tests.bench import growth
from tests.bench.learner_site import POSTGRESQL, learner_site
from tests.bench.report import Size
from tests.bench.soak_bench import (
    AT_ONCE,
    KEPT,
    PARTS,
    SETTLED_FROM_LAUNCHES,
    SWEEP_EVERY_ROUNDS,
    SWEPT,
    Look,
    goals_of,
    soaked,
)

QUIET = Look(
    launches=SETTLED_FROM_LAUNCHES,
    memory={"web": 100_000},
    files={"web": 20},
    rows=dict.fromkeys((*SWEPT, *KEPT), 0),
    highest=100,
)


def missed(*looks: Look) -> list[str]:
    """The goals that these looks miss."""
    return [goal.name for goal in goals_of(list(looks), 0) if not goal.is_met]


def test_sessions_are_gone_after_each_part_and_their_learners_are_not() -> None:
    with learner_site(POSTGRESQL, web_processes=1, sweep_every_rounds=SWEEP_EVERY_ROUNDS) as site:
        looks, wrong, faults = soaked(site, PARTS * AT_ONCE)
    goals = goals_of(looks, wrong)

    assert [] == faults
    assert [] == [(goal.name, goal.value) for goal in goals if not goal.is_met]
    assert PARTS * AT_ONCE == looks[-1].launches == looks[-1].rows["person"]
    assert 0 < looks[0].highest
    assert min(looks[0].memory.values()) > 10_000


def test_growth_is_seen() -> None:
    grown = replace(QUIET, memory={"web": 106_000})
    leaking = replace(QUIET, files={"web": 40})
    unswept = replace(QUIET, rows={**QUIET.rows, "launch": 7})
    piling = replace(QUIET, highest=200)

    assert [] == missed(QUIET, QUIET)
    assert ["web: memory grown"] == missed(QUIET, grown)
    assert ["web: open files more than at first"] == missed(QUIET, leaking)
    assert ["rows of sessions, launches and logins once they are over"] == missed(QUIET, unswept)
    assert ["the same before each sweep, last part of the first"] == missed(QUIET, piling)


def test_ten_times_as_much_costs_no_more_statements() -> None:
    table = growth.growth_table(Size.QUICK)

    assert 9 == len(table.rows)
    for what, *numbers in table.rows:
        statements = [float(one) for one in numbers[::2]]
        assert max(statements) <= statements[0] + 1, what
