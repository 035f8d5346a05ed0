"""What "refused with nothing stored" and "launched as" mean in the certification tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.people import TestPerson
from tests.web.browser import Browser
from tests.web.refusing import STATES, assert_only_event
from tests.web.site import Site, refused
from tests.web.tables import refusals

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LIST = "https://www.imsglobal.org/spec/lti/v1p3/cert"
Claims = dict[str, Any]  # Any: claims are JSON
METHODS = ("GET", "POST")
STORED_REASON = 64


def without(*names: str) -> Callable[[Claims], None]:
    """Take claims out of the token."""

    def change(claims: Claims) -> None:
        for name in names:
            del claims[name]

    return change


def having(values: Mapping[str, Any], *absent: str) -> Callable[[Claims], None]:
    """Set claims of the token, and take others out."""

    def change(claims: Claims) -> None:
        claims.update(values)
        for name in absent:
            claims.pop(name, None)

    return change


def assert_refused(
    site: Site, person: TestPerson, method: str, wanted: tuple[int, str, str], **changes: Any
) -> None:
    """Launch as this person with these changes: the right page, no cookie, a row about it, and one that says
    that the login was used.
    """
    status, code, reason = wanted
    browser = site.browser()
    before = site.snapshot()
    answer = browser.launch(person, method=method, **changes)
    after = site.snapshot()

    refused(answer, status, code, reason)
    assert browser.session is None
    assert_only_event(before, after)
    assert after[STATES].rows == before[STATES].rows + 1
    assert refusals(site.engine)[-1] == (code, reason[:STORED_REASON])


def launched(site: Site, person: TestPerson, method: str, **changes: Any) -> Browser:
    """Launch as this person with these changes, which must open a page; the browser that shows it."""
    browser = site.browser()
    answer = browser.enter(person, method=method, **changes)

    assert answer.status_code == 200
    assert browser.session is not None
    assert refusals(site.engine) == []
    return browser
