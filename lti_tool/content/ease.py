"""How easy a Dutch, German or English text is to read, as a figure; ``readability`` does it for French.

Each is the form that Flesch's formula has in its language. Syllables are counted by groups of vowels, which
is near enough for a text and not for one word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lti_tool.content.readability import kandel_moles

MEASURED_WORDS = 40
"""A shorter text is not measured: one long word would weigh too much."""
_SENTENCE = re.compile(r"[.!?…:\n]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")


class Formula(NamedTuple):
    """``start`` − ``sentence`` × words per sentence − ``syllable`` × syllables per word."""

    start: float
    sentence: float
    syllable: float
    vowels: re.Pattern[str]
    """One match for each syllable."""
    silent: re.Pattern[str]
    """What is taken away first: letters that are written and not spoken."""
    easy: float
    """What all texts for learners together are to reach."""
    floor: float
    """What each of them is to reach."""


_NONE = re.compile(r"(?!)")
FORMULAS: Mapping[str, Formula] = {
    "nl": Formula(
        start=206.84,
        sentence=0.93,
        syllable=77.0,
        vowels=re.compile(
            r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|[aeiouyàáâäèéêëìíîïòóôöùúûü]"
        ),
        silent=re.compile(r"(?<=q)u"),
        easy=80,
        floor=65,
    ),
    "de": Formula(
        start=180.0,
        sentence=1.0,
        syllable=58.5,
        vowels=re.compile(r"aa|ee|oo|ie|ei|ai|au|eu|äu|ey|[aeiouyäöüàéè]"),
        silent=re.compile(r"(?<=q)u"),
        easy=75,
        floor=60,
    ),
    "en": Formula(
        start=206.835,
        sentence=1.015,
        syllable=84.6,
        vowels=re.compile(r"[aeiouyéè]+"),
        silent=re.compile(r"(?<=[^aeiouyl])es?$|(?<=[aeiouy])e$|(?<=[^td])ed$|(?<=q)u"),
        easy=85,
        floor=72,
    ),
}
"""Source: Douma 1960 (Dutch), Amstad 1978 (German), Flesch 1948 (English); ``easy`` is that of the
notes on the learners' pages; ``floor`` lies under every good text and far above an official letter, which
stays under 45.
"""


def ease(text: str, language: str) -> float:
    """The ease of a text in one of our languages; higher is easier. A line ends a sentence, a number counts
    as one syllable; a text without words is as easy as can be.
    """
    if language not in FORMULAS:
        return kandel_moles(text)
    formula = FORMULAS[language]
    sentences = [found for found in map(_WORD.findall, _SENTENCE.split(text.lower())) if found]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return formula.start
    spoken = sum(syllables(word, language) for word in words)
    return (
        formula.start
        - formula.sentence * len(words) / len(sentences)
        - formula.syllable * spoken / len(words)
    )


def syllables(word: str, language: str) -> int:
    """How many syllables a word of small letters has, at least one."""
    formula = FORMULAS[language]
    return max(len(formula.vowels.findall(formula.silent.sub("", word))), 1)
