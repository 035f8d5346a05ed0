"""The network goes and comes back: no answer is lost, none is kept twice, and the page stays calm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lti_tool.domain.attempt import Answer
from tests.browser.answering import begin
from tests.browser.bad_network import Walker, attempt_of, behind_a_bad_line
from tests.browser.conftest import WatchOver
from tests.browser.cutting import CutLine
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.web.site import House, Parts, Site, the_parts

CUTS, SEED = 40, 1
WAITS = "En attente du réseau. Votre réponse est là, vous ne perdez rien."
LACKING = {
    "AbortController": "delete self.AbortController",
    "submitter": "delete SubmitEvent.prototype.submitter",
    "sessionStorage": """Object.defineProperty(self, "sessionStorage", {
      get() { throw new DOMException("refused", "SecurityError"); }
    })""",
}


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The content of the checkout, and the tool's key."""
    return the_parts()


@pytest.fixture(scope="module")
def bad_house(
    migrated_file: Path, parts: Parts, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, FakeLms, CutLine]]:
    """The tool and a platform behind a line that can be cut."""
    with behind_a_bad_line(parts, migrated_file, tmp_path_factory.mktemp("line")) as opened:
        yield opened


@pytest.fixture
def bad_line(bad_house: tuple[House, FakeLms, CutLine]) -> tuple[Site, CutLine]:
    """The same on its first day."""
    house, lms, line = bad_house
    return house.opened(lms), line


def _at_first_question(site: Site, watch: Watch) -> Page:
    """A learner who never opened the activity before, in front of the first task."""
    watch.page.goto(f"{site.lms.url}/activity/11/open?as={LEARNER.key}")
    begin(watch.page)
    return watch.page


def test_no_answer_is_lost_or_doubled_when_the_network_breaks_again_and_again(
    bad_line: tuple[Site, CutLine], chromium: Browser
) -> None:
    """A whole diagnostic, with cuts of every kind and pages that are loaded anew."""
    walker = Walker(*bad_line, chromium, seed=SEED, cuts=CUTS)

    walked = walker.walk()

    print(f"\n{len(walked.acts)} answers, {dict(walked.cuts)}, {walked.reloads} reloads")
    walker.watch.close()
    assert (0, 0) == (walked.lost, walked.doubled)
    assert walked.cuts.total() == CUTS
    assert len(walked.cuts) == 6
    assert walked.reloads > 0
    assert [] == walker.watch.complaints()


def test_an_answer_waits_calmly_when_there_is_no_network(
    bad_line: tuple[Site, CutLine], watch_over: WatchOver
) -> None:
    """The words, the answer on the screen, and nothing that stays in the browser once it is kept."""
    site, _line = bad_line
    watch = watch_over()
    watch.expect("net::ERR_")
    page = _at_first_question(site, watch)
    page.context.set_offline(True)
    page.locator("button[name=skip]").dblclick()
    page.get_by_text(WAITS).wait_for()
    kept = page.evaluate("Object.keys(sessionStorage).length")
    with page.expect_navigation(url="**/tasks/2"):
        page.context.set_offline(False)

    assert kept == 1
    assert page.evaluate("sessionStorage.length") == 0
    assert len(_kept(site, page)) == 1


def test_an_answer_waits_while_the_tool_is_stopped(
    bad_line: tuple[Site, CutLine], watch_over: WatchOver
) -> None:
    """The web server before the tool answers in its place, longer than a strange answer is borne."""
    site, _line = bad_line
    watch = watch_over()
    watch.expect("502")
    page = _at_first_question(site, watch)
    page.route("**/tasks/1", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    page.locator("button[name=skip]").click()
    page.get_by_text(WAITS).wait_for()
    for _ in range(3):
        with page.expect_response(lambda answer: answer.status == 502) as away:
            page.evaluate("dispatchEvent(new Event('online'))")
        assert not away.value.request.is_navigation_request()
    page.unroute("**/tasks/1")
    page.wait_for_url("**/tasks/2")

    assert len(_kept(site, page)) == 1


@pytest.mark.parametrize("lacking", LACKING)
def test_form_goes_by_itself_when_the_browser_lacks_something(
    bad_line: tuple[Site, CutLine], watch_over: WatchOver, lacking: str
) -> None:
    """No way to give up a request, or no memory for this tab: the plain form, and its own redirect."""
    site, _line = bad_line
    watch = watch_over()
    watch.context.add_init_script(LACKING[lacking])
    page = _at_first_question(site, watch)
    with page.expect_request(lambda asked: asked.method == "POST") as asked:
        page.locator("button[name=skip]").click()
    page.wait_for_url("**/tasks/2")

    assert asked.value.is_navigation_request()
    assert len(_kept(site, page)) == 1


def test_the_tool_says_why_when_the_session_is_over(
    bad_line: tuple[Site, CutLine], watch_over: WatchOver
) -> None:
    """Whoever closed it in another tab reads the tool's own words, and nothing waits any more."""
    site, _line = bad_line
    watch = watch_over()
    watch.expect("401")
    page = _at_first_question(site, watch)
    page.context.clear_cookies()
    page.locator("button[name=skip]").click()

    page.locator("main[data-page=error]").wait_for()
    assert "no-session" in (page.locator("main").text_content() or "")
    assert page.evaluate("sessionStorage.length") == 0


def test_nobody_finds_an_answer_that_waited_when_somebody_else_comes(
    bad_line: tuple[Site, CutLine], watch_over: WatchOver
) -> None:
    """What another launch left in this tab is thrown away unsent."""
    site, _line = bad_line
    watch = watch_over()
    page = _at_first_question(site, watch)
    other = "answer:/l/AAAAAAAAAAAAAAAAAAAAAA/tasks/1"
    page.evaluate("key => sessionStorage.setItem(key, 'version=1&skip=1')", other)
    before = len(watch.requests)
    page.reload()

    assert page.evaluate("sessionStorage.length") == 0
    assert not [one for one in watch.requests[before:] if "AAAAAA" in one]


def _kept(site: Site, page: Page) -> tuple[Answer, ...]:
    """The answers to tasks that the tool keeps of the learner of this window."""
    return attempt_of(site, page).answers
