"""Levellings: what a file may say, and that every item of the real bank has its two."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.levels import levelling_faults, load_levellings
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.item import Item
from lti_tool.domain.levelling import KAPPA_WANTED, Levelling, agreed_level, pairs_of, weighted_kappa
from tests.contents import the_items
from tests.factories import an_item

ITEMS = [an_item("a", level=2), an_item("b", level=1), an_item("c", level=3)]
SOUND = """\
a:
  - {by: first, level: 2, why: "Deux étapes à tenir ensemble."}
  - {by: second, level: 2, why: "Il faut connaître le trombone."}
b:
  - {by: first, level: 1, why: "Un seul bouton à trouver."}
  - {by: second, level: 2, why: "Deux boutons se ressemblent."}
  - {by: third, level: 1, why: "L'icône dit ce qu'elle fait."}
c:
  - {by: first, level: 2, why: "Un réglage à chercher."}
  - {by: second, level: 4, why: "Rien ne dit par où commencer."}
  - {by: third, level: 3, why: "Un réglage dans un autre."}
"""
SECOND_OF_A = '  - {by: second, level: 2, why: "Il faut connaître le trombone."}\n'
THIRD_OF_B = "  - {by: third, level: 1, why: \"L'icône dit ce qu'elle fait.\"}\n"


def planted(root: Path, text: str, name: str = "2.1.yaml") -> Path:
    path = root / "bank" / "levels" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(root: Path, items: list[Item] | None = None, *, is_required: bool = True) -> list[Fault]:
    return levelling_faults(root, ITEMS if items is None else items, is_required=is_required)


def test_the_readings_come_back_when_the_files_are_sound(tmp_path: Path) -> None:
    planted(tmp_path, SOUND)

    found = load_levellings(tmp_path)

    assert [] == faults_of(tmp_path)
    assert Levelling(by="first", level=2, why="Deux étapes à tenir ensemble.") == found["a"][0]
    assert {"a": 2, "b": 1, "c": 3} == {item_id: agreed_level(one) for item_id, one in found.items()}
    assert [(2, 2), (1, 2), (2, 4)] == pairs_of([*found.values()])


@pytest.mark.parametrize(
    ("old", "new", "item_id", "what"),
    [
        (SECOND_OF_A, "", "a", "first and a second"),
        ('second, level: 2, why: "Il', 'first, level: 2, why: "Il', "a", "twice"),
        (THIRD_OF_B, "", "b", "1 and 2 differ"),
        ('level: 2, why: "Deux bou', 'level: 1, why: "Deux bou', "b", "first two agree"),
        ("by: third, level: 1", "by: third, level: 2", "b", "says level 1, its levellings 2"),
        ("by: third, level: 3", "by: third, level: 2", "c", "says level 3, its levellings 2"),
        ("Un réglage à chercher.", "Facile.", "c", "the first levelling gives no reason"),
        ("c:\n", "d:\n", "d", "no such item"),
    ],
)
def test_the_item_and_its_line_are_named_when_a_levelling_is_wrong(
    tmp_path: Path, old: str, new: str, item_id: str, what: str
) -> None:
    assert old in SOUND
    text = SOUND.replace(old, new)
    path = planted(tmp_path, text)

    found = faults_of(tmp_path, is_required=False)

    assert 1 == len(found)
    assert (str(path), f"{item_id}: ") == (found[0].file, found[0].what[: len(item_id) + 2])
    assert what in found[0].what
    assert f"{item_id}:" == text.splitlines()[found[0].line - 1]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("level: 3", "level: 5"),
        ("level: 3", "level: true"),
        ("level: 3", 'level: "3"'),
        ("by: third", "by: fourth"),
        ("by: third, level: 3", "by: third"),
        ("level: 3, why", "level: 3, reason: x, why"),
        ("c:\n", "C_c:\n"),
        (SOUND, "- a\n"),
        (SOUND, "a: {by: first\n"),
    ],
)
def test_the_file_is_refused_when_it_is_not_as_the_guide_says(tmp_path: Path, old: str, new: str) -> None:
    path = planted(tmp_path, SOUND.replace(old, new))

    found = faults_of(tmp_path)

    assert {str(path)} == {fault.file for fault in found}
    with pytest.raises(FaultyContent):
        load_levellings(tmp_path)


def test_an_item_is_found_in_its_own_file_when_it_was_put_into_another(tmp_path: Path) -> None:
    planted(tmp_path, SOUND, "1.1.yaml")

    assert ["belongs to 2.1"] * 3 == [fault.what.partition("item ")[2] for fault in faults_of(tmp_path)]


def test_every_item_without_levelling_is_named_when_the_bank_is_the_projects(tmp_path: Path) -> None:
    planted(tmp_path, SOUND)
    more = [*ITEMS, an_item("e", competence="1.1")]

    assert ["1.1.yaml"] == [Path(fault.file).name for fault in faults_of(tmp_path, more)]
    assert [] == faults_of(tmp_path, more, is_required=False)


def test_nothing_is_wrong_when_a_centre_gives_its_own_levels(tmp_path: Path) -> None:
    assert [] == faults_of(tmp_path, is_required=False)
    assert load_levellings(tmp_path) == {}


def test_every_item_has_two_readings_with_reasons_when_the_real_bank_is_read() -> None:
    items = the_items()

    assert [] == [str(fault) for fault in levelling_faults(paths.CONFIG, items, is_required=True)]


def test_two_readers_agree_well_when_the_real_bank_is_read() -> None:
    pairs = pairs_of([*load_levellings(paths.CONFIG).values()])

    assert len(pairs) == len(the_items())
    assert weighted_kappa(pairs) >= KAPPA_WANTED
