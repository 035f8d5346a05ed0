"""The group's page in a browser: nobody, one, thirty, five thousand; filters by keyboard, without scripts."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from sqlalchemy import create_engine, delete, update

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.demo.server import LoopbackServer
from lti_tool.settings import Settings
from lti_tool.store.course_rows import PersonNameRow
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import TRAINER
from tests.walking import look
from tests.web.browser import Browser
from tests.web.crowding import finish_everybody
from tests.web.filtering import mixed_course
from tests.web.site import Clock, Site, connected

KB = 1024
WIDTHS = (360, 768, 1280)
BIG = 5_000
ON_A_PAGE = 50


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Site]:
    """The tool on a port of this machine, and a platform with a trainer."""
    server, clock = LoopbackServer(), Clock()
    settings = Settings(
        base_url=server.url,
        database_url=f"sqlite:///{tmp_path / 'passerelle.sqlite3'}",
        secret_key=secrets.token_bytes(32),
        allows_insecure_platforms=True,
    )
    installation = install(settings, clock=clock)
    app, engine = create_app(installation), create_engine(settings.database_url)
    with server.start(app), FakeLms(tool_url=server.url) as lms:
        yield Site(
            installation=installation,
            app=app,
            engine=engine,
            clock=clock,
            lms=lms,
            registration=connected(installation.services, lms, clock),
            base_url=server.url,
        )
    engine.dispose()
    installation.services.store.close()


def group(school: Site, chromium: Chromium, **options: object) -> Watch:
    """The trainer's window at the group."""
    watch = Watch(chromium, **options)
    watch.page.goto(f"{school.lms.url}/activity/11/open?as={TRAINER.key}")
    if options.get("java_script_enabled") is False:
        watch.page.locator("form[data-continue] button").click()
    assert "cohort" == look(watch.page).page
    return watch


def fill(school: Site, size: int) -> None:
    """So many people who finished and sent."""
    finish_everybody(school, _trainer(school), size)


def _trainer(school: Site) -> Browser:
    return school.visitor(TRAINER)


def fits(watch: Watch) -> None:
    """Nothing is scrolled sideways at any width."""
    for width in WIDTHS:
        watch.page.set_viewport_size({"width": width, "height": 800})
        wide = watch.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert 0 == wide, width


@pytest.mark.parametrize("size", [0, 1, 30, BIG])
def test_the_group_fits_every_screen_whatever_its_size(school: Site, chromium: Chromium, size: int) -> None:
    """With nobody it says what to do; one page holds fifty."""
    fill(school, size)
    watch = group(school, chromium)
    fits(watch)

    assert min(size, ON_A_PAGE) == watch.page.locator(".cohort tbody tr").count()
    assert (0 if size else 1) == watch.page.get_by_text("Personne n'a encore commencé.").count()
    assert (1 if size > ON_A_PAGE else 0) == watch.page.get_by_text("Page 1 sur 100").count() / 2
    assert (1 if size else 0) == watch.page.locator("form.filters__line").count()
    assert [] == watch.complaints()
    watch.close()


def test_thirty_people_weigh_less_than_sixty_kilobytes_before_any_compression(
    school: Site, chromium: Chromium
) -> None:
    """The page and its style sheet; every row with levels, grades and something to prepare."""
    fill(school, 30)
    watch = group(school, chromium)
    heard = []
    watch.page.on("response", lambda answer: heard.append(answer))
    watch.context.new_cdp_session(watch.page).send("Network.clearBrowserCache")
    watch.page.reload(wait_until="load")
    sizes = {
        one.url.rpartition("/")[2]: len(one.body())
        for one in heard
        if "text/html" in one.headers["content-type"] or "text/css" in one.headers["content-type"]
    }
    print(f"\n{sizes}")

    assert 2 == len(sizes)
    assert sum(sizes.values()) <= 60 * KB
    watch.close()


def test_the_filters_are_used_by_keyboard_on_a_phone(school: Site, chromium: Chromium) -> None:
    """They are folded there; a space opens them and ticks, Enter sends; each is taken off by its link."""
    mixed_course(school, _trainer(school))
    watch = group(school, chromium)
    page = watch.page
    assert not page.locator("#filter-late").is_visible()

    page.locator(".filters summary").focus()
    page.keyboard.press("Space")
    page.locator("#filter-late").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**late=1**")
    assert 2 == page.locator("table.cohort").first.locator("tbody tr").count()
    assert "2 personnes trouvées, sur 11" in page.inner_text("main")
    fits(watch)

    page.set_viewport_size({"width": 360, "height": 640})
    page.get_by_role("link", name="Enlever").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "late" not in url)
    assert 11 == page.locator("table.cohort").first.locator("tbody tr").count()
    assert [] == watch.complaints()
    watch.close()


def test_the_filters_stand_in_one_line_on_a_wide_screen(school: Site, chromium: Chromium) -> None:
    """Without scripts; two groups, names that the platform hides, somebody who left."""
    mixed_course(school, _trainer(school))
    with school.engine.begin() as connection:
        connection.execute(update(PersonNameRow).where(PersonNameRow.id == "p-9").values(name=""))
        connection.execute(delete(PersonNameRow).where(PersonNameRow.id == "p-10"))
    watch = group(school, chromium, java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = watch.page
    boxes = [one.bounding_box() for one in page.locator(".filters__line > *").all()]
    page.get_by_label("Étape du parcours").select_option("diagnostic")
    page.get_by_label("Départ en retard").check()
    page.get_by_role("button", name="Afficher").click()

    middles = {round(box["y"] + box["height"] / 2, -1) for box in boxes if box}
    assert 1 == len(middles)
    rows = page.locator("table.cohort").first.locator("tbody th")
    assert ["Participant 1009", "Participant 1010"] == [one.split("\n")[0] for one in rows.all_inner_texts()]
    page.get_by_role("link", name="Groupe 7").click()
    assert ["Participant 1009"] == [one.split("\n")[0] for one in rows.all_inner_texts()]
    assert "1 personne trouvée, sur 6" in page.inner_text("main")
    page.goto(page.url.partition("?")[0])
    assert 1 == page.get_by_text("1 personne n'est plus inscrite").count()
    watch.close()


def test_thirty_people_are_printed_on_one_landscape_page(school: Site, chromium: Chromium) -> None:
    """Who needs little; with what was filtered, and without any control."""
    fill(school, 30)
    watch = group(school, chromium, viewport={"width": 1280, "height": 800})
    watch.page.emulate_media(media="print")
    assert not watch.page.locator("form.filters__line").is_visible()
    printed = watch.page.pdf(prefer_css_page_size=True)

    assert 1 == len(re.findall(rb"/Type /Page\b", printed))
    watch.close()
