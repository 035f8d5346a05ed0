"""The preview in a real browser: it follows the files, and works the same without scripts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tool.web.preview_app import create_preview
from tests.browser.conftest import WatchOver
from tests.content.module_folder import PLACE, module_folder
from tests.tool_process import free_port
from tests.web.authoring import GIVEN


class Quiet(WSGIRequestHandler):
    """Writes no log lines."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def previewed(folder: Path) -> Iterator[str]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    application = create_preview(folder, url, GIVEN)
    server = make_server("127.0.0.1", port, application, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield url
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


def test_the_page_follows_the_file_when_an_author_saves_it(watch_over: WatchOver, tmp_path: Path) -> None:
    text = (module_folder(tmp_path).parent / "bouton.md").read_text(encoding="utf-8")
    with previewed(tmp_path) as url:
        page = watch_over().page
        page.goto(f"{url}/fr/M42/steps/bouton")
        page.wait_for_load_state("networkidle")

        (tmp_path / PLACE / "bouton.md").write_text(text.replace("rond", "vert"), encoding="utf-8")

        expect(page.get_by_text("Le bouton est vert.")).to_be_visible(timeout=20_000)
        page.close()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_task_is_tried_when_an_author_looks_at_it(
    watch_over: WatchOver, tmp_path: Path, has_scripts: bool
) -> None:
    module_folder(tmp_path)
    with previewed(tmp_path) as url:
        page = watch_over(java_script_enabled=has_scripts).page
        page.goto(url)
        page.get_by_role("link", name="Le bouton rond").click()
        page.get_by_role("button", name="Commencer", exact=True).click()
        page.get_by_role("button", name="Continuer").click()

        page.get_by_role("button", name="Plus tard").click()
        expect(page.get_by_text("Cherchez le rond.")).to_be_visible()
        page.get_by_role("button", name="Marche").click()
        expect(page.get_by_text("Vous avez appuyé sur le rond.")).to_be_visible()
        page.get_by_role("button", name="Continuer").click()

        expect(page.get_by_role("heading", level=1, name="La règle")).to_be_visible()
        page.close()
