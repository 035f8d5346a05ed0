"""Translations of the bank: an item once more, in ``bank/<language>/<competence>/<id>.yaml``.

A translation has everything that its item has; ids, right answers, pictures and figures are the same, only
what a person reads differs. It counts while it names the item's version: an item that was changed since is
given as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lti_tool.content.items import item_of
from lti_tool.content.telling import TRANSLATED, held_against_written, in_language, is_stale, version_in
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.item import Item
from lti_tool.domain.language import BASE_LANGUAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How far a folder is translated into one language. ``stale`` names what was translated from an older
    version.
    """

    language: str
    translated: int
    total: int
    stale: tuple[Fault, ...]


def coverages(root: Path) -> list[Coverage]:
    """How far a folder's items are translated, language by language; none where nothing is."""
    items = _written(root)
    found = []
    for language in TRANSLATED:
        there = [(item, words) for item, words in _pairs(items, language) if words.is_file()]
        stale = tuple(_stale(item, words) for item, words in there if is_stale(words))
        if there:
            current = len(there) - len(stale)
            found.append(Coverage(language=language, translated=current, total=len(items), stale=stale))
    return found


def translation_faults(root: Path, outcomes: Mapping[str, str]) -> list[Fault]:
    """What is wrong with the translations of a folder; neither a stale nor a missing one is wrong."""
    items, faults = _written(root), list[Fault]()
    for words in (in_language(item, language) for language in TRANSLATED for item in items):
        if not words.is_file() or is_stale(words):
            continue
        try:
            load_translation(words, outcomes)
        except FaultyContent as error:
            faults += error.faults
    return faults


def load_translation(path: Path, outcomes: Mapping[str, str]) -> Item:
    """Read one translation beside its item.

    Raises:
        FaultyContent: with every fault of the file.
    """
    document = held_against_written(path)
    return item_of(document, path.parents[1].name, outcomes)


class Translations:
    """The translations of a bank, each read when somebody meets it first.

    A language is spoken where every item of the project has its translation, so that nobody meets two
    languages by turns. An item of a centre is told in it where the centre has translated it, too.
    """

    def __init__(self, project: Path, files: Mapping[str, Path], outcomes: Mapping[str, str]) -> None:
        """``files`` are those of the items, by id; ``outcomes`` as for ``load_item``."""
        self._project = project
        self._files = files
        self._outcomes = outcomes
        self._speaks = cache(self._is_complete)
        self._read = cache(self._words)

    def of(self, files: Mapping[str, Path]) -> Translations:
        """The translations of another bank of the same project; what one of them read, all know."""
        others = copy(self)
        others._files = files
        return others

    def __call__(self, item: Item, language: str) -> Item | None:
        """An item in the words of a language; ``None`` where there are none, or their file has a fault."""
        path = self._files.get(item.id)
        if path is None or language not in TRANSLATED or not self._speaks(language):
            return None
        words = self._read(in_language(path, language))
        return words if words is not None and words.version == item.version else None

    def _is_complete(self, language: str) -> bool:
        items = _written(self._project)
        return bool(items) and all(
            words.is_file() and not is_stale(words) for item, words in _pairs(items, language)
        )

    def _words(self, path: Path) -> Item | None:
        try:
            return load_translation(path, self._outcomes) if path.is_file() else None
        except FaultyContent:
            return None


def _written(root: Path) -> list[Path]:
    return sorted((root / "bank" / BASE_LANGUAGE).glob("*/*.yaml"))


def _pairs(items: list[Path], language: str) -> Iterator[tuple[Path, Path]]:
    return ((item, in_language(item, language)) for item in items)


def _stale(item: Path, words: Path) -> Fault:
    (known, line), (wanted, _line) = version_in(words), version_in(item)
    return Fault(
        file=str(words),
        line=line,
        what=f"the item has version {wanted}, and this translates version {known}",
        mend=f"translate what changed and write version: {wanted}",
    )
