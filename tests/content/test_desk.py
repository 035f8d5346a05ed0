"""The spoken questions of desk mode: plain words, and every fault with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.desk import load_desk
from lti_tool.content.yaml_lines import FaultyContent

REAL = paths.CONFIG / "checks" / "desk.yaml"
ICONS = {path.stem for path in (paths.STATIC / "img" / "icons").glob("*.svg")}


def test_every_question_has_its_picture_when_the_real_file_is_read() -> None:
    found = load_desk(REAL)

    assert 6 == len(found)
    assert {one.icon for one in found} <= ICONS
    assert [one.sentence[-1] for one in found] == ["?"] * 6


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("level: 1", "level: 7", 6),
        ("level: 1", "level: 1\n    more: 1", 7),
        ('"2.1"', '"2.9"', 5),
        ("Vous voulez envoyer", "Cliquez pour envoyer", 7),
        ("La personne ouvre ses messages,", "La personne très calme ouvre ses messages puis regarde,", 8),
        ("\u00a0?", " ?", 7),
        ("id: recherche", "id: message", 10),
    ],
)
def test_the_line_is_named_when_a_question_is_wrong(tmp_path: Path, old: str, new: str, line: int) -> None:
    text = REAL.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "desk.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(FaultyContent) as caught:
        load_desk(path)

    assert [(str(path), line)] == [(fault.file, fault.line) for fault in caught.value.faults]


@pytest.mark.parametrize("text", ["", "questions: []\n", "- a\n"])
def test_the_file_is_refused_when_it_holds_no_question(tmp_path: Path, text: str) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(FaultyContent):
        load_desk(path)
