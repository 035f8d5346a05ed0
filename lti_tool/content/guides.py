"""The guides: Markdown that is read in the repository as it is, and served by the tool as pages.

``config/guides/<language>/<slug>.md`` is a guide, ``README.md`` the list of them. Documents for authors that
lie elsewhere below ``config/`` are served beside them. A link between files is relative, as a code host
follows it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from lti_tool.content.sanitise import page_of
from lti_tool.content.typography import bound, french
from lti_tool.domain.guide import Guide

LIST = "README"
FOLDER = "guides"
ADDRESS = "/guides/"
FIRST_LANGUAGE = "fr"
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "first-module": ("modules/PREMIER-MODULE.md", "fr"),
    "modules": ("modules/README.md", "en"),
    "bank": ("bank/README.md", "en"),
    "framework": ("framework/README.md", "en"),
}
"""Further documents by slug: the file below ``config/`` and its one language."""
_PICTURES = "../static/"


class Guides:
    """All guides below the folder ``config``. Each is read when it is first asked for, and kept.

    A link to a file that is not served loses its address; a test looks for such.
    """

    def __init__(self, config: Path) -> None:
        self._config = config
        self._read: dict[str, Guide] = {}
        self._files: dict[str, dict[str, str]] = {}
        for path, slug, language in _files(config):
            self._files.setdefault(slug, {})[language] = path

    def __iter__(self) -> Iterator[Guide]:
        return (self._guide(slug, code) for slug, known in self._files.items() for code in known)

    def find(self, slug: str, language: str) -> Guide | None:
        """A guide in this language, otherwise in English for who does not read French, otherwise as there is;
        ``None`` when there is no such guide.
        """
        known = self._files.get(slug, {})
        wanted = (language, *(() if language == FIRST_LANGUAGE else ("en",)), *known)
        found = next((code for code in wanted if code in known), None)
        return None if found is None else self._guide(slug, found)

    def _guide(self, slug: str, language: str) -> Guide:
        path = self._files[slug][language]
        if path not in self._read:
            address_of: Callable[[str], str] = partial(served_at, self._config, path)
            text = (self._config / path).read_text(encoding="utf-8")
            page = page_of(text, address_of, _typeset(language))
            self._read[path] = Guide(slug=slug, language=language, path=path, page=page)
        return self._read[path]


def _typeset(language: str) -> Callable[[str], str]:
    """What keeps a figure and its unit on one line, and in French « » and what they hold."""
    return (lambda text: str(bound(french(text)))) if language == "fr" else (lambda text: str(bound(text)))


def _files(config: Path) -> Iterator[tuple[str, str, str]]:
    """The path below ``config``, the slug and the language of each file, French first."""
    folders = sorted((config / FOLDER).iterdir(), key=lambda folder: folder.name != FIRST_LANGUAGE)
    for folder in folders:
        for path in sorted(folder.glob("*.md")):
            slug = "" if path.stem == LIST else path.stem
            yield f"{FOLDER}/{folder.name}/{path.name}", slug, folder.name
    for slug, (path_below, language) in DOCUMENTS.items():
        yield path_below, slug, language


def served_at(config: Path, path: str, link: str) -> str:
    """Where a relative link of the file ``path`` leads in the tool; empty when it leads to nothing served."""
    target, hash_sign, name = link.partition("#")
    if not target:
        return link
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if found.startswith(_PICTURES):
        return f"/static/{found.removeprefix(_PICTURES)}"
    slugs = {file: slug for slug, (file, _language) in DOCUMENTS.items()}
    folder, _, file_name = found.rpartition("/")
    if folder.startswith(f"{FOLDER}/") and file_name.endswith(".md") and (config / found).is_file():
        stem = file_name.removesuffix(".md")
        slugs[found] = "" if stem == LIST else stem
    return f"{ADDRESS}{slugs[found]}{hash_sign}{name}" if found in slugs else ""
