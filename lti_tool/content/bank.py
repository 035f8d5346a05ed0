"""The bank of an installation: the project's own items, and those of the centre's own folders."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lti_tool.content.calibration import CALIBRATION, load_calibration
from lti_tool.content.items import load_item
from lti_tool.content.once import Once
from lti_tool.content.own_folders import misplaced
from lti_tool.content.telling import is_translation
from lti_tool.content.translations import Translations
from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document
from lti_tool.domain.bank import Bank
from lti_tool.domain.calibration import Calibrated
from lti_tool.domain.item import Item
from lti_tool.domain.language import BASE_LANGUAGE, LANGUAGES

ITEM_FILES = "*/*/*.yaml"
"""Below the folder ``bank``: language, competence, item."""

OUTCOMES = Path("framework") / "learning_outcomes.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFolder:
    """The items of one content folder, by id."""

    root: Path
    items: Mapping[str, Item]

    def file_of(self, item: Item) -> Path:
        """Where an item of this folder lies."""
        return self.root / "bank" / item.language / item.competence / f"{item.id}.yaml"


def load_bank(root: Path, own: Sequence[Path] = (), once: Once | None = None) -> Bank:
    """What attempts draw from: every French item of the project and of the centre's ``own`` folders, each
    with its translations.

    Raises:
        FaultyContent: see ``load_items``.
    """
    once = once or Once()
    folders = load_folders(root, own, once)
    items = [item for item in _merged(folders) if item.language == BASE_LANGUAGE]
    files = {item.id: folder.file_of(item) for folder in folders for item in folder.items.values()}
    translations = once.read(("translations", root), lambda: Translations(root, {}, load_outcomes(root)))
    return Bank(items, version_of([root, *own]), translations.of(files))


def load_items(root: Path, own: Sequence[Path] = ()) -> list[Item]:
    """Every item of the bank in the language it was written in, in the order of their ids, as hard as answers
    have shown. A translation is no item.

    Raises:
        FaultyContent: with every fault of every file, and items that share an id.
    """
    return _merged(load_folders(root, own))


def _merged(folders: Sequence[ItemFolder]) -> list[Item]:
    items: dict[str, Item] = {}
    for folder in folders:
        items.update(folder.items)
    calibrated = load_calibration([folder.root for folder in folders])
    return [_as_hard_as_shown(items[item_id], calibrated.get(item_id)) for item_id in sorted(items)]


def load_folders(root: Path, own: Sequence[Path] = (), once: Once | None = None) -> list[ItemFolder]:
    """The project's folder and then the centre's ``own`` ones, each with its items.

    Raises:
        FaultyContent: see ``load_items``.
    """
    once, outcomes = once or Once(), load_outcomes(root)
    folders, faults = [], list[Fault]()
    for place in (root, *own):
        try:
            folders.append(once.read(("items", place), partial(_load_folder, place, outcomes)))
        except FaultyContent as error:
            faults.extend(error.faults)
    if faults:
        raise FaultyContent(faults)
    own_roots = [folder.root for folder in folders[1:]]
    faults = [fault for place in own_roots for fault in (*misplaced(place), *_odd_languages(place))]
    taken = dict(folders[0].items)
    for folder in folders[1:]:
        faults += _meetings(folder, taken)
        taken.update(folder.items)
    if faults:
        raise FaultyContent(faults)
    return folders


def version_of(roots: Iterable[Path]) -> str:
    """The name of this state of the bank: another one as soon as an item or its difficulty changes. A
    translation changes no result, and so it changes no name.
    """
    digest = hashlib.sha256()
    for root in roots:
        for path in (*_written(root), root / CALIBRATION):
            if path.is_file():
                digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _load_folder(root: Path, outcomes: Mapping[str, str]) -> ItemFolder:
    items: list[Item] = []
    faults: list[Fault] = []
    for path in _written(root):
        try:
            items.append(load_item(path, path.parent.parent.name, outcomes))
        except FaultyContent as error:
            faults.extend(error.faults)
    for item_id, count in Counter(item.id for item in items).items():
        if count > 1:
            faults.append(Fault(file=item_id, line=1, what=f"{count} items share this id", mend="rename one"))
    if faults:
        raise FaultyContent(faults)
    return ItemFolder(root=root, items={item.id: item for item in items})


def _written(root: Path) -> list[Path]:
    return [path for path in sorted((root / "bank").glob(ITEM_FILES)) if not is_translation(path)]


def _odd_languages(root: Path) -> Iterator[Fault]:
    for folder in sorted({path.parent.parent for path in (root / "bank").glob(ITEM_FILES)}):
        if folder.name not in LANGUAGES:
            mend = f"use one of {', '.join(LANGUAGES)}"
            yield Fault(file=str(folder), line=1, what=f"“{folder.name}” is no language of ours", mend=mend)


def _meetings(folder: ItemFolder, taken: Mapping[str, Item]) -> Iterator[Fault]:
    """What is wrong where an item of a centre has the id of another one, or says so and has not."""
    for item in folder.items.values():
        path = folder.file_of(item)
        document = read_document(path)
        is_meant = document.values.get("replaces", False) is True
        key, what, mend = _meeting(item, taken.get(item.id), is_meant=is_meant)
        if what:
            yield Fault(file=str(path), line=document.line_of((key,)), what=what, mend=mend)


def _meeting(item: Item, other: Item | None, *, is_meant: bool) -> tuple[str, str, str]:
    """The key of the file, what is wrong and how to mend it; empty texts where all is well."""
    if other is None and is_meant:
        return "replaces", f"there is no item “{item.id}” to replace", "remove “replaces” or mend the id"
    if other is None:
        return "", "", ""
    if not is_meant:
        return "id", f"the bank has another item “{item.id}”", "take another id, or write replaces: true"
    if (other.competence, other.language) != (item.competence, item.language):
        return "id", f"the item that it replaces belongs to {other.competence}", "replace one of its own kind"
    if item.version <= other.version:
        mend = f"write version: {other.version + 1}, so that their answers are told apart"
        return "version", f"the item that it replaces has version {other.version}", mend
    return "", "", ""


def _as_hard_as_shown(item: Item, shown: Calibrated | None) -> Item:
    """The item with its calibrated difficulty, as long as it still is the version that was answered."""
    if shown is None or shown.item_version != item.version:
        return item
    variants = tuple(replace(one, difficulty=shown.difficulty) for one in item.variants)
    return replace(item, difficulty=shown.difficulty, variants=variants)


def load_outcomes(root: Path) -> dict[str, str]:
    """The competence of every learning outcome that the framework knows, by its id."""
    with (root / OUTCOMES).open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row["competence"] for row in csv.DictReader(lines)}
