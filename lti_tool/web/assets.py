"""Style sheets and scripts made of several files: one request each, under a name that follows the content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

BUNDLES: Mapping[str, tuple[str, ...]] = {
    "visit.js": ("js/session.js", "js/read_aloud.js"),
    "answering.js": ("js/session.js", "js/read_aloud.js", "js/question.js"),
    "learner.css": ("css/tokens.css", "css/base.css", "css/learner.css"),
    "welcome.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/welcome.css"),
    "comfort.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/comfort.css"),
    "module.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/module.css"),
    "path.css": ("css/tokens.css", "css/base.css", "css/path.css"),
    "result.css": ("css/tokens.css", "css/base.css", "css/result.css"),
    "picker.css": ("css/tokens.css", "css/base.css", "css/picker.css"),
    "cohort.css": ("css/tokens.css", "css/base.css", "css/cohort.css"),
    "ledger.css": ("css/tokens.css", "css/base.css", "css/cohort.css", "css/ledger.css"),
    "actions.css": ("css/tokens.css", "css/base.css", "css/cohort.css", "css/actions.css"),
    "slip.css": ("css/tokens.css", "css/base.css", "css/slip.css"),
    "leaflet.css": ("css/tokens.css", "css/base.css", "css/leaflet.css"),
    "documents.css": ("css/tokens.css", "css/base.css", "css/documents.css"),
    "sheet.css": ("css/tokens.css", "css/base.css", "css/sheet.css"),
    "desk.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/sheet.css", "css/desk.css"),
    "helping.css": ("css/tokens.css", "css/base.css", "css/helping.css"),
    "exports.css": ("css/tokens.css", "css/base.css", "css/exports.css"),
    "sitting.css": ("css/tokens.css", "css/base.css", "css/cohort.css", "css/sitting.css"),
    "paper.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/paper.css"),
    "manual.css": ("css/tokens.css", "css/base.css", "css/manual.css"),
    "guides.css": ("css/tokens.css", "css/base.css", "css/guides.css"),
    "admin.css": ("css/tokens.css", "css/base.css", "css/manual.css", "css/admin.css"),
}


def bundle(folder: Path, names: Iterable[str]) -> bytes:
    """The files of the static folder one after the other, in the given order. Scripts come without the lines
    that are remarks and without the spaces before a line: on a slow network each byte is waited for.

    Raises:
        OSError: a file is missing; a bundle without it would be a broken page.
    """
    return b"\n".join(_slim(folder / name) for name in names)


def _slim(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix != ".js":
        return content
    lines = (line.strip() for line in content.splitlines())
    return b"\n".join(line for line in lines if line and not line.startswith(b"//"))


def content_hash(content: bytes) -> str:
    """Ten characters that change whenever the content does."""
    return hashlib.sha256(content).hexdigest()[:10]


def hashed_name(name: str, content: bytes) -> str:
    """``learner.css`` with its content's hash: ``learner.3f2a91c0de.css``, to be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{content_hash(content)}{dot}{suffix}"
