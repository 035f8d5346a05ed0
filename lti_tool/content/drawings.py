"""Drawings of modules: small SVG files with a short list of elements, so that none can do anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

from lti_tool.content.yaml_lines import Fault

FOLDER = "modules/pictures"
BYTES = 3072
VIEW_BOX = "0 0 240 160"
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(
    f"{_SVG}{name}"
    for name in ("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon")
)
_ATTRIBUTES = frozenset(
    {
        *("viewBox", "width", "height", "d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry"),
        *("points", "transform", "fill", "fill-rule", "fill-opacity", "opacity", "stroke", "stroke-width"),
        *("stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-opacity"),
    }
)


def drawings_in(root: Path) -> dict[str, Path]:
    """The drawings of a content folder, by name."""
    return {path.stem: path for path in sorted((root / FOLDER).glob("*.svg")) if path.is_file()}


def load_drawings(roots: Sequence[Path]) -> dict[str, bytes]:
    """Every drawing of these content folders, by name; a later folder takes an earlier one's place."""
    return {name: path.read_bytes() for root in roots for name, path in drawings_in(root).items()}


def drawing_faults(path: Path) -> Iterator[Fault]:
    """What is wrong with one drawing, with the line where it can be told."""
    content = path.read_bytes()
    if len(content) > BYTES:
        yield _fault(path, 1, f"the drawing has {len(content)} bytes", f"draw it with {BYTES} at most")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        yield _fault(path, 1, "the file is not UTF-8 text", "save it as plain SVG, in UTF-8")
        return
    for odd in ("<!", "<?"):
        if odd in text:
            mend = "remove comments, DOCTYPE and the like"
            yield _fault(path, _line_of(text, odd), "the file holds more than elements", mend)
            return
    try:
        tree = ElementTree.fromstring(text)  # noqa: S314 - nothing but elements is left, see above
    except ElementTree.ParseError as error:
        mend = "close every element and quote every value"
        yield _fault(path, error.position[0], f"this is not SVG: {error}", mend)
        return
    for line, what, mend in _odd_parts(tree, text):
        yield _fault(path, line, what, mend)


def _odd_parts(tree: ElementTree.Element, text: str) -> Iterator[tuple[int, str, str]]:
    if tree.tag != f"{_SVG}svg" or tree.get("viewBox") != VIEW_BOX:
        mend = f'begin with <svg xmlns="{_SVG[1:-1]}" viewBox="{VIEW_BOX}">'
        yield 1, "the drawing begins with another element, or has another size", mend
        return
    for element in tree.iter():
        name = element.tag.rpartition("}")[2]
        if element.tag not in _ELEMENTS:
            yield (
                _line_of(text, f"<{name}", f":{name}"),
                f"“{name}” has no place in a drawing",
                "use shapes and paths alone",
            )
        for words in (element.text, element.tail):
            if (words or "").strip():
                line = _line_of(text, (words or "").strip().split("\n")[0])
                yield line, "words stand in the drawing", "say them in the step's text"
        for attribute, value in element.items():
            if attribute not in _ATTRIBUTES or "url(" in value.lower() or "\\" in value:
                said = attribute.rpartition("}")[2]
                line = _line_of(text, f'{said}="{value}"', f"{said}=")
                yield line, f"“{said}” has no place in a drawing", "remove it"


def _line_of(text: str, *parts: str) -> int:
    """The line of the first of these parts that stands in the text; the first line when none does."""
    place = next((text.find(part) for part in parts if part in text), 0)
    return text.count("\n", 0, place) + 1


def _fault(path: Path, line: int, what: str, mend: str) -> Fault:
    return Fault(file=str(path), line=line, what=what, mend=mend)
