"""What a preview reads: the modules of one folder as they are this very moment, with their faults."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lti_tool.content.drawings import drawings_in
from lti_tool.content.glossary import load_glossary
from lti_tool.content.modules import MODULE_FILES, Modules, load_module, load_modules, read_folder
from lti_tool.content.own_folders import misplaced
from lti_tool.content.yaml_lines import Fault, FaultyContent
from lti_tool.domain.errors import NotFound
from lti_tool.domain.glossary import with_hard_words
from lti_tool.domain.module import Module

__all__ = ["DraftFolder", "Drafts", "Fault", "FaultyContent", "Modules", "drafts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """The modules of a folder that can be shown, by language and id, and every fault of its files."""

    modules: Mapping[tuple[str, str], Module]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFolder:
    """One folder of an author. ``given`` are the modules and ``drawings`` the pictures of the project, which
    the folder adds to; both are empty where the folder is the project's own. ``roots`` hold the glossaries,
    the folder's own last.
    """

    path: Path
    given: Modules
    drawings: Mapping[str, Path]
    roots: tuple[Path, ...]

    def read(self) -> Drafts:
        """Everything in the folder."""
        found: Modules = dict(self.given)
        faults = read_folder(self.path, found, dict(self.drawings))
        if self.given:
            faults += misplaced(self.path)
        here = {(path.parent.parent.name, path.parent.name) for path in self.path.glob(MODULE_FILES)}
        modules = {
            key: module
            for key, module in sorted(found.items())
            if key in here and not self._is_given(key, module)
        }
        return Drafts(modules=modules, faults=tuple(faults))

    def module(self, language: str, module_id: str) -> Module:
        """One module, with its hard words explained as learners find them.

        Raises:
            NotFound: the folder has no such module.
            FaultyContent: with every fault of its files, or of the glossary.
        """
        path = next(
            (
                path
                for path in self.path.glob(MODULE_FILES)
                if (path.parent.parent.name, path.parent.name) == (language, module_id)
            ),
            None,
        )
        if path is None:
            raise NotFound(reason="no-such-module")
        module = load_module(path, {**self.drawings, **drawings_in(self.path)})
        return with_hard_words(module, load_glossary(self.roots, language))

    def drawing(self, name: str) -> bytes:
        """One drawing.

        Raises:
            NotFound: neither the folder nor the project has it.
        """
        path = {**self.drawings, **drawings_in(self.path)}.get(name)
        if path is None:
            raise NotFound(reason="no-such-drawing")
        return path.read_bytes()

    def state(self) -> str:
        """A word that changes as soon as a file does."""
        digest = hashlib.sha256()
        for path in sorted(self.path.rglob("*")):
            if path.is_file():
                found = path.stat()
                digest.update(f"{path} {found.st_mtime_ns} {found.st_size}\n".encode())
        return digest.hexdigest()

    def _is_given(self, key: tuple[str, str], module: Module) -> bool:
        """Whether this is the project's module, since that of the folder is faulty."""
        return self.given.get(key) is module


def drafts_of(folder: Path, project: Path, given: Modules | None) -> DraftFolder:
    """The folder of an author beside the ``project``'s own content; ``given`` are the modules of that where
    they were read already.

    Raises:
        FaultyContent: a module of the project is wrong, unless the folder is the project's own.
    """
    if folder.resolve() == project.resolve():
        return DraftFolder(path=folder, given={}, drawings={}, roots=(folder,))
    if given is None:
        given = {(module.language, module.id): module for module in load_modules(project)}
    return DraftFolder(path=folder, given=given, drawings=drawings_in(project), roots=(project, folder))
