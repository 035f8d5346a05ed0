"""A centre's own folders: read beside the project's bank, and never in its place by accident."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.bank import load_bank, load_items, version_of
from lti_tool.content.shelf import load_shelf
from lti_tool.content.yaml_lines import FaultyContent
from tests.content.planted import PLACE, SOUND, content_folder, line_of
from tests.contents import the_items

OWN = SOUND.replace("courriel-essai", "courriel-maison")
OWN_PLACE = PLACE.with_stem("courriel-maison")
REPLACING = f"{SOUND.replace('version: 1', 'version: 2')}replaces: true\n"


def own_folder(root: Path, text: str = OWN, place: Path = OWN_PLACE) -> Path:
    """A folder of a centre with one item of this text."""
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def faults_of(projects: Path, *own: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(FaultyContent) as caught:
        load_items(projects, own)
    return [(fault.file, fault.line, fault.what) for fault in caught.value.faults]


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A bank of one item, « courriel-essai », version 1."""
    content_folder(tmp_path / "projects")
    return tmp_path / "projects"


def test_own_items_stand_beside_the_others_when_a_folder_is_named(projects: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own")

    assert ["courriel-essai", "courriel-maison"] == [item.id for item in load_items(projects, [own])]
    assert version_of([projects]) != load_bank(projects, [own]).version == version_of([projects, own])


def test_own_items_are_drawn_when_the_real_bank_is_read_with_them(tmp_path: Path) -> None:
    bank = load_shelf(paths.CONFIG, [own_folder(tmp_path)]).bank

    assert bank.get("courriel-maison") is not None
    assert len(the_items()) + 1 == len(bank.items)


def test_an_item_of_the_project_gives_way_when_the_centre_says_so(projects: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", REPLACING.replace("Samira", "Aminata"), PLACE)

    (item,) = load_items(projects, [own])

    assert (2, "Aminata") == (item.version, item.scenes[0].screen["sender"])


def test_the_later_folder_wins_when_two_replace_one_item(projects: Path, tmp_path: Path) -> None:
    first = own_folder(tmp_path / "first", REPLACING, PLACE)
    second = own_folder(tmp_path / "second", REPLACING.replace("version: 2", "version: 3"), PLACE)

    assert [3] == [item.version for item in load_items(projects, [first, second])]
    assert faults_of(projects, second, first)[0][2].endswith("has version 3")


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        (SOUND, "id:", "the bank has another item “courriel-essai”"),
        (f"{SOUND}replaces: false\n", "id:", "the bank has another item “courriel-essai”"),
        (f"{SOUND}replaces: true\n", "version:", "the item that it replaces has version 1"),
    ],
)
def test_the_clash_is_named_when_an_id_is_taken(
    projects: Path, tmp_path: Path, text: str, key: str, what: str
) -> None:
    own = own_folder(tmp_path / "own", text, PLACE)

    assert [(str(own / PLACE), line_of(text, key), what)] == faults_of(projects, own)


def test_the_file_is_named_when_it_replaces_nothing(projects: Path, tmp_path: Path) -> None:
    text = f"{OWN}replaces: true\n"
    own = own_folder(tmp_path / "own", text)

    found = faults_of(projects, own)

    assert [(str(own / OWN_PLACE), line_of(text, "replaces:"))] == [fault[:2] for fault in found]
    assert "there is no item “courriel-maison”" in found[0][2]


def test_a_replacement_is_refused_when_it_asks_another_competence(projects: Path, tmp_path: Path) -> None:
    other = REPLACING.replace('"2.1"', '"2.2"').replace("LO2.1.05", "LO2.2.04")
    own = own_folder(tmp_path / "own", other, Path("bank/fr/2.2/courriel-essai.yaml"))

    assert ["the item that it replaces belongs to 2.1"] == [what for _, _, what in faults_of(projects, own)]


@pytest.mark.parametrize("yes", ['"yes"', "1", "oui"])
def test_replaces_is_refused_when_it_is_not_plainly_true(projects: Path, tmp_path: Path, yes: str) -> None:
    own = own_folder(tmp_path / "own", REPLACING.replace("true", yes), PLACE)

    assert [True] == [what.startswith("replaces: ") for _, _, what in faults_of(projects, own)]


@pytest.mark.parametrize(
    "place",
    ["bank/2.1/courriel-maison.yaml", "bank/fr/2.1/courriel-maison.yml", "courriel-maison.yaml"],
)
def test_a_file_is_never_passed_over_when_it_lies_elsewhere(
    projects: Path, tmp_path: Path, place: str
) -> None:
    own = own_folder(own_folder(tmp_path / "own"), OWN, Path(place))

    assert [(str(own / place), 1, "no item is looked for here")] == faults_of(projects, own)


def test_the_folder_is_named_when_it_is_no_language_of_ours(projects: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", OWN, Path("bank/francais/2.1/courriel-maison.yaml"))

    assert [(str(own / "bank/francais"), 1, "“francais” is no language of ours")] == faults_of(projects, own)


def test_an_empty_folder_changes_nothing_when_it_waits_for_its_first_item(
    projects: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()

    assert load_items(projects) == load_items(projects, [tmp_path / "empty"])
    assert version_of([projects]) == version_of([projects, tmp_path / "empty"])


def test_every_fault_is_listed_when_the_centre_and_the_project_have_some(
    projects: Path, tmp_path: Path
) -> None:
    own_folder(projects, SOUND.replace("level: 1", "level: 9"), PLACE)
    own = own_folder(tmp_path / "own", OWN.replace("format: T01", "format: T99"))

    assert {str(projects / PLACE), str(own / OWN_PLACE)} == {file for file, _, _ in faults_of(projects, own)}


def test_nobody_meets_an_item_in_dutch_when_tasks_are_drawn(projects: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", OWN, Path("bank/nl/2.1/courriel-maison.yaml"))

    assert {"fr", "nl"} == {item.language for item in load_items(projects, [own])}
    assert ["courriel-essai"] == [item.id for item in load_bank(projects, [own]).items]
