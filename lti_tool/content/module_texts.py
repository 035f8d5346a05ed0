"""The texts beside a module's file: Markdown in, clean HTML out, with the line of every fault."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from lti_tool.content import module_files as files
from lti_tool.content.module_words import (
    CHARTER_WORDS,
    GUIDE_WORDS,
    SHEET_WORDS,
    STEP_WORDS,
    guide_faults,
    page_faults,
)
from lti_tool.content.sanitise import blocks_of, foreign_in, html_of
from lti_tool.content.typography import bound, french
from lti_tool.content.yaml_lines import Fault

MODULE, SHEET, GUIDE = "module.yaml", "sheet.md", "guide.md"
DRAWING = ".svg"


class Text(NamedTuple):
    """One text: its Markdown and the clean HTML that it becomes."""

    markdown: str
    html: str


def texts_of(
    module: files.ModuleFile, folder: Path, language: str
) -> tuple[Mapping[str, Text], Sequence[Fault]]:
    """Every text of the folder by its name without ``.md``, and what is wrong with them."""
    wanted = {f"{one.id}.md": STEP_WORDS for one in module.steps if one.kind == "see"}
    wanted |= {f"{one.id}.md": CHARTER_WORDS for one in module.steps if one.kind == "agree"}
    wanted |= {SHEET: SHEET_WORDS, GUIDE: GUIDE_WORDS}
    texts = dict[str, Text]()
    faults = [*_unasked(folder, {*wanted, MODULE})]
    for name, limit in wanted.items():
        path = folder / name
        try:
            markdown = _read(path, language)
        except (OSError, UnicodeDecodeError) as error:
            faults.append(_unread(path, error))
            continue
        is_plain = name != GUIDE and module.part != "trainers"
        faults += _faults(path, markdown, limit, language, is_plain=is_plain)
        texts[path.stem] = Text(markdown=markdown, html=html_of(markdown))
    return texts, faults


def _read(path: Path, language: str) -> str:
    text = bound(path.read_text(encoding="utf-8-sig"))
    return str(french(text) if language == "fr" else text)


def _faults(path: Path, markdown: str, limit: int, language: str, *, is_plain: bool) -> Iterator[Fault]:
    blocks, is_guide = blocks_of(markdown), path.name == GUIDE
    found = [*foreign_in(markdown, may_link=is_guide)]
    found += page_faults(blocks, limit, language, is_plain=is_plain)
    if is_guide and language == "fr":
        found += guide_faults(blocks)
    for line, what, mend in sorted(found, key=lambda one: one[0]):
        yield Fault(file=str(path), line=line, what=what, mend=mend)


def _unasked(folder: Path, wanted: set[str]) -> Iterator[Fault]:
    for path in sorted(folder.iterdir()):
        if path.name not in wanted:
            mend = "name it after a step of kind see or agree, or remove it"
            if path.suffix.lower() == DRAWING:
                mend = f"drawings lie in modules/pictures: move it to modules/pictures/{path.name}"
            yield Fault(file=str(path), line=1, what="no step asks for this file", mend=mend)


def _unread(path: Path, error: OSError | UnicodeDecodeError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault(file=str(path), line=1, what="this text is missing", mend="write it")
    if isinstance(error, UnicodeDecodeError):
        return Fault(file=str(path), line=1, what="the file is not UTF-8 text", mend="save it as UTF-8")
    return Fault(file=str(path), line=1, what="this text cannot be read", mend="make it a file of its own")
