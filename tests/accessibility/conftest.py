"""The pages on a loopback port, drawn by the application's own templates, and one Chromium per worker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from lti_tool.content.shelf import Shelf
from tests.accessibility.catalogue import Catalogue, catalogue
from tests.accessibility.looking import Gallery
from tests.accessibility.serving import served
from tests.contents import the_shelf
from tests.walking import running_chromium

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def shelf() -> Shelf:
    """The content of the checkout."""
    return the_shelf()


@pytest.fixture(scope="session")
def pages(shelf: Shelf) -> Catalogue:
    """Every page by name."""
    return catalogue(shelf)


@pytest.fixture(scope="session")
def preview_url(shelf: Shelf, pages: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The application with one more address, `/preview/<name>`, which draws a page of the catalogue."""
    with served(shelf, pages, tmp_path_factory.mktemp("preview")) as url:
        yield url


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
