"""A learner on a bad network: a whole diagnostic while the line breaks again and again, then what was given
against what was kept.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page
from playwright.sync_api import Error as BrowserError

from lti_tool.demo.server import LoopbackServer
from lti_tool.domain.attempt import Attempt
from lti_tool.store.engine import make_engine
from tests.browser.answering import begin
from tests.browser.cutting import Cut, CutLine
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.recognising import Recogniser
from tests.walking import Sight, fill, leave_by, look, right_move
from tests.web.site import House, Parts, Site, house_on

PAGES_AT_MOST, TURNS_AT_MOST, SECONDS_AT_MOST = 120, 400, 300.0
TROUBLES_AT_MOST = 3
RELOADS, PRESSES, REAL_WAITS = 0.25, 0.3, 0.05
"""The shares of what a person does about a page that waits; otherwise the phone finds its network again."""
TURN_MS = 10_000
EQUIPMENT = "equipment"
OFFLINE = "offline"
KINDS = ((OFFLINE, Cut.ASKED), *(("answer", cut) for cut in Cut), ("page", Cut.ASKED), ("page", Cut.HALF))
# What a person sees of the page: it waits for the network, another one loads or is there, or none.
_STATE = """() => {
  if (location.protocol === "chrome-error:") return "none";
  const lines = [...document.querySelectorAll("[data-sending] > *")];
  const shown = lines.findIndex(one => !one.hidden);
  if (shown === 1) return "waits";
  if ("left" in document.documentElement.dataset || shown === 2) return "";
  if (document.readyState !== "complete") return performance.now() > 300 ? "loads" : "";
  const kept = new URLSearchParams(sessionStorage[`answer:${location.pathname}`]);
  const version = document.querySelector("[name=version]");
  return version && version.value === kept.get("version") ? "" : "there";
}"""
_PRESS = "(document.querySelector('.is-busy') || document.querySelector('.question .button')).click()"
# What was read once is not taken for news.
_SEEN = "document.querySelector('[data-sending] > :not([hidden])').hidden = true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One press: what was asked, by the item and its scene or by the question about equipment, and what was
    given: the outcome that an item then has, or the answer about equipment.
    """

    asked: tuple[str, str]
    given: str


@dataclass(slots=True, kw_only=True)
class Walked:
    """A walk to the result. ``moves`` is how many changes the tool stored after the beginning."""

    acts: list[Act] = field(default_factory=list)
    cuts: Counter[str] = field(default_factory=Counter)
    reloads: int = 0
    moves: int = 0
    kept: Sequence[tuple[str, str]] = ()
    equipment: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> list[tuple[str, str]]:
        """The answers to tasks, in their order: the last press on a task, or "helped" once help was asked."""
        found: dict[str, str] = {}
        for act in self.acts:
            if act.asked[0] != EQUIPMENT:
                item = act.asked[0]
                found[item] = "helped" if (found.get(item), act.given) == ("helped", "alone") else act.given
        return list(found.items())

    @property
    def lost(self) -> int:
        """Answers that were given and are not kept, or had to be given again."""
        asked_again = len(self.acts) - len(set(self.acts))
        missing = Counter(self.given) - Counter(self.kept)
        return asked_again + missing.total() + len(self._given_equipment.items() - self.equipment.items())

    @property
    def doubled(self) -> int:
        """Answers that are kept and were not given, and changes that no press made."""
        more = Counter(self.kept) - Counter(self.given)
        moves = max(0, self.moves - len(self.acts))
        return more.total() + moves + len(self.equipment.items() - self._given_equipment.items())

    @property
    def _given_equipment(self) -> dict[str, str]:
        return {act.asked[1]: act.given for act in self.acts if act.asked[0] == EQUIPMENT}


@contextmanager
def behind_a_bad_line(
    parts: Parts, migrated_file: Path, folder: Path
) -> Iterator[tuple[House, FakeLms, CutLine]]:
    """The tool and a platform on ports of this machine; between browser and tool a line that can be cut."""
    file = folder / "passerelle.sqlite3"
    file.write_bytes(migrated_file.read_bytes())
    engine = make_engine(f"sqlite:///{file}")
    with (
        LoopbackServer() as server,
        CutLine() as line,
        house_on(engine, parts, base_url=line.url) as house,
        FakeLms(tool_url=line.url) as lms,
        server.start(house.app),
    ):
        line.lead_to(server.port)
        yield house, lms, line
    engine.dispose()


def attempt_of(site: Site, page: Page) -> Attempt:
    """What the tool keeps of the learner of this window."""
    handle = page.url.partition("/l/")[2].partition("/")[0]
    session = next(one for one in page.context.cookies() if one.get("name") == "passerelle-psl")
    visit = site.services.launches.visit(handle, session.get("value"), site.clock())
    attempt = site.services.attempts.standing(visit).attempt
    assert attempt is not None
    return attempt


