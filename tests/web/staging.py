"""People who come back: the links of a training, and a diagnostic done from the first task to the last."""

from __future__ import annotations

from collections.abc import Callable

from lti_tool.domain.framework import area_of
from lti_tool.domain.item import Item
from tests.people import LEARNER, TestPerson
from tests.web.browser import Browser
from tests.web.site import Site

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
STEPS_AT_MOST = 120
Able = Callable[[Item], bool]


def everything(_item: Item) -> bool:
    """Somebody who can do everything."""
    return True


def nothing(_item: Item) -> bool:
    """Somebody who says "I don't know" to everything."""
    return False


def all_but(*areas: str) -> Able:
    """Somebody who can do everything but what lies in these areas."""
    return lambda item: area_of(item.competence) not in areas


def enter(site: Site, slug: str, person: TestPerson = LEARNER, **claims: object) -> Browser:
    """This person opens the link of this activity; every activity has a link of its own."""
    link = {"id": f"link-{slug}", "title": slug}
    told = {f"{CLAIM}resource_link": link, f"{CLAIM}custom": {"activity": slug}, **claims}
    return site.visitor(person, claims=lambda known: {**known, **told})


def do(
    site: Site, slug: str, able: Able = nothing, person: TestPerson = LEARNER, **claims: object
) -> Browser:
    """The whole activity up to its result; nothing is said about equipment, and nothing is sent."""
    browser = enter(site, slug, person, **claims)
    browser.submit()
    for _ in range(STEPS_AT_MOST):
        if browser.page.name == "result":
            return browser
        standing = site.standing(browser)
        if browser.page.name == "question" and standing.item is not None and able(standing.item):
            site.answer_right(browser)
        else:
            browser.submit({"skip": "1"} if browser.page.name in ("question", "step") else {})
    raise AssertionError(f"no result, but {browser.page.name}")


def sent(browser: Browser) -> Browser:
    """The result is sent to the trainer."""
    browser.send(browser.at("result"))
    return browser
