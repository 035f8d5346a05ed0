"""A centre's own modules: read beside the project's, in their place where it says so, never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool.content.modules import load_modules
from lti_tool.content.own_folders import misplaced
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.module import Module
from tests.content.module_folder import DRAWING, DRAWN, MODULE, PLACE, TEXTS, module_folder
from tests.content.planted import line_of

OWN = MODULE.replace("id: M42", "id: C01").replace("Le bouton rond", "Le bouton carré")
OWN_PLACE = PLACE.with_name("C01")
REPLACING = MODULE.replace("version: 1", "version: 2\nreplaces: true").replace("Le bouton rond", "Un rond")
CARRE = DRAWN.with_stem("carre")


def written(root: Path, place: str, text: str = "") -> Path:
    path = root / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def by_id(modules: list[Module]) -> dict[str, str]:
    return {module.id: module.title for module in modules}


def faults_of(projects: Path, *own: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(FaultyContent) as caught:
        load_modules(projects, own)
    return [(fault.file, fault.line, fault.what) for fault in caught.value.faults]


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """Content of the project with one module, M42, version 1."""
    module_folder(tmp_path / "projects")
    return tmp_path / "projects"


def test_own_modules_stand_beside_the_others_when_a_folder_is_named(projects: Path, tmp_path: Path) -> None:
    module_folder(tmp_path / "own", OWN, place=OWN_PLACE)

    found = by_id(load_modules(projects, [tmp_path / "own"]))

    assert {"C01": "Le bouton carré", "M42": "Le bouton rond"} == found


def test_a_module_of_the_project_gives_way_when_the_centre_says_so(projects: Path, tmp_path: Path) -> None:
    module_folder(tmp_path / "own", REPLACING)

    (module,) = load_modules(projects, [tmp_path / "own"])

    assert ("Un rond", 2) == (module.title, module.version)


def test_the_later_folder_wins_when_two_replace_one_module(projects: Path, tmp_path: Path) -> None:
    module_folder(tmp_path / "first", REPLACING)
    path = module_folder(tmp_path / "second", REPLACING.replace("version: 2", "version: 3"))

    assert [3] == [one.version for one in load_modules(projects, [tmp_path / "first", tmp_path / "second"])]
    ((_file, _line, what),) = faults_of(projects, tmp_path / "second", tmp_path / "first")
    assert "the module that it replaces has version 3" == what
    assert path.is_file()


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        (MODULE, "id:", "there is another module “M42”"),
        (MODULE.replace("aims_at: 1", "aims_at: 1\nreplaces: false"), "id:", "there is another module “M42”"),
        (
            REPLACING.replace("version: 2", "version: 1"),
            "version:",
            "the module that it replaces has version 1",
        ),
    ],
)
def test_the_clash_is_named_when_an_id_is_taken(
    projects: Path, tmp_path: Path, text: str, key: str, what: str
) -> None:
    path = module_folder(tmp_path / "own", text)

    assert [(str(path), line_of(text, key), what)] == faults_of(projects, tmp_path / "own")


def test_a_drawing_of_the_project_serves_when_the_centre_names_it(projects: Path, tmp_path: Path) -> None:
    module_folder(tmp_path / "own", OWN, place=OWN_PLACE)
    (tmp_path / "own" / DRAWN).unlink()

    assert {"C01", "M42"} == set(by_id(load_modules(projects, [tmp_path / "own"])))


def test_a_drawing_of_the_centre_is_no_drawing_of_the_project_when_only_the_centre_has_it(
    projects: Path, tmp_path: Path
) -> None:
    """The project's modules never depend on what a centre keeps."""
    text = MODULE.replace("name: rond", "name: carre")
    (projects / PLACE / "module.yaml").write_text(text, encoding="utf-8")
    written(tmp_path / "own", str(CARRE), DRAWING)

    assert ["there is no drawing “carre”"] == [what for _, _, what in faults_of(projects, tmp_path / "own")]


def test_faults_of_both_are_listed_when_the_centre_and_the_project_have_some(
    projects: Path, tmp_path: Path
) -> None:
    (projects / PLACE / "bouton.md").write_text("C'est faux.", encoding="utf-8")
    module_folder(tmp_path / "own", OWN, place=OWN_PLACE, texts={**TEXTS, "bouton.md": "C'est un test."})

    found = {file for file, _, _ in faults_of(projects, tmp_path / "own")}

    assert {str(projects / PLACE / "bouton.md"), str(tmp_path / "own" / OWN_PLACE / "bouton.md")} == found


def test_nothing_is_misplaced_when_everything_has_its_place(tmp_path: Path) -> None:
    module_folder(tmp_path)
    for place in (
        "bank/fr/2.1/a.yaml", "bank/levels/2.1.yaml", "bank/calibration.yaml", "resources/fr.yaml",
        "README.md", "modules/README.md", "modules/fr/M42/.DS_Store", ".github/x.yml", "notes/a.txt",
    ):  # fmt: skip
        written(tmp_path, place)

    assert [] == [*misplaced(tmp_path)]


@pytest.mark.parametrize(
    ("place", "what"),
    [
        ("modules/fr/M43/module.yml", "no module is looked for here"),
        ("modules/M43/module.yaml", "no module is looked for here"),
        ("modules/fr/M43.yaml", "no module is looked for here"),
        ("modules/fr/M42/other/module.yaml", "no module is looked for here"),
        ("module.yaml", "no module is looked for here"),
        ("M43/module.yaml", "no module is looked for here"),
        ("modules/pictures/module.yaml", "no module is looked for here"),
        ("resources/cards/fr.yaml", "no card is looked for here"),
        ("resources/fr.yml", "no card is looked for here"),
        ("bank/2.1/a.yaml", "no item is looked for here"),
        ("items.yaml", "no item is looked for here"),
        ("modules/pictures/rond.png", "this is no drawing"),
        ("modules/images/rond.svg", "no drawing is looked for here"),
        ("modules/rond.svg", "no drawing is looked for here"),
        ("modules/fr/sheet.md", "no text is looked for here"),
    ],
)
def test_a_file_is_named_when_nothing_would_read_it(tmp_path: Path, place: str, what: str) -> None:
    module_folder(tmp_path)
    stray = written(tmp_path, place)

    (fault,) = misplaced(tmp_path)

    assert (str(stray), 1, what) == (fault.file, fault.line, fault.what)
    assert fault.mend


def test_the_folder_is_named_when_its_file_is_missing(tmp_path: Path) -> None:
    path = module_folder(tmp_path)
    path.unlink()

    assert [(str(path.parent), "this folder has no module.yaml")] == [
        (fault.file, fault.what) for fault in misplaced(tmp_path)
    ]
