"""How easy a French text is to read, as a figure.

A formula sees long words and long sentences only: it keeps a text from growing worse and replaces no reader.
"""

from __future__ import annotations

import re

EASY, TRAINERS_EASY = 80, 60
"""What is asked of a learner's screen, and of a text for trainers."""

_SENTENCE = re.compile(r"[.!?…\n]+")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
_SILENT_END = re.compile(r"(?<=[^aeiouyàâäéèêëîïôöùûü])(?:es?|ent)$", re.IGNORECASE)


def kandel_moles(text: str) -> float:
    """The ease of a text: 207 − 1.015 × words per sentence − 73.6 × syllables per word; higher is easier.
    207 for an empty text. A line ends a sentence, a number counts as one syllable.

    Source: Kandel and Moles 1958, the French form of Flesch's formula.
    """
    sentences = [found for found in map(_WORD.findall, _SENTENCE.split(text)) if found]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return 207.0
    syllables = sum(map(_syllables, words))
    return 207 - 1.015 * len(words) / len(sentences) - 73.6 * syllables / len(words)


def _syllables(word: str) -> int:
    if word.isdecimal():
        return 1
    bare = _SILENT_END.sub("", word)
    return max(len(_VOWELS.findall(bare)), 1)
