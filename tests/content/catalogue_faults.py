"""What can be wrong with a catalogue, and how a template hides French from translators."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from jinja2 import Environment

from lti_tool.catalogues import is_translated

NAMED_VALUE = re.compile(r"%(?!%)(?:\(\w+\))?[a-zA-Z]?")
MARK = re.compile(r"<[^>]*>|&\w+;")
SAME_IN_ALL = re.compile(r"\b(?:Passerelle|DigComp|Moodle|LTI)\b|https://\S+|&\w+;")
NOT_SPOKEN = re.compile(r"{% block (?:page_name|width) %}[\w -]*{% endblock %}|<code>[^<{]*</code>")
SPOKEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|alt|placeholder|label)=\"([^\"]*)\"")
LETTER = re.compile(r"[^\W\d_]")
FRENCH = re.compile(r"[À-ÿœŒ«»’\u00a0]|^[A-Z][a-z]+(?: |$)|^\w+ \w+ \w+")
EXPRESSION = "\x00"
TRANSLATORS = frozenset({"_", "ngettext", "gettext", "counted", "later"})


def faults_of(catalogue: Catalog, template: Catalog) -> Iterator[tuple[str, str]]:
    """Every fault as a kind and the sentence.

    "missing", "gone", "doubtful" (fuzzy), "kept" (obsolete), "empty", "values" (other named values),
    "marks" (other HTML).
    """
    wanted = {_key(message): message for message in template if message.id}
    found = {_key(message): message for message in catalogue if message.id}
    yield from (("missing", key) for key in wanted.keys() - found.keys())
    yield from (("gone", key) for key in found.keys() - wanted.keys())
    yield from (("kept", _key(message)) for message in catalogue.obsolete.values())
    for key, message in found.items():
        yield from ((kind, key) for kind in _faults_of_one(message))


def _faults_of_one(message: Message) -> Iterator[str]:
    if message.fuzzy:
        yield "doubtful"
    if not is_translated(message):
        yield "empty"
        return
    for original, translated in _pairs(message):
        if _counted(NAMED_VALUE, original) != _counted(NAMED_VALUE, translated):
            yield "values"
        if _counted(MARK, original) != _counted(MARK, translated):
            yield "marks"


def _pairs(message: Message) -> list[tuple[str, str]]:
    if isinstance(message.id, str):
        return [(message.id, message.string)]
    return list(zip(message.id, message.string, strict=True))


def _counted(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else " | ".join(message.id)


def words_outside(source: str) -> list[str]:
    """The texts of a template that no translator sees: between tags, in spoken attributes, in expressions."""
    pieces, faults = [], []
    called: list[str] = []
    for _line, kind, value in Environment(autoescape=True).lex(NOT_SPOKEN.sub("", source)):
        if kind == "data":
            pieces.append(value)
        elif kind in ("variable_begin", "block_begin"):
            pieces.append(EXPRESSION)
            called.clear()
        elif kind == "string" and called[-2:] not in [[name, "("] for name in TRANSLATORS]:
            faults += [value[1:-1]] if FRENCH.search(value[1:-1]) and "ngettext" not in called else []
        if kind in ("name", "operator"):
            called.append(value)
    text = "".join(pieces)
    texts = [*SPOKEN_ATTRIBUTE.findall(text), *re.split(r"<[^>]*>", text)]
    return faults + [one.strip() for one in texts if LETTER.search(_without_names(one))]


def _without_names(text: str) -> str:
    """The text without attributes that a macro writes, and without what reads the same in every language."""
    return SAME_IN_ALL.sub("", re.sub(r"[\w-]+=\"[^\"]*\"", "", text))


def french_outside(path: Path) -> list[str]:
    """The literals of a Python file with a French letter or sign that are not inside ``_("…")``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(part)
        for node in ast.walk(tree)
        if _is_translated_call(node) or _is_docstring(node)
        for part in ast.walk(node)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in inside
        and re.search(r"[À-ÖØ-öø-ÿœŒ«»]", node.value)
    ]


def _is_translated_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATORS


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
