"""The checks of one page, in each way of looking at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

from tests.accessibility.looking import (
    BODY_FONT_PX,
    DESK_WIDTH,
    HEIGHT,
    PHONE_WIDTH,
    answer_faults,
    cut_texts,
    measured,
    space_out,
    target_faults,
)
from tests.evidence.grid import Cell, Fault, Found
from tests.evidence.keys import walk

ZOOM_HEIGHT = 256
"""1280 x 1024 at 400 % leaves 320 x 256 CSS pixels. Source: WCAG 2.2, 1.4.10."""
_AXE = """() => axe.run({ resultTypes: ["violations", "incomplete"] }).then(found => ({
  version: found.testEngine.version,
  judged: [...found.violations, ...found.passes].map(one => [one.id, one.tags]),
  undecided: found.incomplete.map(one => one.id),
  violations: found.violations.flatMap(one =>
    one.nodes.map(node => [one.id, one.tags, node.html.slice(0, 160)])),
}))"""
_HEAD = """() => ({
  language: document.documentElement.lang,
  title: document.title,
  levels: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1])),
})"""
_OWN_TITLE = " – Passerelle"
Scheme = Literal["light", "dark"]


@dataclass(slots=True, kw_only=True)
class Look:
    """One page in front of a browser; what the checks find is gathered in ``found``."""

    page: Page
    name: str
    found: Found = field(default_factory=Found)

    def at(self, cell: Cell, height: int = HEIGHT) -> None:
        """Set the width and the colours."""
        scheme: Scheme = "dark" if cell.look == "dark" else "light"
        self.page.set_viewport_size({"width": cell.width, "height": height})
        forced: Literal["active", "none"] = "active" if cell.look == "forced" else "none"
        self.page.emulate_media(color_scheme=scheme, forced_colors=forced, reduced_motion="reduce")

    def hold(self, cell: Cell, check: str, details: Sequence[str], tags: tuple[str, ...] = ()) -> None:
        """Count one check, and keep what it found."""
        self.found.held[check] += 1
        self.found.faults += [
            Fault(page=self.name, cell=cell, check=check, detail=one, tags=tags) for one in details
        ]


def look_at(page: Page, url: str, name: str, cells: Sequence[Cell]) -> Found:
    """Hold every check against one page of the catalogue that is served at ``url``."""
    look = Look(page=page, name=name)
    look.found.pages.add(name)
    for language, group in groupby(cells, key=lambda one: one.language):
        answer = page.goto(f"{url}/preview/{name}?lang={language}", wait_until="load")
        ways = list(group)
        is_drawn = answer is not None and answer.status == 200
        look.hold(ways[0], "drawn", [] if is_drawn else ["the page cannot be drawn"])
        if is_drawn:
            _in_one_language(look, ways)
    return look.found


def _in_one_language(look: Look, cells: Sequence[Cell]) -> None:
    first = cells[0]
    for check, fault in head_faults(look.page.evaluate(_HEAD), first.language):
        look.hold(first, check, fault)
    for cell in cells:
        look.at(cell)
        _measure(look, cell)
        run_axe(look, cell)
    narrow = Cell(language=first.language, look=first.look, width=PHONE_WIDTH)
    look.at(narrow, ZOOM_HEIGHT)
    look.hold(narrow, "zoom", _sideways(look.page))
    _walk(look, narrow)
    wide = Cell(language=first.language, look=cells[-1].look, width=DESK_WIDTH)
    look.at(wide)
    _walk(look, wide)
    space_out(look.page)
    for cell in (wide, narrow):
        look.at(cell)
        look.hold(cell, "spacing", [*_sideways(look.page), *(f"cut: {one}" for one in cut_texts(look.page))])


def head_faults(head: dict[str, Any], language: str) -> Iterator[tuple[str, list[str]]]:
    """What is wrong with the language, the title and the order of the headings.

    Any: what a browser returns has no type.
    """
    told, title, levels = head["language"], head["title"], head["levels"]
    yield "language", [] if told == language else [f"the page says {told!r}"]
    own = title.removesuffix(_OWN_TITLE).strip()
    yield "title", [] if own and title.endswith(_OWN_TITLE) else [f"the title is {title!r}"]
    faults = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
    faults += [f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    yield "headings", faults


def _measure(look: Look, cell: Cell) -> None:
    measures = measured(look.page)
    look.hold(cell, "sideways", _sideways(look.page))
    look.hold(cell, "targets", target_faults(measures))
    if measures.answers:
        look.hold(cell, "answers", answer_faults(measures))
    small = [f"text of {measures.font} px"] if measures.font < BODY_FONT_PX else []
    look.hold(cell, "text-size", small)


def _sideways(page: Page) -> list[str]:
    overflow = measured(page).overflow
    return [f"{overflow:.0f} px to scroll sideways"] if overflow > 0 else []


def run_axe(look: Look, cell: Cell) -> None:
    """Every rule of axe, on the page as it stands."""
    if not look.page.evaluate("'axe' in window"):
        look.page.evaluate(AXE_SCRIPT)
    told: dict[str, Any] = look.page.evaluate(_AXE)
    found = look.found
    found.cells += 1
    found.axe = told["version"]
    for rule, tags in told["judged"]:
        found.rules[rule] += 1
        found.tags[rule] = tuple(tags)
    found.undecided += Counter(told["undecided"])
    found.held["axe"] += 1
    for rule, tags, html in told["violations"]:
        fault = Fault(page=look.name, cell=cell, check="axe", detail=f"{rule}: {html}", tags=tuple(tags))
        found.faults.append(fault)


def _walk(look: Look, cell: Cell) -> None:
    walked = walk(look.page)
    look.found.stops += walked.stops
    look.hold(cell, "keyboard", walked.missed)
    look.hold(cell, "focus-seen", walked.unseen)
    look.hold(cell, "focus-free", walked.covered)
