"""The main button within the thumb's reach: it covers nothing that has the focus, and nothing for good."""

from __future__ import annotations

import pytest

from tests.accessibility.looking import Gallery

PHONE = {"width": 360, "height": 640}
LOW = {"width": 640, "height": 320}
_MAIN = ".question > .button:not(.button--quiet), [data-page=welcome] [data-form] > .button"
_BOTTOMS = """(main) => {
  const top = () => document.querySelector(main).getBoundingClientRect().top;
  const bottom = one => one.getBoundingClientRect().bottom;
  const found = [];
  for (const one of document.querySelectorAll("a[href], input:not([type=hidden]), button, select, summary")) {
    if (one.matches(main) || one.matches(".skip")) continue;
    one.focus();
    if (document.activeElement === one) found.push([one.outerHTML.slice(0, 60), bottom(one) - top()]);
  }
  scrollTo(0, document.documentElement.scrollHeight);
  found.push(["the end", bottom(document.querySelector(".bottom").lastElementChild) - top()]);
  return found;
}"""


@pytest.mark.parametrize("name", ["comfort/scene-none", "comfort/welcome", "comfort/strongest"])
def test_the_main_button_is_near_the_thumb_and_covers_nothing_that_has_the_focus(
    gallery: Gallery, name: str
) -> None:
    gallery.page.set_viewport_size(PHONE)
    gallery.open(name)
    box = gallery.page.locator(_MAIN).bounding_box()
    assert box is not None
    found = gallery.page.evaluate(_BOTTOMS, _MAIN)
    gallery.page.set_viewport_size(LOW)
    place = gallery.page.locator(_MAIN).evaluate("one => getComputedStyle(one).position")

    assert PHONE["height"] - 60 <= box["y"] + box["height"] <= PHONE["height"]
    assert box["width"] >= PHONE["width"] * 0.9
    assert len(found) > 3
    assert not [(what, by) for what, by in found if by > 0]
    assert "static" == place


def test_what_is_chosen_and_not_yet_sent_is_there_again_after_a_look_at_the_page_of_comfort(
    gallery: Gallery,
) -> None:
    """Once: whoever comes to the page later finds it as it was."""
    page, found = gallery.page, []
    gallery.open("comfort/scene-none")
    usual = page.locator(".question select").first.input_value()
    page.locator(".question select").first.select_option("2")
    page.locator(".bottom [data-comfort]").click()
    page.wait_for_selector("[data-page=comfort]")
    for _ in range(2):
        gallery.open("comfort/scene-none")
        found.append(page.locator(".question select").first.input_value())

    assert ["2", usual] == found
    assert "2" != usual
