"""The learner's pages one by one: where an address leads, who may open it, how it is made."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import count


def _to_the_access_check(site: Site) -> Browser:
    browser = site.visitor(LEARNER)
    site.finish(browser)
    return browser


@pytest.mark.parametrize("path", ["result", "tasks/1", "pause", "access/device"])
def test_address_leads_to_the_welcome_page_when_nothing_was_begun(site: Site, path: str) -> None:
    browser = site.visitor(LEARNER)

    assert browser.get(browser.at(path)).status_code == 200
    assert browser.page.name in ("welcome", "pause")
    assert count(site.engine, "attempt") == 0


@pytest.mark.parametrize("path", ["welcome", "tasks/1", "result", ""])
def test_address_leads_to_the_open_page_when_the_tasks_are_done(site: Site, path: str) -> None:
    browser = _to_the_access_check(site)

    assert browser.get(browser.at(path)).status_code == 200
    assert browser.page.name in ("step", "result")


def test_pages_of_others_are_shut_when_the_cast_tries_them(site: Site) -> None:
    """Rule 26: learner, trainer and outsider at each page of the learner."""
    owner = _to_the_access_check(site)
    outsider, trainer = site.visitor(OUTSIDER), site.visitor(TRAINER)
    for path in ("welcome", "tasks/1", "pause", "access/device", "result"):
        assert owner.get(owner.at(path)).status_code == 200
        refused(outsider.get(owner.at(path)), 401, "e-expired")
        refused(trainer.get(owner.at(path)), 401, "e-expired")
        refused(trainer.get(trainer.at(path)), 404, "e-notfound")


def test_every_page_is_sound_when_it_is_read(site: Site) -> None:
    """Rule 31: language, one h1, a title of its own, a name, one main form; and no inline script."""
    browser = site.visitor(LEARNER)
    pages = [browser.page]
    for act in ({}, {"help": "1"}, {}, {"pause": "1"}, {}):
        browser.submit(act)
        pages.append(browser.page)
    site.finish(browser)
    pages.append(browser.page)
    site.answer_access(browser)
    pages.append(browser.page)

    for page in pages:
        assert (page.lang, page.heading != "", page.inline) == ("fr", True, []), page.title
        assert page.title.endswith(" – Passerelle")
        assert page.name in ("welcome", "question", "pause", "step", "result")
        assert all(form.method == "post" and form.hidden["csrf"] for form in page.forms)
    named = {(page.name, page.title) for page in pages if page.name != "question"}
    assert len({title for _, title in named}) == len(named)
