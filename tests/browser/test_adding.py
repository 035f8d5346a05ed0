"""A trainer adds an activity to the course from within it, and a learner opens it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import WatchOver
from tests.browser.people import TRAINER, choose_myself, new_demo
from tests.tool_process import DemoProcess

DESK = {"width": 1280, "height": 800}
BRIEF = "Mon point de départ, en bref"


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[DemoProcess]:
    """A demo of its own: the course of the others stays as it is."""
    running = new_demo(tmp_path).start()
    yield running
    running.stop()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_learner_opens_the_activity_when_a_trainer_has_added_it(
    demo: DemoProcess, watch_over: WatchOver, has_scripts: bool
) -> None:
    watch = watch_over(viewport=DESK, java_script_enabled=has_scripts)
    page = watch.page
    choose_myself(page, demo, TRAINER)
    page.locator("[data-add]").click()
    frame = page.frame_locator("iframe.tool")
    if not has_scripts:
        frame.get_by_role("button", name="Continuer vers Passerelle").click()
    frame.locator("main[data-page=picker] label", has_text=BRIEF).click()
    frame.get_by_role("button", name="Ajouter au cours").click()
    if not has_scripts:
        frame.locator("[data-carry-back] button").click()
    added = frame.locator("main[data-page=selected]").inner_text()
    frame.get_by_role("link", name="Voir le cours").click()
    page.locator("[data-activity='101']").wait_for()

    assert "C’est ajouté au cours" in added
    assert BRIEF in added
    choose_learner(page, "emile")
    page.locator("[data-activity='101'] [data-open]").click()
    if not has_scripts:
        page.locator("form[data-continue] button").click()
    page.locator("main[data-page=welcome]").wait_for()
    assert page.title().startswith(BRIEF)


def choose_learner(page: Page, key: str) -> None:
    """On the course page: become somebody else."""
    page.locator(f"button[name=person][value={key}]").click()
    page.locator("[data-open]").first.wait_for()
