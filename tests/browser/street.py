"""The tool on a port of this machine with a platform beside it, and telephones that are already signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from lti_tool.demo.server import LoopbackServer
from lti_tool.store.engine import make_engine
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.web.browser import Browser as PlainBrowser
from tests.web.site import House, Parts, house_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """The tool on a port of this machine, and a platform."""

    house: House
    lms: FakeLms
    url: str


@contextmanager
def street_on(parts: Parts, migrated_file: Path, folder: Path) -> Iterator[Street]:
    """One installation on a file of this folder."""
    path = shutil.copy(migrated_file, folder / "passerelle.sqlite3")
    engine = make_engine(f"sqlite:///{path}")
    with (
        LoopbackServer() as server,
        house_on(engine, parts, base_url=server.url) as house,
        FakeLms(tool_url=server.url) as lms,
        server.start(house.app),
    ):
        yield Street(house=house, lms=lms, url=server.url)
    engine.dispose()


@contextmanager
def phone(chromium: Browser, street: Street, plain: PlainBrowser, **options: object) -> Iterator[Watch]:
    """A telephone with the session of this browser; `options` are those of a Playwright context."""
    watch = Watch(chromium, **options)
    sign_in(watch, street, plain)
    yield watch
    watch.close()


def sign_in(watch: Watch, street: Street, plain: PlainBrowser) -> None:
    """Give a window the session of this browser."""
    cookies = [{"name": one.key, "value": one.value, "url": street.url} for one in plain.cookies.values()]
    watch.context.add_cookies(cookies)  # type: ignore[arg-type]  # Playwright checks them itself
