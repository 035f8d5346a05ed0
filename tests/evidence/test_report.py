"""The report says what the run found, in both languages, and the command ends with 1 on a miss."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from lti_tool.domain.language import LANGUAGES
from tests.evidence.__main__ import main, tell
from tests.evidence.grid import LOOKS, WIDTHS, Cell, Fault, Found, sample, whole
from tests.evidence.report import REPORT, RESULTS

CELL = Cell(language="nl", look="dark", width=320)
FAULT = Fault(page="welcome/new", cell=CELL, check="focus-seen", detail="no outline on <a>")
NAMES = ("welcome/new", "welcome/resume", "result/full", "scene-chat/a:b", "cohort/many")


def _found(*faults: Fault) -> Found:
    return Found(
        pages={"welcome/new", "result/full"},
        cells=48,
        faults=list(faults),
        held=Counter({"focus-seen": 48}),
        undecided=Counter({"color-contrast": 5}),
        stops=321,
        axe="4.12.1",
    )


def test_the_command_ends_well_when_nothing_was_found(tmp_path: Path) -> None:
    assert 0 == tell(tmp_path, whole(NAMES), _found(), is_whole=True)

    told = json.loads((tmp_path / RESULTS).read_text(encoding="utf-8"))
    html = (tmp_path / REPORT).read_text(encoding="utf-8")

    assert {"pages": 2, "views": 48, "stops": 321, "faults": 0} == {
        name: told["totals"][name] for name in ("pages", "views", "stops", "faults")
    }
    assert len(told["criteria"]) == sum(told["totals"]["criteria"].values())
    assert list(LANGUAGES) == told["run"]["languages"]
    assert "L&#39;examen complet" in html
    assert "The whole examination" in html
    assert "Ceci est un échantillon" not in html


def test_the_command_ends_with_one_when_something_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 1 == tell(tmp_path, sample(NAMES), _found(FAULT), is_whole=False)

    told = json.loads((tmp_path / RESULTS).read_text(encoding="utf-8"))
    html = (tmp_path / REPORT).read_text(encoding="utf-8")

    assert "welcome/new nl dark 320: focus-seen: no outline on <a>" in capsys.readouterr().out
    assert ["1.4.11", "2.4.7"] == [one["number"] for one in told["criteria"] if one["state"] == "faulty"]
    assert 2 == html.count("no outline on &lt;a&gt;")
    assert "Ceci est un échantillon" in html
    assert "This is a sample" in html


def test_the_report_says_what_was_not_tried_and_leaves_no_number_out(tmp_path: Path) -> None:
    tell(tmp_path, whole(NAMES), _found(), is_whole=True)
    html = (tmp_path / REPORT).read_text(encoding="utf-8")

    assert 2 == html.count("TalkBack, VoiceOver")
    assert 2 == html.count("<code>color-contrast</code>: 5")
    assert 2 == html.count("<li>48 ")


def test_the_command_refuses_a_page_that_does_not_exist(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == main(["--folder", str(tmp_path), "no-such-group"])
    assert "no-such-group" in capsys.readouterr().err


def test_the_whole_grid_is_every_language_colour_and_width() -> None:
    plan = whole(NAMES)

    assert list(NAMES) == [name for name, _cells in plan]
    assert {len(LANGUAGES) * len(LOOKS) * len(WIDTHS)} == {len(set(cells)) for _name, cells in plan}


def test_a_sample_has_one_page_of_each_group_and_every_way_of_looking() -> None:
    plan = sample(NAMES)
    cells = [cell for _name, cells in plan for cell in cells]

    assert ["welcome/new", "result/full", "scene-chat/a:b", "cohort/many"] == [name for name, _ in plan]
    assert set(LANGUAGES) == {cell.language for cell in cells}
    assert set(LOOKS) == {cell.look for cell in cells}
    assert set(WIDTHS) == {cell.width for cell in cells}
