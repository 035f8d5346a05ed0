"""A module to begin with: an example that works, put into a centre's folder."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lti_tool import paths
from lti_tool.content.drawings import FOLDER as DRAWINGS
from lti_tool.content.module_texts import DRAWING, MODULE
from lti_tool.content.own_folders import MODULES
from lti_tool.domain.errors import ContentFault
from lti_tool.domain.language import LANGUAGES

EXAMPLE = paths.CONFIG / "skeleton" / "module"
GIVEN_TITLE = "Régler un réveil"
LANGUAGE = "fr"
TITLE_CHARACTERS = 60
_PLACE = re.compile(r"\{\{(id|title|drawing)\}\}")
_ID = re.compile(r"[A-Z][A-Z0-9]{1,11}")


class NotWritten(ContentFault):
    """A module could not be put there; the text says why, as a sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(reason="module-not-written")
        self.why = why

    def __str__(self) -> str:
        return self.why


def write_module(folder: Path, module_id: str, title: str, taken: Collection[str]) -> tuple[Path, ...]:
    """Put the example into a centre's folder under another id and title; the files that were written.

    ``taken`` are the ids of the modules that are known elsewhere. Nothing that exists is touched.

    Raises:
        NotWritten: the id is no id or taken, the title is none, or the folder is none of a centre's.
    """
    _check_id(folder, module_id, taken)
    if not 1 <= len(title) <= TITLE_CHARACTERS or not title.isprintable():
        raise NotWritten(f"A title has 1 to {TITLE_CHARACTERS} letters, on one line.")
    _check_folder(folder)
    module, drawing = folder / MODULES / LANGUAGE / module_id, f"{module_id.lower()}-exemple"
    drawn = folder / DRAWINGS / f"{drawing}{DRAWING}"
    for place in (module, drawn):
        if place.exists() or place.is_symlink():
            raise NotWritten(f"{place} exists already: nothing was written.")
        if not place.parent.resolve().is_relative_to(folder.resolve()):
            raise NotWritten(f"{place.parent} leads out of {folder}: nothing was written.")
    filled = {"id": module_id, "title": json.dumps(title, ensure_ascii=False), "drawing": drawing}
    module.mkdir(parents=True)
    drawn.parent.mkdir(parents=True, exist_ok=True)
    return tuple(_written(module, drawn, filled))


def _check_id(folder: Path, module_id: str, taken: Collection[str]) -> None:
    if not _ID.fullmatch(module_id):
        rule = "a capital letter, then capital letters and figures, 2 to 12 in all, such as C01"
        raise NotWritten(f"“{module_id}” is no id: {rule}.")
    here = {path.name for path in (folder / MODULES).glob("*/*") if path.is_dir()}
    if module_id in {*taken, *here}:
        raise NotWritten(f"There is a module {module_id} already: take another id, C01 for example.")


def _check_folder(folder: Path) -> None:
    place = folder.resolve()
    if place.is_relative_to(paths.CONFIG.resolve()):
        raise NotWritten(f"{folder} belongs to the project: name a folder of your own, beside it.")
    is_language = place.name in LANGUAGES and place.parent.name == MODULES
    if (folder / MODULE).is_file() or place.name == MODULES or is_language:
        raise NotWritten(f"{folder} lies inside “modules”: name the folder around it.")
    if not folder.is_dir() and (folder.exists() or not folder.parent.is_dir()):
        raise NotWritten(f"{folder} is no folder, and {folder.parent} none to make it in.")


def _written(module: Path, drawn: Path, filled: dict[str, str]) -> Iterator[Path]:
    for path in sorted(EXAMPLE.iterdir()):
        text = _PLACE.sub(lambda found: filled[found[1]], path.read_text(encoding="utf-8"))
        target = drawn if path.suffix == DRAWING else module / path.name
        with target.open("x", encoding="utf-8") as written:
            written.write(text)
        yield target
