"""One learner whose attempt is put on whatever task a test wants: what is then pressed, is pressed in the
browser; what is then kept, is read from the store.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Browser
from sqlalchemy import delete

from lti_tool.demo.server import LoopbackServer
from lti_tool.domain.attempt import Attempt, CurrentTask
from lti_tool.domain.item import Item
from lti_tool.store.attempt_rows import AnswerRow, AttemptRow
from lti_tool.store.engine import make_engine
from lti_tool.store.unit_of_work import Store
from tests.browser.answering import begin
from tests.browser.watching import Watch
from tests.fake_lms import FakeLms
from tests.people import LEARNER
from tests.walking import CHROMIUM, CHROMIUM_ARGUMENTS, Move, make
from tests.web.site import Parts, Site, house_on

MEMORY = Path("/dev/shm")
SEEDS_AT_MOST = 200
LEAN = (
    "--in-process-gpu",
    "--disable-gpu-compositing",
    "--disable-features=SpareRendererForSitePerProcess,BackForwardCache,RenderDocument,PaintHolding,Translate,"
    "OptimizationHints,MediaRouter,HttpsUpgrades",
)
Outcome = Literal["alone", "helped", "failed", "skipped"]
_SIGHT = """() => {
  const wide = document.documentElement.clientWidth;
  const main = document.querySelector("main[data-page]");
  const text = one => one ? one.textContent.replace(/\\s+/g, " ").trim() : "";
  const isShown = one => one !== null && one.getClientRects().length > 0;
  const lit = main.querySelector(".is-lit"), help = main.querySelector("#aide");
  const screen = main.querySelector(".screen");
  const beyond = [...main.querySelectorAll("*")].filter(one => {
    const box = one.getBoundingClientRect();
    return box.width > 2 && !one.closest("[role=region]") && (box.right > wide + 1 || box.left < -1);
  });
  const regions = [...main.querySelectorAll("[role=region]")];
  const clipped = regions.filter(one => one.scrollWidth > one.clientWidth + 1);
  const named = one => `${one.tagName}.${one.className} ${text(one).slice(0, 40)}`;
  return {
    page: main.dataset.page,
    heading: text(main.querySelector("h1")),
    help: isShown(help) ? text(help) : "",
    lit: isShown(lit) ? text(lit) : "",
    drawn: screen ? screen.getAttribute("aria-label") || "" : null,
    overflow: document.documentElement.scrollWidth - wide,
    beyond: [...beyond, ...clipped].map(named),
  };
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A page as it stands. ``drawn`` is the accessible name of the drawing, ``None`` without one; ``help``
    and ``lit`` are the words of what is shown, empty when nothing is. ``beyond`` names what stands outside
    the width of the screen.
    """

    page: str
    heading: str
    help: str
    lit: str
    drawn: str | None
    overflow: float
    beyond: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as a test wants it on the screen."""

    item: Item
    seed: int

    @property
    def drawn(self) -> Item:
        """The item as the learner meets it."""
        return self.item.drawn(self.seed)


class Workbench:
    """A browser window in front of one attempt. ``begin`` must be called first.

    To save a page, the task that a test wants next is laid on the attempt between the answer to the last one
    and the page that follows it.
    """

    def __init__(self, site: Site, watch: Watch) -> None:
        self.watch = watch
        self.page = watch.page
        self._site = site
        self._store = Store(site.engine)
        self._begun: Attempt | None = None
        self._tasks = ""
        self._next: Task | None = None
        self._shown: Task | None = None
        self._kept: list[tuple[str, Outcome]] = []

    def begin(self) -> None:
        """Launch from the course and open the first task, as everybody does."""
        self.page.goto(f"{self._site.lms.url}/activity/11/open?as={LEARNER.key}")
        self.page.locator("form[data-continue] button").click()
        begin(self.page)
        self._tasks = self.page.url.partition("?")[0].removesuffix("1")
        handle = self.page.url.partition("/l/")[2].partition("/")[0]
        session = next(one for one in self.page.context.cookies() if one.get("name") == "passerelle-psl")
        visit = self._site.services.launches.visit(handle, session.get("value"), self._site.clock())
        self._begun = self._site.services.attempts.standing(visit).attempt

    def show(self, task: Task) -> None:
        """Put this task on the screen, unless it stands there already."""
        if self._shown != task or f"{self._tasks}1" != self.page.url:
            self._lay(task)
            self.page.goto(f"{self._tasks}1")

    def make(self, move: Move) -> None:
        """Press, choose, fill, and wait for the page that follows."""
        make(self.page, move)

    def end(self, move: Move, following: Task | None) -> list[tuple[str, Outcome]]:
        """The last answer to a task: what is kept of it. ``following`` stands on the screen afterwards."""
        self._next, self._kept = following, []
        self.make(move)
        return self._kept or self._outcomes()

    def after_answer(self) -> None:
        """Called by the tool's own thread when an answer was stored and before the next page is asked for."""
        if self._next is not None:
            self._kept = self._outcomes()
            self._lay(self._next)
            self._next = None

    def _lay(self, task: Task) -> None:
        """The attempt is as on its first task, and this is the task."""
        assert self._begun is not None
        first = task.item.scenes[0].id
        current = CurrentTask(item_id=task.item.id, scene_id=first, opened_at=self._begun.started_at)
        with self._site.engine.begin() as rows:
            rows.execute(delete(AnswerRow))
            rows.execute(delete(AttemptRow))
        with self._store.writing() as unit:
            unit.attempts.add(replace(self._begun, seed=task.seed, current=current))
        self._shown = task

    def sight(self) -> Sight:
        """The page as it stands."""
        # Any: what a browser returns has no type; the script above is its only author.
        seen: dict[str, Any] = self.page.evaluate(_SIGHT)
        return Sight(**seen)

    def _outcomes(self) -> list[tuple[str, Outcome]]:
        """What is kept: each task with how it ended."""
        assert self._begun is not None
        one = self._begun
        with self._store.reading() as unit:
            found = unit.attempts.find(
                one.centre_id, one.person_id, one.resource_link_id, one.activity, one.stage
            )
        assert found is not None
        return [(answer.item_id, answer.outcome.value) for answer in found.answers]


def seeds_of_all_variants(item: Item) -> list[int]:
    """Seeds that show the item in each of its variants, one for each."""
    told = [variant.scenes[0].screen for variant in item.variants or (item,)]
    seeds: dict[int, int] = {}
    for seed in range(SEEDS_AT_MOST):
        drawn = item.drawn(seed).scenes[0].screen
        seeds.setdefault(next(place for place, screen in enumerate(told) if screen is drawn), seed)
    assert len(seeds) == len(told), f"{item.id}: a variant is never drawn"
    return list(seeds.values())


@contextmanager
def workbench(chromium: Browser, parts: Parts, migrated_file: Path) -> Iterator[Workbench]:
    """The tool on a port of this machine, and a phone in front of it that runs no script."""
    memory = MEMORY if MEMORY.is_dir() else None
    with LoopbackServer() as server, TemporaryDirectory(prefix="passerelle-", dir=memory) as folder:
        path = shutil.copy(migrated_file, Path(folder) / "passerelle.sqlite3")
        engine = make_engine(f"sqlite:///{path}")
        with (
            house_on(engine, parts, base_url=server.url) as house,
            FakeLms(tool_url=server.url) as lms,
            _lean(chromium) as browser,
        ):
            bench = Workbench(house.opened(lms), Watch(browser, java_script_enabled=False))
            with server.start(_answering(house.app, bench)):
                bench.begin()
                yield bench
                bench.watch.close()
        engine.dispose()


@contextmanager
def _lean(chromium: Browser) -> Iterator[Browser]:
    """A Chromium that spends less on each of two thousand pages."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_ARGUMENTS, *LEAN])
    yield browser
    browser.close()


def _answering(app: WSGIApplication, bench: Workbench) -> WSGIApplication:
    """The tool, with a look at the attempt after every answer."""

    def served(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        answer = app(environ, start)
        if environ["REQUEST_METHOD"] == "POST" and "/tasks/" in environ["PATH_INFO"]:
            bench.after_answer()
        return answer

    return served
