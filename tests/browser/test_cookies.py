"""The tool in a frame of another site, over TLS, in a browser that blocks third-party cookies."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page

from lti_tool.store.engine import make_engine
from tests.browser.answering import begin, forward_to_question, say_i_do_not_know
from tests.browser.secured import CONTROL, Secured, secured_site, strict_chromium
from tests.people import OTHER_COURSE
from tests.recognising import single_spaced
from tests.walking import look
from tests.web.conftest import parts
from tests.web.site import Parts
from tests.web.tables import count

__all__ = ["parts"]

# What a browser tells a page that it puts into its memory and takes out again.
FROM_MEMORY = """["pagehide", "pageshow"].forEach(
  kind => dispatchEvent(new PageTransitionEvent(kind, { persisted: true })))"""


@pytest.fixture(scope="module")
def running(parts: Parts, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Both sites, for the tests of this file."""
    folder = tmp_path_factory.mktemp("secured")
    path = folder / "passerelle.sqlite3"
    shutil.copy(migrated_file, path)
    engine = make_engine(f"sqlite:///{path}")
    with secured_site(engine, parts, folder) as found:
        yield found
    engine.dispose()


@pytest.fixture
def secured(running: Secured) -> Secured:
    """Both sites as they are usually; each test has its own learners."""
    running.front.refuses_cookies, running.front.agent = False, ""
    return running


@pytest.fixture(scope="module")
def strict(chromium: Browser) -> Iterator[Browser]:
    """A Chromium that blocks third-party cookies."""
    with strict_chromium(chromium) as found:
        yield found


@pytest.fixture
def context(strict: Browser) -> Iterator[BrowserContext]:
    """A person's browser on a phone."""
    found = strict.new_context(locale="fr-BE", viewport={"width": 360, "height": 740})
    yield found
    found.close()


def tool_frame(page: Page) -> Frame:
    """The frame in the course page, with a page of the tool in it."""
    page.frame_locator("iframe.tool").locator("main[data-page]").wait_for()
    frame = page.locator("iframe.tool").element_handle().content_frame()
    assert frame is not None
    return frame


def in_course(
    context: BrowserContext, secured: Secured, key: str, context_id: str = ""
) -> tuple[Page, Frame]:
    """A course page with the activity in its frame."""
    page = context.new_page()
    page.goto(secured.frame_url(key, *filter(None, [context_id])))
    return page, tool_frame(page)


def test_browser_blocks_a_strangers_cookie_when_it_has_no_partition(
    context: BrowserContext, secured: Secured
) -> None:
    """The control: without this, the tests below would prove nothing."""
    address = f"{secured.tool_url}{CONTROL}"
    alone = context.new_page()
    for _ in range(2):
        alone.goto(address)
    assert "plain=1" in alone.locator("body").inner_text()

    page = context.new_page()
    page.goto(f"{secured.lms_url}/")
    for _ in range(2):
        framed = page.evaluate(
            """address => new Promise(done => {
              const frame = document.createElement("iframe");
              frame.onload = () => done(frame.contentWindow.length);
              frame.src = address;
              document.body.append(frame);
            })""",
            address,
        )
    assert framed == 0
    shown = [frame.locator("body").inner_text() for frame in page.frames if frame.url == address]
    assert [one.strip() for one in shown] == ["cookies:", "cookies:"]


def test_diagnostic_runs_in_the_frame_when_third_party_cookies_are_blocked(
    context: BrowserContext, secured: Secured
) -> None:
    """Without one click more: the cookies have a partition."""
    page, frame = in_course(context, secured, "apprenant-1")
    before = count(secured.house.engine, "answer")
    begin(frame)
    for _ in range(3):
        say_i_do_not_know(frame)
        forward_to_question(frame)

    assert count(secured.house.engine, "answer") == before + 3
    assert context.pages == [page]
    partitions = {cookie["name"]: cookie.get("partitionKey") for cookie in context.cookies(secured.tool_url)}
    assert partitions == {"__Host-psb": "https://lms.test", "__Host-psl": "https://lms.test"}


def test_new_tab_opens_with_one_click_when_the_frame_keeps_no_cookie_at_all(
    context: BrowserContext, secured: Secured
) -> None:
    """And the first answer is stored."""
    secured.front.refuses_cookies = True
    _, frame = in_course(context, secured, "apprenant-2")
    button = frame.locator("form[data-new-tab] button")
    said = frame.locator("main").inner_text()
    with context.expect_page() as opened:
        button.click()
    tab = opened.value
    before = count(secured.house.engine, "answer")
    greeted = look(tab)
    asked = single_spaced(tab.locator(".whose").inner_text())
    begin(tab)
    say_i_do_not_know(tab)

    assert "La page ne s'ouvre pas ici." in said
    assert greeted.page == "welcome"
    assert "Vous êtes Apprenant Deux ?" in asked
    assert count(secured.house.engine, "answer") == before + 1
    assert button.is_hidden()
    assert "L'activité est ouverte dans un autre onglet." in frame.locator("main").inner_text()
    assert "Retournez dans votre cours." in frame.locator("[data-after]").inner_text()
    assert tab.url.startswith(f"{secured.tool_url}/l/")


def test_rights_and_answers_stay_apart_when_two_tabs_hold_two_courses(
    context: BrowserContext, secured: Secured
) -> None:
    """The same person learns in one course and trains in the other."""
    _, learning = in_course(context, secured, "learns")
    begin(learning)
    before = count(secured.house.engine, "answer")
    _, training = in_course(context, secured, "trains", OTHER_COURSE)
    group = look(training)
    say_i_do_not_know(learning)
    answered = forward_to_question(learning)
    training.goto(training.url)

    assert (group.page, answered.page, look(training).page) == ("cohort", "question", "cohort")
    assert count(secured.house.engine, "answer") == before + 1
    handle = learning.url.split("/")[4]
    training.goto(f"{secured.tool_url}/l/{handle}/cohort")
    assert look(training).page == "error"
    assert "e-role" in (training.locator("main").text_content() or "")


@pytest.mark.parametrize("comes_back", ["by-its-button", "from-memory"])
def test_nothing_of_the_first_learner_is_shown_when_a_second_one_came(
    context: BrowserContext, secured: Secured, comes_back: str
) -> None:
    """W08, W21: on the same computer, also for a page that the browser had kept in its memory."""
    _, first = in_course(context, secured, "apprenant-3")
    question = begin(first).heading
    in_course(context, secured, "apprenant-4")
    if comes_back == "by-its-button":
        say_i_do_not_know(first)
    else:
        with first.expect_navigation():
            first.evaluate(FROM_MEMORY)
    ended = look(first)
    words = first.locator("body").text_content() or ""

    assert ended.page == "error"
    assert "e-expired" in words
    assert question not in words
    assert "Trois" not in words


def test_page_from_memory_is_shown_again_when_its_session_goes_on(
    context: BrowserContext, secured: Secured
) -> None:
    """W21: and what was typed stays; it is hidden until the tool has answered."""
    _, frame = in_course(context, secured, "apprenant-5")
    begin(frame)
    frame.evaluate("window.isTheSame = true")
    is_hidden = frame.evaluate(f"{FROM_MEMORY}; document.body.hidden")
    frame.locator("main").wait_for(state="visible")

    assert is_hidden
    assert frame.evaluate("window.isTheSame")
