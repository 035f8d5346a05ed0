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
from tests.web.test_colours import ratio

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


@pytest.mark.parametrize("accent", Accent)
def test_words_can_be_read_with_every_accent(accent: Accent) -> None:
    """In light and in dark: words in the colour, words on it, words on its tint."""
    for tokens in colours(accent):
        for word, ground in product(("ink", "soft", "blue"), ("page", "card")):
            assert ratio(tokens[word], tokens[ground]) >= BODY, (word, ground)
        assert ratio(tokens["on-blue"], tokens["blue"]) >= BODY
        assert ratio(tokens["ink"], tokens["tint"]) >= BODY
        assert ratio(tokens["blue"], tokens["tint"]) >= ELSEWHERE


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


@pytest.mark.parametrize("accent", [one for one in Accent if one is not Accent.BLUE])
def test_an_accent_gives_way_to_what_a_reader_chose(accent: Accent) -> None:
    """Light colours on the light page alone, dark ones on the dark page alone, none with strong contrast."""
    sheet = (paths.STATIC / "css" / "accents" / f"{accent}.css").read_text(encoding="utf-8")
    where = [
        frozenset(one.strip().split(", ")) for one in re.findall(r"^ *([:[].*) \{$", sheet, re.MULTILINE)
    ]
    usual, light, device, dark = (
        ":root:not([data-contrast])",
        *(f'[data-contrast="{one}"]' for one in ("light", "device", "dark")),
    )
    values = [dict(COLOUR.findall(part)) for part in re.findall(r"\{\s*(--[^}]*)\}", sheet)]

    assert [{usual, light, device}, {usual, device}, {dark}] == where
    assert ["(prefers-color-scheme: dark)", "screen"] == re.findall(r"@media (.*) \{", sheet)
    assert values[1] == values[2] != values[0]
