"""Plain words as checks."""

from __future__ import annotations

import pytest

from lti_tool.content.wording import FORBIDDEN_FR, longest_sentence


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


@pytest.mark.parametrize("word", ["erreur", "échec", "note", "score", "obligatoire"])
def test_a_word_that_frightens_is_known_when_texts_are_checked(word: str) -> None:
    assert word in FORBIDDEN_FR
