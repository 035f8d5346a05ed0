"""What a form of comfort says: known words are taken, and everything else is as usual."""

from __future__ import annotations

import pytest

from lti_tool.domain.comfort import USUAL, Comfort, Contrast, Size, Spacing, comfort_of

STRONGEST = {"size": "largest", "spacing": "wide", "contrast": "strong", "hand": "yes", "sound": "no"}
STRONGEST |= {"second": "nl"}


def test_everything_is_taken_when_all_is_known() -> None:
    chosen = comfort_of(STRONGEST)

    assert chosen == Comfort(
        size=Size.LARGEST,
        spacing=Spacing.WIDE,
        contrast=Contrast.STRONG,
        is_one_handed=True,
        has_sound=False,
        second_language="nl",
    )


def test_all_is_usual_when_nothing_is_said() -> None:
    assert comfort_of({}) == USUAL == Comfort()


@pytest.mark.parametrize("name", STRONGEST)
@pytest.mark.parametrize("word", ["", "LARGEST", "LARGE", "huge", "\0", "on"])
def test_only_the_unknown_word_is_left_out_when_one_is_unknown(name: str, word: str) -> None:
    usual_there = {known: said for known, said in STRONGEST.items() if known != name}

    assert comfort_of({**STRONGEST, name: word}) == comfort_of(usual_there)
    assert comfort_of(usual_there) != comfort_of(STRONGEST)
