"""The way from the welcome page through the first tasks with Tab, Space, arrows and Enter alone."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.answering import Mixed
from tests.browser.conftest import WatchOver
from tests.browser.people import People
from tests.walking import Move, Sight, look

TASKS = 5
TABS_AT_MOST = 80
_FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return { what: "", fault: "" };
  const drawn = one.matches(".card__input") ? one.nextElementSibling : one;
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
  const what = `${one.tagName.toLowerCase()} ${one.name || ""}=${one.value || one.innerText.slice(0, 30)}`;
  const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const x = (box.left + box.right) / 2, y = (box.top + box.bottom) / 2;
  const top = document.elementFromPoint(x, y);
  const card = one.closest(".card") || one;
  const isFree = top && (card.contains(top) || top.contains(one));
  const fault = !isSeen ? `no outline on ${what}` : !isFree ? `covered: ${what}` : "";
  return { what, fault };
}"""
_IS_FOCUSED = "one => one === document.activeElement"


class Keys:
    """Two hands on a keyboard. `faults` tells where the focus could not be seen."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        self.stops = 0

    def tab_to(self, selector: str) -> None:
        """Press Tab until this element has the focus; look at every stop on the way."""
        wanted = self.page.locator(selector).first
        for _ in range(TABS_AT_MOST):
            if wanted.evaluate(_IS_FOCUSED):
                return
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"Tab does not lead to {selector}")

    def submit(self, selector: str, key: str = "Enter") -> None:
        """Press a button with the keyboard and wait for the page that follows."""
        self.tab_to(selector)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.keyboard.press(key)

    def make(self, move: Move) -> None:
        """Answer a task."""
        if move.button or move.press:
            name, value = ("press", move.press) if move.press else (move.button, "1")
            return self.submit(f'form.question button[name={name}][value="{value}"]', "Space")
        for value in move.choices:
            self._choose(value)
        for name, text in move.fields.items():
            self.tab_to(f'[name="{name}"]')
            self.page.keyboard.type("\u0020" if text == "1" and not name.startswith("order-") else text)
        return self.submit("form.question > button.button:not([name])")

    def _choose(self, value: str) -> None:
        """A box has a stop of its own; of several radios the first has it, and arrows lead to the others."""
        wanted = self.page.locator(f'input[name=choice][value="{value}"]')
        if wanted.get_attribute("type") == "checkbox":
            self.tab_to(f'input[name=choice][value="{value}"]')
        else:
            self.tab_to("input[name=choice]")
            while not wanted.evaluate(_IS_FOCUSED):
                self.page.keyboard.press("ArrowDown")
                self._look()
        if not wanted.is_checked():
            self.page.keyboard.press("Space")

    def _look(self) -> None:
        found = self.page.evaluate(_FOCUS)
        self.stops += bool(found["what"])
        if found["fault"]:
            self.faults.append(f"{look(self.page).page}: {found['fault']}")


def test_five_tasks_are_done_when_only_the_keyboard_is_used(people: People, watch_over: WatchOver) -> None:
    """The focus is seen at every stop and nothing covers it."""
    learner, watch, mixed = people.newcomer(), watch_over(), Mixed(right_up_to=4)
    watch.page.goto(learner.open_url)
    keys = Keys(watch.page)
    done: set[str] = set()

    look(watch.page)
    keys.submit("main form[data-form] button.button")
    while len(done) < TASKS:
        sight = look(watch.page)
        if sight.page == "pause":
            keys.submit("main form[data-form] button.button")
            continue
        done.add(watch.page.url.partition("?")[0])
        keys.make(_typed_by_hand(mixed, sight))

    print(f"\n{keys.stops} stops of the focus in {TASKS} tasks")
    assert keys.stops > 2 * TASKS
    assert [] == keys.faults


def _typed_by_hand(mixed: Mixed, sight: Sight) -> Move:
    """The right answer; lists and days, whose keys differ between systems, are answered with the button."""
    move = mixed(sight)
    _, scene = mixed.asked(sight)
    kinds = {str(one.kind) for one in getattr(scene.task, "fields", ())}
    return Move(button="skip") if kinds & {"select", "date", "check"} else move
