"""The learner's pages one by one: where an address leads, who may open it, how it is made."""

from __future__ import annotations

import pytest

from tests.people import LEARNER, OUTSIDER, TRAINER
from tests.statements import statements_sent
from tests.web.browser import Browser
from tests.web.site import Site, refused
from tests.web.tables import count

STATEMENTS = {"POST": 9, "GET": 10}
"""Of one answer and of the page after it, whatever was answered before."""


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


def test_an_answer_asks_the_database_little(site: Site) -> None:
    """What it finds is read once: the visit, the attempt with its answers, then the move and the answer."""
    browser = site.visitor(LEARNER)
    browser.submit()
    form = browser.page.form
    asked = {}
    for method, path, fields in (
        ("POST", form.action, {**form.hidden, "skip": "1"}),
        ("GET", browser.at("tasks/2"), None),
    ):
        with statements_sent() as statements:
            answer = browser.request(method, path, data=fields, headers=browser.own_headers)
        asked[method] = sum(not one.startswith(("BEGIN", "SELECT set_config")) for one in statements)
        assert answer.status_code == (303 if method == "POST" else 200)

    assert not {method: count for method, count in asked.items() if count > STATEMENTS[method]}


def test_a_pause_comes_once_when_help_is_asked_for_at_the_first_task_after_it(site: Site) -> None:
    browser = site.visitor(LEARNER)
    browser.submit()
    while browser.page.name == "question":
        browser.submit({"skip": "1"})
    assert browser.page.name == "pause"
    browser.submit()
    browser.submit({"help": "1"})

    assert browser.page.name == "question"
