"""YAML with line numbers, so that a fault can say where it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from lti_tool.domain.errors import ContentFault

# libyaml where PyYAML was built with it: ten times faster, the same safe subset.
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


Odd = tuple[int, str, str]
PARTS_AT_MOST = 20_000
"""Lists and mappings of one file; the largest of the project has a few hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong in one file. ``line`` counts from 1."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what} -> {self.mend}"


class FaultyContent(ContentFault):
    """One or more files are wrong; ``faults`` lists every one of them."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(reason="content")
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its values (``Any``: not checked yet) and its tree with the line of every key."""

    path: Path
    values: Any
    node: yaml.Node | None

    def line_of(self, location: Sequence[int | str]) -> int:
        """The line of the deepest part of ``location`` that the file really has."""
        node, line = self.node, 1
        for step in location:
            found = _child(node, step)
            if found is None:
                continue
            line, node = found
        return line


def read_document(path: Path) -> Document:
    """Parse one file.

    Raises:
        FaultyContent: the text is not YAML, not UTF-8, or a key stands twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
        loader = _Loader(text)
        node = loader.get_single_node()
        values = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError as error:
        raise _faulty(path, 1, "the file is not UTF-8 text", "save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = getattr(error, "problem", None) or "this is not YAML"
        raise _faulty(path, line, str(what), "check the indentation, the quotes and the colons") from error
    except RecursionError as error:
        raise _faulty(path, 1, "the file is nested too deep", "see the guide") from error
    odd = _odd_part(node, frozenset(), count())
    if odd:
        raise _faulty(path, *odd)
    return Document(path, values, node)


def unlike_schema(document: Document, error: ValidationError, mend: str) -> FaultyContent:
    """What pydantic found in a file, each fault with its line; every one is mended as ``mend`` says."""
    return FaultyContent(
        [
            Fault(
                file=str(document.path),
                line=document.line_of(one["loc"]),
                what=f"{'.'.join(str(step) for step in one['loc']) or 'the file'}: {one['msg']}",
                mend=mend,
            )
            for one in error.errors()
        ]
    )


def _faulty(path: Path, line: int, what: str, mend: str) -> FaultyContent:
    return FaultyContent([Fault(file=str(path), line=line, what=what, mend=mend)])


def _child(node: yaml.Node | None, step: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child.start_mark.line + 1, child
    return None


def _odd_part(node: yaml.Node | None, above: frozenset[int], met: Iterator[int]) -> Odd | None:
    """The first key that stands twice, or the first part that holds itself or repeats others (``*``) without
    end: line, what, how to mend. ``met`` counts the parts.
    """
    if not isinstance(node, yaml.MappingNode | yaml.SequenceNode):
        return None
    line = node.start_mark.line + 1
    if id(node) in above or next(met) > PARTS_AT_MOST:
        return line, "a part that repeats itself with & and *", "write it out"
    keys: set[str] = set()
    for child in node.value:
        key, part = child if isinstance(node, yaml.MappingNode) else (None, child)
        if key is not None:
            if key.value in keys:
                return key.start_mark.line + 1, f"the key “{key.value}” stands twice", "keep one of the two"
            keys.add(key.value)
        deeper = _odd_part(part, above | {id(node)}, met)
        if deeper:
            return deeper
    return None
