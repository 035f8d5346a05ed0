"""Each check, held against a page that was spoiled on purpose: a check that cannot fail proves nothing."""

from __future__ import annotations

import pytest

from tests.accessibility.looking import (
    DESK_WIDTH,
    HEIGHT,
    PHONE_WIDTH,
    Gallery,
    answer_faults,
    asked_bottom,
    layout_faults,
    measured,
    target_faults,
    violations_in_all_modes,
)
from tests.accessibility.test_one_screen import SCREENS_AT_MOST

A_FORM = "scene-sheet/formulaire-acte-naissance:debut"
AXE_FAULTS = {
    "label": 'document.querySelectorAll("label").forEach(one => one.remove())',
    "html-has-lang": 'document.documentElement.removeAttribute("lang")',
    "color-contrast": 'document.querySelector("h1").style.color = "#aaa"',
}
LAYOUT_FAULTS = {
    "px to scroll sideways": 'document.querySelector("h1").style.width = "400px"',
    "text of": 'document.body.style.fontSize = "16px"',
    "h1": 'document.querySelector("h1").outerHTML += "<h1>Encore</h1>"',
    "cut": 'Object.assign(document.querySelector("main").style, { height: "100px", overflow: "hidden" })',
    "button Continuer": 'document.querySelector(".question > .button").style.minHeight = "30px"',
}


@pytest.mark.parametrize("rule", AXE_FAULTS)
def test_axe_tells_it_when_a_page_is_spoiled(gallery: Gallery, rule: str) -> None:
    """A label, the language or the contrast is taken away."""
    gallery.open(A_FORM)
    gallery.page.evaluate(AXE_FAULTS[rule])

    found = violations_in_all_modes(gallery.page, (PHONE_WIDTH, DESK_WIDTH))

    assert any(f" {rule}: " in one for one in found)


@pytest.mark.parametrize("fault", LAYOUT_FAULTS)
def test_layout_check_tells_it_when_a_page_is_spoiled(gallery: Gallery, fault: str) -> None:
    """Too wide, too small, one heading too many, cut, or too low a target."""
    gallery.page.set_viewport_size({"width": PHONE_WIDTH, "height": HEIGHT})
    gallery.open(A_FORM)
    gallery.page.evaluate(LAYOUT_FAULTS[fault])
    gallery.page.evaluate('document.querySelectorAll(".button").forEach(one => one.style.padding = 0)')

    assert any(fault in one for one in layout_faults(gallery.page))


def test_answer_check_tells_it_when_answers_touch(gallery: Gallery) -> None:
    """Answers that are too low and too close to each other."""
    gallery.open("access/device")
    before = answer_faults(measured(gallery.page)) + target_faults(measured(gallery.page))
    gallery.page.evaluate(
        'document.querySelectorAll(".card, .card__label").forEach(one => '
        'Object.assign(one.style, { margin: 0, minHeight: "40px", padding: 0 }))'
    )

    found = answer_faults(measured(gallery.page))

    assert [] == before
    assert any("high" in one for one in found)
    assert any("apart" in one for one in found)


def test_height_check_tells_it_when_a_question_is_long(gallery: Gallery) -> None:
    """A question of twenty lines more."""
    gallery.page.set_viewport_size({"width": 360, "height": 640})
    gallery.open(A_FORM)
    gallery.page.evaluate('document.querySelector("h1").innerHTML += "<br>".repeat(20)')

    assert asked_bottom(gallery.page) / 640 > SCREENS_AT_MOST
