"""A trainer who opens a learner's own activity on her screen, and codes for shared computers."""

from __future__ import annotations

import re

from werkzeug.test import TestResponse

from tests.people import LEARNER, TRAINER, TestPerson
from tests.web.answers import right_answer
from tests.web.browser import Browser
from tests.web.site import Site

CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def person_of(site: Site, learner: Browser) -> str:
    """The number of a learner in trainers' addresses."""
    return site.visit(learner).launch.person_id


def together(browser: Browser, person: str, path: str = "") -> str:
    """An address of work side by side."""
    return browser.at(f"together/{person}{path}")


def agree(browser: Browser, person: str, **fields: str) -> TestResponse:
    """The person agrees; the page that follows."""
    browser.get(together(browser, person))
    return browser.send(together(browser, person), {"agreed": "yes", **fields})


def fill(browser: Browser, fields: dict[str, object]) -> TestResponse:
    """Send the form of the task on the screen, whatever stands before it."""
    form = next(form for form in browser.page.main_forms if "submission" in form.hidden)
    return browser.send(form.action, {**form.hidden, **fields})  # type: ignore[dict-item]  # texts and lists


def answer_right(site: Site, browser: Browser, learner: Browser, **more: str) -> TestResponse:
    """Answer the task on the trainer's screen as expected, one scene of it."""
    standing = site.standing(learner)
    assert standing.item is not None
    assert standing.scene is not None
    return fill(browser, {**right_answer(standing.item, standing.scene), **more})


def finish(browser: Browser) -> None:
    """To the end of the tasks with "I don't know", and of the questions about equipment."""
    for _ in range(80):
        if browser.page.name == "question" or browser.page.name == "step":
            fill(browser, {"skip": "1"})
        elif browser.page.name == "pause":
            form = next(form for form in browser.page.main_forms if form.action.endswith("/pause"))
            browser.send(form.action, form.hidden)
        else:
            return
    raise AssertionError("the diagnostic does not end")


def code_for(site: Site, person: str, trainer: TestPerson = TRAINER) -> str:
    """A trainer gives a code: as it is shown."""
    browser = site.visitor(trainer)
    answer = browser.post(browser.at(f"sitting/{person}/code"))
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return the_code(answer)


def the_code(answer: TestResponse) -> str:
    """The code on a page."""
    found = CODE.search(answer.get_data(as_text=True))
    assert found is not None
    return found.group()


def type_code(browser: Browser, code: str) -> TestResponse:
    """Write a code on the page of shared computers; not followed. The browser then knows its launch."""
    answer = browser.request("POST", "/kiosk", data={"code": code}, headers=browser.own_headers)
    if answer.status_code == 303:
        browser.handle = answer.location.split("/")[2]
    return answer


def at_kiosk(site: Site) -> tuple[Browser, str]:
    """A shared computer at which the learner came in by a code, and the learner's number."""
    person = person_of(site, site.visitor(LEARNER))
    browser = site.browser()
    answer = type_code(browser, code_for(site, person))
    assert answer.status_code == 303
    browser.get(answer.location)
    return browser, person
