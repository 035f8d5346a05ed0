"""The first gestures as an activity of their own."""

from __future__ import annotations

import pytest

from tests.people import LEARNER
from tests.web.browser import Browser
from tests.web.site import Site

GESTURES = 5
STEPS_AT_MOST = 30


def opened(site: Site) -> Browser:
    """A learner at the first gesture."""
    custom = {"https://purl.imsglobal.org/spec/lti/claim/custom": {"activity": "first-use"}}
    browser = site.visitor(LEARNER, claims=lambda claims: {**claims, **custom})
    browser.submit()
    return browser


@pytest.mark.parametrize("is_right", [True, False], ids=["every gesture", "no gesture"])
def test_five_gestures_lead_to_a_result_without_a_level_or_a_grade(site: Site, is_right: bool) -> None:
    browser = opened(site)
    for _ in range(STEPS_AT_MOST):
        if browser.page.name == "question" and is_right:
            site.answer_right(browser)
        elif browser.page.name in ("question", "step"):
            browser.submit({"skip": "1"})
        else:
            break

    attempt = site.attempt(browser)
    assert browser.page.name == "result", browser.page.words
    assert [0] * GESTURES == [answer.level for answer in attempt.answers]
    assert browser.page.heading.startswith("Vous savez ")
    assert site.snapshot()["delivery"].rows == 0
