"""Who uses the demo: each test takes a learner whom no other test has met."""

from __future__ import annotations

import random
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from lti_tool.demo.cast import DEMO_CAST
from tests.tool_process import DemoProcess

LEARNERS = ("tatiana", "emile", "joel", "malcolm", "melanie")
TRAINER = "nadia"
LINK = "11"
OPEN = f"[data-activity='{LINK}'] [data-open]"
BELOW_EPHEMERAL = (20000, 32000)
PORT_TRIES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """A learner of a running demo."""

    demo: DemoProcess
    key: str

    @property
    def name(self) -> str:
        """Given name and family name, as both sides show it."""
        member = DEMO_CAST.member(self.key)
        assert member is not None
        return member.name

    @property
    def open_url(self) -> str:
        """The address behind "Ouvrir l'activité"."""
        return open_url(self.demo, self.key)

    @property
    def frame_url(self) -> str:
        """The same in a frame of the course page."""
        return f"{self.open_url}&embed=1"


class People:
    """Hands out learners; when a demo has no fresh one left, another demo is started."""

    def __init__(self, new_demo: Callable[[], DemoProcess]) -> None:
        self._new_demo = new_demo
        self._demos: list[DemoProcess] = []
        self._fresh: list[Somebody] = []

    def newcomer(self) -> Somebody:
        """A learner who never opened the activity."""
        if not self._fresh:
            demo = self._new_demo().start()
            self._demos.append(demo)
            self._fresh = [Somebody(demo=demo, key=key) for key in LEARNERS]
        return self._fresh.pop(0)

    def newcomer_pair(self) -> tuple[Somebody, Somebody]:
        """Two of them in the same demo."""
        if len(self._fresh) == 1:
            self._fresh.clear()
        return self.newcomer(), self.newcomer()

    def stop(self) -> None:
        """End every demo."""
        for demo in self._demos:
            demo.stop()


def new_demo(folder: Path) -> DemoProcess:
    """A demo on two ports that no outgoing connection of a browser is ever given."""
    return DemoProcess(folder, port=_quiet_port())


def _quiet_port() -> int:
    for _ in range(PORT_TRIES):
        port = random.randrange(*BELOW_EPHEMERAL, 2)
        if _is_free(port) and _is_free(port + 1):
            return port
    raise RuntimeError("no two free ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def open_url(demo: DemoProcess, key: str) -> str:
    """Where a person opens the activity."""
    return f"{demo.url}/activity/{LINK}/open?as={key}"


def choose_myself(page: Page, demo: DemoProcess, key: str) -> None:
    """On the course page: say who one is."""
    page.goto(f"{demo.url}/")
    page.locator(f"button[name=person][value={key}]").click()
    page.locator(OPEN).wait_for()
