"""A module in another language is the same module, and is checked against the written one."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.drawings import drawings_in
from lti_tool.content.module_translations import (
    ModuleTranslations,
    load_module_translation,
    module_translation_faults,
    translated_steps,
)
from lti_tool.content.modules import load_modules
from lti_tool.content.yaml_lines import FaultyContent
from lti_tool.domain.language import LANGUAGES
from lti_tool.domain.module import Module
from lti_tool.services.module_standing import Telling
from tests.content.module_folder import GUIDE, MODULE, TEXTS, module_folder
from tests.content.planted import line_of
from tests.contents import the_modules

WORDS = {
    "Le bouton rond": "De ronde knop",
    "Vous appuyez sur le bouton rond.": "Je drukt op de ronde knop.",
    "appuyer sur un bouton rond": "op een ronde knop drukken",
    "Un rond bleu sur une carte.": "Een blauwe cirkel op een kaart.",
    "Sur quoi appuyez-vous ?": "Waar druk je op?",
    "Cherchez le rond.": "Zoek de cirkel.",
    "C'est « Marche ».": "Het is ‘Aan’.",
    "Vous avez appuyé sur le rond.": "Je hebt op de cirkel gedrukt.",
    '"Marche"': '"Aan"',
    "Plus tard": "Later",
    "Prenez votre appareil.": "Neem je toestel.",
    "J'ai vu le bouton.": "Ik heb de knop gezien.",
    "On va doucement.": "We gaan rustig verder.",
    "Comme ça": "Gaat wel",
}
NL = Path("modules/nl/M42")
DUTCH_TEXTS = {**TEXTS, "bouton.md": "De knop is rond.\n\n- Hij is **blauw**.\n- Hij staat bovenaan.\n"}


def dutch(text: str = MODULE) -> str:
    """The module's file with some of its words in Dutch."""
    for french, words in WORDS.items():
        text = text.replace(french, words)
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with one module and its Dutch translation."""
    module_folder(tmp_path)
    module_folder(tmp_path, dutch(), place=NL, texts=DUTCH_TEXTS)
    return tmp_path


def written(folder: Path) -> Module:
    (module,) = load_modules(folder)
    return module


def test_a_translation_is_no_module_more(folder: Path) -> None:
    assert ("fr", "M42") == (written(folder).language, written(folder).id)
    assert {"M42": {"nl": 6}} == translated_steps(folder)
    assert [] == module_translation_faults(folder, drawings_in(folder))


def test_everything_that_is_read_is_told_and_everything_that_counts_stays(folder: Path) -> None:
    module = written(folder)
    told = Telling(ModuleTranslations([folder])).told(module, "nl")

    assert ("nl", "De ronde knop", "op een ronde knop drukken") == (told.language, told.title, told.can_do)
    see, task, _charter, mood, real, _check = told.steps
    assert "<strong>blauw</strong>" in see.text
    assert see.drawing is not None
    assert ("rond", "Een blauwe cirkel op een kaart.") == (see.drawing.name, see.drawing.alternative)
    (exercise,) = task.exercises
    assert ("Waar druk je op?", "Het is ‘Aan’.") == (exercise.question, exercise.hints[-1])
    assert "Aan" in str(exercise.scene("debut").screen)
    assert ["Bien", "Gaat wel"] == [one.text for one in mood.sayings]
    assert "We gaan rustig verder." == mood.sayings[-1].reply
    assert ("Neem je toestel.", "Ik heb de knop gezien.") == (real.intro, real.gestures[0].text)
    assert module.steps[1].exercises[0].scenes[0].task == exercise.scenes[0].task
    assert [one.minutes for one in module.steps] == [one.minutes for one in told.steps]


@pytest.mark.parametrize("language", ["fr", "de", "xx"])
def test_a_module_is_given_as_it_was_written_where_it_has_no_translation(folder: Path, language: str) -> None:
    module = written(folder)

    assert module is Telling(ModuleTranslations([folder])).told(module, language)


def test_a_translation_of_an_older_version_is_not_given(tmp_path: Path) -> None:
    module_folder(tmp_path, MODULE.replace("version: 1", "version: 2"))
    module_folder(tmp_path, dutch(), place=NL, texts=DUTCH_TEXTS)

    assert ModuleTranslations([tmp_path])(written(tmp_path), "nl") is None
    assert [] == module_translation_faults(tmp_path, drawings_in(tmp_path))
    assert {} == translated_steps(tmp_path)


MOOD = dutch()[dutch().index("  - id: humeur") : dutch().index("  - id: geste")]
PLANTED = {
    "other-answer": ("right: [marche]", "right: [non]", "right: [marche]", "stands where the item has"),
    "step-lost": (
        dutch()[dutch().index("  - id: humeur") : dutch().index("  - id: geste")],
        "",
        "steps",
        "entries",
    ),
    "hint-lost": ('["Zoek de cirkel.", ', "[", "hints:", "entries"),
    "nothing-said": ('"Later"', '""', "id: non", "is empty here"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_translation_that_is_another_module_is_not_given(tmp_path: Path, name: str) -> None:
    old, new, line, said = PLANTED[name]
    text = dutch().replace(old, new)
    assert text != dutch()
    module_folder(tmp_path)
    path = module_folder(tmp_path, text, place=NL, texts=DUTCH_TEXTS)

    with pytest.raises(FaultyContent) as caught:
        load_module_translation(path, drawings_in(tmp_path))
    (fault,) = caught.value.faults
    assert said in fault.what
    assert fault.line == line_of(text, line if line in text else line.split("[")[0])
    assert [fault] == module_translation_faults(tmp_path, drawings_in(tmp_path))
    assert ModuleTranslations([tmp_path])(written(tmp_path), "nl") is None


def test_a_text_that_is_missing_is_a_fault(tmp_path: Path) -> None:
    module_folder(tmp_path)
    module_folder(tmp_path, dutch(), place=NL, texts={"guide.md": GUIDE})

    faults = module_translation_faults(tmp_path, drawings_in(tmp_path))
    assert {"bouton.md", "charte.md", "sheet.md"} == {Path(one.file).name for one in faults}


def test_every_translation_of_the_project_is_sound_and_current() -> None:
    modules = {module.id: module for module in the_modules()}
    counted = translated_steps(paths.CONFIG)

    assert [] == module_translation_faults(paths.CONFIG, drawings_in(paths.CONFIG))
    assert {*counted} <= {*modules}
    assert [
        (name, language)
        for name, steps in counted.items()
        for language, number in steps.items()
        if language not in LANGUAGES or number != len(modules[name].steps)
    ] == []
