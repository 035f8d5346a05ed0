"""Choosing in Studio what a unit opens."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from tests.platforms.school import School
from tests.walking import look

SAVED = "The LTI Deep Linking content was successfully saved in the LMS."
ANSWERS = "**/lti-dl/response"


def picker(school: School, context: BrowserContext, user: str = "instructor") -> Page:
    """Follow Studio's link to the tool, which opens in a tab of its own, as far as the list of activities."""
    page = context.new_page()
    page.goto(school.edx.studio_url(user))
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Deep Linking Launch").click()
    assert "picker" == look(opened.value).page
    return opened.value


def choose(page: Page, activity: str, *, columns: str = "six") -> None:
    """Choose one activity and wait until edX has answered; the tool's page carries the choice by itself."""
    page.locator(f"input[name=activity][value={activity}]").check()
    page.locator(f"input[name=columns][value={columns}]").check()
    with page.expect_response(ANSWERS):
        page.get_by_role("button", name="Ajouter au cours").click()
