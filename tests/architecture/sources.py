"""The files of the project, read once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lti_tool"
# A migration is written once and never edited again: its length says nothing about the design.
_SET_ASIDE = ("migrations/versions", "_bundled")


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders of the project."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if not any(part in path.as_posix() for part in _SET_ASIDE))


def templates() -> list[Path]:
    """Every template."""
    return sorted((ROOT / "templates").rglob("*.html"))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of one Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """A file as people call it."""
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> set[str]:
    """The names of all modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names
