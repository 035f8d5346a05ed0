"""What no file of the project may do: run text, open objects from bytes, use a weak hash, write markup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, imports_of, name_of, python_files, tree_of

OPENERS = {"pickle", "marshal", "shelve", "dill", "jsonpickle"}
TEMPLATE_MAKERS = {"render_template_string", "from_string"}
WEAK = {"md5", "sha1", "MD5", "SHA1"}
RUNS_TEXT = re.compile(
    r"\beval\(|\bFunction\(|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|set(?:Timeout|Interval)\(['\"`]"
)
KEEPS = re.compile(r"\blocalStorage\b|\bindexedDB\b|document\.cookie|\bcaches\.")
PROTOTYPES = re.compile(r"__proto__|\.prototype\s*[.\[=]|\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b")


def names_in(tree: ast.AST) -> Iterator[str]:
    """Every name and attribute that a file uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def scripts_with(pattern: re.Pattern[str]) -> list[str]:
    """The scripts that have this in them, with what was found."""
    return [
        f"{name_of(path)}: {found[0]}"
        for path in sorted((ROOT / "static" / "js").glob("*.js"))
        if (found := pattern.search(path.read_text(encoding="utf-8")))
    ]


def using(names: set[str]) -> list[Path]:
    """The files of the program that use one of these names."""
    return [path for path in python_files("lti_tool") if names & set(names_in(tree_of(path)))]


def test_no_module_opens_objects_from_bytes() -> None:
    assert [] == [name_of(path) for path in python_files("lti_tool") if OPENERS & imports_of(path)]


def test_no_template_is_made_of_text() -> None:
    assert [] == using(TEMPLATE_MAKERS)


def test_no_weak_hash_is_named() -> None:
    assert [] == using(WEAK)


def test_names_are_found_when_a_file_uses_them() -> None:
    tree = ast.parse("import hashlib\nhashlib.md5(b'')\nenvironment.from_string(text)")

    assert {"md5", "from_string"} <= set(names_in(tree))


def test_no_script_runs_text_or_writes_markup() -> None:
    assert [] == scripts_with(RUNS_TEXT)


def test_no_script_keeps_anything_beyond_its_tab() -> None:
    assert [] == scripts_with(KEEPS)


def test_no_script_touches_prototypes() -> None:
    assert [] == scripts_with(PROTOTYPES)


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (RUNS_TEXT, "box.innerHTML = answer;"),
        (RUNS_TEXT, "setTimeout('go()', 1)"),
        (RUNS_TEXT, "new Function(text)"),
        (KEEPS, "localStorage.setItem('a', 1)"),
        (PROTOTYPES, "Object.prototype.x = 1"),
        (PROTOTYPES, "for (const key in given) all[key] = given[key];"),
    ],
)
def test_it_is_found_when_a_script_does_it(pattern: re.Pattern[str], line: str) -> None:
    assert pattern.search(line)
