"""The demo in a process of its own, and one Chromium per worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.people import People, new_demo
from tests.browser.watching import Watch
from tests.walking import Solver, running_chromium

HERE = Path(__file__).parent
WatchOver = Callable[..., Watch]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of this folder; two of Playwright's loops cannot run at the same time."""
    with running_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def solver() -> Solver:
    """Knows the answers up to level 2."""
    return Solver(up_to_level=2)


@pytest.fixture(scope="session")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    """The demo's learners, each of them for one test alone."""
    found = People(lambda: new_demo(tmp_path_factory.mktemp("demo")))
    yield found
    found.stop()


@pytest.fixture
def watch_over(chromium: Browser) -> Iterator[WatchOver]:
    """Opens windows that are watched; at the end nothing may have gone wrong in any of them."""
    opened: list[Watch] = []

    def open_one(**options: object) -> Watch:
        watch = Watch(chromium, **options)
        opened.append(watch)
        return watch

    yield open_one
    for watch in opened:
        watch.close()
    assert [] == [complaint for watch in opened for complaint in watch.complaints()]
