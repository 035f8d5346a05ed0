"""A platform that is being connected, and the administrator's browser."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from tests.lti.registration_peer import RegistrationPeer
from tests.web import tables
from tests.web.browser import Browser
from tests.web.reading import Form
from tests.web.refusing import assert_only_event
from tests.web.site import Site, refused

ADDRESS = "/lti/register"


def opened(site: Site, platform: RegistrationPeer, invite: str, **changes: str) -> Browser:
    """A browser into which the platform has put our page."""
    browser = site.browser()
    query = {"invite": invite, "openid_configuration": platform.configuration_url, **changes}
    if platform.has_token:
        query.setdefault("registration_token", platform.token())
    browser.request("GET", ADDRESS, query_string=query)
    return browser


def press(browser: Browser, form: Form | None = None, **changes: str) -> TestResponse:
    """Press the one button, as a browser in the platform's frame does it."""
    form = form or browser.page.form
    headers = {"Origin": "https://tool.example", "Sec-Fetch-Site": "same-origin"}
    return browser.request("POST", form.action, data={**form.hidden, **changes}, headers=headers)


def connected(site: Site) -> list[tuple[Any, tuple[str, ...]]]:  # Any: a registration
    """The platforms that are known, but for the one that every test begins with."""
    return [one for one in site.services.registrations.all() if one[0].id != site.registration.id]


def assert_refused(
    site: Site, answer: TestResponse, before: Any, status: int, code: str, reason: str
) -> None:
    """An administrator's page of a refusal; one row about it and nothing else was written."""
    refused(answer, status, code, reason)
    assert_only_event(before, site.snapshot())
    assert (code, reason) == tables.refusals(site.engine)[-1]


def opened_answer(site: Site, platform: RegistrationPeer, invite: str) -> TestResponse:
    """The page that the platform opens."""
    query = {"invite": invite, "openid_configuration": platform.configuration_url}
    return site.browser().request("GET", ADDRESS, query_string=query)
