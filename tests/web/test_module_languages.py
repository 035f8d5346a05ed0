"""A module is told in the language of the page; its place and answers do not depend on that."""

from __future__ import annotations

import pytest

from lti_tool.services.module_standing import UNTOLD
from tests.people import LEARNER, TRAINER
from tests.web.answers import right_answer
from tests.web.browser import Browser
from tests.web.site import Site
from tests.web.staging import enter
from tests.web.test_languages import choose

MODULE = "module-m01"


def main_in(browser: Browser, language: str, place: str) -> str:
    """The markup of the page's main part at a place in a language."""
    html = browser.get(choose(browser, language, browser.at(place))).get_data(as_text=True)
    return html[html.index("<main") : html.index("</main>")]


def at_the_first_task(site: Site) -> Browser:
    """A learner at the first task of the module, a code to type."""
    browser = enter(site, MODULE, LEARNER)
    browser.submit()
    for _ in range(2):
        browser.submit()
    return browser


def test_the_whole_module_is_in_the_language_of_the_page(site: Site) -> None:
    browser = at_the_first_task(site)
    main = main_in(browser, "en", "modules/M01/steps/essai")

    assert ("en", "step") == (browser.page.lang, browser.page.name)
    assert "Read the card and write the code" in browser.page.words
    assert 'lang="fr"' not in main
    assert 'lang="fr"' not in main_in(browser, "en", "modules/M01")


def test_a_module_without_a_translation_is_french_and_says_so(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site.services.modules, "telling", UNTOLD)
    main = main_in(enter(site, MODULE, TRAINER), "en", "modules/M01")

    assert '<h1 data-read lang="fr">Allumer, éteindre, recharger</h1>' in main


def test_place_and_answers_stay_when_the_language_changes_on_the_way(site: Site) -> None:
    browser = at_the_first_task(site)
    here = site.services.modules.standing(site.visit(browser), "M01")
    main_in(browser, "en", "modules/M01/steps/essai")
    after = site.services.modules.standing(site.visit(browser), "M01")
    assert (here.run, here.step) == (after.run, after.step)
    assert after.exercise is not None
    assert after.scene is not None
    browser.submit(right_answer(after.exercise, after.scene))

    done = site.services.modules.standing(site.visit(browser), "M01")
    assert done.run is not None
    assert 1 == len(done.run.progress("essai").outcomes)
    assert "You opened the screen with the code" in browser.page.words


def test_the_sheet_and_the_guide_are_told_too(site: Site) -> None:
    browser = enter(site, MODULE, TRAINER)

    for place in ("modules/M01/sheet", "modules/M01/guide", "modules/M01/together/3"):
        main = main_in(browser, "en", place)
        assert "en" == browser.page.lang
        assert 'lang="fr"' not in main, place
