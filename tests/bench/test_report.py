"""The frame of the benches: a miss is told, whatever else was met."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from tests.bench import __main__ as command
from tests.bench.report import Goal, Report, Size, Table

MET, MISSED = Goal(name="lost", value=0, at_most=0), Goal(name="rate", value=1, unit="/s", at_least=2)
TABLE = Table(title="Steps", heads=("step", "µs"), rows=[("verify", 17.25)])


def report(*goals: Goal) -> Report:
    """A report with one table."""
    return Report(name="example", size=Size.QUICK, goals=goals, tables=[TABLE], notes=["one run"])


@pytest.mark.parametrize(
    ("goals", "is_met"), [((MET,), True), ((MISSED,), False), ((MET, MISSED), False), ((), False)]
)
def test_a_report_is_met_when_it_has_goals_and_all_are_met(goals: tuple[Goal, ...], is_met: bool) -> None:
    assert is_met is report(*goals).is_met
    assert is_met is report(*goals).as_json()["met"]


def test_nothing_is_met_when_the_value_is_no_number() -> None:
    assert not Goal(name="p95", value=math.nan, at_most=1).is_met
    assert not Goal(name="p95", value=math.nan, at_least=1).is_met


@pytest.mark.parametrize(("at_most", "at_least"), [(None, None), (1.0, 0.0)])
def test_a_goal_has_one_bound(at_most: float | None, at_least: float | None) -> None:
    with pytest.raises(ValueError, match="one bound"):
        Goal(name="lost", value=0, at_most=at_most, at_least=at_least)


def test_the_table_names_each_goal_with_its_value_and_bound() -> None:
    text = report(MET, MISSED).as_text()

    assert "MISSED  rate  1 /s      >= 2 /s" in text
    assert "met     lost  0         <= 0" in text
    assert "verify  17.2" in text
    assert "nan" in report(Goal(name="p95", value=math.nan, at_most=1)).as_text()
    assert text.endswith("Note: one run")


@pytest.mark.parametrize(("goal", "code"), [(MET, 0), (MISSED, 1)])
def test_the_command_ends_with_one_when_a_goal_was_missed(
    goal: Goal, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "names", lambda: ["example"])
    monkeypatch.setattr(command, "run", lambda _name, _size: report(goal))

    assert code == command.main(["--json", str(tmp_path)])
    assert goal.is_met is json.loads((tmp_path / "example.json").read_text())["met"]
    assert goal.name in capsys.readouterr().out


def test_a_bench_that_there_is_not_is_refused() -> None:
    with pytest.raises(SystemExit):
        command.main(["nothing-of-the-kind"])
