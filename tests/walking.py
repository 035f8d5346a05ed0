"""Walks a learner through the pages in a real browser, from the welcome page to the result.

What to answer is decided from what the page shows, so that a walk is the same each time it meets the same
page: `Solver` knows the right answers of the bank, `never_knows` always says "Je ne sais pas".
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from unittest.mock import patch

from playwright.sync_api import Browser, Frame, Locator, Page, sync_playwright
from playwright.sync_api import TimeoutError as BrowserTimeout

from lti_tool.domain.item import Choose, Expected, Fill, Order, Press, Scene, Tick
from tests.recognising import Recogniser, single_spaced

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Surface = Page | Frame
_CLICK = Locator.click
PAGES_AT_MOST = 150
SECONDS_AT_MOST = 120.0
PAGE_SECONDS = 15.0
STRONG_PASSWORD = "Velo-Tram-Soleil-27"
# The demo LMS names its pages in the same way; a walk that begins there waits for the tool's.
_TOOL_PAGE = "main[data-page]:not([data-page=course], [data-page=continue], [data-page=frame])"
_LOOK = """main => ({
  page: main.dataset.page,
  heading: main.querySelector("h1")?.textContent ?? "",
  text: main.textContent,
  helped: main.querySelector("#aide") !== null,
  incomplete: main.querySelector("#manque") !== null,
  presses: [...main.querySelectorAll("button[name=press]")].map(one => one.value),
  choices: [...main.querySelectorAll("input[name=choice]")].map(one => one.value),
  fields: [...main.querySelectorAll("[name^=field-], [name^=order-]")].map(one => one.name),
})"""


class WalkStuck(AssertionError):
    """The walk met a page that it cannot leave; the message says which and what stood there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a page shows: its `data-page`, its heading and text with single spaces, what can be answered.

    `presses` and `choices` are values, `fields` are names such as `field-nom` and `order-b`. `is_incomplete`
    tells that the page was answered and that something was missing.
    """

    page: str
    heading: str
    text: str = ""
    is_helped: bool
    is_incomplete: bool
    presses: tuple[str, ...]
    choices: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What to do on a question page: one of its side buttons, or a press, or choices and fields.

    `fields` maps a field's name to its text, the value of its option, or "1" for a box to tick.
    """

    button: Literal["", "skip", "help", "hint", "show", "next"] = ""
    press: str = ""
    choices: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


Decide = Callable[[Sight], Move]


@dataclass(slots=True, kw_only=True)
class Walk:
    """What happened on the way. `answered_at` is the `time.monotonic()` of the last task's submission.

    `moves` holds each question with what was done; `helped` counts question pages with the help open.
    """

    pages: list[str] = field(default_factory=list)
    moves: list[tuple[str, Move]] = field(default_factory=list)
    helped: int = 0
    answered_at: float = 0.0


