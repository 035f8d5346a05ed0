"""The preview follows the files, and shows what is wrong with them as a page."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lti_tool import paths
from tests.content.module_folder import DRAWING, DRAWN, MODULE, PLACE, module_folder
from tests.web.authoring import GIVEN, URL, client_of, opened, page, rewritten

GLOSSARY = 'words: [{id: wifi, word: "Wifi", forms: [wifi], meaning: "Internet, ici."}]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A centre's folder with one module."""
    module_folder(tmp_path)
    return tmp_path


@pytest.fixture
def author(folder: Path) -> FlaskClient:
    """The browser of somebody who writes in that folder."""
    return client_of(folder)


def test_the_files_are_read_anew_when_they_change(author: FlaskClient, folder: Path) -> None:
    rewritten(folder, "bouton.md", "est rond", "est vert")
    assert "Le bouton est vert." in opened(author, "/fr/M42/steps/bouton").words

    rewritten(folder, "module.yaml", "Le bouton rond", "Le bouton vert")
    assert "Le bouton vert" == opened(author, "/fr/M42").heading

    (folder / DRAWN).write_text(DRAWING.replace("#0b5394", "#f2b134"), encoding="utf-8")
    drawing = author.get("/drawings/rond.svg", base_url=URL)
    assert ("image/svg+xml", True) == (drawing.mimetype, b"#f2b134" in drawing.data)
    assert "no-store" == drawing.headers["Cache-Control"]


def test_the_word_of_the_state_changes_when_a_file_does(author: FlaskClient, folder: Path) -> None:
    before = author.get("/changed", base_url=URL).text
    assert before == author.get("/changed", base_url=URL).text

    rewritten(folder, "sheet.md", "Cherchez", "Regardez")

    assert before != author.get("/changed", base_url=URL).text


def test_the_faults_are_shown_when_a_file_is_wrong(author: FlaskClient, folder: Path) -> None:
    module_folder(folder, MODULE.replace("M42", "M43"), place=PLACE.with_name("M43"))
    rewritten(folder, "bouton.md", "Il est en haut.", "Il est faux.")

    wrong = page(author.get("/fr/M42/steps/essai", base_url=URL), 422)

    assert "Le module M42 est à corriger" == wrong.heading
    for words in (
        "modules/fr/M42/bouton.md:4",
        "the word “faux” is not for a learner's text",
        "use a calmer word",
    ):
        assert words in wrong.words
    listed = opened(author, "/")
    assert "Aucun module" not in listed.words
    assert "1 chose à corriger" in listed.words
    assert ["/fr/M43"] == [link for link in listed.links if link.startswith("/fr/")]
    assert 200 == author.get("/fr/M43", base_url=URL).status_code
    rewritten(folder, "bouton.md", "faux", "rond")
    assert 200 == author.get("/fr/M42/steps/essai", base_url=URL).status_code


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "[",
        "a: [",
        "id: M42\nid: M43\n",
        "\x00",
        "steps: 4\n",
        "é" * 9,
        "&a [*a]",
        "[" * 3000,
        "!!python/object:x {}",
    ],
)
def test_a_page_comes_when_the_file_is_no_module_at_all(
    author: FlaskClient, folder: Path, spoilt: str
) -> None:
    (folder / PLACE / "module.yaml").write_text(spoilt, encoding="latin-1")

    assert "modules/fr/M42/module.yaml:" in page(author.get("/fr/M42", base_url=URL), 422).words
    assert "à corriger" in opened(author, "/").words


def test_stray_files_and_taken_ids_are_told_when_the_folder_has_some(
    author: FlaskClient, folder: Path
) -> None:
    module_folder(folder, MODULE.replace("M42", "M01"), place=PLACE.with_name("M01"))
    (folder / "modules" / "fr" / "M44").mkdir()

    found = opened(author, "/")

    assert "there is another module “M01”" in found.words
    assert "this folder has no module.yaml" in found.words


def test_the_way_to_begin_is_told_when_the_folder_is_empty(tmp_path: Path) -> None:
    assert "passerelle content new module" in opened(client_of(tmp_path), "/").words


def test_a_module_of_the_project_is_shown_as_the_centre_has_it_when_it_is_replaced(tmp_path: Path) -> None:
    version = GIVEN["fr", "M01"].version + 1
    text = MODULE.replace("M42", "M01").replace("version: 1", f"version: {version}\nreplaces: true")
    module_folder(tmp_path, text, place=PLACE.with_name("M01"))

    found = client_of(tmp_path)

    assert "Le bouton rond" == opened(found, "/fr/M01").heading
    assert "à corriger" not in opened(found, "/").words
    assert 404 == found.get("/fr/M02", base_url=URL).status_code


def test_a_drawing_of_the_project_serves_when_the_folder_has_none_of_that_name(author: FlaskClient) -> None:
    name = sorted((paths.CONFIG / "modules" / "pictures").glob("*.svg"))[0].stem

    assert 200 == author.get(f"/drawings/{name}.svg", base_url=URL).status_code


def test_hard_words_are_explained_as_learners_find_them(author: FlaskClient, folder: Path) -> None:
    """By the project's glossary and by the author's own, which tells a word in another way."""
    rewritten(folder, "bouton.md", "est rond", "est pour le wifi")
    usual = opened(author, "/fr/M42/steps/bouton").words
    glossary = folder / "glossary" / "fr.yaml"
    glossary.parent.mkdir()
    glossary.write_text(GLOSSARY, encoding="utf-8")
    own = opened(author, "/fr/M42/steps/bouton").words
    glossary.write_text(GLOSSARY.replace("forms", "form"), encoding="utf-8")

    faulty = page(author.get("/fr/M42/steps/bouton", base_url=URL), 422).words

    assert ("Internet sans fil" in usual, "Internet, ici." in usual) == (True, False)
    assert ("Internet sans fil" in own, "Internet, ici." in own) == (False, True)
    assert "glossary/fr.yaml:1" in faulty
