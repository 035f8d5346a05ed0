"""What a page asks for: one sheet and one script, and more only for those who need it."""

from __future__ import annotations

import re

import pytest

from tests.people import LEARNER
from tests.web.administering import administrator
from tests.web.browser import Browser
from tests.web.site import Site

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
_NAME = re.compile(r"/static/([\w./-]+?)\.[0-9a-f]{10}\.(css|js)")
_VOICE = re.compile(r'data-voice="(/static/bundle/voice\.[0-9a-f]{10}\.js)"')


def asked(browser: Browser, path: str) -> list[str]:
    """The sheets and scripts of a page, in their order, without their hashes."""
    browser.get(browser.at(path))
    found = (_NAME.fullmatch(source) for source in browser.page.sources)
    return [f"{one[1]}.{one[2]}" for one in found if one]


def test_a_question_asks_for_one_sheet_and_one_script(site: Site) -> None:
    browser = site.visitor(LEARNER)
    browser.submit()

    assert ["bundle/answering.js", "bundle/learner.css"] == asked(browser, "tasks/1")


def test_the_voice_is_named_on_the_page_and_fetched_by_nobody_but_its_script(site: Site) -> None:
    browser = site.visitor(LEARNER)
    browser.submit()
    found = _VOICE.search(browser.get(browser.at("tasks/1")).get_data(as_text=True))
    assert found is not None
    answer = browser.request("GET", found[1])

    assert 200 == answer.status_code
    assert b"speechSynthesis" in answer.data
    assert found[1] not in browser.page.sources


def test_a_look_that_was_chosen_comes_after_the_page_and_before_the_colour_of_the_centre(site: Site) -> None:
    """Later sheets count more: a dark page takes the dark shade of the colour."""
    admin = administrator(site)
    form = next(form for form in admin.page.main_forms if form.action.endswith("/accent"))
    admin.send(form.action, {**form.hidden, "accent": "plum"})
    browser = site.visitor(LEARNER)
    usual = asked(browser, "welcome")
    browser.post(browser.at("comfort"), {"sound": "no", "back": ""})
    silent = asked(browser, "welcome")
    browser.post(browser.at("comfort"), {"contrast": "dark", "back": ""})
    dark = asked(browser, "welcome")

    assert ["bundle/learner.css", "css/accents/plum.css"] == [one for one in usual if one.endswith(".css")]
    assert usual == silent
    assert ["bundle/learner.css", "bundle/chosen.css", "css/accents/plum.css"] == [
        one for one in dark if one.endswith(".css")
    ]
