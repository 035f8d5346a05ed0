"""Small things that eyes found on pages: words that were cut, lines that did not stand in a row."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.accessibility.looking import Gallery

PHONE = {"width": 360, "height": 800}
MODULES = ".plain > li:visible:has(> span > .link)"
_OPEN = 'document.querySelectorAll("main details").forEach(one => { one.open = true; })'
_CUT = """select => {
  const look = getComputedStyle(select), pencil = document.createElement("canvas").getContext("2d");
  pencil.font = look.font;
  const arrow = 24;
  const room = select.clientWidth - parseFloat(look.paddingLeft) - parseFloat(look.paddingRight) - arrow;
  const inside = select.clientHeight - parseFloat(look.paddingTop) - parseFloat(look.paddingBottom);
  const lines = look.whiteSpace === "normal" ? Math.floor(inside / (1.2 * parseFloat(look.fontSize))) : 1;
  const fits = words => {
    let line = "", used = 1;
    for (const word of words.split(" ")) {
      const longer = line ? `${line} ${word}` : word;
      if (pencil.measureText(longer).width > room) { used += 1; line = word; } else line = longer;
    }
    return used <= lines;
  };
  return [...select.options].map(one => one.text).filter(words => !fits(words));
}"""
_TOP = """one => {
  const range = document.createRange();
  range.selectNodeContents(one);
  return range.getClientRects()[0].top;
}"""


@pytest.mark.parametrize(("name", "language"), [("cohort/filters", "fr"), ("path/record-rich", "de")])
def test_the_longest_choice_is_read_whole_on_a_phone(gallery: Gallery, name: str, language: str) -> None:
    gallery.page.set_viewport_size(PHONE)
    gallery.open(name, language)
    gallery.page.evaluate(_OPEN)
    selects = gallery.page.locator("main select").all()

    assert selects
    assert [] == [words for select in selects for words in select.evaluate(_CUT)]


@pytest.mark.parametrize(("language", "width"), [("nl", 360), ("de", 360), ("de", 1280)])
def test_the_values_of_a_checked_document_stand_in_one_column(
    gallery: Gallery, language: str, width: int
) -> None:
    gallery.page.set_viewport_size({"width": width, "height": 800})
    gallery.open("documents/check-withdrawn", language)
    values = gallery.page.locator("main dd").all()

    assert 4 == len(values)
    assert 1 == len(
        {round(float(value.evaluate("one => one.getBoundingClientRect().left"))) for value in values}
    )


@pytest.mark.parametrize("name", ["second/result", "check/answers", "sitting/finished"])
def test_the_icon_of_sending_stands_beside_its_words(gallery: Gallery, name: str) -> None:
    gallery.page.set_viewport_size(PHONE)
    gallery.open(name, "nl")
    button = (
        gallery.page.locator("main button.button[type=submit]")
        .filter(has=gallery.page.locator(".icon"))
        .first
    )
    icon, words = button.locator(".icon").bounding_box(), button.locator("span").first.bounding_box()

    assert icon
    assert words
    assert icon["x"] + icon["width"] <= words["x"]
    assert words["y"] <= icon["y"] + icon["height"] / 2 <= words["y"] + words["height"]


def test_an_arrow_stands_at_the_first_line_of_its_module(gallery: Gallery) -> None:
    gallery.page.set_viewport_size(PHONE)
    gallery.open("path/rich")
    lines = gallery.page.locator(MODULES).all()

    assert 1 < len(lines)
    assert all(_apart(gallery.page, place) <= 8 for place in range(len(lines)))


def _apart(page: Page, place: int) -> float:
    """How far the icon of a line and the top of its words are from each other, in pixels."""
    line = page.locator(MODULES).nth(place)
    icon = line.locator(".icon").first.bounding_box()
    assert icon
    return abs(icon["y"] - float(line.locator(".link").first.evaluate(_TOP)))


def test_what_to_bring_is_typed_on_as_many_lines_as_it_takes(gallery: Gallery) -> None:
    usual = "Vos lunettes. Votre téléphone et son chargeur, si vous en avez un."
    gallery.page.set_viewport_size(PHONE)
    gallery.open("course/leaflet")
    field = gallery.page.locator("#bring")
    field.fill(usual)

    assert field.evaluate("one => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight")
