"""Words that no learner's text holds, by language, with what to write instead: ``config/words``.

A word that is right where it stands, such as the one that a task is about, is an exception with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from lti_tool.content.screens import Strict
from lti_tool.content.yaml_lines import read_document, unlike_schema

FOLDER, EXCEPTIONS = "words", "exceptions.yaml"
Said = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
_QUOTED = re.compile(r"‘[^’]*’|„[^“]*“|“[^”]*”|«[^»]*»|\"[^\"]*\"")


class WordsFile(Strict):
    """The words of one language: forms parted by ``|``, and what to write instead."""

    shaming: dict[Said, Said]
    frightening: dict[Said, Said]
    jargon: dict[Said, Said]
    in_brackets: dict[Said, Said]


class ExceptionFile(Strict):
    """Words that may stand in some files. ``file`` is a path below the folder, or ``interface``; it may hold
    ``*``. Instead of a word stands a sentence that may be long, or ``ease``.
    """

    file: Said
    words: Annotated[list[Said], Field(min_length=1)]
    reason: Said


class ExceptionsFile(Strict):
    """Every exception of a content folder."""

    exceptions: list[ExceptionFile]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Some words of one kind. ``is_named_in_quotes``: between quotes it is the name of something on a screen;
    ``is_explained``: in brackets, or before them, it stands beside its explanation.
    """

    what: str
    pattern: re.Pattern[str]
    instead: Mapping[str, str]
    is_named_in_quotes: bool = False
    is_explained: bool = False

    def faults(self, text: str) -> Iterator[tuple[str, str, str]]:
        """The words of these that a text holds: the word, what is wrong, what to write instead."""
        quoted = [found.span() for found in _QUOTED.finditer(text)] if self.is_named_in_quotes else []
        for found in self.pattern.finditer(text):
            start, end = found.span()
            if any(opens < start and end < closes for opens, closes in quoted):
                continue
            if self.is_explained and (text[:start].endswith("(") or text[end:].startswith(" (")):
                continue
            yield found[0], self.what, self._instead_of(found[0])

    def _instead_of(self, word: str) -> str:
        said = word.casefold()
        return next(
            plain
            for forms, plain in self.instead.items()
            if any(fnmatch(said, form) for form in forms.casefold().split("|"))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList:
    """The words of one language: ``for_trainers`` are those that shame, ``frightening`` these and those that
    frighten, ``for_learners`` all.
    """

    for_learners: tuple[Rules, ...]
    frightening: tuple[Rules, ...]
    for_trainers: tuple[Rules, ...]


Exceptions = tuple[ExceptionFile, ...]


def load_word_list(root: Path, language: str) -> WordList:
    """The words of one language.

    Raises:
        FaultyContent: the file is not as it should be.
    """
    document = read_document(root / FOLDER / f"{language}.yaml")
    try:
        words = WordsFile.model_validate(document.values)
    except ValidationError as error:
        raise unlike_schema(document, error, "see the lists beside it") from error
    shaming = _rules("may shame", words.shaming)
    frightening = _rules("may frighten", words.frightening)
    return WordList(
        for_trainers=(shaming,),
        frightening=(shaming, frightening),
        for_learners=(
            shaming,
            frightening,
            _rules("is a word of the trade", words.jargon, is_named_in_quotes=True),
            _rules(
                "stands without its explanation",
                words.in_brackets,
                is_named_in_quotes=True,
                is_explained=True,
            ),
        ),
    )


def load_exceptions(root: Path) -> Exceptions:
    """The exceptions of a content folder, none where it has no such file.

    Raises:
        FaultyContent: the file is not as it should be.
    """
    path = root / FOLDER / EXCEPTIONS
    if not path.is_file():
        return ()
    document = read_document(path)
    try:
        return tuple(ExceptionsFile.model_validate(document.values).exceptions)
    except ValidationError as error:
        raise unlike_schema(document, error, "give each exception a file, its words and a reason") from error


def is_excepted(word: str, file: str, exceptions: Exceptions) -> bool:
    """Whether a word may stand in a file, whose path is that below the content folder."""
    return any(
        fnmatch(file, one.file) and any(fnmatch(word.casefold(), form.casefold()) for form in one.words)
        for one in exceptions
    )


def _rules(
    what: str, words: Mapping[str, str], *, is_named_in_quotes: bool = False, is_explained: bool = False
) -> Rules:
    forms = [form for key in words for form in key.split("|")]
    one = "|".join(re.escape(form).replace(r"\*", r"[\w-]*") for form in sorted(forms, key=len, reverse=True))
    return Rules(
        what=what,
        pattern=re.compile(rf"(?<![\w-])(?:{one})(?!\w)", re.IGNORECASE),
        instead=words,
        is_named_in_quotes=is_named_in_quotes,
        is_explained=is_explained,
    )
