"""What a browser measures on a page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

from tests.accessibility.catalogue import Catalogue
from tests.accessibility.groups import group_of

PHONE_WIDTH, DESK_WIDTH, HEIGHT = 320, 1280, 800
Scheme = Literal["light", "dark"]
MODES: tuple[tuple[int, Scheme], ...] = (
    (PHONE_WIDTH, "light"),
    (PHONE_WIDTH, "dark"),
    (DESK_WIDTH, "dark"),
    (DESK_WIDTH, "light"),
)
COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
TARGET_PX, ANSWER_PX, APART_PX, BODY_FONT_PX = 44, 56, 8, 18
ROUNDING_PX = 0.5

_BOXES = """() => {
  const seen = one => {
    const box = one.getBoundingClientRect();
    return box.width > 2 && box.height > 2 && !one.matches(".skip:not(:focus)");
  };
  const of = one => {
    const box = one.getBoundingClientRect();
    const words = (one.getAttribute("aria-label") || one.innerText || one.name || one.id || one.tagName);
    return { what: one.tagName.toLowerCase() + " " + words.trim().slice(0, 40),
             left: box.left, top: box.top, right: box.right, bottom: box.bottom };
  };
  const pick = (selector) => [...document.querySelectorAll(selector)].filter(seen).map(of);
  const free = "input:not([type=hidden]):not(.card__input)";
  return {
    targets: pick(`a[href], button, select, textarea, summary, .card, ${free}`),
    answers: pick(".card, button[name=press]"),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    beyond: [...document.querySelectorAll(".panel table")].filter(one => !one.closest(".screen") &&
      one.getBoundingClientRect().right > one.closest(".panel").getBoundingClientRect().right).length,
    headings: document.querySelectorAll("h1").length,
    font: parseFloat(getComputedStyle(document.body).fontSize),
  };
}"""
_ASKED_BOTTOM = """() => {
  const form = document.querySelector("form.question");
  const last = form.querySelector(":scope > button.button:not([name])") || form.querySelector(".screen");
  return last.getBoundingClientRect().bottom + scrollY;
}"""
_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
_CUT = """() => {
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    if (one.closest(".unseen, .skip, svg, input, textarea, select, [role=region]")) continue;
    const style = getComputedStyle(one);
    const cuts = style.overflowX !== "visible" || style.overflowY !== "visible";
    const isButton = one.matches("button, .button, .card__label, summary, .zone, .tag, .badge, .level");
    if (style.display === "inline" || !(cuts || isButton)) continue;
    const wide = one.scrollWidth - one.clientWidth, high = one.scrollHeight - one.clientHeight;
    if (wide > 1 || high > 1) {
      const words = one.innerText.slice(0, 40);
      found.push(`${one.tagName.toLowerCase()}.${one.className} ${wide}x${high}: ${words}`);
    }
  }
  return found;
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something stands, in CSS pixels."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def distance(self, other: Box) -> float:
        """The free space between two boxes; negative where they overlap."""
        across = max(other.left - self.right, self.left - other.right)
        down = max(other.top - self.bottom, self.top - other.bottom)
        return max(across, down)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What a page measures. `overflow` is how far it can be scrolled sideways, `beyond` how many tables are
    wider than their panel; a drawn screen scrolls by itself.
    """

    targets: tuple[Box, ...]
    answers: tuple[Box, ...]
    overflow: float
    beyond: int
    headings: int
    font: float


class Gallery:
    """Opens the pages of the catalogue one after the other."""

    def __init__(self, page: Page, url: str, pages: Catalogue) -> None:
        self.page = page
        self.pages = pages
        self._url = url

    def names(self, group: str) -> tuple[str, ...]:
        """The pages of one group; never none."""
        found = tuple(name for name in self.pages if group_of(name) == group)
        assert found, f"no page in {group}"
        return found

    def open(self, name: str, language: str = "") -> None:
        """Open one page, in the first language when none is asked for."""
        asked = f"?lang={language}" if language else ""
        answer = self.page.goto(f"{self._url}/preview/{name}{asked}", wait_until="load")
        assert answer is not None
        assert answer.status == 200, name
        if name.endswith("-unfolded"):
            for folded in self.page.locator("details > summary").all():
                folded.click()


def measured(page: Page) -> Measures:
    """Everything that has a place on the page."""
    # Any: what a browser returns has no type; the script above is its only author.
    found: dict[str, Any] = page.evaluate(_BOXES)
    return Measures(
        targets=tuple(Box(**one) for one in found["targets"]),
        answers=tuple(Box(**one) for one in found["answers"]),
        overflow=found["overflow"],
        beyond=found["beyond"],
        headings=found["headings"],
        font=found["font"],
    )


def asked_bottom(page: Page) -> float:
    """How far down the question, its answers and Continue reach, from the top of the page."""
    return float(page.evaluate(_ASKED_BOTTOM))


def space_out(page: Page) -> None:
    """Set the text as wide as a reader may set it. Source: WCAG 2.2, 1.4.12."""
    page.evaluate(_SPACED)


def cut_texts(page: Page) -> list[str]:
    """What does not fit into its box."""
    return list(page.evaluate(_CUT))


def violations(page: Page, *, in_colours_alone: bool = False) -> list[str]:
    """What axe finds on the page as it stands, with the places: by all rules, or by those of colours."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    chosen = {"resultTypes": ["violations"]} | (COLOUR_RULES if in_colours_alone else {})
    found = page.evaluate("asked => axe.run(asked).then(one => one.violations)", chosen)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def violations_in_all_modes(page: Page, widths: Collection[int]) -> list[str]:
    """The same at each of these widths, in each colour scheme. The second scheme of a width changes colours
    alone: only what they decide is asked again.
    """
    found: list[str] = []
    before = 0
    for width, scheme in MODES:
        if width not in widths:
            continue
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        again = violations(page, in_colours_alone=width == before)
        found += [f"{width} {scheme} {one}" for one in again]
        before = width
    return found


