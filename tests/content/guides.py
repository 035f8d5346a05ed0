"""What the tests of the guides read out of them, and out of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.pofile import read_po
from markdown_it import MarkdownIt

from lti_tool import paths
from lti_tool.content.guides import FOLDER
from lti_tool.domain.health import Health

LANGUAGES = ("fr", "en")
FILES = sorted((paths.CONFIG / FOLDER).rglob("*.md"))
HEALTH = Health(
    at=datetime(2026, 11, 20, tzinfo=UTC), deliveries={"due": 1}, parked={"locked": 1}, overdue={}
)
_QUOTED = {"fr": re.compile(r"«[ \u00a0]([^»]+?)[ \u00a0]»"), "en": re.compile(r"‘([^’]+(?:’[a-z][^’]*)*)’")}


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def code_of(text: str) -> Iterator[str]:
    """The blocks and the pieces of code of a text."""
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in ("fence", "code_block"):
            yield token.content
        for child in token.children or ():
            if child.type == "code_inline":
                yield child.content


def headings_of(text: str) -> list[tuple[int, str]]:
    """Size and words of each heading."""
    tokens = MarkdownIt("commonmark").parse(text)
    return [
        (int(token.tag[1:]), tokens[number + 1].content)
        for number, token in enumerate(tokens)
        if token.type == "heading_open"
    ]


def quoted_in(text: str, language: str) -> set[str]:
    """The words that stand between quotation marks: they are those of a page."""
    return {_plain(found) for found in _QUOTED[language].findall(text)}


def words_of_pages(language: str) -> str:
    """Every sentence that the pages say in a language, as one text."""
    if language == "fr":
        sources = [*paths.TEMPLATES.rglob("*.html"), *(paths.LOCALE.parent / "web").glob("*.py")]
        sources += [*paths.CONFIG.glob("activities/*.yaml")]
        said = [_joined(path) for path in sources]
        return _plain("\n".join(said))
    with (paths.LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        found = [message.string for message in read_po(file)]
    return _plain("\n".join(text for one in found for text in (one if isinstance(one, tuple) else (one,))))


def words_of_commands() -> str:
    """What commands say on a terminal, and what the tests of the doctor expect of it."""
    package = paths.LOCALE.parent
    sources = [*package.glob("*.py"), *(package / "services").glob("*.py"), *package.glob("store/open*.py")]
    sources += [package / "lti" / "sealing.py", paths.CONFIG.parent / "tests" / "cli" / "doctor_plants.py"]
    return _plain("\n".join(map(_joined, sources)))


def said_by_commands(text: str) -> set[str]:
    """The pieces of the sentences in italics: they are those of a command, with … for what differs."""
    sentences = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", text)
    pieces = (piece.strip(" .") for one in sentences for piece in re.split(r"…|[:(]|\d+%?", one))
    return {_plain(piece) for piece in pieces if len(piece.split()) > 1}


def names_of_checks() -> set[str]:
    """The names of the doctor's lines, as its code gives them."""
    found: set[str] = set()
    for path in (paths.LOCALE.parent / "services").glob("doctor*.py"):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.Call):
                found |= set(_name_in(node))
    return found


def _name_in(call: ast.Call) -> Iterator[str]:
    """The name of the line that a call makes: a keyword, or the place where our makers of lines have it."""
    place = {"_ok": 0, "_warn": 0, "_fault": 0, "make": 0, "_line": 1, "_refused": 1, "_unreached": 0}
    maker = call.func.id if isinstance(call.func, ast.Name) else ""
    named = [word.value for word in call.keywords if word.arg == "name" and maker == "Finding"]
    at = place.get(maker)
    named += [call.args[at]] if at is not None and len(call.args) > at else []
    yield from (str(one.value) for one in named if isinstance(one, ast.Constant))


def _joined(path: Path) -> str:
    """The text of a file; of Python, its texts alone, with pieces in a row put together."""
    text = text_of(path)
    if path.suffix != ".py":
        return text
    constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
    return "\n".join(value for value in constants if isinstance(value, str))


def _plain(text: str) -> str:
    """The same with one kind of apostrophe and of space."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("\u00a0", " "))
