"""A telephone of 2018 shows a question, a step of a module and the result so that they can be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.looking import answer_faults, measured, target_faults
from tests.browser.old_phone import as_it_was, grow_old
from tests.browser.street import Street, phone, sign_in, street_on
from tests.contents import the_shelf
from tests.people import LEARNER
from tests.walking import Move, Sight, Solver, leave_by, look, make, walk_to_result
from tests.web.site import the_parts
from tests.web.staging import enter

MODULE = "M01"
STEPS = 4
_BEYOND = """() => [...document.querySelectorAll("main *")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width > 2 && !one.closest("[role=region]")
    && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
}).map(one => `beyond: ${one.className || one.tagName}`)"""
_GAP = """() => getComputedStyle(document.querySelector(".pair")).columnGap"""


@pytest.fixture(scope="module")
def street(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """One installation, one platform."""
    parts = the_parts()
    with street_on(parts, migrated_file, tmp_path_factory.mktemp("old")) as found:
        yield found


def faults(page: Page, where: str) -> list[str]:
    """What cannot be used on the page that stands there."""
    found = measured(page)
    said = [f"{found.overflow:.0f} px sideways"] if found.overflow > 0 else []
    said += [*target_faults(found), *answer_faults(found), *page.evaluate(_BEYOND)]
    return [f"{where}: {one}" for one in said]


def test_question_step_and_result_can_be_used_on_a_phone_of_2018(chromium: Browser, street: Street) -> None:
    """At 360 px nothing stands beyond the edge, everything is large enough for a thumb, and what is answered
    is kept: by the plain form, since such a browser cannot wait for the network.
    """
    site = street.house.opened(street.lms)
    plain, solver, found, gaps = site.visitor(LEARNER), Solver(up_to_level=1), [], set()
    with phone(chromium, street, plain) as watch:
        page = watch.page
        grow_old(watch.context)

        def answer(sight: Sight) -> Move:
            found.extend(faults(page, sight.heading))
            gaps.add(page.evaluate(_GAP))
            return solver(sight)

        page.goto(f"{street.url}{plain.at('welcome')}")
        found += faults(page, "welcome")
        walk = walk_to_result(page, decide=answer)
        found += faults(page, "result")
        kept = {one.item_id for one in site.attempt(plain).answers}
        complaints = watch.complaints()

        module = enter(site, the_shelf().modules[MODULE].slug)
        sign_in(watch, street, module)
        page.goto(f"{street.url}{module.at(f'modules/{MODULE}')}")
        found += faults(page, "module")
        leave_by(page, page.locator("main form button.button").first)
        found += [fault for _ in range(STEPS) for fault in step_faults(page)]

    assert {"normal"} == gaps
    assert [] == found
    assert [] == complaints
    assert 0 < len(kept) <= len(walk.moves)
    assert {"welcome", "question", "step", "result"} <= set(walk.pages)


def step_faults(page: Page) -> list[str]:
    """Look at a step, and go on: to be shown it is enough here."""
    sight = look(page)
    found = faults(page, f"{sight.page} {sight.heading}")
    shown = page.locator("main button[name=show]").count()
    if sight.choices and not shown:
        make(page, Move(choices=sight.choices[:1]))
    else:
        make(page, Move(button="show") if shown else Move())
    return found


def test_what_came_later_is_taken_out_of_a_sheet() -> None:
    today = (
        ".a{display:flex;gap:.5rem}.b{inset-inline-end:0;color:red}.c{width:2rem;width:clamp(1rem,2vw,3rem)}"
        ".d:is(.e){color:red}@supports not (inset:0){.b{right:0}}.f{overflow-wrap:anywhere}"
        "@media (prefers-color-scheme:dark){.g{color:#fff}}.h{min-width:min-content}"
    )

    assert (
        ".a{display:flex;}.b{color:red}.c{width:2rem;}@media all{.b{right:0}}.f{}"
        "@media (not-known:dark){.g{color:#fff}}.h{min-width:min-content}"
    ) == as_it_was(today)
