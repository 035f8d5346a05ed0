"""Signs and letters of Dutch, German and English texts: quotes, spaces, ß."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

QUOTES: Mapping[str, str] = {"nl": "‘…’", "de": "„…“", "en": "‘…’"}
_FOREIGN = {"nl": re.compile('[«»„“”"]'), "de": re.compile('[«»‘”"]'), "en": re.compile('[«»„“”"]')}
_SPACED = re.compile(r"\S([ \u00a0\u202f][:;!?])(?!\w)")
_TWICE = re.compile(r"\S[ \u00a0]{2,}\S")
_SWISS = re.compile(
    r"(?<!\w)(?:strasse|gross|heiss|weiss|schliess|ausser|fuss|gruss|grüss|süss|dreissig|giess|bloss|fliess"
    r"|geniess|regelmässig|gemäss)\w*|\w+(?:schliess|strasse|grösse)\w*",
    re.IGNORECASE,
)
LONGEST: Mapping[str, int] = {"nl": 20, "de": 20, "en": 16}
"""Letters of a word that can still be read at a glance, names of the state aside."""
_LETTERS = re.compile(r"[^\W\d_]{17,}")


def sign_faults(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """What is not written as the language does: the part, what is wrong, how to mend. None for French, whose
    signs have rules of their own.
    """
    if language not in QUOTES:
        return
    for found in _FOREIGN[language].finditer(text):
        yield found[0], "is a quotation mark of another language", f"write {QUOTES[language]}"
    for found in _SPACED.finditer(text):
        yield found[1], "has a space before it", "remove the space"
    if _TWICE.search(text):
        yield "  ", "is 2 spaces", "leave one"
    if language == "de":
        for found in (one for one in _SWISS.finditer(text) if not one[0].isupper()):
            yield found[0], "is written with ß here", f"write {_with_eszett(found[0])}"


def long_words(text: str, language: str) -> Iterator[tuple[str, str, str]]:
    """The words too long to be read at a glance: the word, what is wrong, how to mend."""
    for found in _LETTERS.finditer(text):
        if len(found[0]) > LONGEST.get(language, len(found[0])):
            yield found[0], f"has {len(found[0])} letters", "say it in 2 shorter words"


def _with_eszett(word: str) -> str:
    return word.replace("ss", "ß", 1)
