"""A trainer who is sent to choose activities, over HTTP, and the platform that takes the answer."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from lti_tool.demo.selections import Taken
from lti_tool.lti.signing import check
from tests.fake_lms import ClaimsChange, FakeLms
from tests.people import TRAINER, TestPerson
from tests.web.browser import Browser
from tests.web.site import Site

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"


def ask(
    site: Site,
    person: TestPerson = TRAINER,
    *,
    browser: Browser | None = None,
    claims: ClaimsChange | None = None,
) -> tuple[Browser, TestResponse]:
    """A deep linking request, as far as the tool's first answer; not followed."""
    used = browser or site.browser()
    started = used.open_login(site.lms.selection_parameters(person))
    assert started.status_code == 302, started.get_data(as_text=True)
    token, state = site.lms.answer_login(started.location, claims=claims)
    return used, used.post_launch({"id_token": token, "state": state})


def picker(site: Site, *, claims: ClaimsChange | None = None, browser: Browser | None = None) -> Browser:
    """A trainer before the list of activities."""
    used, answer = ask(site, claims=claims, browser=browser)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    used.get(answer.location)
    assert used.page.name == "picker"
    return used


def settings(**changes: object) -> ClaimsChange:
    """Other settings in the request; ``...`` takes one out."""

    def change(claims: dict[str, Any]) -> dict[str, Any]:  # Any: claims are JSON
        found = {**claims[SETTINGS], **changes}
        kept = {name: value for name, value in found.items() if value is not ...}
        return {**claims, SETTINGS: kept}

    return change


def carried(browser: Browser) -> str:
    """The signed answer in the form of the present page."""
    return browser.page.form.hidden["JWT"]


def said(lms: FakeLms, browser: Browser) -> dict[str, Any]:  # Any: claims are JSON
    """The claims of the answer in the form of the present page, verified."""
    keys = lms.platform.read_tool_keys()
    return check(carried(browser), keys, lms.url, now=lms.platform.clock())


def items(lms: FakeLms, browser: Browser) -> list[dict[str, Any]]:  # Any: as above
    """The content items of the answer in the form of the present page."""
    found: list[dict[str, Any]] = said(lms, browser)[f"{DL}content_items"]  # Any: as above
    return found


def delivered(lms: FakeLms, browser: Browser) -> Taken:
    """What the platform makes of the form of the present page."""
    return lms.selections.take(browser.page.form.action.rsplit("/", 1)[1], carried(browser))
