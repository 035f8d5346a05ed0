"""A tool of two processes behind one door, with people who launch and grades that leave, while its keys or
its secret are replaced.

A process is what it is to the others: an installation with a memory of its own on the same database. Every
request travels over HTTP. A process that is replaced takes no new request, ends what it has in hand, and
another takes its place, as behind a web server that leaves out who does not answer.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import urlencode

from lti_tool.bootstrap import Installation, install
from lti_tool.domain.errors import PasserelleError
from lti_tool.domain.launch import Registration
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import Settings
from tests.bench.fault_wishes import want_for
from tests.bench.rotating_process import Clock, Counts, Process, Reply
from tests.fake_lms import FakeLms
from tests.keys import key_after_key
from tests.people import LEARNER, TestPerson
from tests.services.setting import SHELF
from tests.web.reading import read

HOST = "tool.example"
URL = f"https://{HOST}"
KEPT = timedelta(hours=23)
"""How long the platform believes its copy of our keys: just under the day that a new key waits."""
COOKIES = ("__Host-psl", "__Host-psb")
FORM = "application/x-www-form-urlencoded"
PASSES_AT_MOST = 5000
STEPS_BETWEEN, STEPS_SECONDS = 4, 30.0
"""So many people meet a tool whose processes differ; it is waited so long for them."""
PAUSE_SECONDS = 0.05
"""Between two launches while the deed is done: so much load is there at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPage:
    """A first page that somebody has before them."""

    handle: str
    session: str
    action: str
    fields: Mapping[str, str]


class Tool:
    """Two processes and a worker on one database, and a platform that asks them."""

    def __init__(self, settings: Settings, clock: Clock, people: int) -> None:
        self.clock, self.counts, self.steps = clock, Counts(), threading.Condition()
        self._settings = settings
        self._turns, self._people, self._levels = count(), count(), count(1)
        self._privates = key_after_key()
        self._working, self._wishing = threading.Lock(), threading.Lock()
        self._copy: tuple[datetime, dict[str, Any]] | None = None  # Any: a key set is JSON
        self.processes = [Process(self.made()) for _ in range(2)]
        self.worker = self.made()
        self.lms = FakeLms(tool_url=URL, tool_keys=self._keys_of_platform, extra_learners=people)
        self.registration = self._connected()
        self._keys_of_platform()
        self.wanted: dict[str, float] = {}
        self._subs = {person.key: person for person in self._learners(people)}

    def made(self, **changes: object) -> Installation:
        """A process's installation, with these settings changed from now on."""
        self._settings = replace(self._settings, **changes)  # type: ignore[arg-type]  # fields of settings
        return install(
            self._settings, clock=self.clock, shelf=SHELF, make_private=lambda: next(self._privates)
        )

    def close(self) -> None:
        """End everything."""
        self.lms.stop()
        for process in self.processes:
            process.server.stop()
            process.installation.services.store.close()
        self.worker.services.store.close()

    def restart(self, **changes: object) -> None:
        """Every process anew with these settings, one after the other, the worker last."""
        for process in self.processes:
            process.become(self.made(**changes))
            self._wait_for_people()
        self.restart_worker(**changes)

    def _wait_for_people(self) -> None:
        """Let some people meet the processes as they are."""
        with self.steps:
            goal = self.counts.steps + STEPS_BETWEEN
            self.steps.wait_for(lambda: self.counts.steps >= goal, STEPS_SECONDS)

    def restart_worker(self, **changes: object) -> None:
        """The worker anew, once it has ended what it has in hand."""
        renewed = self.made(**changes)
        with self._working:
            former, self.worker = self.worker, renewed
        former.services.store.close()

    def pass_(self, spell: timedelta) -> None:
        """Let time go by for everybody."""
        self.clock.ahead += spell
        self.lms.clock_offset_seconds = self.clock.ahead.total_seconds()

    # Over HTTP.

    def ask(self, method: str, path: str, body: str = "", cookies: str = "") -> Reply:
        """One request to whichever process has its turn."""
        headers = {"Host": HOST, "User-Agent": "Firefox", "Accept-Language": "fr", "Cookie": cookies}
        if method == "POST":
            headers |= {"Content-Type": FORM, "Origin": "null" if "/lti/" in path else URL}
        with self._turn() as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            try:
                connection.request(method, path, body.encode(), headers)
                answer = connection.getresponse()
                text = answer.read().decode()
            finally:
                connection.close()
        given = (cookie.partition(";")[0] for cookie in answer.msg.get_all("Set-Cookie", []))
        pairs = dict(cookie.split("=", 1) for cookie in given)
        return Reply(
            status=answer.status, location=answer.getheader("Location", ""), cookies=pairs, body=text
        )

    @contextmanager
    def _turn(self) -> Iterator[int]:
        while not (process := self.processes[next(self._turns) % 2]).enter():
            pass
        try:
            yield process.server.port
        finally:
            process.leave()

    def launch(self) -> OpenPage:
        """The next person logs in, launches and reads the first page, each at any process."""
        person = list(self._subs.values())[next(self._people) % len(self._subs)]
        asked = self.lms.login_parameters(person)
        begun = self.ask("GET", f"/lti/login?{urlencode(asked)}")
        token, state = self.lms.answer_login(begun.location)
        form = urlencode({"id_token": token, "state": state})
        opened = self.ask("POST", "/lti/launch", form, _said(begun.cookies))
        if opened.status != 303 or not opened.location.startswith("/l/"):
            raise ConnectionError(f"launch: {opened.status} {read(opened.body).name} {opened.location[:60]}")
        session, handle = opened.cookies[COOKIES[0]], opened.location.split("/")[2]
        location = opened.location
        for _ in range(4):
            shown = self.ask("GET", location, cookies=f"{COOKIES[0]}={session}")
            if shown.status == 200:
                break
            location = shown.location
        found = read(shown.body).form
        self.counts.launches += 1
        if self.counts.launches % 2:
            self._want(person, handle, session)
        return OpenPage(handle=handle, session=session, action=found.action, fields=found.hidden)

    def send(self, page: OpenPage) -> None:
        """Send the form of a page that was shown some time ago."""
        sent = self.ask("POST", page.action, urlencode(page.fields), f"{COOKIES[0]}={page.session}")
        if sent.status != 303:
            raise ConnectionError(f"form: {sent.status} {read(sent.body).words[:80]}")
        self.counts.forms += 1

    # Grades.

    def _want(self, person: TestPerson, handle: str, session: str) -> None:
        with self._wishing:
            installation, level = self.processes[0].installation, 1 + next(self._levels) % 8
            visit = installation.services.launches.visit(handle, session, self.clock())
            want_for(installation, visit, level=level, tasks=20, now=self.clock())
            self.wanted[person.sub] = float(level)

    def deliver(self) -> bool:
        """The worker takes the next grades in hand, if any are due."""
        try:
            with self._working:
                return self.worker.services.deliveries.deliver_some("worker")
        except PasserelleError as error:
            self.counts.faults.append(f"worker: {error!r}")
            return True

    def wrong_grades(self) -> int:
        """Deliver what is left; how many people do not have their level in the gradebook then."""
        for _ in range(PASSES_AT_MOST):
            if not self.deliver():
                break
        return sum(self.lms.grade(sub) != points for sub, points in self.wanted.items())

    # The platform's copy of our keys.

    def _keys_of_platform(self) -> Mapping[str, Any]:  # Any: as above
        now = self.clock()
        if self._copy is None or now - self._copy[0] >= KEPT:
            path = f"/lti/jwks/{self.registration.id}"
            self._copy = now, json.loads(self.ask("GET", path).body)
        return self._copy[1]

    def _connected(self) -> Registration:
        plain = self.lms.registration()
        return self.worker.services.registrations.add(
            NewPlatform(
                issuer=plain.issuer,
                client_id=plain.client_id,
                auth_login_url=plain.auth_login_url,
                token_url=plain.token_url,
                jwks_url=plain.jwks_url,
                deployment_ids=(self.lms.book.deployment_id,),
                token_audience=plain.token_audience,
            ),
            self.clock(),
        )

    def _learners(self, people: int) -> Iterable[TestPerson]:
        return (
            replace(LEARNER, key=f"learner-{number}", sub=f"{1000 + number}")
            for number in range(1, people + 1)
        )


