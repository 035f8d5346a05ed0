"""The pages on a loopback port, drawn by the application's own templates, and one Chromium per worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import render_template
from playwright.sync_api import Browser, Page

from lti_tool import paths
from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.content.shelf import Shelf, load_shelf
from lti_tool.demo.server import LoopbackServer
from lti_tool.settings import Settings
from lti_tool.web.guards import Policy, policy
from tests.accessibility.catalogue import Catalogue, catalogue
from tests.accessibility.looking import Gallery
from tests.walking import running_chromium

SECRET = b"a secret of the tests, long enough to be taken"
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The content of the checkout."""
    return load_shelf(paths.CONFIG)


@pytest.fixture(scope="session")
def pages(shelf: Shelf) -> Catalogue:
    """Every page by name."""
    return catalogue(shelf)


@pytest.fixture(scope="session")
def preview_url(shelf: Shelf, pages: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with one more address, `/preview/<name>`, which draws a page of the catalogue."""
    server = LoopbackServer()
    data = tmp_path_factory.mktemp("preview")
    settings = Settings(
        base_url=server.url,
        database_url=f"sqlite:///{data / 'preview.sqlite3'}",
        secret_key=SECRET,
        allows_insecure_platforms=True,
    )
    installation = install(settings, shelf=shelf)
    app = create_app(installation)

    @policy(Policy.PUBLIC)
    def preview(name: str) -> str:
        found = pages[name]
        return render_template(found.template, page=found.page)

    app.add_url_rule("/preview/<path:name>", "preview", preview)
    with server.start(app):
        yield server.url
    installation.services.store.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of this folder; two of Playwright's loops cannot run at the same time."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser window of its own, where nothing moves."""
    context = chromium.new_context(locale="fr-BE", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def gallery(page: Page, preview_url: str, pages: Catalogue) -> Gallery:
    """The catalogue, in front of the browser window."""
    return Gallery(page, preview_url, pages)