def target_faults(measures: Measures) -> list[str]:
    """Targets that a thumb may miss."""
    least = TARGET_PX - ROUNDING_PX
    return [
        f"{one.what}: {one.width:.0f}x{one.height:.0f}"
        for one in measures.targets
        if one.width < least or one.height < least
    ]


def answer_faults(measures: Measures) -> list[str]:
    """Answers that are low or stand too close to each other."""
    faults = [
        f"{one.what}: {one.height:.0f} px high"
        for one in measures.answers
        if one.height < ANSWER_PX - ROUNDING_PX
    ]
    for place, one in enumerate(measures.answers):
        faults += [
            f"{one.what} / {other.what}: {one.distance(other):.1f} px apart"
            for other in measures.answers[place + 1 :]
            if one.distance(other) < APART_PX - ROUNDING_PX
        ]
    return faults


def layout_faults(page: Page) -> list[str]:
    """What is wrong with the page at the present width, and again with the text set wider."""
    found = measured(page)
    faults = target_faults(found) + answer_faults(found)
    if found.overflow > 0:
        faults.append(f"{found.overflow:.0f} px to scroll sideways")
    if found.beyond:
        faults.append(f"{found.beyond} tables wider than their panel")
    if found.headings != 1:
        faults.append(f"{found.headings} h1")
    if found.font < BODY_FONT_PX:
        faults.append(f"text of {found.font} px")
    space_out(page)
    overflow = measured(page).overflow
    if overflow > 0:
        faults.append(f"spaced: {overflow:.0f} px to scroll sideways")
    return faults + [f"spaced: cut: {one}" for one in cut_texts(page)]


def told(found: Mapping[str, Iterable[str]]) -> str:
    """One line per fault, with the page that has it; empty without any."""
    return "\n".join(f"{name}: {fault}" for name, faults in found.items() for fault in faults)
