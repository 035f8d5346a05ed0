"""A grade that was changed in the platform, on a phone without scripts: read, put back, read back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page

from lti_tool.demo.server import LoopbackServer
from lti_tool.store.engine import make_engine
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import LEARNER, TRAINER
from tests.web.site import house_on, the_parts

AREA = "passerelle:diagnostic:area-1"
PHONE = {"width": 360, "height": 800}


def test_the_trainer_puts_ours_back_and_reads_what_the_platform_shows(
    chromium: Chromium, migrated_file: Path, tmp_path: Path
) -> None:
    parts = the_parts()
    keys = {"keys": [json.loads(parts.key.public_jwk)]}
    path = shutil.copy(migrated_file, tmp_path / "passerelle.sqlite3")
    engine = make_engine(f"sqlite:///{path}")
    with (
        LoopbackServer() as server,
        house_on(engine, parts, base_url=server.url) as house,
        FakeLms(tool_url=server.url, tool_keys=lambda: keys) as lms,
    ):
        site = house.opened(lms)
        site.finish(site.visitor(LEARNER))
        site.deliver()
        ours = lms.grade(LEARNER.sub, AREA)
        site.wait(minutes=1)
        for column in (AREA, ""):
            lms.override_grade(LEARNER.sub, column, 7.0)
        watch = Watch(chromium, java_script_enabled=False, viewport=PHONE)
        page = watch.page
        with server.start(house.app):
            page.goto(f"{lms.url}/activity/11/open?as={TRAINER.key}")
            page.locator("form[data-continue] button").click()
            page.get_by_role("link", name="Les notes", exact=True).click()
            page.get_by_role("button", name="Relire dans la plateforme").click()
            site.deliver()
            site.wait(minutes=1)
            page.reload()
            differing = page.get_by_text("Dans la plateforme : 7 sur 8").count()
            fits(page)
            for _ in range(2):
                page.get_by_role("link", name="Remettre la nôtre").last.click()
                fits(page)
                page.get_by_role("button", name="Remettre notre note").click()
                site.deliver()
                site.wait(minutes=1)
                page.goto(page.url.partition("?")[0])
            said = page.locator("main").inner_text()
        watch.close()
    engine.dispose()

    assert differing == 2
    assert (lms.grade(LEARNER.sub, AREA), lms.grade(LEARNER.sub)) == (ours, 7.0)
    assert "la plateforme montre la même note." in said
    assert "La plateforme garde sa valeur" in said


def fits(page: Page) -> None:
    """Nothing has to be moved sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
