"""Nothing but a few plain tags comes out of the sanitiser, whatever went in."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lti_tool.content.sanitise import Block, Section, blocks_of, cleaned, foreign_in, html_of, page_of

TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "h2", "h3", "a"}
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start")}
REL = 'rel="noopener noreferrer"'

HOSTILE = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#106;avascript:alert(1)'>x</a>",
    "<a href='jav\tascript:alert(1)'>x</a>",
    '<a href="https://exemple.be" onclick="x" style="color:red" target="_top" rel="opener">x</a>',
    "<p style='position:fixed' class=x id=y>x",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form action=/admin/invite method=post><button>x</button></form>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](//exemple.be)",
    "[x](/admin)",
    "[x](http://exemple.be)",
    '[x](https://exemple.be "onmouseover=alert(1)")',
    '[x](https://exemple.be/"onmouseover="alert(1))',
    "![x](https://exemple.be/x.png)",
    "<javascript:alert(1)>",
    "<https://exemple.be>",
    "[x]: javascript:alert(1)\n\n[x]",
    "# Grand\n\nTitre\n===\n",
    "```\n<script>\n```",
    "> > > x\n\n***\n",
)
PIECES = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ["<", ">", '"', "'", "&", "&#x3c;", "\0", "`", "](", "[", "!", "\n\n", "- ", "1. ", "## "]
    ),
    st.text(max_size=12),
)
TEXTS = st.lists(PIECES, max_size=8).map("".join)


class Outline(HTMLParser):
    """The tags and attributes of a piece of HTML, as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.odd: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(html: str) -> None:
    found = Outline(html)
    assert found.tags <= TAGS
    assert {(tag, name) for tag, name, _value in found.attributes} <= ATTRIBUTES
    assert [] == found.odd
    for tag, name, value in found.attributes:
        if (tag, name) == ("a", "href"):
            assert value.startswith(("https:", "mailto:", "tel:"))
        if (tag, name) == ("a", "rel"):
            assert "noopener noreferrer" == value
        if (tag, name) == ("ol", "start"):
            assert value.isdecimal()


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_foreign_comes_out_when_a_text_is_hostile(hostile: str) -> None:
    for text in (hostile, f"Bonjour {hostile} et **{hostile}**", f"- {hostile}\n- x"):
        assert_harmless(html_of(text))
        assert_harmless(cleaned(text))


@given(TEXTS)
@example("<a href='https:&#x0a;//x'>x</a>")
def test_markdown_is_harmless_and_clean_once_when_anything_is_written(text: str) -> None:
    html = html_of(text)

    assert_harmless(html)
    assert html == cleaned(html)


@given(TEXTS)
def test_html_is_harmless_and_clean_once_when_anything_is_sent(text: str) -> None:
    once = cleaned(text)

    assert_harmless(once)
    assert once == cleaned(once)


