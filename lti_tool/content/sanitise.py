"""The only place where HTML is cleaned: Markdown of modules, of a centre's texts and of the guides becomes a
few safe tags.

Raw HTML is off in the Markdown parser, the cleaner lets a short list of tags through, and a strict content
security policy stands behind both. See decision record 0007.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import bleach
from markdown_it import MarkdownIt
from markdown_it.token import Token

from lti_tool.domain.guide import Page, Section

ALLOWED_TAGS = frozenset({"p", "br", "ul", "ol", "li", "strong", "em", "h2", "h3", "a"})
ALLOWED_PROTOCOLS = frozenset({"https", "mailto", "tel"})
REL = "noopener noreferrer"

PAGE_TAGS = ALLOWED_TAGS | {"code", "pre", "table", "thead", "tbody", "tr", "th", "td", "img"}
"""What a guide of ours may have beside: commands, tables and drawings."""

_LINKS = re.compile(r"<a (?=href)")
_LINE = re.compile(r"_{4,}")
_HTML = re.compile(r"</?[a-zA-Z!]")
_UNFOLLOWED = re.compile(r"\]\(")
_PARSER = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).disable(
    [
        *("image", "code", "fence", "blockquote", "hr", "backticks", "html_inline", "html_block", "autolink"),
        *("lheading", "reference"),
    ]
)

_PAGE_PARSER = (
    MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False})
    .enable("table")
    .disable(["code", "blockquote", "hr", "html_inline", "html_block", "autolink", "lheading", "reference"])
)
_NOT_IN_NAMES = re.compile(r"[^\w\- ]")
_OWN_ADDRESS = re.compile(r"(?:/[a-z0-9_./-]+)?(?:#[\w%-]+)?")
_OWN_PICTURE = re.compile(r"/static/[a-z0-9_-]+(?:/[a-z0-9_-]+)*\.[a-z]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The words of one paragraph, entry of a list or heading, as they are read. ``line`` is that of the file
    on which they begin, counted from 1; a line of the file stays a line. ``heading`` is 2 or 3, otherwise 0.
    """

    line: int
    text: str
    heading: int = 0


def html_of(markdown: str) -> str:
    """Clean HTML from Markdown; an empty text gives an empty one. What is not on the list stays as text.

    A line of four underscores or more is a line to write on: it is not read as Markdown.
    """
    return cleaned(str(_PARSER.render(_prepared(markdown)))).strip()


def cleaned(html: str) -> str:
    """HTML with nothing in it but the tags and attributes of the list; others become text, which is seen.
    To clean once more changes nothing.
    """
    safe = bleach.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=_is_allowed,
        protocols=ALLOWED_PROTOCOLS,
        strip=False,
    )
    return _LINKS.sub(f'<a rel="{REL}" ', safe)


def page_of(markdown: str, address_of: Callable[[str], str], typeset: Callable[[str], str] = str) -> Page:
    """A page from Markdown that begins with ``# title``. Headings get names, as code hosts give them.

    ``address_of`` tells where a link or a picture without a protocol leads; empty where it leads nowhere, and
    the words stay without a link. A picture is one of our own static files and is said in words: without
    them, or from elsewhere, it is not shown. ``typeset`` changes the spaces of words, and of nothing else.
    """
    tokens = _PAGE_PARSER.parse(markdown)
    title, sections = "", []
    for before, token in pairwise(tokens):
        if token.type != "inline":
            continue
        name = _NOT_IN_NAMES.sub("", _said(token).lower()).replace(" ", "-")
        for child in token.children or ():
            _lead(child, address_of)
            child.content = typeset(child.content) if child.type == "text" else child.content
        if before.type == "heading_open":
            said = _said(token)
            before.attrSet("id", name)
            if before.tag == "h1":
                title = title or said
            elif before.tag == "h2":
                sections.append(Section(name=name, title=said))
    body = tokens[3:] if tokens and tokens[0].tag == "h1" else tokens
    html = str(_PAGE_PARSER.renderer.render(body, _PAGE_PARSER.options, {}))
    safe = bleach.clean(
        html, tags=PAGE_TAGS, attributes=_is_allowed_on_page, protocols=ALLOWED_PROTOCOLS, strip=False
    )
    return Page(title=title, html=safe.strip(), sections=tuple(sections))


