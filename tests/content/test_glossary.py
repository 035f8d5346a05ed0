"""The glossary of the four languages, and where modules show it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.drawings import drawings_in
from lti_tool.content.foreign_typography import sign_faults
from lti_tool.content.french import french_faults
from lti_tool.content.glossary import MEANING_WORDS, load_glossary
from lti_tool.content.module_translations import ModuleTranslations
from lti_tool.content.modules import load_module
from lti_tool.content.telling import TRANSLATED
from lti_tool.content.word_lists import load_word_list
from lti_tool.content.wording import WORD, text_faults
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.glossary import Entry, with_hard_words
from lti_tool.domain.language import BASE_LANGUAGE, LANGUAGES
from lti_tool.domain.module import Module

ENTRIES = {language: load_glossary([paths.CONFIG], language) for language in LANGUAGES}
NEW = 'words: [{id: wifi, word: "Wifi", forms: [wifi], meaning: "Internet, ici."}]'


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_same_words_and_pictures_stand_in_every_language(language: str) -> None:
    def known(entries: tuple[Entry, ...]) -> list[tuple[str, str, str]]:
        return [(entry.id, entry.hard_word.drawing, entry.hard_word.icon) for entry in entries]

    assert known(ENTRIES[BASE_LANGUAGE]) == known(ENTRIES[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_meaning_is_short_and_every_drawing_is_there(language: str) -> None:
    drawn = {entry.hard_word.drawing for entry in ENTRIES[language]} - {""}
    meanings = [entry.hard_word.meaning for entry in ENTRIES[language]]

    assert len(meanings) >= 25
    assert drawn <= drawings_in(paths.CONFIG).keys()
    assert [] == [one for one in meanings if len(WORD.findall(one)) > MEANING_WORDS]
    assert [] == [fault for one in meanings for fault in text_faults(one, language)]


def test_each_word_with_a_pictogram_has_its_own() -> None:
    """One picture for one word; what a picture cannot say, as the name of an office, has none."""
    icons = [entry.hard_word.icon for entry in ENTRIES[BASE_LANGUAGE] if entry.hard_word.icon]
    drawn = {path.stem for path in (paths.STATIC / "img" / "icons").glob("*.svg")}

    assert len(icons) >= 20
    assert [] == [name for name in icons if name not in drawn or icons.count(name) > 1]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_meaning_is_plain_itself(language: str) -> None:
    rules = load_word_list(paths.CONFIG, language).for_learners
    meanings = [entry.hard_word.meaning for entry in ENTRIES[language]]

    assert [] == [found for one in meanings for rule in rules for found in rule.faults(one)]
    assert [] == [found for one in meanings for found in sign_faults(one, language)]
    assert [] == [found for entry in ENTRIES["fr"] for found in french_faults(entry.hard_word.meaning)]


def written(name: str) -> Module:
    """A module of ours, in French."""
    path = paths.CONFIG / "modules" / BASE_LANGUAGE / name / "module.yaml"
    return load_module(path, drawings_in(paths.CONFIG))


def test_a_module_explains_its_hard_words_when_it_is_read() -> None:
    steps = with_hard_words(written("M03"), ENTRIES["fr"]).steps
    told = {step.id: {word.word for word in step.hard_words} for step in steps}

    assert {"Wi-Fi", "mot de passe"} == told["wifi"]
    assert "compte" in told["mot-de-passe"]
    assert [] == [word for step in steps if step.kind != "see" for word in step.hard_words]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_module_explains_in_its_own_language_when_it_is_translated(language: str) -> None:
    module = ModuleTranslations([paths.CONFIG])(written("M03"), language)

    assert module is not None
    explained = {word for step in module.steps for word in step.hard_words}
    assert explained
    assert explained <= {entry.hard_word for entry in ENTRIES[language]}


def test_a_centre_tells_a_word_in_its_own_way_when_its_folder_has_a_glossary(tmp_path: Path) -> None:
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "fr.yaml").write_text(NEW, encoding="utf-8")

    found = {entry.id: entry.hard_word.meaning for entry in load_glossary([paths.CONFIG, tmp_path], "fr")}

    assert (len(ENTRIES["fr"]), "Internet, ici.") == (len(found), found["wifi"])


def test_there_is_no_word_when_a_folder_has_no_glossary(tmp_path: Path) -> None:
    assert () == load_glossary([tmp_path], "fr")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (NEW.replace("Internet, ici.", "un " * 16), "fr.yaml:1: more than 15 words"),
        (NEW.replace("forms:", "drawing: m99-rien, forms:"), "fr.yaml:1: there is no drawing “m99-rien”"),
        (NEW.replace("meaning", "sense"), "words.0.sense"),
        (NEW.replace("forms: [wifi]", "forms: []"), "words.0.forms"),
    ],
)
def test_a_glossary_is_refused_with_its_line_when_it_is_faulty(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "glossary").mkdir()
    (tmp_path / "glossary" / "fr.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(FaultyContent) as faulty:
        load_glossary([tmp_path], "fr")

    assert what in str(faulty.value)


def test_a_translation_is_given_when_its_glossary_is_faulty(tmp_path: Path) -> None:
    """A learner reads the module without its words rather than in French."""
    shutil.copytree(paths.CONFIG / "glossary", tmp_path / "glossary")
    (tmp_path / "glossary" / "nl.yaml").write_text("words: 3", encoding="utf-8")
    module = ModuleTranslations([paths.CONFIG, tmp_path])(written("M03"), "nl")

    assert module is not None
    assert [] == [word for step in module.steps for word in step.hard_words]
