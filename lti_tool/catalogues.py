"""Translations as files: from ``messages.po``, which people edit, to ``messages.mo``, which programs read.

It imports Babel alone: a build makes the files before anything else is installed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent / "locale"
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The same catalogue gives the same bytes on every machine and every day."""


def catalogue_path(folder: Path, language: str) -> Path:
    """Where the catalogue of a language lies below the ``locale`` folder."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path) -> Catalog:
    """One catalogue, as people wrote it; its language is the name of its folder."""
    with path.open("rb") as lines:
        return read_po(lines, locale=path.parents[1].name, domain="messages")


def compile_stale(folder: Path = LOCALE) -> list[Path]:
    """Write the compiled file of every catalogue that is newer than it; which ones were written.

    A sentence without translation stays French, and so does one that is marked as doubtful ("fuzzy").
    """
    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime_ns <= source.stat().st_mtime_ns:
            _compile(source, target)
            written.append(target)
    return written


def is_translated(message: Message) -> bool:
    """Whether every form of a sentence has its translation."""
    forms = (message.string,) if isinstance(message.string, str) else message.string
    return bool(forms) and all(forms or ())


def _compile(source: Path, target: Path) -> None:
    """Write beside the target, then take its place: another process may be reading."""
    catalogue = read_catalogue(source)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    for message in list(catalogue):
        if message.id and not is_translated(message):
            catalogue.delete(message.id)
    with NamedTemporaryFile(dir=target.parent, prefix=".", suffix=".mo", delete=False) as unfinished:
        write_mo(unfinished, catalogue)
    Path(unfinished.name).chmod(0o644)
    Path(unfinished.name).replace(target)


if __name__ == "__main__":
    compile_stale()
