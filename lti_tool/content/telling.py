"""What a translation is for every kind of content: the same file below another language's folder.

``<kind>/<language>/<folder>/<file>`` tells the file of that folder and name below ``BASE_LANGUAGE``. It
is current while it names the version of that file.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from lti_tool.content.likeness import differences
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document
from lti_tool.domain.language import BASE_LANGUAGE, LANGUAGES

TRANSLATED = tuple(language for language in LANGUAGES if language != BASE_LANGUAGE)
_VERSION = re.compile(r"version:\s*(\d{1,9})\s*(?:#.*)?$")


def in_language(path: Path, language: str) -> Path:
    """The file that tells the content of this file in a language."""
    return path.parents[2] / language / path.parent.name / path.name


def is_translation(path: Path) -> bool:
    """Whether a file tells other content of the same root in another language."""
    return path.parents[1].name in TRANSLATED and in_language(path, BASE_LANGUAGE).is_file()


def is_stale(words: Path) -> bool:
    """Whether a translation tells an older version than the one that is written."""
    return version_in(words)[0] < version_in(in_language(words, BASE_LANGUAGE))[0]


def version_in(path: Path) -> tuple[int, int]:
    """The version of a file and its line, read without reading the rest; no version is the highest, so that
    such a file is looked at and not passed over as old.
    """
    for line, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        found = _VERSION.match(text)
        if found:
            return int(found[1]), line
    return sys.maxsize, 1


def held_against_written(words: Path) -> Document:
    """A translation that has the shape of what is written.

    Raises:
        FaultyContent: with every place where it differs.
    """
    document, written = read_document(words), read_document(in_language(words, BASE_LANGUAGE))
    faults = [
        Fault(file=str(words), line=document.line_of(where), what=what, mend=mend)
        for where, what, mend in differences(written.values, document.values)
    ]
    if faults:
        raise FaultyContent(faults)
    return document
