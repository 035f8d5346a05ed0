"""The size and shape of the code. Raising a ceiling needs a decision record."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, imports_of, name_of, python_files, templates, tree_of

FUNCTION_LINES, FILE_LINES, TEMPLATE_LINES = 50, 300, 120
DOCUMENTED = ("domain", "services", "lti", "store", "content")
# The one module that may import bleach, once there is rich text to clean.
SANITISER = "lti_tool/content/sanitise.py"
CODE = python_files("lti_tool", "tests")
Function = ast.FunctionDef | ast.AsyncFunctionDef


INLINE = (
    r"<script(?![^>]*\bsrc=)[^>]*>",
    r"<style\b",
    r"\sstyle\s*=",
    r"\son[a-z]+\s*=\s*[\"']",
    r"javascript:",
    r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//",
    r"\|\s*safe\b",
)
LEFT_TO_DO = r"#.*\b(?:TO" r"DO|FIX" r"ME)\b(?!.*#\d+)"
NAMELESS_EXCEPTION = r"#\s*(?:ruff: )?no" r"qa\b(?!: ?[A-Z]+\d+)|#\s*type: ig" r"nore(?!\[)"


def test_a_file_fits_in_a_head_when_it_grows() -> None:
    assert [] == longer_than(FILE_LINES, CODE)


def test_a_function_does_one_thing_when_it_grows() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for path in CODE
        for node in ast.walk(tree_of(path))
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
    ]

    assert [] == long


def test_a_public_name_says_what_it_is_for_when_others_may_use_it() -> None:
    paths = python_files(*(f"lti_tool/{layer}" for layer in DOCUMENTED))

    assert [] == [f"{name_of(path)}: {name}" for path in paths for name in undocumented(tree_of(path))]


def test_html_is_cleaned_in_one_place_when_somebody_needs_it() -> None:
    assert {name_of(path) for path in CODE if "bleach" in imports_of(path)} <= {SANITISER}


def test_what_is_left_to_do_names_an_issue_when_it_stands_in_the_code() -> None:
    assert [] == found_in(CODE, LEFT_TO_DO)


def test_an_exception_to_a_rule_names_the_rule_when_one_is_made() -> None:
    assert [] == found_in(CODE, NAMELESS_EXCEPTION)


def test_a_template_only_prints_when_it_grows() -> None:
    assert [] == longer_than(TEMPLATE_LINES, templates())


@pytest.mark.parametrize("pattern", INLINE)
def test_nothing_is_written_into_the_page_when_a_policy_forbids_it(pattern: str) -> None:
    """The content policy allows neither scripts nor styles inside a page, nor anything from elsewhere."""
    assert [] == found_in(templates(), pattern)


def test_the_top_level_stays_as_agreed_when_files_are_added() -> None:
    agreed = {"lti_tool", "templates", "static", "config", "tests", "pyproject.toml", "README.md"}
    agreed |= {"Makefile", "LICENSE", "CHANGELOG.md"}
    left_by_tools = {"var", "build", "dist"}

    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}

    assert set() == found - agreed - left_by_tools
    assert agreed <= found


def longer_than(limit: int, paths: list[Path]) -> list[str]:
    """The files of more lines than that."""
    counts = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{name} {count}" for name, count in counts.items() if count > limit]


def found_in(paths: list[Path], pattern: str) -> list[str]:
    """Every line that the pattern fits, with its place."""
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Public functions, classes and methods of a module without a docstring, and the module itself."""
    if ast.get_docstring(tree) is None and tree.body:
        yield "the module"
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            if ast.get_docstring(node) is None:
                yield node.name
            if isinstance(node, ast.ClassDef):
                yield from (f"{node.name}.{name}" for name in _methods_without(node))


def _methods_without(node: ast.ClassDef) -> Iterator[str]:
    for child in node.body:
        is_public = isinstance(child, Function) and not child.name.startswith("_")
        if is_public and not _is_inherited(node, child) and ast.get_docstring(child) is None:
            yield child.name


def _is_inherited(node: ast.ClassDef, child: Function) -> bool:
    """A method that a library's class prescribes is explained there."""
    return bool(node.bases) and child.name.startswith(("process_", "do_", "log_", "handle"))
