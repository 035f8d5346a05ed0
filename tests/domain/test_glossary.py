"""Hard words are explained where they are met first, a few at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lti_tool.domain.glossary import WORDS_AT_MOST, Entry, with_hard_words
from lti_tool.domain.module import HardWord, Module, StepKind
from tests.modules import a_module

GLOSSARY = tuple(
    Entry(id=name, forms=(name, f"{name}s"), hard_word=HardWord(word=name, meaning="Oui."))
    for name in ("wifi", "lien", "compte", "dossier", "C++")
)


def told(*texts: str, kind: StepKind = StepKind.SEE) -> Module:
    """A module whose steps have these texts."""
    step = a_module().steps[0]
    steps = (replace(step, id=f"s{at}", kind=kind, markdown=text) for at, text in enumerate(texts))
    return replace(a_module(), steps=tuple(steps))


def explained(module: Module) -> list[list[str]]:
    """The words that each step explains."""
    return [[word.word for word in step.hard_words] for step in with_hard_words(module, GLOSSARY).steps]


def test_a_word_is_explained_once_when_it_comes_back() -> None:
    assert [["wifi"], [], ["lien"]] == explained(told("Le wifi.", "Le wifi encore.", "Un lien, le wifi."))


def test_words_stand_in_the_order_of_the_text_when_a_step_has_several() -> None:
    assert [["lien", "wifi"]] == explained(told("Un **lien**, le Wifi."))


def test_later_steps_explain_what_is_left_when_a_step_has_too_many() -> None:
    found = explained(told("Dossier, compte, lien, wifi.", "Le dossier."))

    assert ([["compte", "lien", "wifi"], ["dossier"]], WORDS_AT_MOST) == (found, len(found[0]))


@pytest.mark.parametrize("text", ["", "Le wifis-lien", "Un compteur", "le demi-compte", "reliens"])
def test_nothing_is_explained_when_no_word_stands_alone(text: str) -> None:
    assert [[]] == explained(told(text))


def test_a_form_is_no_pattern_when_it_holds_signs() -> None:
    assert [["C++"]] == explained(told("Le C++ ici."))


def test_a_text_to_agree_to_explains_nothing_and_takes_no_word_away() -> None:
    assert [[]] == explained(told("Le wifi.", kind=StepKind.AGREE))
