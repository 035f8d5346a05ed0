"""A drawing of a module is shapes and nothing else, and every fault says where it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lti_tool.content.drawings import BYTES, drawing_faults, drawings_in
from lti_tool.content.modules import load_modules
from lti_tool.content.yaml_lines import FaultyContent
from tests.content.module_folder import DRAWING, DRAWN, module_folder

SHAPE = '<circle cx="120" cy="80" r="40" fill="#0b5394"/>'
# name: (what stands there, what is written instead, the line, what is said)
PLANTED = {
    "script": (SHAPE, "<script>alert(1)</script>", 3, "“script” has no place"),
    "link": (SHAPE, '<a href="https://exemple.be"/>', 3, "“a” has no place"),
    "image": (SHAPE, '<image href="https://exemple.be/x.png"/>', 3, "“image” has no place"),
    "use": (SHAPE, '<use href="#x"/>', 3, "“use” has no place"),
    "text-element": (SHAPE, "<text>Bonjour</text>", 3, "“text” has no place"),
    "style-element": (SHAPE, "<style>*{fill:red}</style>", 3, "“style” has no place"),
    "animation": (SHAPE, '<animate attributeName="r"/>', 3, "“animate” has no place"),
    "foreign": (SHAPE, "<foreignObject/>", 3, "“foreignObject” has no place"),
    "other-namespace": (SHAPE, '<x:script xmlns:x="http://www.w3.org/1999/xhtml"/>', 3, "“script” has no"),
    "no-namespace": (SHAPE, '<line xmlns="" x1="4"/>', 3, "“line” has no place"),
    "handler": ('r="40"', 'r="40" onclick="alert(1)"', 3, "“onclick” has no place"),
    "load-handler": (' viewBox="0', ' onload="alert(1)" viewBox="0', 1, "“onload” has no place"),
    "style": ('r="40"', 'r="40" style="fill:red"', 3, "“style” has no place"),
    "class": ('r="40"', 'r="40" class="a"', 3, "“class” has no place"),
    "href": ('r="40"', 'r="40" href="#x"', 3, "“href” has no place"),
    "url": ('fill="#0b5394"', 'fill="URL(https://exemple.be/x)"', 3, "“fill” has no place"),
    "escaped-url": ('fill="#0b5394"', 'fill="u\\72l(https://exemple.be/x)"', 3, "“fill” has no place"),
    "words": (SHAPE, f"Bonjour {SHAPE}", 3, "words stand in the drawing"),
    "words-at-the-end": ("</svg>", "\nFin</svg>", 5, "words stand in the drawing"),
    "doctype": ("<svg", "<!DOCTYPE svg>\n<svg", 1, "more than elements"),
    "entities": ("<svg", '<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg', 1, "more than elements"),
    "comment": (SHAPE, f"{SHAPE}<!-- fini -->", 3, "more than elements"),
    "instruction": ("<svg", '<?xml-stylesheet href="x"?>\n<svg', 1, "more than elements"),
    "data": (SHAPE, "<![CDATA[x]]>", 3, "more than elements"),
    "view-box": ("0 0 240 160", "0 0 24 24", 1, "another size"),
    "no-view-box": (' viewBox="0 0 240 160"', "", 1, "another size"),
    "no-svg": (' xmlns="http://www.w3.org/2000/svg"', "", 1, "begins with another element"),
    "not-closed": ("</svg>\n", "", 4, "this is not SVG"),
    "unknown-entity": (SHAPE, "&lol;", 3, "this is not SVG"),
    "too-large": (SHAPE, SHAPE * 70, 1, f"bytes -> draw it with {BYTES} at most"),
}


def drawn(root: Path, text: str | bytes) -> Path:
    path = root / DRAWN
    path.parent.mkdir(parents=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_shapes_are_taken_when_there_is_nothing_else(tmp_path: Path) -> None:
    path = drawn(tmp_path, DRAWING)

    assert [] == [*drawing_faults(path)]
    assert {"rond": path} == drawings_in(tmp_path)


@pytest.mark.parametrize("name", PLANTED)
def test_the_fault_is_named_with_its_line_when_a_drawing_is_spoilt(tmp_path: Path, name: str) -> None:
    before, instead, line, said = PLANTED[name]
    assert before in DRAWING
    path = drawn(tmp_path, DRAWING.replace(before, instead, 1))

    first, *_others = drawing_faults(path)

    assert (str(path), line) == (first.file, first.line)
    assert said in str(first)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
def test_a_drawing_is_refused_when_it_hides_in_another_encoding(tmp_path: Path, encoding: str) -> None:
    hidden = DRAWING.replace("<svg", '<!DOCTYPE svg [<!ENTITY a "é">]><svg').encode(encoding)

    assert ["the file is not UTF-8 text"] == [fault.what for fault in drawing_faults(drawn(tmp_path, hidden))]


def test_a_drawing_is_refused_with_its_folder_when_it_is_faulty(tmp_path: Path) -> None:
    module_folder(tmp_path, drawing=DRAWING.replace(SHAPE, "<script/>"))

    with pytest.raises(FaultyContent) as caught:
        load_modules(tmp_path)

    assert [str(tmp_path / DRAWN)] == [fault.file for fault in caught.value.faults]


def test_a_folder_is_no_drawing_when_it_is_called_like_one(tmp_path: Path) -> None:
    (tmp_path / DRAWN).mkdir(parents=True)

    assert {} == drawings_in(tmp_path)
