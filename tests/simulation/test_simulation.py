"""The diagnostic on simulated people, with the real bank: one that measures must keep measuring.

`make simulation` prints the same figures for many people. Here they are few, so each figure
may lie as far from what 1 500 people gave as chance alone explains: three standard errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lti_tool.domain.modes import STANDARD
from tests.simulation.banks import PER_LEVEL, planned_bank, real_bank
from tests.simulation.learners import BEGINNERS, OVERALL, Population
from tests.simulation.running import main, table
from tests.simulation.studying import study

PEOPLE, SEED = 80, 20261120
EXACT = {OVERALL.name: 0.67, BEGINNERS.name: 0.72}
EXACT_AFTER_21 = {OVERALL.name: 0.655, BEGINNERS.name: 0.705}
TWO_LEVELS = {OVERALL.name: 0.85, BEGINNERS.name: 0.90}
WITHIN_ONE, CERTAINTY_OFF, FALSE_ALARMS, TOP_SHARE = 0.99, 0.03, 0.03, 0.45
ERRORS = 3.0
Figures = dict[str, Any]  # Any: nested figures, whose shape ``studying`` makes


@pytest.fixture(scope="module", params=[OVERALL, BEGINNERS], ids=lambda population: population.name)
def figures(request: pytest.FixtureRequest) -> Figures:
    found = study(real_bank(), request.param, PEOPLE, SEED)
    print("\n".join(table(found)))
    return found


@pytest.mark.slow
def test_the_levels_are_right_when_people_take_the_diagnostic(figures: Figures) -> None:
    area, half = figures["area"], figures["area_after_tasks"]["21"]
    name = figures["population"]

    assert area["exact"] >= EXACT[name] - ERRORS * area["error"]
    assert half["exact"] >= EXACT_AFTER_21[name] - ERRORS * half["error"]
    assert area["within_one"] >= WITHIN_ONE - ERRORS * (0.01 / PEOPLE) ** 0.5
    assert figures["competence"]["exact"] > figures["long_test"]["competence"]["exact"]


@pytest.mark.slow
def test_what_is_said_of_certainty_is_true_when_people_take_the_diagnostic(figures: Figures) -> None:
    area = figures["area"]

    assert abs(area["said"] - area["exact"]) <= CERTAINTY_OFF + ERRORS * area["error"]
    assert abs(figures["one_ability"]["area"]["said"] - figures["one_ability"]["area"]["exact"]) > 0.1


@pytest.mark.slow
def test_it_stays_short_and_varied_when_people_take_the_diagnostic(figures: Figures) -> None:
    length, exposure = figures["length"], figures["exposure"]

    assert STANDARD.least <= length["mean"] <= length["p90"] <= STANDARD.most
    assert 0.45 <= length["alone"] <= 0.70
    assert length["done"] >= 0.70
    assert exposure["top_share"] <= TOP_SHARE + ERRORS * (0.25 / PEOPLE) ** 0.5
    assert exposure["items_used"] >= 100


@pytest.mark.slow
def test_a_change_is_found_when_there_is_one_and_not_when_there_is_none(figures: Figures) -> None:
    changes = figures["changes"]
    none, two = changes["none"], changes["two levels"]

    assert none["area_clear"] <= FALSE_ALARMS + ERRORS * (FALSE_ALARMS / (PEOPLE / 3)) ** 0.5
    assert two["area_clear"] >= TWO_LEVELS[figures["population"]] - ERRORS * two["area_error"]
    assert none["area_clear"] < changes["one level"]["area_clear"] < two["area_clear"]
    assert none["met_again"] <= 2.0


def test_the_same_figures_come_when_the_seed_is_the_same() -> None:
    bank = planned_bank()

    assert study(bank, OVERALL, 4, 1) == study(bank, OVERALL, 4, 1)
    assert study(bank, OVERALL, 4, 1) != study(bank, OVERALL, 4, 2)


def test_the_planned_bank_has_159_items_when_it_is_made() -> None:
    bank = planned_bank()

    assert len(bank) == 159 == len({item.id for item in bank})
    assert sum(PER_LEVEL.values()) * 21 + 12 == 159


def test_the_table_and_the_figures_are_written_when_the_command_runs(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "figures.json"

    main(["--learners", "4", "--bank", "planned", "--json", str(path)])

    printed = capsys.readouterr().out
    assert "areas, standard" in printed
    assert {OVERALL.name, BEGINNERS.name} <= set(printed.replace(":", " ").split())
    assert '"area_certainty"' in path.read_text(encoding="utf-8")


def test_everybody_is_at_level_0_when_a_population_is_far_below() -> None:
    nobody_yet = Population(name="first day", mean=-6.0, general_sd=0.1)

    assert study(planned_bank(), nobody_yet, 4, 1)["mean_true_level"] == 0
