"""One page in two languages: below each line the same line in the second one.

Both pages come from the same template and the same values, so that they have the same parts in the same
order; what differs is what a person reads. A line of the second page is put behind its twin in the first, and
nothing else of the first changes. Parts that only one of the pages has stand alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import escape

from lti_tool.web.page_tree import Element, read_page

PARTS = ("main", "footer")
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "br", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "svg", "time", "u", "wbr"}
)
"""What stands inside a line; every other element is a part with lines of its own."""
SILENT = frozenset({"audio", "img", "input", "script", "style", "svg", "textarea"})
SCREEN = "screen"
"""The class of a drawn screen: it looks like a real one, which speaks one language."""
ALONE = ("data-alone", "data-listen")
"""What is marked so has no second line."""
_UNSEEN = "unseen"
_BLANKS = re.compile(r"[ \t\r\n]+")
_KEYS = ("class", "id", "for", "name", "href", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the main page, and its second line as markup, empty where there is none. ``at`` is the
    place for the second line in the text of the page.
    """

    text: str
    second: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Text and the inline elements around it; it ends at ``end``."""

    nodes: tuple[Element | str, ...]
    end: int


_Part = Element | _Run
_NOTHING = _Run(nodes=(), end=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Languages:
    """Those of two parts that belong together, and the one of the second lines."""

    main: str
    second: str
    wanted: str

    def inside(self, main: Element, second: Element) -> _Languages:
        return _Languages(
            main=main.attributes.get("lang") or self.main,
            second=second.attributes.get("lang") or self.second,
            wanted=self.wanted,
        )

    @property
    def are_two(self) -> bool:
        """Whether the second part is in the second language, and the first is not."""
        return self.second == self.wanted != self.main


def in_two_languages(main: str, second: str, language: str, style: str) -> str:
    """The main page with the lines of the second, which is in ``language``, and with the style sheet that
    draws them.
    """
    begin, end = f'<span class="second" lang="{language}" data-unread>', "</span>"
    told = [line for line in lines(main, second, language) if line.second]
    added = [(main.index("</head>"), f'<link rel="stylesheet" href="{escape(style)}">\n')]
    added += [(line.at, begin + line.second + end) for line in told]
    parts, done = list[str](), 0
    for at, words in added:
        parts += (main[done:at], words)
        done = at
    return "".join((*parts, main[done:]))


def lines(main: str, second: str, language: str) -> list[Line]:
    """Every line of the main page that may have a second one, in the order of the page."""
    ours, theirs = read_page(main), read_page(second)
    found = list[Line]()
    none = _Languages(main="", second="", wanted=language)
    around = none.inside(_first(ours, "html"), _first(theirs, "html"))
    for tag in PARTS:
        found += _lines(_first(ours, tag), _first(theirs, tag), around)
    return found


def _first(root: Element, tag: str) -> Element:
    return next((one for one in root.all() if one.tag == tag), Element())


def _lines(main: Element, second: Element, around: _Languages) -> Iterator[Line]:
    if _is_left_alone(main):
        return
    spoken = around.inside(main, second)
    if main.tag == "select":
        yield from _options(main, second, spoken)
        return
    for mine, other in _together(list(_parts(main)), list(_parts(second))):
        if isinstance(mine, Element):
            yield from _lines(mine, other if isinstance(other, Element) else Element(), spoken)
        else:
            yield from _line(mine, other if isinstance(other, _Run) else _NOTHING, spoken)


def _is_left_alone(element: Element) -> bool:
    is_of_such_a_class = not {_UNSEEN, SCREEN}.isdisjoint(element.classes)
    return element.tag in SILENT or is_of_such_a_class or not element.attributes.keys().isdisjoint(ALONE)


def _parts(element: Element) -> Iterator[_Part]:
    """What an element is made of: runs of text, and elements that have lines of their own."""
    run = list[Element | str]()
    for child in element.children:
        if isinstance(child, str) or child.tag in INLINE:
            run.append(child)
            continue
        yield from _run_parts(run, child.start)
        run = []
        yield from _run_parts([child], child.start)
    yield from _run_parts(run, element.end)


def _run_parts(nodes: list[Element | str], end: int) -> Iterator[_Part]:
    if any(isinstance(node, str) and node.strip() for node in nodes):
        yield _Run(nodes=tuple(nodes), end=end)
    else:
        yield from (node for node in nodes if isinstance(node, Element) and not _is_left_alone(node))


def _together(ours: Sequence[_Part], theirs: Sequence[_Part]) -> Iterator[tuple[_Part, _Part | None]]:
    """Each part with the one that belongs to it: by their order where both have the same parts, else by what
    there is but once on either side.
    """
    mine, others = [_key(part) for part in ours], [_key(part) for part in theirs]
    if mine == others:
        yield from zip(ours, theirs, strict=True)
        return
    often, there = Counter(mine), Counter(others)
    for key, part in zip(mine, ours, strict=True):
        is_certain = often[key] == there[key] == 1
        yield part, theirs[others.index(key)] if is_certain else None


def _key(part: _Part) -> tuple[str | None, ...]:
    """What tells a part from its neighbours, whatever the language."""
    if isinstance(part, _Run):
        return ()
    return (part.tag, *(part.attributes.get(key) for key in _KEYS))


def _line(mine: _Run, other: _Run, spoken: _Languages) -> Iterator[Line]:
    text = _plain(mine.nodes)
    is_told = spoken.are_two and _bare(text) != _bare(_plain(other.nodes))
    if text:
        yield Line(text=text, second=_markup(other.nodes, spoken.second) if is_told else "", at=mine.end)


def _options(main: Element, second: Element, spoken: _Languages) -> Iterator[Line]:
    """What a list holds: one line below it, since an option can hold no other language."""
    texts, words = _choices(main), _choices(second)
    if texts:
        is_told = spoken.are_two and len(texts) == len(words) and texts != words
        told = str(escape(", ".join(words))) if is_told else ""
        yield Line(text=", ".join(texts), second=told, at=main.after)


def _choices(select: Element) -> list[str]:
    options = (one for one in select.all() if one.tag == "option" and one.attributes.get("value") != "")
    return [_plain(one.children) for one in options]


def _heard(nodes: Sequence[Element | str]) -> Iterator[Element | str]:
    """The nodes that are seen; an element that only groups others stands for what it holds."""
    for node in nodes:
        if isinstance(node, str) or node.tag == "br" or node.attributes.get("lang"):
            yield node
        elif not _is_left_alone(node) and "hidden" not in node.attributes:
            yield from _heard(node.children)


def _plain(nodes: Sequence[Element | str]) -> str:
    texts = (node if isinstance(node, str) else f" {_plain(node.children)} " for node in _heard(nodes))
    return _in_one_line("".join(texts))


def _markup(nodes: Sequence[Element | str], language: str) -> str:
    """The words of a line, with what is in another language marked so."""
    words = ""
    for node in _heard(nodes):
        if isinstance(node, str):
            words += str(escape(node))
        elif node.tag == "br":
            words += "<br>"
        else:
            lang = node.attributes["lang"] or ""
            inside = _markup(node.children, lang)
            words += inside if lang == language else f'<span lang="{escape(lang)}">{inside}</span>'
    return _in_one_line(words).removeprefix("<br>").removesuffix("<br>")


def _in_one_line(words: str) -> str:
    """As a browser shows it; a space that does not break stays."""
    return _BLANKS.sub(" ", words).strip(" ")


def _bare(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
