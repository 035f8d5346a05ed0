"""The glossary: ``glossary/<language>.yaml`` of the project and of a centre's own folders."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, ValidationError

from lti_tool.content.drawings import FOLDER as PICTURES
from lti_tool.content.drawings import drawings_in
from lti_tool.content.screens import Slug, Strict
from lti_tool.content.typography import french
from lti_tool.content.wording import WORD
from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.glossary import Entry
from lti_tool.domain.module import HardWord

FOLDER = "glossary"
MEANING_WORDS = 15
Form = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Meaning = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class WordFile(Strict):
    """One hard word: how it is called, the forms in which texts hold it, what it means."""

    id: Slug
    word: Form
    forms: Annotated[list[Form], Field(min_length=1, max_length=8)]
    meaning: Meaning
    drawing: Slug | None = None
    icon: Slug | None = None


class GlossaryFile(Strict):
    """The words of one language."""

    words: list[WordFile]


def load_glossary(roots: Sequence[Path], language: str) -> tuple[Entry, ...]:
    """The words of one language; a later folder takes an earlier one's place where it has the same word, and
    a folder without a glossary adds none.

    Raises:
        FaultyContent: with every fault of the first file that has any.
    """
    found: dict[str, Entry] = {}
    drawings = {name for root in roots for name in drawings_in(root)}
    for root in roots:
        path = root / FOLDER / f"{language}.yaml"
        if path.is_file():
            found |= {entry.id: entry for entry in _entries(path, drawings)}
    return tuple(found.values())


def _entries(path: Path, drawings: Collection[str]) -> list[Entry]:
    document = read_document(path)
    try:
        values = french(document.values) if path.stem == "fr" else document.values
        words = GlossaryFile.model_validate(values).words
    except ValidationError as error:
        raise unlike_schema(document, error, "see the words beside it") from error
    faults = [
        Fault(file=str(path), line=document.line_of(("words", place, key)), what=what, mend=mend)
        for place, word in enumerate(words)
        for key, what, mend in _faults(word, drawings)
    ]
    if faults:
        raise FaultyContent(faults)
    return [
        Entry(
            id=word.id,
            forms=tuple(word.forms),
            hard_word=HardWord(
                word=word.word, meaning=word.meaning, drawing=word.drawing or "", icon=word.icon or ""
            ),
        )
        for word in words
    ]


def _faults(word: WordFile, drawings: Collection[str]) -> Iterator[tuple[str, str, str]]:
    if len(WORD.findall(word.meaning)) > MEANING_WORDS:
        yield "meaning", f"more than {MEANING_WORDS} words", "say it shorter"
    if word.drawing is not None and word.drawing not in drawings:
        yield "drawing", f"there is no drawing “{word.drawing}”", f"draw {PICTURES}/{word.drawing}.svg"
