"""One style sheet per page, made of several files, under a name that changes with its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

BUNDLES: Mapping[str, tuple[str, ...]] = {
    "learner.css": ("css/tokens.css", "css/base.css", "css/learner.css"),
    "welcome.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/welcome.css"),
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
    """The files of the static folder one after the other, in the given order.

    Raises:
        OSError: a file is missing; a bundle without it would be a broken page.
    """
    return b"\n".join((folder / name).read_bytes() for name in names)


def content_hash(content: bytes) -> str:
    """Ten characters that change whenever the content does."""
    return hashlib.sha256(content).hexdigest()[:10]


def hashed_name(name: str, content: bytes) -> str:
    """``learner.css`` with its content's hash: ``learner.3f2a91c0de.css``, to be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{content_hash(content)}{dot}{suffix}"
