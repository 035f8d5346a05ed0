"""Every module on a phone of 360 px, from its first page to its end: done alone with scripts; without scripts
missed first and done with a hint, and shown by "Montrez-moi". What is measured on the way is printed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lti_tool.domain.module import Module, Part, Step, StepKind
from lti_tool.domain.module_progress import Done, ModuleRun
from lti_tool.services.modules import ModuleStanding
from tests.browser.street import Street, phone, street_on
from tests.contents import the_modules
from tests.module_walking import as_move
from tests.sampling import turn
from tests.walking import Move, leave_by, make
from tests.web.answers import right_answer, wrong_answer
from tests.web.browser import Browser as PlainBrowser
from tests.web.site import Parts, Site, the_parts
from tests.web.staging import enter

MODULES = the_modules()
PAGES_AT_MOST = 90
SCREEN_HEIGHT = 640
MOODLES_OWN_WORDS = ("step: Notes",)
"""What a learner must find on the real page of Moodle may stand on the drawn one."""

SCREENS_TO_ANSWER, SCREENS_WITH_HINT, SCREENS_OF_TRAINERS = 1.5, 1.8, 2.0
"""How far down the last answer of an exercise may stand, in screens; a text to read may be longer. Trainers
and agents read more, and sit at a desk.
"""

FIRST_PAGE, NEXT_PAGE, NEXT_WITH_DRAWING = 14 * 1024, 5 * 1024, 8 * 1024
"""What may travel for a page, in bytes: with style and script, after them, and with a drawing."""

_SIGHT = """() => {
  const sent = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
  const wide = document.documentElement.clientWidth, main = document.querySelector("main");
  const isBeyond = one => {
    const box = one.getBoundingClientRect();
    return box.width > 2 && !one.closest("[role=region]") && (box.right > wide + 1 || box.left < -1);
  };
  const answers = [...main.querySelectorAll("[name=press], form.question > button.button:not([name])")];
  return {
    page: main.dataset.page,
    hinted: main.querySelector("#aide") !== null,
    missing: main.querySelector("#manque") !== null,
    heading: main.querySelector("h1").textContent.trim(),
    headings: main.querySelectorAll("h1").length,
    overflow: document.documentElement.scrollWidth - wide,
    beyond: [...main.querySelectorAll("*")].filter(isBeyond).map(one => one.className || one.tagName),
    bottom: Math.max(0, ...answers.map(one => one.getBoundingClientRect().bottom + scrollY)),
    weight: sent.reduce((sum, one) => sum + one.transferSize, 0),
    pictures: main.querySelectorAll("img").length,
    unnamed: [...main.querySelectorAll("img")].filter(one => !one.alt && !one.closest("details")).length,
    broken: [...main.querySelectorAll("img")].filter(one => one.complete && !one.naturalWidth).length,
    drawn: main.querySelector(".screen") ? main.querySelector(".screen").getAttribute("aria-label") : null,
  };
}"""


class Way(StrEnum):
    """How a module is gone through."""

    ALONE = "alone"
    WRONG_FIRST = "wrong, then right"
    SHOWN = "Montrez-moi"


@dataclass(slots=True, kw_only=True)
class Seen:
    """What a walk met: pages, faults, how far down an answer stood, the bytes of the heaviest page."""

    pages: int = 0
    faults: list[str] = field(default_factory=list)
    lowest: float = 0.0
    heaviest: int = 0


@pytest.fixture(scope="module")
def parts() -> Parts:
    """The content of the checkout, and the tool's key."""
    return the_parts()


