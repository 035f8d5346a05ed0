"""Easy words in the pages: which sentences are looked at, and what is found in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Message

from lti_tool import paths
from lti_tool.content.telling import TRANSLATED
from lti_tool.content.word_lists import load_exceptions, load_word_list
from lti_tool.interface_words import (
    LEARNERS,
    french_interface_faults,
    french_sentence_faults,
    interface_faults,
    is_said,
    sentence_faults,
    spoken,
)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_our_pages_is_plain(language: str) -> None:
    words = load_word_list(paths.CONFIG, language)

    found = interface_faults(language, words, load_exceptions(paths.CONFIG))

    assert [] == [str(fault) for fault in found]


def test_every_french_sentence_of_our_pages_is_plain() -> None:
    assert [] == [str(fault) for fault in french_interface_faults(load_exceptions(paths.CONFIG))]


def test_the_sentence_that_names_a_frightening_word_is_found_when_nothing_excepts_it() -> None:
    """The welcome page promises that there is no mark: the line of the template is told."""
    fault = next(one for one in french_interface_faults(()) if "in “Pas de note." in one.what)

    assert fault.file.endswith("templates/learner/welcome.html")
    assert "Pas de note." in Path(fault.file).read_text(encoding="utf-8").splitlines()[fault.line - 1]


@pytest.mark.parametrize(
    ("place", "is_learners"),
    [
        ("templates/learner/welcome.html", True),
        ("config/checks/obstacles.yaml", True),
        ("templates/admin/lines.html", False),
        ("lti_tool/web/admin_words.py", False),
    ],
)
def test_a_sentence_is_for_learners_when_one_of_their_pages_holds_it(
    place: str, *, is_learners: bool
) -> None:
    assert is_learners == is_said(
        Message("Oui", locations=[("templates/admin/x.html", 0), (place, 0)]), LEARNERS
    )


@pytest.mark.parametrize("prefix", LEARNERS)
def test_the_pages_of_learners_are_there(prefix: str) -> None:
    folder, _, name = prefix.rpartition("/")

    assert [*(paths.ROOT / folder).glob(f"{name}*")]


@pytest.mark.parametrize(
    ("language", "sentence", "word"),
    [
        ("nl", "Je antwoord is fout.", "fout"),
        ("de", "Ein Fehler.", "Fehler"),
        ("en", "Wrong answer.", "Wrong"),
        ("en", f"You {'can ' * 12}do it.", "15"),
        ("nl", "«Verder»", "«"),
    ],
)
def test_a_word_of_a_page_is_found_when_it_is_planted(language: str, sentence: str, word: str) -> None:
    words = load_word_list(paths.CONFIG, language)

    assert word in [found[0] for found in sentence_faults(sentence, language, words)]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Une erreur.", ["erreur"]),
        ("Votre score est de 3 points sur 5, et cela fait vraiment beaucoup.", ["score", "13"]),
        ("Continuer", []),
    ],
)
def test_a_french_word_of_a_page_is_found_when_it_is_planted(sentence: str, words: list[str]) -> None:
    assert words == [found[0] for found in french_sentence_faults(sentence)]


def test_values_count_as_a_word_and_tags_as_none_when_a_sentence_is_read() -> None:
    assert ["X: 5", "X et X"] == [*spoken(("<b>%(name)s</b>: 5", "%(a)s et %(b)d"))]
