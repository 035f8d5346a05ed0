"""The figure of ease tells an easy text from a hard one, and moves the right way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.content.readability import EASY, TRAINERS_EASY, kandel_moles

EASY_TEXT = "Appuyez sur le bouton. Il est rond. Le téléphone s'allume. Attendez un peu."
MIDDLE_TEXT = (
    "Le bouton de mise en marche est placé sur le côté de la plupart des appareils récents,"
    " et il permet également de mettre l'écran en veille."
)
HARD_TEXT = (
    "L'administration communale procède à l'enregistrement systématique des informations"
    " d'identification nécessaires à l'authentification électronique des administrés."
)
WORDS = st.lists(st.sampled_from(["un", "petit", "bouton", "rond", "appareil"]), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le chat dort.", 207 - 1.015 * 3 - 73.6 * 3 / 3),
        ("Le chat dort. Il a bu.", 207 - 1.015 * 3 - 73.6 * 6 / 6),
        ("Une maison", 207 - 1.015 * 2 - 73.6 * 3 / 2),
        ("Ils parlent 2 fois", 207 - 1.015 * 4 - 73.6 * 4 / 4),
        ("Répondez", 207 - 1.015 - 73.6 * 3),
        ("Un\nDeux", 207 - 1.015 - 73.6),
    ],
)
def test_the_formula_is_that_of_kandel_and_moles_when_it_is_worked_out_by_hand(
    text: str, expected: float
) -> None:
    assert pytest.approx(expected) == kandel_moles(text)


def test_a_text_is_easier_when_it_is_written_for_learners() -> None:
    assert (
        kandel_moles(EASY_TEXT) > EASY > kandel_moles(MIDDLE_TEXT) > TRAINERS_EASY > kandel_moles(HARD_TEXT)
    )


@pytest.mark.parametrize("text", ["", "\n", " … !", "____ ____"])
def test_a_text_is_as_easy_as_can_be_when_it_has_no_words(text: str) -> None:
    assert 207 == kandel_moles(text)


@given(WORDS)
def test_it_grows_harder_when_a_longer_word_comes_in(words: list[str]) -> None:
    assert kandel_moles(" ".join(["constitutionnalité", *words])) < kandel_moles(" ".join(words))


@given(WORDS, WORDS)
def test_it_grows_harder_when_two_sentences_become_one(one: list[str], other: list[str]) -> None:
    first, second = " ".join(one), " ".join(other)

    assert kandel_moles(f"{first} {second}.") < kandel_moles(f"{first}. {second}.")