@given(TEXTS)
def test_checks_never_fail_when_anything_is_written(text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1

    assert all(1 <= block.line <= lines for block in blocks_of(text))
    assert all(1 <= line <= lines for line, _what, _mend in foreign_in(text, may_link=False))


@pytest.mark.parametrize("hostile", [one for one in HOSTILE if not one.startswith(("&lt;", "[x]:"))])
def test_the_author_is_told_when_a_text_holds_more_than_markdown(hostile: str) -> None:
    assert [*foreign_in(f"Bonjour.\n\n{hostile}", may_link=False)]


def test_plain_markdown_becomes_a_few_tags_when_it_is_read() -> None:
    text = "## Titre\n\nUn **mot** et *un autre*.\n\n- un\n- deux\n\n3. trois\n4. quatre\n\n### Petit\n"

    assert (
        "<h2>Titre</h2>\n<p>Un <strong>mot</strong> et <em>un autre</em>.</p>\n"
        '<ul>\n<li>un</li>\n<li>deux</li>\n</ul>\n<ol start="3">\n<li>trois</li>\n<li>quatre</li>\n</ol>\n'
        "<h3>Petit</h3>"
    ) == html_of(text)
    assert [] == [*foreign_in(text, may_link=False)]


@pytest.mark.parametrize("address", ["https://exemple.be/a?b=1&c=2", "mailto:a@exemple.be", "tel:112"])
def test_a_link_says_nothing_of_where_it_was_when_it_is_safe(address: str) -> None:
    found = Outline(html_of(f"[ici]({address})"))

    assert [("a", "rel", "noopener noreferrer"), ("a", "href", address)] == found.attributes
    assert [] == [*foreign_in(f"[ici]({address})", may_link=True)]
    assert ["a link, which leads out of the module"] == [
        what for _line, what, _mend in foreign_in(f"[ici]({address})", may_link=False)
    ]


def test_a_line_to_write_on_stays_a_line_when_it_is_read() -> None:
    assert "<p>J'écris : ____________________ __</p>" == html_of("J'écris : ____________________ __")
    assert "<p>________</p>" == html_of("________")


def test_an_empty_text_stays_empty_when_it_is_read() -> None:
    assert ("", "", ()) == (html_of(""), html_of(" \n\n"), blocks_of("\n"))


def test_blocks_have_their_lines_when_a_text_has_several() -> None:
    text = "## Titre\n\nUne ligne\net **sa** suite.\n\n- un &amp; deux\n- trois\n\n1. quatre\n"

    assert (
        Block(line=1, text="Titre", heading=2),
        Block(line=3, text="Une ligne\net sa suite."),
        Block(line=6, text="un & deux"),
        Block(line=7, text="trois"),
        Block(line=9, text="quatre"),
    ) == blocks_of(text)


@pytest.mark.parametrize("piece", ["[", "*a ", "<a ", "- " * 40 + "\n", "![", "&", "`", "**a", "1. "])
def test_a_long_hostile_text_is_read_in_no_time_when_it_is_as_long_as_a_charter_may_be(piece: str) -> None:
    begun = time.process_time()

    assert_harmless(html_of(piece * (6000 // len(piece))))

    assert time.process_time() - begun < 2


def test_a_page_has_its_title_and_its_sections_when_it_is_read() -> None:
    page = page_of("# Le titre\n\n## L'été, `ici`\n\n| a | b |\n| --- | --- |\n| `c` | d |\n", str)

    assert "Le titre" == page.title
    assert (Section(name="lété-ici", title="L'été, ici"),) == page.sections
    assert page.html.startswith('<h2 id="lété-ici">')
    assert "<td><code>c</code></td>" in page.html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[a](b.md)", '<p><a href="/guides/b.md">a</a></p>'),
        ("[a](#c)", '<p><a href="/guides/#c">a</a></p>'),
        ("[a](https://exemple.be)", '<p><a href="https://exemple.be">a</a></p>'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>"),
        ("[a](//exemple.be)", '<p><a href="/guides///exemple.be">a</a></p>'),
        ("![a](https://exemple.be/b.png)", '<p><img alt="a" loading="lazy"></p>'),
        ("![a](b.svg)", '<p><img alt="a" loading="lazy"></p>'),
        ("<b onclick=c>d</b>", "<p>&lt;b onclick=c&gt;d&lt;/b&gt;</p>"),
    ],
)
def test_a_page_leads_nowhere_but_where_it_may(markdown: str, html: str) -> None:
    assert html == page_of(markdown, lambda link: f"/guides/{link}").html


def test_a_picture_is_shown_when_it_is_ours_and_said_in_words() -> None:
    shown = page_of("![a](b-1.webp)", lambda link: f"/static/img/{link}").html

    assert '<p><img src="/static/img/b-1.webp" alt="a" loading="lazy"></p>' == shown
    assert "src" not in page_of("![](b.webp)", lambda link: f"/static/img/{link}").html
    assert "src" not in page_of("![a](b.webp)", lambda link: f"/static/../{link}").html
    assert "src" not in page_of("![a](b.webp)", lambda link: f"//static/img/{link}").html


def test_a_page_has_no_address_when_a_link_leads_nowhere() -> None:
    assert "<p><a>a</a></p>" == page_of("[a](b.md)", lambda _link: "").html


@pytest.mark.parametrize("markdown", HOSTILE)
def test_a_page_is_harmless_whatever_is_in_it(markdown: str) -> None:
    html = page_of(markdown, str).html

    assert not re.search(r"<(?!/?(?:p|ul|ol|li|strong|em|a|code|pre|h2|br|img)\b)", html), html
    assert not re.search(r"<[^>]*\son\w+\s*=", html), html
