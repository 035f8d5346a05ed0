"""A new module works at once, and nothing that exists is ever touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.modules import load_modules
from lti_tool.content.own_folders import misplaced
from lti_tool.content.skeleton import EXAMPLE, GIVEN_TITLE, NotWritten, write_module
from lti_tool.domain.module import Module, StepKind
from tests.content.module_folder import DRAWN, MODULE, module_folder
from tests.content.test_module_library import seconds_of


def written(root: Path, module_id: str = "C01", title: str = GIVEN_TITLE) -> Module:
    write_module(root, module_id, title, ())
    (module,) = [one for one in load_modules(root) if one.id == module_id]
    return module


def tree(root: Path) -> dict[str, str]:
    return {
        str(path.relative_to(root)): path.read_text(encoding="utf-8") if path.is_file() else ""
        for path in root.rglob("*")
    }


def why_not(root: Path, module_id: str = "C01", title: str = "Titre", taken: tuple[str, ...] = ()) -> str:
    before = tree(root) if root.is_dir() else {}
    with pytest.raises(NotWritten) as caught:
        write_module(root, module_id, title, taken)
    assert before == (tree(root) if root.is_dir() else {})
    return str(caught.value)


def test_a_new_module_has_no_fault_when_nothing_was_changed_yet(tmp_path: Path) -> None:
    module = written(tmp_path)

    assert ("C01", GIVEN_TITLE, 10) == (module.id, module.title, module.minutes)
    kinds = [step.kind for step in module.steps]
    assert [StepKind.SEE, StepKind.TRY, StepKind.DO, StepKind.CHECK] == kinds
    assert [] == [*misplaced(tmp_path)]
    assert [] == [step.id for step in module.steps if seconds_of(step) > 60 * step.minutes]


def test_what_is_to_be_filled_in_is_marked_when_an_author_opens_the_file(tmp_path: Path) -> None:
    written(tmp_path)

    text = (tmp_path / "modules/fr/C01/module.yaml").read_text(encoding="utf-8")

    assert text.count("# À VOUS") >= 12
    assert "{{" not in text


@pytest.mark.parametrize(
    "title", ['Mon « titre » : "essai"', "L'heure # et {la} minute", "{{drawing}}", "\\n", "x" * 60]
)
def test_the_title_is_kept_as_it_was_typed_when_it_has_signs_of_its_own(tmp_path: Path, title: str) -> None:
    assert title == written(tmp_path, title=title).title.replace("\u00a0", " ")


def test_a_second_module_stands_beside_the_first_when_it_has_another_id(tmp_path: Path) -> None:
    written(tmp_path)
    before = tree(tmp_path)
    written(tmp_path, "C02")

    assert {"C01", "C02"} == {module.id for module in load_modules(tmp_path)}
    assert before.items() <= tree(tmp_path).items()


def test_the_folder_is_made_when_the_one_around_it_exists(tmp_path: Path) -> None:
    assert "C01" == written(tmp_path / "maison").id
    assert "is no folder" in why_not(tmp_path / "a" / "b")


@pytest.mark.parametrize(
    "module_id", ["", "c01", "C", "C 01", "../C01", "C01/..", "É01", "C" * 13, "C01\n", "0C1"]
)
def test_an_id_is_refused_when_it_could_be_no_folder(tmp_path: Path, module_id: str) -> None:
    assert "is no id: a capital letter" in why_not(tmp_path, module_id)


@pytest.mark.parametrize("title", ["", "x" * 61, "deux\nlignes", "\x1b[31m"])
def test_a_title_is_refused_when_it_could_not_be_shown(tmp_path: Path, title: str) -> None:
    assert "A title has 1 to 60 letters" in why_not(tmp_path, title=title)


def test_an_id_is_refused_when_it_is_taken(tmp_path: Path) -> None:
    module_folder(tmp_path)

    assert "There is a module M42 already" in why_not(tmp_path, "M42")
    assert "There is a module M00 already" in why_not(tmp_path, "M00", taken=("M00",))


@pytest.mark.parametrize("place", ["modules/fr/C01", "modules/nl/C01"])
def test_nothing_is_written_when_a_half_done_folder_is_there(tmp_path: Path, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)

    assert "C01 already" in why_not(tmp_path)


def test_nothing_is_written_when_the_drawing_exists(tmp_path: Path) -> None:
    drawing = (tmp_path / DRAWN).with_stem("c01-exemple")
    drawing.parent.mkdir(parents=True)
    drawing.write_text("à moi", encoding="utf-8")

    assert "exists already: nothing was written" in why_not(tmp_path)


@pytest.mark.parametrize("place", ["modules", "modules/fr", "modules/pictures"])
def test_nothing_is_written_when_the_folder_leads_elsewhere(tmp_path: Path, place: str) -> None:
    elsewhere, own = tmp_path / "elsewhere", tmp_path / "own"
    elsewhere.mkdir()
    (own / place).parent.mkdir(parents=True)
    (own / place).symlink_to(elsewhere)

    assert "leads out of" in why_not(own)
    assert [] == [*elsewhere.iterdir()]


def test_nothing_is_written_when_a_file_stands_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "own").write_text(MODULE, encoding="utf-8")

    with pytest.raises(NotWritten, match="is no folder"):
        write_module(tmp_path / "own", "C01", "Titre", ())


@pytest.mark.parametrize("place", ["modules", "modules/fr", "modules/fr/M42"])
def test_the_folder_around_is_asked_for_when_one_inside_is_named(tmp_path: Path, place: str) -> None:
    module_folder(tmp_path)

    assert "name the folder around it" in why_not(tmp_path / place)


def test_the_projects_own_folder_is_left_alone_when_it_is_named() -> None:
    before = {*paths.CONFIG.rglob("*")}

    with pytest.raises(NotWritten, match="belongs to the project"):
        write_module(paths.CONFIG, "C01", "Titre", ())

    assert before == {*paths.CONFIG.rglob("*")}
    assert EXAMPLE.is_dir()
