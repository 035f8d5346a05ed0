"""The colour of a centre: its administrator chooses one, every page of the centre takes it."""

from __future__ import annotations

import re
from itertools import product

import pytest

from lti_tool import paths
from lti_tool.domain.administration import Accent
from tests.people import LEARNER, TRAINER
from tests.web.administering import administrator
from tests.web.refusing import refused
from tests.web.site import Site

USUAL = (paths.STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
SHEET = re.compile(r"/static/css/accents/([a-z]+)\.[0-9a-f]+\.css")
COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{3,6});")
BODY, ELSEWHERE = 7.0, 4.5


def sheet_of(site: Site, person: object) -> list[str]:
    """The accents that a person's first page asks for."""
    browser = site.visitor(person)  # type: ignore[arg-type]  # one of the tests' people
    return SHEET.findall(browser.get(browser.at("")).get_data(as_text=True))


def colours(accent: Accent) -> tuple[dict[str, str], dict[str, str]]:
    """All tokens with this accent, in light and in dark: the later line counts."""
    own = paths.STATIC / "css" / "accents" / f"{accent}.css"
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for text in (USUAL, own.read_text(encoding="utf-8") if accent is not Accent.BLUE else ""):
        day, _sep, night = text.partition("@media")
        light |= dict(COLOUR.findall(day))
        dark |= dict(COLOUR.findall(night))
    return light, light | dark


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, 1 to 21. Source: WCAG 2.2, contrast ratio and relative luminance."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("accent", Accent)
def test_words_can_be_read_with_every_accent(accent: Accent) -> None:
    """In light and in dark: words in the colour, words on it, words on its tint."""
    for tokens in colours(accent):
        for word, ground in product(("ink", "soft", "blue"), ("page", "card")):
            assert contrast(tokens[word], tokens[ground]) >= BODY, (word, ground)
        assert contrast(tokens["on-blue"], tokens["blue"]) >= BODY
        assert contrast(tokens["ink"], tokens["tint"]) >= BODY
        assert contrast(tokens["blue"], tokens["tint"]) >= ELSEWHERE


def test_every_page_of_a_centre_takes_its_colour(site: Site) -> None:
    before = sheet_of(site, LEARNER)
    admin = administrator(site)
    form = next(form for form in admin.page.main_forms if form.action.endswith("/accent"))
    admin.send(form.action, {**form.hidden, "accent": "plum"})
    shown = admin.get("/admin/").get_data(as_text=True)
    admin.get("/admin/audit")

    assert [] == before
    assert set(Accent) == form.offers("accent")
    assert 'value="plum" id="accent-plum" checked' in shown
    assert "Couleur du centre choisie" in admin.page.words
    assert "Prune" in admin.page.words
    assert ["plum"] == sheet_of(site, LEARNER) == sheet_of(site, TRAINER)


def test_a_colour_that_nobody_tried_is_refused(site: Site) -> None:
    admin = administrator(site)
    refused(admin.post("/admin/accent", {"accent": "#ffff00"}), 400, "e-link", "unknown-accent")

    assert [] == sheet_of(site, LEARNER)
