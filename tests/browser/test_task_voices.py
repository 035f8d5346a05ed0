"""A trainer reads a task aloud; the learner who has it open hears it after a tap, slower if wanted."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from lti_tool.domain.task_reading import reading_met
from tests.browser.conftest import WatchOver
from tests.browser.test_welcome_words import SAID, enter, site, speaking
from tests.browser.watching import Watch
from tests.people import LEARNER, TRAINER
from tests.web.site import Site

__all__ = ["site", "speaking"]
HEAR, SLOWER, SOUND = "button[data-hear]", "button[data-hear] + button", "audio[data-recorded]"
RUNS = "one => new Promise(done => { one.ontimeupdate = () => one.currentTime > 0.1 && done(); })"
STATE = "one => [one.paused, one.playbackRate, one.preload]"


def open_task(site: Site, page: Page) -> str:
    """The learner's first task; the place where it is read aloud."""
    enter(site, page, LEARNER)
    page.locator("form[data-form] > button[type=submit]").first.click()
    page.wait_for_selector("main[data-page=question]")
    with site.engine.connect() as connection:
        query = "SELECT current_item_id, current_scene_id, seed FROM attempt"
        item_id, scene_id, seed = connection.execute(text(query)).one()
    item = site.services.bank.get(item_id)
    assert item is not None
    reading = reading_met(item, seed, scene_id)
    return f"/fr/{reading.item_id}/{reading.variant}/{reading.scene}"


def own_list(site: Site, page: Page) -> None:
    """The trainer's list of tasks."""
    enter(site, page, TRAINER)
    if page.locator("main[data-page=picker]").count():
        page.locator("input[name=activity]").first.check(force=True)
        page.locator("form.question button").click()
    page.locator("a[href$='/task-voices']").click()
    page.wait_for_selector("main[data-page=task-voices]")


def test_a_task_is_read_heard_slowed_and_erased(site: Site, speaking: Browser, watch_over: WatchOver) -> None:
    trainer, learner = Watch(speaking), watch_over()
    learner.expect("404")
    own_list(site, trainer.page)
    place = open_task(site, learner.page)
    expect(learner.page.locator(HEAR)).to_have_count(0)

    trainer.page.goto(trainer.page.url + place)
    start, stop, listen = (trainer.page.locator(mark) for mark in SAID)
    start.click()
    expect(trainer.page.locator("[data-left]")).to_have_text("58")
    stop.click()
    expect(listen).to_be_visible()
    trainer.page.locator("input[name=consent]").check()
    trainer.page.locator("form[enctype] button[type=submit]").click()
    trainer.page.wait_for_url("**?notice=recorded")

    page = learner.page
    page.reload(wait_until="networkidle")
    sound, hear, slower = page.locator(SOUND), page.locator(HEAR), page.locator(SLOWER)
    address = sound.get_attribute("src")
    assert address
    expect(sound).to_be_hidden()
    assert [True, 1, "none"] == sound.evaluate(STATE)
    assert [] == [url for url in learner.requests if url.endswith(address)]
    # What was recorded is short, and this machine may be slow.
    sound.evaluate("one => { one.loop = true; }")
    hear.click()
    expect(hear).to_have_text("Arrêter", use_inner_text=True)
    sound.evaluate(RUNS)
    assert [] != [url for url in learner.requests if url.endswith(address)]
    slower.click()
    expect(slower).to_have_attribute("aria-pressed", "true")
    assert [False, 0.8, "none"] == sound.evaluate(STATE)
    hear.click()
    expect(hear).to_have_text("Écouter", use_inner_text=True)
    assert [True, 0.8, "none"] == sound.evaluate(STATE)
    page.reload()
    expect(slower).to_be_hidden()
    expect(slower).to_have_text("✔ Plus lentement")

    trainer.page.locator("form[action$='/erase'] button").click()
    trainer.page.wait_for_url("**?notice=erased")
    hear.click()
    expect(page.locator("[data-silent]")).to_be_visible()
    page.reload()
    expect(hear).to_have_count(0)
    trainer.close()
    assert [] == trainer.complaints()
