"""Translations of the bank: read beside their items, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool import paths
from lti_tool.content.bank import load_bank, load_items, load_outcomes, version_of
from lti_tool.content.translations import TRANSLATED, coverages, translation_faults
from lti_tool.domain.attempt import Bank
from lti_tool.domain.item import Item
from tests.content.planted import PLACE, SOUND, content_folder, line_of
from tests.content.test_own_items import REPLACING, own_folder

DUTCH = """\
id: courriel-essai
version: 1
format: T01
competence: "2.1"
level: 1
outcomes: [LO2.1.05]
family: courriel
question: "Je wilt antwoorden. Waar druk je op?"
help: "De pijl naar links dient om te antwoorden."
can_do: "een e-mail beantwoorden"
scenes:
  - id: debut
    screen:
      kind: message
      sender: "Samira"
      buttons:
        - {id: repondre, label: "Beantwoorden", icon: reply}
        - {id: supprimer, label: "Verwijderen", icon: trash}
    alternative: "Een open e-mail met 2 knoppen."
    task: {kind: press, right: [repondre]}
"""
DUTCH_PLACE = Path("bank/nl/2.1/courriel-essai.yaml")
OWN_DUTCH = DUTCH.replace("courriel-essai", "courriel-maison")
OWN_DUTCH_PLACE = DUTCH_PLACE.with_stem("courriel-maison")

TYPED = SOUND.replace(
    "task: {kind: press, right: [repondre]}",
    """task:
      kind: fill
      fields:
        - id: mots
          label: "{{ville}}"
          kind: search
          hint: "Vite."
          expected: {words: ["{{ville}}", piscine]}
        - {id: prix, label: "Prix", kind: number, expected: {number: 42.5}}
        - id: jour
          label: "Jour"
          kind: select
          options: [{id: lundi, text: "Lundi"}, {id: mardi, text: "Mardi"}]
          expected: {choice: "{{jour}}"}
