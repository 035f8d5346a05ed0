"""A page as a person or a browser would read it: its headings, forms, links and words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "svg", "title"})


@dataclass(slots=True, kw_only=True)
class Form:
    """One form: where it goes and what it would send if nobody touched it."""

    action: str
    method: str
    hidden: dict[str, str] = field(default_factory=dict)
    offered: list[tuple[str, str]] = field(default_factory=list)

    def offers(self, name: str) -> set[str]:
        """The values that buttons, radios, ticks and lists give for one name."""
        return {value for known, value in self.offered if known == name}


@dataclass(slots=True, kw_only=True)
class Page:
    """What was found in one HTML document."""

    lang: str = ""
    title: str = ""
    name: str = ""
    headings: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    words: str = ""

    @property
    def heading(self) -> str:
        """The one h1."""
        assert len(self.headings) == 1, self.headings
        return self.headings[0]

    @property
    def main_forms(self) -> list[Form]:
        """The forms of the page itself, without those that end the session, change the language or call
        for help.
        """
        around = ("/end", "/language", "/stuck")
        return [form for form in self.forms if not form.action.partition("?")[0].endswith(around)]

    @property
    def form(self) -> Form:
        """The first form of the page itself."""
        return self.main_forms[0]

    @property
    def csrf(self) -> str:
        """A form token of this page, empty when it has no form."""
        return next((form.hidden["csrf"] for form in self.forms if "csrf" in form.hidden), "")


def read(html: str) -> Page:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.page.words = " ".join(" ".join(reader.spoken).split())
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.spoken: list[str] = []
        self._open: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        self._look_at_attributes(tag, given)
        if tag == "html":
            self.page.lang = given.get("lang", "")
        elif tag == "main":
            self.page.name = given.get("data-page", "")
        elif tag == "h1":
            self.page.headings.append("")
        elif tag == "a":
            self.page.links.append(given.get("href", ""))
        elif tag == "form":
            self.page.forms.append(Form(action=given.get("action", ""), method=given.get("method", "get")))
        elif self.page.forms:
            self._look_at_field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        if "title" in self._open:
            self.page.title += data
        if "h1" in self._open:
            self.page.headings[-1] = " ".join(f"{self.page.headings[-1]} {data}".split())
        if not _SILENT & set(self._open):
            self.spoken.append(data)
        elif data.strip() and "title" not in self._open:
            self.page.inline.append(data)

    def _look_at_attributes(self, tag: str, given: dict[str, str]) -> None:
        self.page.inline += [name for name in given if name.startswith("on") or name == "style"]
        for name in ("src", "href"):
            if name in given and tag != "a":
                self.page.sources.append(given[name])

    def _look_at_field(self, tag: str, given: dict[str, str]) -> None:
        form = self.page.forms[-1]
        if tag == "input" and given.get("type") == "hidden":
            form.hidden[given["name"]] = given.get("value", "")
        elif tag in ("input", "button", "textarea") and "name" in given:
            form.offered.append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option":
            form.offered.append((self._select, given.get("value", "")))