class Walker:
    """One learner who does tasks alone or with help, and now and then says "Je ne sais pas"."""

    def __init__(self, site: Site, line: CutLine, browser: Browser, *, seed: int, cuts: int) -> None:
        self.watch = Watch(browser)
        self.watch.expect("net::ERR_")
        self._page = self.watch.page
        self._site, self._line = site, line
        self._random = random.Random(seed)
        self._cuts, self._offline = cuts, 0
        self._recogniser = Recogniser()
        self._walked = Walked()

    def walk(self) -> Walked:
        """From the course to the result."""
        self._page.goto(f"{self._site.lms.url}/activity/11/open?as={LEARNER.key}")
        begin(self._page)
        first = attempt_of(self._site, self._page).version
        deadline = time.monotonic() + SECONDS_AT_MOST
        for _ in range(PAGES_AT_MOST):
            sight = look(self._page)
            if sight.page == "result":
                break
            assert time.monotonic() < deadline, f"still at {sight.page}: {sight.heading}"
            self._pass(sight)
        return self._told(first)

    def _told(self, first: int) -> Walked:
        attempt = attempt_of(self._site, self._page)
        assert attempt.is_finished
        self._walked.moves = attempt.version - first
        self._walked.kept = [(one.item_id, one.outcome.value) for one in attempt.answers]
        self._walked.equipment = dict(attempt.access)
        self._walked.cuts = Counter(f"{place}: {cut}" for place, cut in self._line.done)
        self._walked.cuts["the browser is offline"] = self._offline
        return self._walked

    def _pass(self, sight: Sight) -> None:
        if sight.page == "pause":
            leave_by(self._page, self._page.locator("main form[data-form] button.button"))
        elif sight.page == "step":
            choice = self._random.choice(sight.choices)
            self._page.locator(f'input[name=choice][value="{choice}"]').check()
            question = self._page.url.partition("/access/")[2].partition("?")[0]
            self._press(self._button(), Act(asked=(EQUIPMENT, question), given=choice))
        else:
            assert sight.page == "question", f"{sight.page}: {sight.text[:300]}"
            self._answer(sight)

    def _answer(self, sight: Sight) -> None:
        found = self._recogniser.find(sight.heading, sight.text)
        assert found is not None, sight.heading
        item, scene = found
        main, asked = self._page.locator("main form.question"), (item.id, scene.id)
        luck = self._random.random()
        if item.level > 2 or luck < 0.15:
            self._press(main.locator("button[name=skip]"), Act(asked=asked, given="skipped"))
        elif luck < 0.3 and not sight.is_helped:
            self._press(main.locator("button[name=help]"), Act(asked=asked, given="helped"))
        else:
            move = right_move(scene)
            fill(self._page, move)
            place = main.locator(f'button[name=press][value="{move.press}"]')
            self._press(place if move.press else self._button(), Act(asked=asked, given="alone"))

    def _button(self) -> Locator:
        return self._page.locator("main form.question > button.button:not([name])")

    def _press(self, button: Locator, act: Act) -> None:
        """One press, then whatever a person does until the next page is there."""
        is_offline = self._lay_troubles()
        self._page.evaluate("document.documentElement.dataset.left = '1'")
        self._page.context.set_offline(is_offline)
        button.click()
        self._walked.acts.append(act)
        for _ in range(TURNS_AT_MOST):
            state = self._page.wait_for_function(_STATE, timeout=TURN_MS).json_value()
            if state == "none" or (state != "waits" and not self._line.is_whole):
                self._reload()
            elif state == "loads":
                self._page.wait_for_load_state()
            elif state == "waits":
                self._overcome(is_offline)
                is_offline = False
            else:
                self._line.answers.clear()
                self._line.pages.clear()
                return
        raise AssertionError(f"stuck after {act}")

    def _lay_troubles(self) -> bool:
        """Choose what breaks during the next press; whether the browser itself has no network at first."""
        left = self._cuts - self._offline - len(self._line.done)
        kinds = self._random.choices(KINDS, k=min(left, self._random.randint(0, TROUBLES_AT_MOST)))
        self._line.answers.extend(cut for place, cut in kinds if place == "answer")
        self._line.pages.extend(cut for place, cut in kinds if place == "page")
        is_offline = any(place == OFFLINE for place, _cut in kinds)
        self._offline += is_offline
        return is_offline

    def _overcome(self, is_offline: bool) -> None:
        """The network comes back, the person loads the page anew, presses again, or simply waits."""
        page, luck = self._page, self._random.random()
        if luck < RELOADS and not is_offline:
            self._reload()
            return
        page.evaluate(_SEEN)
        if is_offline:
            page.context.set_offline(False)
        elif luck < RELOADS + PRESSES:
            page.evaluate(_PRESS)
        elif luck < 1 - REAL_WAITS:
            page.evaluate("dispatchEvent(new Event('online'))")

    def _reload(self) -> None:
        self._walked.reloads += 1
        with suppress(BrowserError):  # The line was cut again.
            self._page.reload(wait_until="commit")
