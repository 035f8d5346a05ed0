"""Easy words in Dutch, German and English: every text of a content folder that learners read, held against
the lists of words, the signs of the language and the figure of ease.

It is asked when content is checked, not when it is loaded: a translation with a hard word still serves its
learner better than French. See decision record 0041.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lti_tool.content.ease import FORMULAS, MEASURED_WORDS, ease
from lti_tool.content.foreign_typography import long_words, sign_faults
from lti_tool.content.likeness import NOT_WORDS, Location
from lti_tool.content.module_texts import GUIDE, MODULE
from lti_tool.content.module_words import sentences_of
from lti_tool.content.resources import FOLDER as CARDS
from lti_tool.content.sanitise import Block, blocks_of
from lti_tool.content.word_lists import Exceptions, Rules, WordList, is_excepted
from lti_tool.content.wording import WORD
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document

NOT_SAID = NOT_WORDS | {
    "screen",
    "variants",
    "expected",
    "needs",
    "obstacles",
    "wishes",
    "competences",
    "part",
}
"""What stands below is read by the program, or drawn: a screen speaks as screens do."""
CARD_TEXTS = frozenset({"title", "says", "where"})
EASE = "ease"
"""What an exception names instead of a word where a text may be hard to read."""


class Told(NamedTuple):
    """One text: its line, its words, and the part of the file that is read together with it."""

    line: int
    text: str
    part: Location


class Finder:
    """Holds the texts of one content folder against the lists of words."""

    def __init__(self, root: Path, lists: Mapping[str, WordList], exceptions: Exceptions) -> None:
        """``lists`` by language; ``exceptions`` name their files below ``root``."""
        self._root, self._lists, self._exceptions = root, lists, exceptions

    def faults(self) -> Iterator[Fault]:
        """Every fault of the folder, file by file. A file that cannot be read is named by other checks."""
        for language in self._lists:
            for path in sorted(self._root.glob(f"bank/{language}/*/*.yaml")):
                yield from self._learners_faults(path, _in_yaml(path, 0), language)
            for path in sorted(self._root.glob(f"modules/{language}/*/{MODULE}")):
                yield from self._module_faults(path, language)
            cards = self._root / CARDS / f"{language}.yaml"
            told = [one for one in _in_yaml(cards, 2) if CARD_TEXTS.intersection(one.part)]
            yield from self._learners_faults(cards, told, language)

    def _module_faults(self, path: Path, language: str) -> Iterator[Fault]:
        is_plain = _is_for_learners(path)
        for page in sorted(path.parent.glob("*.md")):
            if is_plain and page.name != GUIDE:
                yield from self._learners_faults(page, _in_page(page), language)
            else:
                yield from self._word_faults(page, _in_page(page), self._lists[language].for_trainers)
        if is_plain:
            yield from self._learners_faults(path, _in_yaml(path, 2), language)

    def _learners_faults(self, path: Path, told: Sequence[Told], language: str) -> Iterator[Fault]:
        yield from self._word_faults(path, told, self._lists[language].for_learners)
        for one in told:
            for word, what, mend in sign_faults(one.text, language):
                yield fault(path, one.line, one.text, word, what, mend)
            for word, what, mend in long_words(one.text, language):
                if not self._is_excepted(word, path):
                    yield fault(path, one.line, one.text, word, what, mend)
        if not self._is_excepted(EASE, path):
            yield from _ease_faults(path, told, language)

    def _word_faults(self, path: Path, told: Sequence[Told], rules: Sequence[Rules]) -> Iterator[Fault]:
        for one in told:
            for word, what, mend in (found for rule in rules for found in rule.faults(one.text)):
                if not self._is_excepted(word, path):
                    yield fault(path, one.line, one.text, word, what, f"plain: {mend}")

    def _is_excepted(self, word: str, path: Path) -> bool:
        return is_excepted(word, path.relative_to(self._root).as_posix(), self._exceptions)


def fault(path: Path, line: int, sentence: str, word: str, what: str, mend: str) -> Fault:
    """A fault that shows the sentence in which it stands."""
    return Fault(file=str(path), line=line, what=f"“{word}” {what}, in “{sentence.strip()}”", mend=mend)


def _ease_faults(path: Path, told: Sequence[Told], language: str) -> Iterator[Fault]:
    """The parts of a file that are hard to read: a step, a page, a task."""
    for part in dict.fromkeys(one.part for one in told):
        read = [one for one in told if one.part == part]
        words = "\n".join(dict.fromkeys(one.text for one in read))
        found, wanted = ease(words, language), FORMULAS[language].floor
        if len(WORD.findall(words)) >= MEASURED_WORDS and found < wanted:
            hardest = min(read, key=lambda one: ease(one.text, language))
            what = f"hard to read: {found:.0f} where {wanted} is asked; the hardest is “{hardest.text}”"
            yield Fault(file=str(path), line=read[0].line, what=what, mend="shorter words, shorter sentences")


def _in_page(path: Path) -> list[Told]:
    try:
        blocks: tuple[Block, ...] = blocks_of(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        return []
    return [Told(line, text, ()) for block in blocks for line, text in sentences_of(block)]


def _in_yaml(path: Path, depth: int) -> list[Told]:
    """What a file says; texts whose place begins with the same ``depth`` keys are read together."""
    if not path.is_file():
        return []
    try:
        document = read_document(path)
    except FaultyContent:
        return []
    return [Told(document.line_of(where), text, where[:depth]) for where, text in _said(document)]


def _said(document: Document) -> Iterator[tuple[Location, str]]:
    waiting: list[tuple[Location, object]] = [((), document.values)]
    while waiting:
        where, values = waiting.pop(0)
        if isinstance(values, str):
            yield where, values
        elif isinstance(values, dict):
            waiting += [((*where, key), value) for key, value in values.items() if key not in NOT_SAID]
        elif isinstance(values, list):
            waiting += [((*where, place), value) for place, value in enumerate(values)]


def _is_for_learners(path: Path) -> bool:
    try:
        return bool(read_document(path).values.get("part") != "trainers")
    except (FaultyContent, AttributeError):
        return False
