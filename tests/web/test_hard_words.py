"""A hard word of a module is explained on the page that shows it first, in the module's language."""

from __future__ import annotations

import re

import pytest

from tests.people import LEARNER
from tests.web.site import Site
from tests.web.staging import enter
from tests.web.test_module_languages import main_in

STEP = "modules/M03/steps/wifi"


@pytest.mark.parametrize(
    ("language", "word", "meaning"),
    [("fr", "Wi-Fi", "Internet sans fil"), ("nl", "wifi", "Internet zonder draad")],
)
def test_a_hard_word_is_folded_below_the_text_with_its_meaning_and_drawing(
    site: Site, language: str, word: str, meaning: str
) -> None:
    browser = enter(site, "module-m03", LEARNER)
    browser.submit()
    main = main_in(browser, language, STEP)
    folded = main[main.index("<details") :]

    assert re.search(rf"<summary><svg [^>]*aria-hidden.*</svg>{word}</summary>\n<p>{meaning}", folded)
    assert 2 == folded.count("data-say data-unread hidden>")
    assert 'alt="" width="240" height="160" loading="lazy"' in folded
    assert 2 == main.count("<details")