variants:
  - {ville: "Namur", jour: lundi}
  - {ville: "Mons", jour: mardi}""",
)


@pytest.fixture
def projects(tmp_path: Path) -> Path:
    """A bank of one item, « courriel-essai », version 1."""
    content_folder(tmp_path / "projects")
    return tmp_path / "projects"


def written(root: Path, text: str = DUTCH, place: Path = DUTCH_PLACE) -> Path:
    """The folder with one more file of this text."""
    return own_folder(root, text, place)


def met(bank: Bank, item_id: str = "courriel-essai", language: str = "nl") -> Item:
    """The item as somebody meets it."""
    found = bank.drawn(item_id, 1, language)
    assert found is not None
    return found


def faults_of(root: Path) -> list[tuple[str, int, str]]:
    found = translation_faults(root, load_outcomes(paths.CONFIG))
    return [(fault.file, fault.line, fault.what) for fault in found]


def test_a_task_is_told_in_the_language_when_every_item_is_translated(projects: Path) -> None:
    bank = load_bank(written(projects))

    told = met(bank)

    assert ("nl", "Je wilt antwoorden. Waar druk je op?") == (told.language, told.question)
    assert "Beantwoorden" in str(told.scenes[0].screen)
    assert ("een e\u2011mail beantwoorden", "nl") == bank.can_do("répondre à un courriel", "nl")
    assert ["fr", "fr"] == [met(bank, language=language).language for language in ("de", "fr")]


def test_everything_is_french_when_one_item_of_the_project_is_not_translated(projects: Path) -> None:
    bank = load_bank(written(own_folder(projects)))

    assert "fr" == met(bank).language
    assert ("répondre à un courriel", "fr") == bank.can_do("répondre à un courriel", "nl")


def test_everything_is_french_when_one_item_changed_since(projects: Path) -> None:
    written(own_folder(projects), OWN_DUTCH, OWN_DUTCH_PLACE)
    own_folder(projects, SOUND.replace("version: 1", "version: 2  # two buttons"), PLACE)

    bank = load_bank(written(projects))

    assert ["fr", "fr"] == [met(bank, one).language for one in ("courriel-essai", "courriel-maison")]
    assert [] == faults_of(projects)
    (found,) = coverages(projects)
    assert ("nl", 1, 2) == (found.language, found.translated, found.total)
    assert [(str(projects / DUTCH_PLACE), 2)] == [(fault.file, fault.line) for fault in found.stale]


def test_newer_words_are_not_said_of_an_older_item_when_files_change_under_a_tool_that_runs(
    projects: Path,
) -> None:
    bank = load_bank(written(projects))
    for text, place in ((SOUND, PLACE), (DUTCH, DUTCH_PLACE)):
        written(projects, text.replace("version: 1", "version: 2"), place)

    assert "fr" == met(bank).language


def test_a_centre_s_item_is_told_when_the_centre_translated_it(projects: Path, tmp_path: Path) -> None:
    own = written(own_folder(tmp_path / "own"), OWN_DUTCH, OWN_DUTCH_PLACE)
    alone = own_folder(tmp_path / "alone")

    told, untold = (load_bank(written(projects), [folder]) for folder in (own, alone))

    assert ["nl", "nl"] == [met(told, one).language for one in ("courriel-essai", "courriel-maison")]
    assert ["nl", "fr"] == [met(untold, one).language for one in ("courriel-essai", "courriel-maison")]


def test_a_centre_s_item_stays_french_when_the_project_does_not_speak(projects: Path, tmp_path: Path) -> None:
    """Nobody meets two languages by turns."""
    own = written(own_folder(tmp_path / "own"), OWN_DUTCH, OWN_DUTCH_PLACE)

    assert "fr" == met(load_bank(projects, [own]), "courriel-maison").language


def test_the_old_words_are_not_said_when_a_centre_replaces_the_item(projects: Path, tmp_path: Path) -> None:
    own = own_folder(tmp_path / "own", REPLACING.replace("Samira", "Aminata"), PLACE)
    before = met(load_bank(written(projects), [own]))
    written(own, f"{DUTCH.replace('version: 1', 'version: 2').replace('Samira', 'Aminata')}replaces: true\n")
    after = met(load_bank(projects, [own]))

    assert ["fr", "nl"] == [before.language, after.language]
    assert ["Aminata", "Aminata"] == [one.scenes[0].screen["sender"] for one in (before, after)]


def test_a_translation_is_no_item_when_items_are_counted(projects: Path) -> None:
    before, version = load_items(projects), version_of([projects])
    written(projects)

    assert before == load_items(projects)
    assert version == version_of([projects])


def test_the_item_is_french_when_its_translation_has_a_fault(projects: Path) -> None:
    bank = load_bank(written(projects, DUTCH.replace("level: 1", "level: 2")))

    assert "fr" == met(bank).language


@pytest.mark.parametrize(
    ("old", "new", "part", "what"),
    [
        pytest.param("level: 1", "level: 2", "level:", "“2” stands where the item has “1”", id="figure"),
        pytest.param("level: 1", "level: true", "level:", "“True” stands where", id="yes-is-no-figure"),
        pytest.param("version: 1", "version: 2", "version:", "“2” stands where the item has “1”", id="ahead"),
        pytest.param("[repondre]", "[supprimer]", "task:", "“supprimer” stands where", id="right"),
        pytest.param("icon: reply", "icon: trash", "repondre, label", "“trash” stands where", id="icon"),
        pytest.param("[LO2.1.05]", "[LO2.1.06]", "outcomes:", "“LO2.1.06” stands where", id="outcome"),
        pytest.param('help: "De', 'aide: "De', "id: courriel", "“help” is missing", id="missing"),
        pytest.param(
            "family:", 'context: "Ja."\nfamily:', "context:", "the item has no “context”", id="more"
        ),
        pytest.param('"Verwijderen"', '" "', "supprimer, label", "is empty here", id="empty"),
        pytest.param("Verwijderen", "Weg {{ermee}}", "supprimer, label", "other {{…}}", id="placeholder"),
        pytest.param("[repondre]", "repondre", "task:", "“repondre” stands where", id="no-list"),
        pytest.param(
            "buttons:", "buttons: []\n      rows:", "buttons:", "0 entries, and the item has 2", id="list"
        ),
        pytest.param("je op?", "je op? " + "ja " * 30, "question:", "more than 25 words", id="too-long"),
    ],
)
def test_place_and_fault_are_named_when_a_translation_is_another_task(
    projects: Path, old: str, new: str, part: str, what: str
) -> None:
    text = DUTCH.replace(old, new)

    found = faults_of(written(projects, text))

    assert (str(projects / DUTCH_PLACE), line_of(text, part)) == found[0][:2]
    assert what in found[0][2]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param("piscine]", "zwembad, zwemmen]", "", id="more-ways-to-say-it"),
        pytest.param('"Namur", jour', '"Namen", jour', "", id="another-name"),
        pytest.param('["{{ville}}", piscine]', "[piscine]", "other {{…}}", id="a-name-less"),
        pytest.param('["{{ville}}", piscine]', "[]", "0 entries", id="nothing-accepted"),
        pytest.param("42.5", "43.5", "“43.5” stands where", id="another-price"),
        pytest.param("jour: mardi}", "jour: lundi}", "“lundi” stands where the item has “mardi”", id="right"),
        pytest.param('  - {ville: "Mons", jour: mardi}', "", "1 entries, and the item has 2", id="variant"),
    ],
)
def test_words_may_differ_and_answers_may_not_when_a_form_is_translated(
    projects: Path, old: str, new: str, what: str
) -> None:
    own_folder(projects, TYPED, PLACE)

    found = faults_of(written(projects, TYPED.replace(old, new)))

    assert bool(what) == bool(found)
    assert all(what in told for _, _, told in found)


def test_a_file_is_named_when_it_cannot_be_read(projects: Path) -> None:
    assert [(str(projects / DUTCH_PLACE), 1)] == [one[:2] for one in faults_of(written(projects, "a: ]"))]
    assert [(str(projects / DUTCH_PLACE), 1)] == [one[:2] for one in faults_of(written(projects, "Ja"))]


def test_the_project_s_translations_are_whole_when_there_are_some() -> None:
    started = {found.language: found for found in coverages(paths.CONFIG)}

    assert started.keys() <= set(TRANSLATED)
    assert {} == {name: one for name, one in started.items() if one.translated < one.total}
    assert [] == faults_of(paths.CONFIG)
