"""The levellings of the bank: ``bank/levels/<competence>.yaml``, who gave an item which level and why.

They are read by ``passerelle content check`` and ``content stats``, not when the tool starts: an item's own
file holds its level, and this is the proof of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from lti_tool.content.screens import Slug, Strict
from lti_tool.content.yaml_lines import Document, Fault, FaultyContent, read_document, unlike_schema
from lti_tool.domain.item import Item
from lti_tool.domain.levelling import FIRST, SECOND, THIRD, Levelling, agreed_level

Levellings = Mapping[str, tuple[Levelling, ...]]
FOLDER = Path("bank") / "levels"
GUIDE = "see “Levellings” in the guide"
WORDS_AT_LEAST = 3


class LevellingFile(Strict):
    """One reading of an item."""

    by: Literal["first", "second", "third"]
    level: Annotated[int, Field(ge=0, le=4, strict=True)]
    why: Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]


_FILE = TypeAdapter(dict[Slug, list[LevellingFile]])


@dataclass(frozen=True, slots=True)
class _File:
    """One file of levellings, read."""

    document: Document
    items: Mapping[str, tuple[Levelling, ...]]


def load_levellings(root: Path) -> Levellings:
    """Every levelling of a content folder by the item's id; empty where the folder has none.

    Raises:
        FaultyContent: a file cannot be read as the guide says.
    """
    return {item_id: found for file in _files(root) for item_id, found in file.items.items()}


def levelling_faults(root: Path, items: Sequence[Item], *, is_required: bool) -> list[Fault]:
    """What is wrong with the levellings of these items, which are those of the folder ``root``.

    ``is_required`` tells that every item needs its two levellings, as in the project's own bank; otherwise
    an item without any keeps the level that its file gives.
    """
    try:
        files = _files(root)
    except FaultyContent as error:
        return list(error.faults)
    known = {item.id: item for item in items}
    levelled = {item_id for file in files for item_id in file.items}
    faults = [fault for file in files for fault in _file_faults(file, known)]
    if is_required:
        missing = (item for item in items if item.id not in levelled)
        faults += [_fault_without_levelling(root, item) for item in missing]
    return faults


def _files(root: Path) -> list[_File]:
    return [_read(path) for path in sorted((root / FOLDER).glob("*.yaml"))]


def _read(path: Path) -> _File:
    document = read_document(path)
    try:
        checked = _FILE.validate_python({} if document.values is None else document.values)
    except ValidationError as error:
        raise unlike_schema(document, error, GUIDE) from error
    items = {
        item_id: tuple(Levelling(by=one.by, level=one.level, why=one.why) for one in readings)
        for item_id, readings in checked.items()
    }
    return _File(document, items)


def _file_faults(file: _File, known: Mapping[str, Item]) -> Iterator[Fault]:
    path = file.document.path
    for item_id, readings in file.items.items():
        line = file.document.line_of((item_id,))
        for what, mend in _reading_faults(item_id, readings, known.get(item_id), path.stem):
            yield Fault(file=str(path), line=line, what=f"{item_id}: {what}", mend=mend)


def _reading_faults(
    item_id: str, readings: Sequence[Levelling], item: Item | None, competence: str
) -> Iterator[tuple[str, str]]:
    if item is None:
        yield "the bank has no such item", "remove it, or spell it as the item's file"
        return
    if item.competence != competence:
        yield f"the item belongs to {item.competence}", f"move it to {item.competence}.yaml"
    yield from _word_faults(readings)
    names = [one.by for one in readings]
    if len(names) != len(set(names)):
        yield "somebody levels it twice", "keep one reading of each"
        return
    if not {FIRST, SECOND} <= set(names):
        yield "it needs a first and a second levelling", "add the one that is missing"
        return
    levels = {one.by: one.level for one in readings}
    is_disputed = levels[FIRST] != levels[SECOND]
    if is_disputed and THIRD not in levels:
        yield f"the levels {levels[FIRST]} and {levels[SECOND]} differ", "add a third levelling"
    elif THIRD in levels and not is_disputed:
        yield "the first two agree", "remove the third levelling"
    elif agreed_level(readings) != item.level:
        agreed = agreed_level(readings)
        yield (
            f"the item says level {item.level}, its levellings {agreed}",
            f"write level: {agreed} in the item",
        )


def _word_faults(readings: Sequence[Levelling]) -> Iterator[tuple[str, str]]:
    for one in readings:
        if len(one.why.split()) < WORDS_AT_LEAST:
            yield f"the {one.by} levelling gives no reason", "say in a sentence what makes the level"


def _fault_without_levelling(root: Path, item: Item) -> Fault:
    path = root / FOLDER / f"{item.competence}.yaml"
    return Fault(file=str(path), line=1, what=f"{item.id}: nobody gave it a level", mend=GUIDE)
