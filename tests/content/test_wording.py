"""Plain words as checks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from lti_tool import paths
from lti_tool.content import schema
from lti_tool.content.french import FORBIDDEN_FR, french_faults
from lti_tool.content.variants import filled
from lti_tool.content.wording import longest_sentence, wording_faults
from tests.content.planted import SOUND

FILES = sorted((paths.CONFIG / "bank" / "fr").glob("*/*.yaml"))
LONG = "Appuyez ici. Lisez ceci. " * 7
PRESS = "task: {kind: press, right: [repondre]}"
CHOICES = """task:
      kind: {kind}
      choices:
        - {{id: a, text: "{a}"}}
        - {{id: b, text: "Vers la salle 21"}}
        - {{id: c, text: "Vers la salle 22"}}
      right: [a]"""
FILL = """task:
      kind: fill
      fields:
        - {id: nom, label: "Nom", kind: text, expected: {one_of: ["Diallo"]}}
        - {id: prix, label: "Prix", kind: number, expected: {number: 42}}"""


def choosing(kind: str, right: str) -> str:
    """A choice whose first answer, the right one, reads so."""
    return CHOICES.format(kind=kind, a=right)


PLANTED = {
    "long-instruction": ("Vous voulez répondre.", LONG, "more than 25 words"),
    "long-sentence": ("Vous voulez répondre.", LONG.replace(".", " et"), "more than 12 words"),
    "long-context": ("scenes:", f'context: "{LONG}"\nscenes:', "more than 25 words"),
    "jargon": ("part vers", "fait un upload vers", "“upload”"),
    "frightening": ("part vers", "part sans erreur vers", "“erreur”"),
    "number": ("Vous voulez répondre.", "Voici deux boutons.", "the number “deux” in words"),
    "double-negation": ("Vous voulez", "Il n'est pas impossible de", "a double negation"),
    "passive": ("Vous voulez répondre.", "Ce message est écrit par Samira.", "a passive"),
    "can-do": ("répondre à un courriel", "cliquer sur un courriel", "“cliquer”"),
    "no-alternative": ('    alternative: "Un courriel ouvert, avec 2 boutons."\n', "", "has no alternative"),
    "long-alternative": ("Un courriel ouvert", "Un " * 18 + "courriel", "more than 20 words"),
    "odd-alternative": ("Un courriel ouvert", "Un mauvais courriel", "“mauvais”"),
    "telling-alternative": ("avec 2 boutons", "avec le bouton répondre", "gives the answer away: “Répondre”"),
    "help-is-question": (
        "Répondre, c'est la flèche qui part vers la gauche.",
        "Vous voulez répondre : sur quoi appuyez-vous ?",
        "no more than the question",
    ),
    "lopsided-choice": (
        PRESS,
        choosing("choose", "Vers la salle 12, au fond du couloir"),
        "different length",
    ),
    "lopsided-tick": (PRESS, choosing("tick", "Vers la salle 12, au fond du couloir"), "different length"),
    "answer": (PRESS, choosing("choose", "Vers l'interface"), "“interface”"),
    "telling-choice": (PRESS, choosing("choose", "Un courriel ouvert"), "gives the answer away"),
    "telling-name": ("    alternative: ", '    alternative: "Un courriel de Diallo."\n    ', "“Diallo”"),
    "telling-number": ("    alternative: ", '    alternative: "Un prix de 42 euros."\n    ', "“42”"),
}


def faults_of(text: str, language: str = "fr") -> list[str]:
    """What is said of an item file with this text."""
    return [what for _, what, _ in wording_faults(_checked(yaml.safe_load(text)), language)]


def _checked(values: object) -> schema.ItemFile:
    return schema.ItemFile.model_validate(values)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_rule_is_broken_when_an_item_is_told_in_each_way(path: Path) -> None:
    template = yaml.safe_load(path.read_text(encoding="utf-8"))
    told = [_checked(filled(template, values)) for values in template.get("variants", [{}])]

    assert [] == [fault for item in told for fault in wording_faults(item, "fr")]


def test_no_fault_is_found_when_an_item_is_sound() -> None:
    assert [] == faults_of(SOUND)


@pytest.mark.parametrize("name", PLANTED)
def test_the_rule_is_named_when_it_is_broken(name: str) -> None:
    before, instead, said = PLANTED[name]
    spoilt = SOUND
    if name in ("telling-name", "telling-number"):
        spoilt, instead = spoilt.replace(PRESS, FILL), instead + "#"
    assert spoilt.count(before) == 1

    assert [fault for fault in faults_of(spoilt.replace(before, instead)) if said in fault]


def test_a_longer_instruction_is_allowed_when_the_level_is_high() -> None:
    assert [] == faults_of(SOUND.replace("Vous voulez répondre.", LONG).replace("level: 1", "level: 3"))


def test_a_rule_of_french_is_not_asked_for_when_an_item_speaks_english() -> None:
    """In English one writes a note, and no space before a question mark."""
    spoken = SOUND.replace("Vous voulez répondre.", "Write a note :")

    assert 2 == len(faults_of(spoken))
    assert [] == faults_of(spoken, "en")
    assert ["more than 25 words"] == faults_of(SOUND.replace("Vous voulez répondre.", LONG), "en")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Appuyez ici.", 2),
        ("Appuyez. Puis attendez un peu.", 4),
        ("L'école d'Inès", 2),
        ("Le 3 mai à 14 h", 6),
        ("Quoi\u00a0? Rien du tout\u00a0!", 3),
    ],
)
def test_the_longest_sentence_counts_when_words_are_counted(text: str, words: int) -> None:
    assert words == longest_sentence(text)


@pytest.mark.parametrize("word", FORBIDDEN_FR)
def test_a_word_that_frightens_or_puzzles_is_found_when_it_stands_in_a_sentence(word: str) -> None:
    (fault,) = french_faults(f"Voici, pour vous, « {word} ».")

    assert f"“{word}”" in fault[0]


@pytest.mark.parametrize(
    "text",
    [
        "Ouvrez le navigateur.",
        "Fermez cet onglet.",
        "Ce n'est pas inutile.",
        "Ne partez jamais sans votre carte.",
        "Vous ne pouvez pas ne pas répondre.",
        "Restez ici sans ne rien dire.",
        "La lettre est bien signée par le directeur.",
        "Le code sera ensuite envoyé par la commune.",
        "Les photos ont été choisies par Amina.",
        "Prenez trois photos.",
        "Il y a Vingt messages.",
    ],
)
def test_a_text_is_named_when_it_is_not_plain(text: str) -> None:
    assert len(french_faults(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Le programme pour aller sur internet (navigateur) est ouvert.",
        "Vous n'avez plus votre mot de passe.",
        "Rien ne s'est passé.",
        "Il part sans payer.",
        "La notice est là. Notez le nom.",
        "Le cours est ouvert par mois.",
        "Passez par la gare.",
        "Les deux sont justes.",
        "Prenez les 2 photos.",
    ],
)
def test_nothing_is_said_when_a_text_is_plain(text: str) -> None:
    assert [] == french_faults(text)
