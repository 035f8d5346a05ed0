"""The statement on accessibility: plain, in every language, one press away, and open to a paused learner."""

from __future__ import annotations

import pytest

from lti_tool.domain.language import LANGUAGES
from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.site import Site

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
WHOLE = "/guides/accessibility"


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_reads_the_statement_in_the_language_that_was_asked_for(site: Site, language: str) -> None:
    browser = site.browser()
    answer = browser.get(f"/accessibilite?lang={language}")

    assert (200, language) == (answer.status_code, browser.page.lang)
    assert [] == answer.headers.getlist("Set-Cookie")
    assert f"{WHOLE}?lang={language}" in browser.page.links


def test_every_page_of_a_learner_leads_to_the_statement_and_back(site: Site) -> None:
    browser = site.visitor(LEARNER)
    statement = browser.at("accessibility")
    assert statement in browser.page.links
    answer = browser.get(statement)

    assert 200 == answer.status_code
    assert {browser.at(""), browser.at("who-helps"), WHOLE} <= set(browser.page.links)
    assert "ou à votre centre" in answer.get_data(as_text=True)


def test_a_trainer_has_the_guide_and_no_line_for_learners(site: Site) -> None:
    trainer = site.visitor(TRAINER)

    assert trainer.at("accessibility") not in trainer.page.links
    assert 200 == trainer.request("GET", WHOLE).status_code


def test_nobody_without_a_session_reads_the_page_of_a_learner(site: Site) -> None:
    statement = site.visitor(LEARNER).at("accessibility")

    assert 200 != site.browser().request("GET", statement).status_code
    assert 200 != site.visitor(OUTSIDER).request("GET", statement).status_code


def test_the_front_page_leads_to_the_statement(site: Site) -> None:
    browser = site.browser()
    browser.get("/")

    assert "/accessibilite" in browser.page.links
