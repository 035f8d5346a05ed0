"""Learners at their phones, in a process of their own: an order comes in as JSON, figures go out.

Each learner is a browser with cookies of its own on a connection that is kept. It launches, begins, and then
thinks, posts the page's own form and follows the redirect; the step ends when the next page is there whole.
Most answers are one of those that the page offers, the others "I don't know".
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.bench.launch_load import FAULTS_KEPT, Signer, claims_of
from tests.bench.learner_browser import Browser, Lost, Page

KNOWING = 0.7
"""How many answers of a hundred are one that the page offers."""
COOKIE = "passerelle-psl"
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to do. ``learners`` at once each give so many ``answers`` and think for half to one and a half of
    ``think_seconds`` before each; who is done with the tasks, or gave ``answers_each`` if there is such a
    number, leaves, and somebody else comes in their place. The tool's clock is ``shift_seconds`` ahead.

    With ``sessions`` (handle, cookie, the person for the platform) nobody launches: each of them gives one
    last answer, spread evenly over ``seconds``.
    """

    tool: str
    lms: str
    platforms: int
    mark: str
    key: str = field(repr=False)
    learners: int = 0
    answers: int = 0
    answers_each: int = 0
    think_seconds: float = 0.0
    shift_seconds: float = 0.0
    sessions: list[list[str]] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(slots=True)
class Figures:
    """What came of it: seconds of each launch and of each answer's step; ``sent`` is by person when the last
    answer left, on the machine's own steady clock.
    """

    seconds: float = 0.0
    launches: list[float] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    sent: dict[str, float] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)
    bad: int = 0
    faults: list[str] = field(default_factory=list)


class Class:
    """All learners of one order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._signer = Signer(order.key)
        self._people = 0
        self._seen: Counter[str] = Counter()
        self.figures = Figures()

    async def run(self) -> Figures:
        """Everybody does what was ordered."""
        began, order = time.perf_counter(), self._order
        last = len(order.sessions)
        await asyncio.gather(
            *(self._learner(number) for number in range(order.learners)),
            *(self._submit(*one, after=order.seconds * n / last) for n, one in enumerate(order.sessions)),
        )
        self.figures.seconds = time.perf_counter() - began
        self.figures.pages = dict(self._seen)
        return self.figures

    async def _learner(self, number: int) -> None:
        think = self._order.think_seconds
        await asyncio.sleep(think * random.random())
        given = 0
        while given < self._order.answers:
            self._people += 1
            browser = Browser(self._order.tool)
            try:
                page = await self._launch(browser, self._people)
                last = min(given + (self._order.answers_each or self._order.answers), self._order.answers)
                while given < last and page.name != "result":
                    await asyncio.sleep(think * random.uniform(0.5, 1.5))
                    page = await self._step(browser, page)
                    given += 1
            except (Lost, OSError, asyncio.IncompleteReadError, KeyError) as error:
                self._failed(f"{number}: {error!r}")
                given += 1
            browser.close()

    async def _step(self, browser: Browser, page: Page) -> Page:
        goes_to, hidden, offered = page.form()
        chosen = {"skip": "1"} if page.name in ("question", "step") else {}
        if offered and page.name == "question" and random.random() < KNOWING:
            chosen = dict([random.choice(offered)])
        began = time.perf_counter()
        found = await browser.follow(await browser.ask("POST", goes_to, hidden | chosen))
        self.figures.steps.append(time.perf_counter() - began)
        self._seen[found.name] += 1
        return found

    async def _submit(self, handle: str, cookie: str, sub: str, *, after: float) -> None:
        await asyncio.sleep(after)
        browser = Browser(self._order.tool)
        browser.cookies[COOKIE] = cookie
        try:
            page = await browser.follow(await browser.ask("GET", f"/l/{handle}/welcome"))
            goes_to, hidden, _offered = page.form()
            page = await browser.follow(await browser.ask("POST", goes_to, hidden))
            goes_to, hidden, _offered = page.form()
            self.figures.sent[sub] = time.monotonic()
            page = await browser.follow(await browser.ask("POST", goes_to, hidden | {"skip": "1"}))
            self.figures.steps.append(time.monotonic() - self.figures.sent[sub])
            self._seen[page.name] += 1
        except (Lost, OSError, asyncio.IncompleteReadError) as error:
            self._failed(f"{sub}: {error!r}")
        browser.close()

    async def _launch(self, browser: Browser, person: int) -> Page:
        """Launch, and begin, as often as the tool's page says to come again: the first task is there."""
        for _again in range(TRIES - 1):
            try:
                return await self._launched(browser, person)
            except Lost as error:
                if not f"{error}".startswith("503"):
                    raise
            await asyncio.sleep(1)
        return await self._launched(browser, person)

    async def _launched(self, browser: Browser, person: int) -> Page:
        order, platform = self._order, person % self._order.platforms
        target = f"{order.tool}/lti/launch"
        asked = {
            "iss": f"{order.lms}/{platform}",
            "client_id": f"client-{platform}",
            "login_hint": f"{order.mark}-{person}",
            "lti_message_hint": "7",
            "lti_deployment_id": "1",
            "target_link_uri": target,
        }
        began = time.perf_counter()
        begun = await browser.ask("GET", f"/lti/login?{urlencode(asked)}")
        question = dict(parse_qsl(urlsplit(begun.location).query))
        if "nonce" not in question:
            raise Lost(f"login: {begun.status}")
        token = self._token(platform, f"{order.mark}-{person}", question["nonce"], target)
        sent = {"state": question["state"], "id_token": token}
        page = await browser.follow(await browser.ask("POST", "/lti/launch", sent))
        self.figures.launches.append(time.perf_counter() - began)
        goes_to, hidden, _offered = page.form()
        return await browser.follow(await browser.ask("POST", goes_to, hidden))

    def _token(self, platform: int, who: str, nonce: str, target: str) -> str:
        claims = claims_of(self._order.lms, platform, who, nonce, target)
        for name in ("iat", "exp"):
            claims[name] = int(time.time() + self._order.shift_seconds) + (60 if name == "exp" else 0)
        return self._signer.signed(claims)

    def _failed(self, fault: str) -> None:
        self.figures.bad += 1
        self.figures.faults = [*self.figures.faults, fault][:FAULTS_KEPT]


def main() -> None:
    """Carry out the orders of the input, one per line; one line of figures for each."""
    for line in sys.stdin:
        figures = asyncio.run(Class(Order(**json.loads(line))).run())
        print(json.dumps(asdict(figures)), flush=True)


if __name__ == "__main__":
    main()
