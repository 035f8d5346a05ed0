"""One page out of two: which line stands below which, in which language, and what stays as it was."""

from __future__ import annotations

import pytest

from lti_tool.web.page_tree import read_page
from lti_tool.web.second_lines import in_two_languages, lines

STYLE = "/static/css/second.css"
HEAD = '<!doctype html>\n<html lang="{lang}"><head><title>{lang}</title></head>\n'
BODY = "<body>{before}<main>{main}</main>\n<footer></footer></body></html>"


def page(main: str, lang: str, before: str = "") -> str:
    return HEAD.format(lang=lang) + BODY.format(main=main, before=before)


def second(words: str, lang: str = "nl") -> str:
    return f'<span class="second" lang="{lang}" data-unread>{words}</span>'


def merged(main: str, other: str, spoken: str = "fr", wanted: str = "nl") -> str:
    """What stands in ``main`` once both are one."""
    html = in_two_languages(page(main, spoken), page(other, wanted), wanted, STYLE)
    return html.partition("<main>")[2].partition("</main>")[0]


@pytest.mark.parametrize(
    ("main", "other", "shown"),
    [
        pytest.param("<p>Oui</p>", "<p>Ja</p>", f"<p>Oui{second('Ja')}</p>", id="a-line"),
        pytest.param(
            "<p>Ja?</p>",
            "<p>\n  Oui\u00a0?\n  Non.\n</p>",
            "<p>Ja?" + second("Oui\u00a0? Non.") + "</p>",
            id="spaces-that-do-not-break-stay",
        ),
        pytest.param(
            "<label><svg></svg><span>Oui</span></label>",
            "<label><svg></svg><span>Ja</span></label>",
            f"<label><svg></svg><span>Oui{second('Ja')}</span></label>",
            id="beside-an-icon",
        ),
        pytest.param(
            "<button><svg><path/></svg>Aide</button>",
            "<button><svg><path/></svg>Hulp</button>",
            f"<button><svg><path/></svg>Aide{second('Hulp')}</button>",
            id="in-a-button",
        ),
        pytest.param(
            "<p>Un <b>mot</b><br>et <a href='/x'>un lien</a></p>",
            "<p>Een <b>woord</b><br>en <a href='/x'>een link</a></p>",
            f"<p>Un <b>mot</b><br>et <a href='/x'>un lien</a>{second('Een woord<br>en een link')}</p>",
            id="words-inside-a-line-are-no-lines",
        ),
        pytest.param(
            "<li>Appuyez :\n<ol><li>ici</li></ol></li>",
            "<li>Druk :\n<ol><li>hier</li></ol></li>",
            f"<li>Appuyez :\n{second('Druk :')}<ol><li>ici{second('hier')}</li></ol></li>",
            id="before-a-list",
        ),
        pytest.param(
            '<select><option value="">–</option><option>lundi</option></select>',
            '<select><option value="">–</option><option>maandag</option></select>',
            f'<select><option value="">–</option><option>lundi</option></select>{second("maandag")}',
            id="a-list-has-its-words-below",
        ),
    ],
)
def test_each_line_has_its_second_below_when_both_pages_have_it(main: str, other: str, shown: str) -> None:
    assert shown == merged(main, other)


@pytest.mark.parametrize(
    ("main", "other"),
    [
        pytest.param("<p>Nadia Benali</p>", "<p>Nadia Benali</p>", id="the-same-words"),
        pytest.param("<p>Photo</p>", "<p>Photo.</p>", id="the-same-but-for-a-point"),
        pytest.param("<p>Oui</p>", '<p lang="fr">Écrit par le centre</p>', id="not-told-in-it"),
        pytest.param('<p lang="nl">Ja</p>', "<p>Jawel</p>", id="told-in-it-already"),
        pytest.param(
            '<div class="screen x"><p>Oui</p></div>', '<div class="screen x"><p>Ja</p></div>', id="a-screen"
        ),
        pytest.param("<p data-alone>Oui</p>", "<p data-alone>Ja</p>", id="marked"),
        pytest.param("<p data-listen>Oui</p>", "<p data-listen>Ja</p>", id="the-button-that-reads"),
        pytest.param('<p class="unseen">Oui</p>', '<p class="unseen">Ja</p>', id="not-seen"),
        pytest.param("<p>Oui</p><p>Non</p>", "<p>Ja</p><p>Nee</p><p>Wie</p>", id="one-more-of-its-kind"),
        pytest.param("<textarea>Oui</textarea>", "<textarea>Ja</textarea>", id="what-was-typed"),
        pytest.param("<p>Oui</p>", "", id="not-there"),
    ],
)
def test_a_line_stands_alone_when_it_has_no_second(main: str, other: str) -> None:
    assert main == merged(main, other)


def test_what_both_have_once_is_told_when_the_pages_have_other_parts() -> None:
    found = merged("<p>Oui</p><h1>Titre</h1>", "<p>Ja</p><p>Nee</p><h1>Titel</h1>")

    assert f"<p>Oui</p><h1>Titre{second('Titel')}</h1>" == found


def test_parts_in_another_order_are_held_together_by_their_names() -> None:
    found = merged(
        '<div><a href="/a">Un</a><a href="/b">Deux</a></div>',
        '<div><a href="/b">Twee</a><a href="/a">Een</a></div>',
    )

    assert f'<div><a href="/a">Un{second("Een")}</a><a href="/b">Deux{second("Twee")}</a></div>' == found


def test_markup_of_a_person_stays_text_and_other_languages_stay_marked() -> None:
    found = merged(
        "<p>Vous savez &lt;b&gt;.</p>", '<p>U kunt &lt;b&gt; <span lang="fr">lire &amp; dire</span>.</p>'
    )

    assert second('U kunt &lt;b&gt; <span lang="fr">lire &amp; dire</span>.') in found


def test_nothing_else_of_the_page_changes() -> None:
    """Neither the head, but for its style sheet, nor what stands around the main part."""
    before = "<header><p>é Passerelle</p></header>"
    main, other = page("<p>Oui</p>\n<p>Non</p>", "fr", before), page("<p>Ja</p>\n<p>Nee</p>", "nl", before)
    found = in_two_languages(main, other, "nl", STYLE)
    link = f'<link rel="stylesheet" href="{STYLE}">\n'

    assert main == found.replace(link, "").replace(second("Ja"), "").replace(second("Nee"), "")
    assert (1, 2) == (found.count(link), found.count("data-unread"))


def test_every_line_is_listed_with_or_without_its_second() -> None:
    found = lines(page("<p>Oui</p><p>Ali</p>", "fr"), page("<p>Ja</p><p>Ali</p>", "nl"), "nl")

    assert [("Oui", "Ja"), ("Ali", "")] == [(line.text, line.second) for line in found]


def test_every_element_knows_its_place_in_the_text() -> None:
    html = "<div>\nUn &amp; <b>mot</b>\n<img src='x'> é<p>fin</p></div>"
    found = {one.tag: one for one in read_page(html).all() if one.tag}

    assert {"div": html, "b": "<b>mot</b>", "img": "<img src='x'>", "p": "<p>fin</p>"} == {
        tag: html[one.start : one.after] for tag, one in found.items()
    }
    assert "</b>" == html[found["b"].end : found["b"].after]
