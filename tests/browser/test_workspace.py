"""Every screen of the trainer's workspace in a browser: nobody, one, thirty, five thousand people.

One installation for each size, filled with rows and walked by one window, which looks at each page as a
phone and as a wide screen.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Response
from sqlalchemy import delete, update

from lti_tool.demo.server import LoopbackServer
from lti_tool.store.course_rows import PersonNameRow
from lti_tool.store.engine import make_engine
from tests.browser.screens import LENT_TO, LINE, LISTS, ON_A_PAGE, TABLE, Screen, of_person
from tests.browser.test_group_filters import BIG, KB, group
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import TRAINER
from tests.web.busying import make_busy
from tests.web.crowding import FIRST_NUMBER, finish_everybody
from tests.web.site import House, Site, house_on, the_parts

MEMORY = Path("/dev/shm")
WIDTHS = (360, 1280)
NAME = re.compile(r"Nom \d{4}")
SECONDS_AT_MOST = 15.0
"""Also for five thousand, while others use the machine; processor time is measured elsewhere."""
WEIGHT_AT_MOST = 60 * KB
"""With styles, pictures and headers, as it comes over the wire."""


@pytest.fixture(scope="module")
def opened_house(migrated_file: Path) -> Iterator[tuple[House, FakeLms]]:
    """One installation on a port of this machine, in memory where that is possible, and its platform."""
    parts = the_parts()
    memory = MEMORY if MEMORY.is_dir() else None
    with LoopbackServer() as server, TemporaryDirectory(prefix="passerelle-", dir=memory) as folder:
        engine = make_engine(f"sqlite:///{shutil.copy(migrated_file, folder)}")
        with (
            house_on(engine, parts, base_url=server.url) as house,
            FakeLms(tool_url=server.url) as lms,
            server.start(house.app),
        ):
            yield house, lms
        engine.dispose()


@pytest.fixture
def school(opened_house: tuple[House, FakeLms]) -> Site:
    """The same as on its first day."""
    house, lms = opened_house
    return house.opened(lms)


def fill(school: Site, size: int, *, leavers: int = 0) -> None:
    """So many people who finished and sent, and what else may happen."""
    trainer = school.visitor(TRAINER)
    finish_everybody(school, trainer, size, leavers=leavers)
    if size:
        make_busy(school, trainer, range(1, size + 1))


def screens(size: int) -> Iterator[Screen]:
    """Those that there are with so many people."""
    yield from LISTS
    if size:
        yield from of_person(1, "Nom 0001")
    if size >= LENT_TO:
        yield from of_person(LENT_TO, f"Nom {LENT_TO:04}")


def opened(watch: Watch, screen: Screen) -> Page:
    """The screen, of the launch that the window made. It has one heading."""
    page = watch.page
    base = re.match(r".*/l/[^/]+/", page.url)
    assert base
    begun = time.monotonic()
    answer = page.goto(f"{base[0]}{screen.path}")
    assert answer and answer.status == 200, screen.path
    assert time.monotonic() - begun < SECONDS_AT_MOST, screen.path
    assert page.locator("main").get_attribute("data-page") == screen.page, screen.path
    (heading,) = page.locator("h1").all()
    assert screen.heading in heading.inner_text().replace("\N{NO-BREAK SPACE}", " "), screen.path
    return page


def fits(page: Page, path: str) -> None:
    """Nothing is scrolled sideways, on a phone or a wide screen."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider == 0, (path, width)


def walked(watch: Watch, found: Iterable[Screen], size: int) -> dict[str, int]:
    """Look at each of these screens; how many bytes each needs when the browser has kept nothing."""
    weights = {}
    heard: list[Response] = []
    watch.page.on("response", lambda answer: heard.append(answer))
    wire = watch.context.new_cdp_session(watch.page)
    for screen in found:
        wire.send("Network.clearBrowserCache")
        heard.clear()
        page = opened(watch, screen)
        sizes = [one.request.sizes() for one in heard]
        weights[screen.path] = sum(one["responseBodySize"] + one["responseHeadersSize"] for one in sizes)
        fits(page, screen.path)
        if screen.found is not None and (screen.found(size) or screen.row != LINE):
            assert page.locator(screen.row).count() == screen.found(size), screen.path
        if screen.is_nameless:
            assert not NAME.search(page.content()), screen.path
    return weights


