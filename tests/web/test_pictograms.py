"""One picture for one idea: each meaning has its own file, and each file is small, clean and used."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lti_tool import paths
from lti_tool.web import one_off_words, own_data_kinds, showing_tools
from lti_tool.web.pictograms import PICTOGRAMS, pictogram

FOLDER = paths.STATIC / "img" / "icons"
FILES = sorted(FOLDER.glob("*.svg"))
BYTES = 1024
SVG = "{http://www.w3.org/2000/svg}"
HEAD = {
    "width": "24",
    "height": "24",
    "viewBox": "0 0 24 24",
    "fill": "none",
    "stroke": "currentColor",
    "stroke-width": "2",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
}
SHAPES = frozenset({"d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "width", "height"})
AREA = "area-"
"""How the meanings begin that code asks for, not a template."""
FAMILIAR = frozenset(
    {"check", "printer", "sound", "bulb", "clock", "person", "people", "phone", "world", "chat"}
)
"""Drawn under their own name too, and meaning the same: done, print, listen, a hint, later, somebody."""
TEMPLATES = {path: path.read_text(encoding="utf-8") for path in sorted(paths.TEMPLATES.rglob("*.html"))}
CALLED = re.compile(r"\bpictogram\(")
MEANT = re.compile(r"\bpictogram\(\"([a-z0-9-]+)\"\)")
BEGUN = re.compile(r"\bpictogram\(\"([a-z-]+-)\" ~")
DRAWN = re.compile(r"\bicon_svg\(([^)]*)\)")
NAMED = re.compile(r"\"([a-z-]+)\"|\bicon: ([a-z-]+)")


def test_no_two_meanings_share_a_picture() -> None:
    assert [] == [file for file, times in Counter(PICTOGRAMS.values()).items() if times > 1]


@pytest.mark.parametrize("meaning", PICTOGRAMS)
def test_a_meaning_is_drawn_in_the_colour_of_the_text_and_hidden_from_screen_readers(meaning: str) -> None:
    drawn = str(pictogram(FOLDER, meaning))

    assert drawn.startswith('<svg class="icon"')
    assert re.search(r"<(path|circle|rect) ", drawn)
    assert 'aria-hidden="true"' in drawn and 'focusable="false"' in drawn
    assert 'stroke="currentColor"' in drawn


def test_an_unknown_meaning_leaves_the_words_alone() -> None:
    assert "" == str(pictogram(FOLDER, "unknown"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_small_and_holds_shapes_alone(path: Path) -> None:
    tree = ElementTree.fromstring(path.read_text(encoding="utf-8"))

    assert path.stat().st_size <= BYTES
    assert (f"{SVG}svg", HEAD) == (tree.tag, dict(tree.attrib))
    assert len(tree) > 0
    assert {f"{SVG}path", f"{SVG}circle", f"{SVG}rect", f"{SVG}line"} >= {one.tag for one in tree}
    assert [] == [one.attrib for one in tree if not one.attrib.keys() <= SHAPES or len(one)]
    assert "" == "".join(tree.itertext()).strip()


def test_the_licence_and_the_origin_stand_beside_the_files() -> None:
    words = (FOLDER / "LICENSE").read_text(encoding="utf-8")

    assert re.search(r"^The SVG files .* Tabler Icons \d+\.\d+\.\d+ \(https://", words)
    assert "MIT License" in words and "Copyright (c)" in words


def test_templates_name_meanings_that_exist_and_every_meaning_is_shown() -> None:
    text = "".join(TEMPLATES.values())
    named, begun = set(MEANT.findall(text)), {*BEGUN.findall(text), AREA}
    shown = named | {meaning for meaning in PICTOGRAMS if meaning.startswith(tuple(begun))}

    assert len(CALLED.findall(text)) == len(MEANT.findall(text)) + len(BEGUN.findall(text))

    assert set() == named - PICTOGRAMS.keys()
    assert set() == PICTOGRAMS.keys() - shown
    assert [] == [begin for begin in begun if not any(one.startswith(begin) for one in PICTOGRAMS)]


def test_a_picture_with_a_meaning_is_drawn_for_nothing_else_on_pages_of_learners() -> None:
    """A drawn screen of a task shows the signs of real devices: those are no pictograms of ours."""
    kept = set(PICTOGRAMS.values()) - FAMILIAR
    folders = ("checks", "comfort", "learner", "module", "path", "resources", "stuck", "views")
    drawn = {
        f"{path.parent.name}/{path.name}: {name}"
        for path, text in TEMPLATES.items()
        if path.parent.name in folders
        for call in DRAWN.findall(text)
        for name in re.findall(r"\"([a-z-]+)\"", call)
        if name in kept
    }

    assert set() == drawn


def test_an_open_hand_stands_for_nothing_of_ours() -> None:
    """It offends in some countries and says "stop" in most: drawn video rooms alone have it."""
    named = {
        *PICTOGRAMS.values(),
        *own_data_kinds.ICONS.values(),
        *one_off_words.ICONS.values(),
        *showing_tools.ICONS.values(),
    }

    assert "hand" not in named
    assert [] == [path.name for path, text in TEMPLATES.items() if 'icon_svg("hand")' in text]


def test_every_file_is_drawn_somewhere() -> None:
    """By a meaning, by a template, or by the content, which names files."""
    words = list(TEMPLATES.values())
    words += [path.read_text(encoding="utf-8") for path in paths.CONFIG.rglob("*.yaml")]
    words += [path.read_text(encoding="utf-8") for path in (paths.ROOT / "lti_tool" / "web").rglob("*.py")]
    named = {name for text in words for pair in NAMED.findall(text) for name in pair}

    assert [] == [path.stem for path in FILES if path.stem not in named | set(PICTOGRAMS.values())]