def _lead(token: Token, address_of: Callable[[str], str]) -> None:
    """Let a link or a picture lead where it does in the tool."""
    attribute = {"link_open": "href", "image": "src"}.get(token.type, "")
    address = str(token.attrGet(attribute) or "")
    if attribute and not _is_safe(address):
        token.attrSet(attribute, address_of(address))
    if attribute == "src":
        token.attrSet("loading", "lazy")
        if not token.content.strip():
            token.attrSet("src", "")


def _is_allowed_on_page(tag: str, attribute: str, value: str) -> bool:
    match tag, attribute:
        case "a", "href":
            return _is_safe(value) or (bool(value) and _OWN_ADDRESS.fullmatch(value) is not None)
        case "img", "src":
            return _OWN_PICTURE.fullmatch(value) is not None
        case ("h2" | "h3", "id") | ("img", "alt" | "loading"):
            return True
        case "ol", "start":
            return value.isascii() and value.isdecimal()
        case _:
            return False


def blocks_of(markdown: str) -> tuple[Block, ...]:
    """The words of a text, block by block, to count and to check them."""
    tokens = _PARSER.parse(_prepared(markdown))
    return tuple(
        Block(line=_line(token), text=_said(token), heading=_heading(before))
        for before, token in pairwise(tokens)
        if token.type == "inline"
    )


def foreign_in(markdown: str, *, may_link: bool) -> Iterator[tuple[int, str, str]]:
    """What a text holds beside paragraphs, lists, headings, bold words and links: line, what, how to mend."""
    tokens = _PARSER.parse(_prepared(markdown))
    for before, token in pairwise(tokens):
        if token.type == "inline":
            if before.type == "heading_open" and before.tag not in ALLOWED_TAGS:
                yield _line(token), "a heading of another size", "begin it with ##, or with ###"
            yield from ((_line(token), what, mend) for what, mend in _foreign(token, may_link=may_link))


def _foreign(inline: Token, *, may_link: bool) -> Iterator[tuple[str, str]]:
    said = _said(inline)
    if _HTML.search(said):
        yield "HTML is not read", "see the guide: paragraphs, lists, ## headings, ** **"
    if "`" in said or said.startswith((">", "~~~")):
        yield "no plain Markdown: ` or > or ~", "see the guide: paragraphs, lists, ## headings, ** **"
    if _UNFOLLOWED.search(said):
        yield "an address that nobody can follow", "a link is [words](https://…)"
    before = None
    for token in inline.children or ():
        if token.type == "link_open":
            address = str(token.attrGet("href") or "")
            if before is not None and before.type == "text" and before.content.endswith("!"):
                yield "a picture has no place in a text", "name it as the step's picture in module.yaml"
            elif not _is_safe(address):
                yield f"the address “{address}” is not safe", "use one that begins with https://"
            elif not may_link:
                yield "a link, which leads out of the module", "links stand in the trainer's guide only"
        before = token


def _is_allowed(tag: str, attribute: str, value: str) -> bool:
    """Whether an attribute stays. An address names its protocol: none leads to a page of ours."""
    match tag, attribute:
        case "a", "href":
            return _is_safe(value)
        case "a", "rel":
            return value == REL
        case "ol", "start":
            return value.isascii() and value.isdecimal()
        case _:
            return False


def _is_safe(address: str) -> bool:
    return address.partition(":")[0] in ALLOWED_PROTOCOLS


def _prepared(markdown: str) -> str:
    return _LINE.sub(lambda found: r"\_" * len(found[0]), markdown)


def _said(inline: Token) -> str:
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else token.content for token in inline.children or ()
    )


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _heading(before: Token) -> int:
    return int(before.tag[1:]) if before.type == "heading_open" else 0
