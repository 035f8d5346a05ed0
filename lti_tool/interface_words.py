"""Easy words in the pages: the sentences of the catalogues that learners read, held against the same lists as
the content. Which sentences those are is told by the files that hold them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message

from lti_tool import paths
from lti_tool.catalogues import catalogue_path, read_catalogue
from lti_tool.content.easy_words import fault
from lti_tool.content.foreign_typography import long_words, sign_faults
from lti_tool.content.french import FORBIDDEN_FR
from lti_tool.content.word_lists import Exceptions, WordList, is_excepted
from lti_tool.content.wording import SENTENCE_WORDS, longest_sentence
from lti_tool.content.yaml_lines import Fault

LEARNERS = (
    *("templates/learner/", "templates/module/", "templates/path/", "templates/kiosk/", "templates/launch/"),
    *("templates/formats/", "templates/own_data/", "templates/resources/", "templates/stuck/stuck.html"),
    *("templates/error.html", "templates/home.html"),
    *("templates/macros/cards.html", "templates/macros/failed.html", "templates/base.html"),
    *("templates/checks/question.html", "templates/checks/first.html", "templates/checks/overview.html"),
    *("config/checks/access.yaml", "config/checks/interests.yaml", "config/checks/obstacles.yaml"),
    *("config/checks/self-rating", "config/modules/fr/M"),
    *("lti_tool/web/showing_result.py", "lti_tool/web/showing_path.py"),
)
"""How the names of the files begin whose sentences learners read."""
MIXED = ("templates/macros/error_words.html",)
"""Files that speak to learners and, folded away, to trainers: only words that frighten are looked for."""
PLACE = "interface"
"""What an exception writes where it would name a file."""
_VALUE = re.compile(r"%\(\w+\)[a-z]|%%")
_TAG = re.compile(r"<[^>]*>|&\w+;")
_FORBIDDEN = re.compile(r"(?<!\w)(?:" + "|".join(FORBIDDEN_FR) + r")s?(?!\w)", re.IGNORECASE)


def interface_faults(language: str, words: WordList, exceptions: Exceptions) -> Iterator[Fault]:
    """What is not plain in the pages of a language: the catalogue, its line, the sentence."""
    path = catalogue_path(paths.LOCALE, language)
    for message in read_catalogue(path):
        for sentence in spoken(message.string or ()):
            if is_said(message, LEARNERS):
                found = sentence_faults(sentence, language, words)
            elif is_said(message, MIXED):
                found = (one for rule in words.frightening for one in rule.faults(sentence))
            else:
                continue
            for word, what, mend in found:
                if not _may_stand(word, sentence, exceptions):
                    yield fault(path, message.lineno or 1, sentence, word, what, mend)


def french_interface_faults(exceptions: Exceptions, other: str = "nl") -> Iterator[Fault]:
    """The same for the sentences of the code, which are French: the first file that holds each."""
    for message in read_catalogue(catalogue_path(paths.LOCALE, other)):
        if not is_said(message, LEARNERS):
            continue
        path = paths.ROOT / message.locations[0][0]
        for sentence in spoken(message.id):
            for word, what, mend in french_sentence_faults(sentence):
                if not _may_stand(word, sentence, exceptions):
                    yield fault(path, _line_in(path, sentence), sentence, word, what, mend)


def is_said(message: Message, files: tuple[str, ...]) -> bool:
    """Whether a sentence stands in one of these files."""
    return bool(message.id) and any(place.startswith(files) for place, _line in message.locations)


def spoken(forms: str | tuple[str, ...] | list[str]) -> Iterator[str]:
    """Every form of a sentence as it is read: values as one word, without tags."""
    for form in (forms,) if isinstance(forms, str) else forms:
        yield _TAG.sub("", _VALUE.sub("X", form))


def sentence_faults(sentence: str, language: str, words: WordList) -> Iterator[tuple[str, str, str]]:
    """What is not plain in one sentence: the word, what is wrong, how to mend."""
    for rule in words.for_learners:
        yield from rule.faults(sentence)
    yield from sign_faults(sentence, language)
    yield from long_words(sentence, language)
    yield from _length_faults(sentence)


def french_sentence_faults(sentence: str) -> Iterator[tuple[str, str, str]]:
    """The same for one French sentence."""
    for found in _FORBIDDEN.finditer(sentence):
        yield found[0], "is not for a learner's text", "use a calmer word, or the plain one"
    yield from _length_faults(sentence)


def _length_faults(sentence: str) -> Iterator[tuple[str, str, str]]:
    count = longest_sentence(sentence)
    if count > SENTENCE_WORDS:
        yield f"{count}", f"words where {SENTENCE_WORDS} are enough", "make two sentences"


def _may_stand(word: str, sentence: str, exceptions: Exceptions) -> bool:
    return is_excepted(word, PLACE, exceptions) or is_excepted(sentence, PLACE, exceptions)


def _line_in(path: Path, sentence: str) -> int:
    """The line of a file that holds a sentence; 1 where it is written over several."""
    if path.is_file():
        for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if sentence in text:
                return line
    return 1