@pytest.fixture(scope="module")
def street(parts: Parts, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One installation for every module of a worker."""
    with street_on(parts, migrated_file, tmp_path_factory.mktemp("modules")) as found:
        yield found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_every_module_can_be_walked_in_every_way_when_a_phone_shows_it(
    chromium: Browser, street: Street, module: Module
) -> None:
    """It ends each time, the best grade stays, and every page fits and has its text alternatives. Without
    scripts in one way of two, by turns, when the whole is not asked for.
    """
    site = street.house.opened(street.lms)
    plain = enter(site, module.slug)
    walks: dict[Way, Seen] = {}
    complaints: list[str] = []
    ways = (Way.ALONE, *turn(MODULES.index(module), (Way.WRONG_FIRST, Way.SHOWN)))
    for way in ways:
        with phone(chromium, street, plain, java_script_enabled=way is Way.ALONE) as watch:
            watch.expect("does not conform", "UNPROCESSABLE ENTITY")
            walks[way] = _walked(site, plain, watch.page, module, way)
            if module.part is not Part.TRAINERS:
                complaints += [one for one in watch.complaints() if one not in MOODLES_OWN_WORDS]

    run = _standing(site, plain, module).run
    print(f"\n{module.id}: " + ", ".join(f"{way} {seen.pages} pages" for way, seen in walks.items()))
    print(f"lowest answer: {max(seen.lowest for seen in walks.values()) / SCREEN_HEIGHT:.2f} screens")
    print(f"heaviest page after the first: {max(seen.heaviest for seen in walks.values())} bytes")
    assert [] == [fault for seen in walks.values() for fault in seen.faults]
    assert [] == complaints
    assert run is not None
    assert (100, len(ways)) == (run.points, run.round)


def _walked(site: Site, plain: PlainBrowser, page: Page, module: Module, way: Way) -> Seen:
    seen = Seen()
    page.goto(f"{site.base_url}{plain.at(f'modules/{module.id}')}")
    _look(page, seen, None)
    leave_by(page, page.locator("main form button.button").first)
    for _ in range(PAGES_AT_MOST):
        here = _standing(site, plain, module)
        sight = _look(page, seen, here)
        if sight["page"] == "module-end":
            seen.faults += _outcome_faults(here, way)
            return seen
        # Some fields take no wrong word at all: a date, a number. Then the hint is asked for.
        make(page, Move(button="hint") if sight["missing"] else _move(here, way))
    seen.faults.append(f"{way}: no end after {PAGES_AT_MOST} pages, at {page.url}")
    return seen


def _standing(site: Site, plain: PlainBrowser, module: Module) -> ModuleStanding:
    return site.services.modules.standing(site.visit(plain), module.id)


def _look(page: Page, seen: Seen, here: ModuleStanding | None) -> dict[str, Any]:
    """Read the page that stands there; what is wrong with it is written down.

    Any: what a browser returns has no type; the script above is its only author.
    """
    sight: dict[str, Any] = page.evaluate(_SIGHT)
    where = f"{sight['page']} “{sight['heading'][:50]}”"
    seen.pages += 1
    if sight["overflow"] > 0 or sight["beyond"]:
        seen.faults.append(f"{where}: {sight['overflow']} px sideways, beyond: {sight['beyond'][:4]}")
    most = NEXT_WITH_DRAWING if sight["pictures"] else NEXT_PAGE
    if sight["weight"] > (FIRST_PAGE if seen.pages == 1 else most):
        seen.faults.append(f"{where}: {sight['weight']} bytes")
    seen.heaviest = max(seen.heaviest, 0 if seen.pages == 1 else sight["weight"])
    if sight["headings"] != 1 or sight["unnamed"] or sight["broken"]:
        seen.faults.append(f"{where}: headings or pictures: {sight}")
    scene = here.scene if here is not None and here.run is not None and not _is_told(here) else None
    if sight["page"] == "step" and scene is not None:
        seen.lowest = max(seen.lowest, sight["bottom"])
        if sight["bottom"] > _screens(here, is_hinted=sight["hinted"]) * SCREEN_HEIGHT:
            seen.faults.append(
                f"{where}: the answer stands {sight['bottom'] / SCREEN_HEIGHT:.2f} screens down"
            )
        if sight["drawn"] != (scene.alternative or None):
            seen.faults.append(f"{where}: the drawing is called {sight['drawn']}")
    return sight


def _screens(here: ModuleStanding | None, *, is_hinted: bool) -> float:
    if here is not None and here.module.part is Part.TRAINERS:
        return SCREENS_OF_TRAINERS
    return SCREENS_WITH_HINT if is_hinted else SCREENS_TO_ANSWER


def _is_told(here: ModuleStanding) -> bool:
    return here.run is not None and here.step is not None and here.run.progress(here.step.id).is_told


def _move(here: ModuleStanding, way: Way) -> Move:
    """What to do on the page of a step."""
    assert here.run is not None
    assert here.step is not None
    if _is_told(here):
        return Move(button="next")
    if here.exercise is None or here.scene is None:
        return _other_move(here.step)
    wrong = wrong_answer(here.scene)
    if way is Way.SHOWN:
        return Move(button="show")
    if way is Way.WRONG_FIRST and not here.run.progress(here.step.id).hints:
        return as_move(wrong) if wrong else Move(button="hint")
    return as_move(right_answer(here.exercise, here.scene))


def _other_move(step: Step) -> Move:
    if step.kind is StepKind.DO:
        return Move(choices=tuple(one.id for one in step.gestures))
    return Move(choices=(step.sayings[0].id,)) if step.sayings else Move()


def _outcome_faults(here: ModuleStanding, way: Way) -> Iterator[str]:
    """What is kept of a round otherwise than it was done."""
    run: ModuleRun | None = here.run
    assert run is not None
    wanted = {Way.ALONE: {Done.ALONE}, Way.WRONG_FIRST: {Done.HELPED}, Way.SHOWN: {Done.SHOWN}}[way]
    for step in here.module.steps:
        outcomes = set(run.progress(step.id).outcomes)
        if step.exercises and outcomes != wanted:
            yield f"{way}: {step.id} is kept as {sorted(outcomes)}"
