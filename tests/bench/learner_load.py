"""Learners at their phones, in a process of their own: an order comes in as JSON, figures go out.

Each learner is a browser with cookies of its own on a connection that is kept. It launches, begins, and then
thinks, posts the page's own form and follows the redirect; the step ends when the next page is there whole.
Most answers are one of those that the page offers, the others "I don't know".
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.bench.launch_load import AGENT, FAULTS_KEPT, KID, b64, claims_of

KNOWING = 0.7
"""How many answers of a hundred are one that the page offers."""
PAGES_AT_MOST = 8
COOKIE = "passerelle-psl"
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_INPUT = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_OFFERED = re.compile(r'\bname="(press|choice)" value="([^"]*)"|\bvalue="([^"]*)" name="(press|choice)"')
_ACTION = re.compile(r'\baction="([^"]*)"')
_PAGE = re.compile(r'data-page="([a-z-]+)"')
_AROUND = ("/end", "/language", "/stuck")


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


class Lost(Exception):
    """The tool answered something else than it should."""


@dataclass(slots=True)
class Page:
    """One answer: its status, where it leads, and its text."""

    status: int
    location: str
    text: str
    path: str

    @property
    def name(self) -> str:
        """What kind of page it is."""
        found = _PAGE.search(self.text)
        return found[1] if found else ""

    def form(self) -> tuple[str, dict[str, str], list[tuple[str, str]]]:
        """The page's own form: where it goes, its hidden fields, and the answers that it offers."""
        for head, inside in _FORM.findall(self.text):
            action = _ACTION.search(head)
            goes_to = unescape(action[1]) if action else self.path
            if not goes_to.partition("?")[0].endswith(_AROUND):
                hidden = {unescape(name): unescape(value) for name, value in _INPUT.findall(inside)}
                offered = [(one[0] or one[3], unescape(one[1] or one[2])) for one in _OFFERED.findall(inside)]
                return goes_to, hidden, offered
        raise Lost(f"{self.name} at {self.path} has no form")


class Browser:
    """One learner's browser."""

    def __init__(self, tool: str) -> None:
        parts = urlsplit(tool)
        self._host, self._port, self._origin = str(parts.hostname), parts.port or 80, tool
        self.cookies: dict[str, str] = {}
        self._address = f"10.{random.randrange(256)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, sent: Mapping[str, str] | None = None) -> Page:
        """One request, not followed. A connection that the server closed meanwhile is opened anew."""
        body = urlencode(sent).encode() if sent is not None else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\nUser-Agent: {AGENT}\r\n"
            f"Accept-Language: fr,fr-FR;q=0.8,en;q=0.5\r\nX-Forwarded-For: {self._address}\r\n"
        )
        if self.cookies:
            head += "Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()) + "\r\n"
        if sent is not None:
            # The platform's own page sends the launch, without a word of where it came from.
            origin = "null" if "id_token" in sent else self._origin
            head += f"Origin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        raw = head.encode("ascii") + b"\r\n" + body
        is_kept = self._writer is not None
        try:
            return await self._exchanged(raw, path)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()
            if not is_kept:
                raise
            return await self._exchanged(raw, path)

    async def _exchanged(self, raw: bytes, path: str) -> Page:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        assert self._reader is not None
        self._writer.write(raw)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        page, length, is_last = Page(int(lines[0].split(" ")[1]), "", "", path), 0, False
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            match name.lower():
                case "location":
                    page.location = value
                case "set-cookie":
                    cookie, _, kept = value.partition(";")[0].partition("=")
                    self.cookies[cookie] = kept
                case "content-length":
                    length = int(value)
                case "connection":
                    is_last = value.lower() == "close"
        page.text = (await self._reader.readexactly(length)).decode() if length else ""
        if is_last:
            self.close()
        return page

    async def follow(self, page: Page) -> Page:
        """Go where our own redirects lead.

        Raises:
            Lost: to no page of ours.
        """
        for _ in range(PAGES_AT_MOST):
            if page.status != 303:
                break
            page = await self.ask("GET", page.location)
        if page.status != 200:
            raise Lost(f"{page.status} at {page.path}")
        return page

    def close(self) -> None:
        """Let go of the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


class Class:
    """All learners of one order."""

    def __init__(self, order: Order) -> None:
        self._order = order
        key = load_pem_private_key(order.key.encode(), None)
        assert isinstance(key, RSAPrivateKey)
        self._key = key
        self._header = b64(json.dumps({"typ": "JWT", "alg": "RS256", "kid": KID}).encode())
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
            self._seen[page.name] += 1
        except (Lost, OSError, asyncio.IncompleteReadError) as error:
            self._failed(f"{sub}: {error!r}")
        browser.close()

    async def _launch(self, browser: Browser, person: int) -> Page:
        """Launch, and begin: the first task is there."""
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
        text = f"{self._header}.{b64(json.dumps(claims).encode())}"
        return f"{text}.{b64(self._key.sign(text.encode(), PKCS1v15(), SHA256()))}"

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
