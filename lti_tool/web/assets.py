"""Style sheets and scripts made of several files: one request each, under a name that follows the content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

BUNDLES: Mapping[str, tuple[str, ...]] = {
    "visit.js": ("js/session.js", "js/listening.js"),
    "answering.js": ("js/session.js", "js/listening.js", "js/question.js"),
    "voice.js": ("js/read_aloud.js",),
    "learner.css": ("css/tokens.css", "css/base.css", "css/learner.css"),
    "welcome.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/welcome.css"),
    "chosen.css": ("css/chosen.css",),
    "comfort.css": ("css/tokens.css", "css/base.css", "css/learner.css", "css/chosen.css", "css/comfort.css"),
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
    "second.css": ("css/second.css",),
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

_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_QUOTED = re.compile(r"""("[^"]*")""")
_AROUND = re.compile(r"\s*([{};,>])\s*|(?<=[\w-]:)\s+")
_HARD = re.compile(r"[/`'\\]")
_AROUND_SIGNS = re.compile(r" *([{}()=;,<>?:&|!]) *")
_BLANKS = re.compile(r"\s+")


def bundle(folder: Path, names: Iterable[str]) -> bytes:
    """The files of the static folder one after the other, in the given order, without remarks and without the
    spaces that only their readers need: on a slow network each byte is waited for.

    Raises:
        OSError: a file is missing; a bundle without it would be a broken page.
    """
    return b"\n".join(_slim(folder / name) for name in names)


def _slim(path: Path) -> bytes:
    text = path.read_text(encoding="utf-8")
    return (_slim_style(text) if path.suffix == ".css" else _slim_script(text)).encode("utf-8")


def _slim_script(text: str) -> str:
    """Without the lines that are remarks and without the spaces that only their readers need."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(_slim_line(line) for line in lines if line and not line.startswith("//"))


def _slim_line(line: str) -> str:
    """A line that may hold a pattern, a template or a remark stays as it is, and so does what is quoted."""
    if _HARD.search(line):
        return line
    parts = _QUOTED.split(line)
    parts[::2] = [_AROUND_SIGNS.sub(r"\1", part) for part in parts[::2]]
    return "".join(parts)


def _slim_style(text: str) -> str:
    """Without remarks, and with no more space than the words need; what stands in quotes stays as it is."""
    parts = _QUOTED.split(_REMARK.sub("", text))
    parts[::2] = [_BLANKS.sub(" ", _AROUND.sub(r"\1", part)) for part in parts[::2]]
    return "".join(parts).replace(";}", "}").strip()


def content_hash(content: bytes) -> str:
    """Ten characters that change whenever the content does."""
    return hashlib.sha256(content).hexdigest()[:10]


def hashed_name(name: str, content: bytes) -> str:
    """``learner.css`` with its content's hash: ``learner.3f2a91c0de.css``, to be cached for ever."""
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}.{content_hash(content)}{dot}{suffix}"
