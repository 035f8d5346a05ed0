"""One computer for many people, one person on the way: sessions that end, and sessions that go on."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.web.browser import Browser
from tests.web.site import Site, refused

ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def _pages(site: Site) -> list[str]:
    """Every kind of page of a visit, as HTML."""
    learner, trainer = site.visitor(LEARNER), site.visitor(TRAINER)
    found = []

    def see(browser: Browser, path: str) -> None:
        found.append(browser.get(browser.at(path)).get_data(as_text=True))

    see(learner, "welcome")
    learner.submit()
    for path in ("tasks/1", "pause", "cohort"):
        see(learner, path)
    site.finish(learner)
    see(learner, "")
    site.answer_access(learner)
    see(learner, "result")
    person = site.visit(learner).launch.person_id
    for path in ("cohort", f"cohort/{person}", "activity", "welcome"):
        see(trainer, path)
    return found


SCRIPT = re.compile(r"/static/bundle/(?:visit|answering)\.")


@pytest.mark.parametrize(
    "has",
    [
        pytest.param(lambda page: "Terminer ma session" in page.partition("<main")[0], id="end-in-view"),
        pytest.param(lambda page: SCRIPT.search(page.partition("<body")[0]) is not None, id="W21-script"),
    ],
)
def test_every_page_of_a_visit_has_it_when_it_is_shown(site: Site, has: Callable[[str], bool]) -> None:
    """Security notes 5.4: the way out stands in the first line of each page, refusals among them."""
    pages = _pages(site)

    assert len(pages) == 10
    assert [page for page in pages if not has(page)] == []


def test_session_goes_on_when_the_network_gives_another_address(site: Site) -> None:
    """W04: mobile networks change; whoever ends the session ends it everywhere."""
    here = site.visitor(LEARNER)
    there = site.browser()
    there.set_cookie("__Host-psl", str(here.session))

    assert there.request("GET", here.at("welcome"), environ_overrides=ELSEWHERE).status_code == 200
    here.post(here.at("end"))
    refused(there.get(here.at("welcome")), 401, "e-expired", "session-over")


def test_page_is_framed_by_its_own_platform_alone_when_two_are_connected(
    site: Site, other_lms: FakeLms
) -> None:
    """W15: a page of one platform never stands in a frame of the other."""
    site.connect(other_lms)
    ours, theirs = site.browser(), site.browser(other_lms)
    ancestors = {}
    for browser, url in ((ours, site.lms.url), (theirs, other_lms.url)):
        browser.enter(LEARNER)
        policy = browser.request("GET", browser.at("welcome")).headers["Content-Security-Policy"]
        ancestors[url] = policy.partition("frame-ancestors ")[2]

    assert ancestors == {site.lms.url: site.lms.url, other_lms.url: other_lms.url}


def test_replay_is_refused_when_the_proxy_speaks_http_to_us(site: Site) -> None:
    """S19: the browser's mark counts whatever scheme the request seems to have."""
    form = site.browser().answered(LEARNER)
    thief = Browser(site.app, site.lms, "http://tool.example")
    thief.login(LEARNER)

    refused(thief.post_launch(form), 401, "e-sec", "other-browser")