def round_of(tool: Tool, launches: int, deed: Callable[[], object], threads: int = 2) -> None:
    """People launch and send what they had before them, grades leave, and in the middle the deed is done.
    They go on until it is.
    """
    shown: list[OpenPage] = []
    for _ in range(threads):
        _tried(tool, lambda: shown.append(tool.launch()))
    numbers, lock = iter(range(launches)), threading.Lock()
    is_middle, is_done, is_over = threading.Event(), threading.Event(), threading.Event()

    def people() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None and is_done.wait(PAUSE_SECONDS):
                return
            if number is None or number >= launches // 4:
                is_middle.set()
            _tried(tool, lambda: tool.send(tool.launch()))

    def grades() -> None:
        while not is_over.is_set():
            if not tool.deliver():
                is_over.wait(0.02)

    crowd = [threading.Thread(target=people) for _ in range(threads)]
    worker = threading.Thread(target=grades)
    for thread in (*crowd, worker):
        thread.start()
    is_middle.wait(60)
    try:
        deed()
    finally:
        is_done.set()
    for page in shown:
        _tried(tool, partial(tool.send, page))
    for thread in crowd:
        thread.join()
    is_over.set()
    worker.join()


def _tried(tool: Tool, step: Callable[[], object]) -> None:
    """One step; what goes wrong is written down."""
    try:
        step()
    except (OSError, LookupError, PasserelleError, http.client.HTTPException) as error:
        tool.counts.faults.append(f"{error!r}")
    with tool.steps:
        tool.counts.steps += 1
        tool.steps.notify_all()


def _said(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
