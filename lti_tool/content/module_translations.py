"""Translations of modules: a module's folder once more, in ``modules/<language>/<id>/``.

It has every file of its module; ids, right answers, pictures and minutes are the same, only what a person
reads differs. It counts while it names the module's version. Each module is told by itself: one that has no
translation is given as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from lti_tool.content.drawings import drawings_in
from lti_tool.content.glossary import load_glossary
from lti_tool.content.module_texts import MODULE
from lti_tool.content.modules import load_module
from lti_tool.content.telling import TRANSLATED, held_against_written, in_language, is_stale, is_translation
from lti_tool.content.yaml_lines import Fault, FaultyContent, read_document
from lti_tool.domain.glossary import Entry, with_hard_words
from lti_tool.domain.language import BASE_LANGUAGE
from lti_tool.domain.module import Module


class ModuleTranslations:
    """The translations of the modules of some content folders, each read when somebody meets it first."""

    def __init__(self, roots: Sequence[Path]) -> None:
        """``roots`` are the project's folder and then the centre's own ones."""
        self._files = {
            path.parent.name: path
            for root in roots
            for path in sorted(root.glob(f"modules/{BASE_LANGUAGE}/*/{MODULE}"))
        }
        self._drawings: Mapping[str, Path] = {
            name: path for root in roots for name, path in drawings_in(root).items()
        }
        self._roots = tuple(roots)
        self._read, self._glossary = cache(self._words), cache(self._glossary_of)

    def __call__(self, module: Module, language: str) -> Module | None:
        """A module in the words of a language; ``None`` where there are none, or a file has a fault."""
        path = self._files.get(module.id)
        if path is None or language not in TRANSLATED:
            return None
        words = self._read(in_language(path, language))
        return words if words is not None and words.version == module.version else None

    def _words(self, path: Path) -> Module | None:
        try:
            module = load_module_translation(path, self._drawings) if path.is_file() else None
        except FaultyContent:
            return None
        return with_hard_words(module, self._glossary(module.language)) if module is not None else None

    def _glossary_of(self, language: str) -> tuple[Entry, ...]:
        try:
            return load_glossary(self._roots, language)
        except FaultyContent:
            return ()


def load_module_translation(path: Path, drawings: Mapping[str, Path]) -> Module:
    """Read one translation beside its module.

    Raises:
        FaultyContent: with every fault of its files.
    """
    held_against_written(path)
    return load_module(path, drawings)


def module_translation_faults(root: Path, drawings: Mapping[str, Path]) -> list[Fault]:
    """What is wrong with the translations of a folder. One of an older version is not."""
    faults = list[Fault]()
    for path in _translations(root):
        try:
            if not is_stale(path):
                load_module_translation(path, drawings)
        except FaultyContent as error:
            faults += error.faults
    return faults


def translated_steps(root: Path) -> dict[str, dict[str, int]]:
    """How many steps of each module are told in which other language, by id and language."""
    counted: dict[str, dict[str, int]] = {}
    for path in _translations(root):
        if not is_stale(path):
            steps = len(read_document(path).values["steps"])
            counted.setdefault(path.parent.name, {})[path.parent.parent.name] = steps
    return counted


def _translations(root: Path) -> list[Path]:
    return [path for path in sorted(root.glob(f"modules/*/*/{MODULE}")) if is_translation(path)]
