"""Marks between words: whose they are, and that no page tears a sentence apart.

French puts a space before « : » and between « and ». No other language does, nor does a style that draws the
mark on a page in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from lti_tool.catalogues import LOCALE, catalogue_path, read_catalogue
from lti_tool.content.foreign_typography import sign_faults
from tests.architecture.sources import ROOT, name_of, templates

STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DRAWN = re.compile(r'content:\s*"(?:[ \u00a0]|\\a0 ?)+[:;?!»]')
_JOINED = re.compile(r"join\([\"'][ \u00a0][:;?!]")
_IN_A_ROW = re.compile(r'<(a|button)\b[^>]*\bclass="(?:link|button)\b[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
_WHOLE = re.compile(r"<span\b[^>]*>.*?</span>", re.DOTALL)
_MARKED = re.compile(r"\bin_(?:content|page)\(")


def drawn_in_french(style: str) -> Iterator[str]:
    """The rules that draw a mark with a space before it, on pages of every language."""
    for selector, drawn in _RULE.findall(style):
        if _DRAWN.search(drawn) and ":lang(fr)" not in selector:
            yield selector.strip()


def torn_apart(template: str) -> Iterator[str]:
    """Links and buttons in which a word of another language stands beside words of the page.

    Their parts stand in a row: the word becomes a column of its own, and so does each half of the sentence.
    A ``span`` around the sentence keeps it in one piece.
    """
    for _tag, inside in _IN_A_ROW.findall(template):
        if _MARKED.search(_WHOLE.sub("", inside)):
            yield inside


def test_only_french_pages_have_a_space_before_a_mark_that_a_style_draws() -> None:
    found = {name_of(path): list(drawn_in_french(path.read_text(encoding="utf-8"))) for path in STYLES}

    assert {} == {name: rules for name, rules in found.items() if rules}


def test_no_template_joins_its_words_with_a_mark_of_french() -> None:
    assert [] == [name_of(path) for path in templates() if _JOINED.search(path.read_text(encoding="utf-8"))]


def test_no_link_and_no_button_tears_its_sentence_apart() -> None:
    found = {name_of(path): list(torn_apart(path.read_text(encoding="utf-8"))) for path in templates()}

    assert {} == {name: links for name, links in found.items() if links}


@pytest.mark.parametrize(
    ("template", "is_torn"),
    [
        ('<a class="link" href="x">{{ _("Le module « %(m)s »", m=in_content(name)) }}</a>', True),
        ('<a class="link" href="x"><span>{{ _("« %(m)s »", m=in_content(name)) }}</span></a>', False),
        ('<button class="button" type="submit">{{ in_page(name) }}</button>', True),
        ('<p>{{ in_content(name) }}</p><a class="link" href="x">{{ name }}</a>', False),
    ],
)
def test_a_sentence_in_a_link_is_torn_apart_when_nothing_holds_it(template: str, is_torn: bool) -> None:
    assert is_torn == bool(list(torn_apart(template)))


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_no_sentence_borrows_the_quotation_marks_of_another_language(language: str) -> None:
    found = []
    for message in read_catalogue(catalogue_path(LOCALE, language)):
        forms = (message.string,) if isinstance(message.string, str) else message.string
        said = [form for form in forms if message.id]
        found += [one for one in said for _, fault, _ in sign_faults(one, language) if "quotation" in fault]

    assert [] == found