def _click_through(locator: Locator, **options: Any) -> None:  # Any: the options of Playwright's own click
    """Click, and see the page that comes whole: Playwright waits for its first byte alone."""
    _CLICK(locator, **options)
    if not locator.page.is_closed():
        locator.page.wait_for_load_state()


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window; contexts of it are separate people."""
    with sync_playwright() as playwright, patch.object(Locator, "click", _click_through):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def never_knows(sight: Sight) -> Move:
    """ "Je ne sais pas", always."""
    return Move(button="skip")


class Solver:
    """Answers as the bank expects, up to a level; above it "Je ne sais pas"."""

    def __init__(self, *, up_to_level: int = 4) -> None:
        """Read the bank of the checkout."""
        self._up_to_level = up_to_level
        self._recogniser = Recogniser()

    def __call__(self, sight: Sight) -> Move:
        """The right answer to the question of the page."""
        found = self._recogniser.find(sight.heading, sight.text)
        if found is None:
            raise WalkStuck(f"no scene of the bank asks: {sight.heading}")
        item, scene = found
        return right_move(scene) if item.level <= self._up_to_level else Move(button="skip")


def right_move(scene: Scene) -> Move:
    """An answer that the scene accepts; the first in order of id where several would do."""
    task = scene.task
    match task:
        case Press():
            return Move(press=min(task.right))
        case Choose():
            return Move(choices=(min(task.right),))
        case Tick():
            return Move(choices=tuple(sorted(task.right)))
        case Order():
            return Move(fields={f"order-{step}": str(place) for place, step in enumerate(task.right, 1)})
        case Fill():
            return Move(fields={f"field-{one.id}": _text_of(one.expected) for one in task.fields})


def walk_to_result(surface: Surface, *, decide: Decide, step_choice: int = 0) -> Walk:
    """Walk from the page that is open, or about to open, to the result.

    `decide` answers the question pages; on step pages the radio number `step_choice` from 0 is chosen, or
    the last one where there are fewer. The walk is bounded in pages and in time.

    Raises:
        WalkStuck: an error page, an answer that does not fit its page or is incomplete, or a bound.
    """
    walk = Walk()
    deadline = time.monotonic() + SECONDS_AT_MOST
    for _ in range(PAGES_AT_MOST):
        sight = look(surface)
        walk.pages.append(sight.page)
        if sight.page == "result":
            return walk
        if time.monotonic() > deadline:
            raise WalkStuck(f"no result after {SECONDS_AT_MOST:.0f} s and {len(walk.pages)} pages")
        try:
            _pass(surface, sight, walk, decide, step_choice)
        except BrowserTimeout as error:
            done = walk.moves[-1:] if sight.page == "question" else ""
            raise WalkStuck(f"cannot leave {sight.page}: {sight.heading} {done}") from error
    raise WalkStuck(f"no result after {PAGES_AT_MOST} pages")


def send_to_trainer(surface: Surface) -> None:
    """On the result page: send it, and see that the page says so."""
    leave_by(surface, surface.locator(".sharing form button"))
    surface.locator(".sharing [role=status]").wait_for(timeout=PAGE_SECONDS * 1000)


def look(surface: Surface) -> Sight:
    """Wait for a page of the tool and read it."""
    main = surface.locator(_TOOL_PAGE)
    main.wait_for(state="attached", timeout=PAGE_SECONDS * 1000)
    # Any: what a browser returns has no type; the script above is its only author.
    seen: dict[str, Any] = main.evaluate(_LOOK)
    return Sight(
        page=seen["page"],
        heading=single_spaced(seen["heading"]),
        text=single_spaced(seen["text"]),
        is_helped=seen["helped"],
        is_incomplete=seen["incomplete"],
        presses=tuple(seen["presses"]),
        choices=tuple(seen["choices"]),
        fields=tuple(seen["fields"]),
    )


def leave_by(surface: Surface, button: Locator) -> None:
    """Press a button that posts a form, and wait for the page that follows."""
    with surface.expect_navigation(wait_until="domcontentloaded", timeout=PAGE_SECONDS * 1000):
        button.click(timeout=PAGE_SECONDS * 1000)


def _pass(surface: Surface, sight: Sight, walk: Walk, decide: Decide, step_choice: int) -> None:
    """Do what the page asks for."""
    if sight.is_incomplete:
        raise WalkStuck(f"the page misses an answer: {sight.heading} after {walk.moves[-1:]}")
    if sight.page in ("welcome", "pause"):
        leave_by(surface, surface.locator("main form[data-form] button.button"))
    elif sight.page == "question":
        move = decide(sight)
        walk.moves.append((sight.heading, move))
        walk.helped += sight.is_helped
        answered_at = time.monotonic()
        make(surface, move)
        walk.answered_at = answered_at
    elif sight.page == "step":
        radios = surface.locator("main input[name=choice]")
        radios.nth(min(step_choice, len(sight.choices) - 1)).check()
        leave_by(surface, _continue(surface))
    else:
        raise WalkStuck(f"{sight.page}: {surface.locator('main').inner_text()[:500]}")


def make(surface: Surface, move: Move) -> None:
    """Answer a question page."""
    main = surface.locator("main form.question")
    if move.button:
        return leave_by(surface, main.locator(f"button[name={move.button}]"))
    if move.press:
        return leave_by(surface, main.locator(f'button[name=press][value="{move.press}"]'))
    fill(surface, move)
    return leave_by(surface, _continue(surface))


def fill(surface: Surface, move: Move) -> None:
    """Choose and write what a move says, and press nothing yet."""
    main = surface.locator("main form.question")
    for choice in move.choices:
        main.locator(f'input[name=choice][value="{choice}"]').check()
    for name, text in move.fields.items():
        _fill(main.locator(f'[name="{name}"]'), text)


def _fill(control: Locator, text: str) -> None:
    kind = control.evaluate("one => one.tagName === 'SELECT' ? 'select' : one.type")
    if kind == "select":
        control.select_option(text)
    elif kind == "checkbox":
        control.set_checked(bool(text))
    else:
        control.fill(text)


def _continue(surface: Surface) -> Locator:
    """The main button of a form; its side buttons have names."""
    return surface.locator("main form.question > button.button:not([name])")


def _text_of(expected: Expected) -> str:
    """What to write so that a field holds what is expected; "" for a box that stays empty."""
    if expected.checked is not None:
        return "1" if expected.checked else ""
    if expected.number is not None:
        return f"{expected.number:g}"
    if expected.day is not None:
        return expected.day.isoformat()
    if expected.strong_password:
        return STRONG_PASSWORD
    one_of = expected.one_of[0] if expected.one_of else ""
    return expected.choice or one_of or " ".join(expected.words) or "Bonjour"
