"""A page that our own templates made, read as a tree that knows where each of its parts stands in the text.

It reads well-formed pages only: every element that is opened is closed. What others write is cleaned before
it comes into a page, and cut nowhere here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass(slots=True, kw_only=True)
class Element:
    """One element. ``start`` is the place of its first tag in the text of the page, ``end`` that of its last
    tag, ``after`` the place behind it. The root, around everything, has no ``tag``.
    """

    tag: str = ""
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    start: int = 0
    end: int = 0
    after: int = 0

    @property
    def classes(self) -> list[str]:
        """The words of its ``class``."""
        return (self.attributes.get("class") or "").split()

    def all(self) -> Iterator[Element]:
        """The element and every one inside it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.all()


def read_page(html: str) -> Element:
    """The root of a page."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        self.root = Element(end=len(html), after=len(html))
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element, or note one that holds nothing."""
        found = self._noted(tag, attrs)
        if tag not in VOID:
            self._open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing, as the parts of an icon."""
        self._noted(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the element; a last tag without a first one is passed over."""
        if not any(one.tag == tag for one in self._open):
            return
        while self._open[-1].tag != tag:
            self._open.pop()
        found = self._open.pop()
        found.end = self._place()
        found.after = found.end + len(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Note some text."""
        self._open[-1].children.append(data)

    def _noted(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        found = Element(tag=tag, attributes=dict(attrs), start=self._place())
        found.end = found.after = found.start + len(self.get_starttag_text() or "")
        self._open[-1].children.append(found)
        return found

    def _place(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column