@pytest.mark.parametrize("size", [0, 1, 30, BIG])
def test_every_screen_fits_and_shows_its_rows_whatever_the_size(
    school: Site, chromium: Chromium, size: int
) -> None:
    """With nobody each says so; one page holds fifty, and weighs little."""
    fill(school, size)
    watch = group(school, chromium)
    weights = walked(watch, screens(size), size)
    first = opened(watch, LISTS[0]).inner_text("main")
    ledger = opened(watch, next(one for one in LISTS if one.path == "ledger")).inner_text("main")
    watch.close()

    print("\n", sorted(weights.items(), key=lambda one: -one[1])[:6])
    assert set(weights) == {one.path for one in screens(size)}
    assert not {path: bytes for path, bytes in weights.items() if not KB < bytes <= WEIGHT_AT_MOST}
    assert ("Page 1 sur 100" in first, "Page 1 sur 100" in ledger) == (size > ON_A_PAGE,) * 2
    assert ("Personne n'a encore commencé." in first) == (size == 0)
    assert ("Aucune note n'est encore partie." in ledger) == (size == 0)
    assert [] == watch.complaints()


def test_every_screen_is_the_same_without_scripts(school: Site, chromium: Chromium) -> None:
    fill(school, 30)
    watch = group(school, chromium, java_script_enabled=False)
    walked(watch, screens(30), 30)
    codes = _pressed(watch, "sitting", "Donner un code Nom 0001")
    slips = _pressed(watch, "sitting", "Un code par personne, à découper")
    watch.close()

    assert NAME.findall(codes) == ["Nom 0001"]
    assert len(NAME.findall(slips)) == 30


def test_no_screen_names_anybody_when_the_platform_hides_names(school: Site, chromium: Chromium) -> None:
    """Numbers stand in their place, and no name is left in what the eye does not see."""
    fill(school, 30)
    with school.engine.begin() as connection:
        connection.execute(update(PersonNameRow).where(PersonNameRow.id == "p-1").values(name=""))
        connection.execute(delete(PersonNameRow).where(PersonNameRow.id.in_(_people(range(2, 31)))))
    watch = group(school, chromium)
    numbered = {}
    hidden = (*LISTS, *of_person(LENT_TO, f"Participant {FIRST_NUMBER + LENT_TO}"))
    for screen in hidden:
        page = opened(watch, screen)
        assert not NAME.search(page.content()), screen.path
        numbered[screen.path] = len(re.findall(r"Participant 10\d\d", page.inner_text("main")))
    slips = _pressed(watch, "sitting", "Un code par personne, à découper")
    watch.close()

    assert not NAME.search(slips)
    counted = {one.path: one.found(30) for one in LISTS if one.found is not None}
    assert {} == {path: numbered[path] for path, rows in counted.items() if numbered[path] < rows}


def test_a_group_and_those_who_left_stand_where_they_belong(school: Site, chromium: Chromium) -> None:
    """Every second one is in group 7; the last three left, one of them with our computer."""
    fill(school, 30, leavers=3)
    watch = group(school, chromium)
    shown = {
        path: set(map(_number, NAME.findall(opened(watch, _screen(path)).inner_text("main"))))
        for path in ("cohort", "actions?kind=call", "actions?kind=loan", "actions/distance")
    } | {
        path: set(map(_number, NAME.findall(opened(watch, _screen(path)).inner_text(TABLE.split(" >")[0]))))
        for path in ("actions/gathering", "sitting")
    }
    documents = set(map(_number, NAME.findall(opened(watch, _screen("documents")).inner_text("main"))))
    narrowed = {}
    for path in ("sitting", "cohort"):
        base = watch.page.url.partition("/l/")[2].partition("/")[0]
        watch.page.goto(f"{school.base_url}/l/{base}/{path}?group=7")
        rows = watch.page.locator(TABLE).all_inner_texts()
        narrowed[path] = {_number(found[0]) for one in rows if (found := NAME.findall(one))}
    gone = opened(watch, _screen("actions?kind=loan")).locator("li.todo", has_text="n'est plus dans le cours")
    left = gone.count()
    watch.close()

    here, odd = set(range(1, 28)), set(range(1, 28, 2))
    assert shown["actions/gathering"] == shown["sitting"] == here
    assert shown["actions/distance"] <= here
    assert shown["actions?kind=call"] == set(range(4, 28, 4))
    assert shown["actions?kind=loan"] == set(range(3, 31, 3))
    assert (left, 30 in documents) == (1, True)
    assert narrowed["sitting"] == odd
    assert odd <= narrowed["cohort"] <= odd | {28, 29, 30}


def _pressed(watch: Watch, path: str, button: str) -> str:
    """The page after a press on a button of a screen."""
    opened(watch, _screen(path)).get_by_role("button", name=button).first.click()
    assert watch.page.locator("main").get_attribute("data-page") == "codes"
    fits(watch.page, button)
    return watch.page.inner_text("main")


def _screen(path: str) -> Screen:
    return next(one for one in LISTS if one.path == path)


def _people(numbers: range) -> list[str]:
    return [f"p-{number}" for number in numbers]


def _number(name: str) -> int:
    return int(name[-4:])
