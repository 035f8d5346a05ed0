"""One process of the tool: a server of its own, which is replaced without a request being cut off."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from lti_tool.app import create_app
from lti_tool.bootstrap import Installation
from lti_tool.demo.server import LoopbackServer
from tests.web.site import UNLIMITED


class Clock:
    """The moment of everybody here; it moves on between two rounds."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Process:
    """One process of the tool on a port of its own, which can be replaced under way."""

    def __init__(self, installation: Installation) -> None:
        self.server = LoopbackServer()
        self._idle = threading.Condition()
        self._in_hand, self._is_shut = 0, False
        self._put(installation)
        self.server.start(lambda environment, start: self._app(environment, start))

    def _put(self, installation: Installation) -> None:
        self.installation = installation
        self._app = create_app(installation, limits=UNLIMITED)

    def enter(self) -> bool:
        """Take a request; ``False`` while it is being replaced."""
        with self._idle:
            self._in_hand += not self._is_shut
            return not self._is_shut

    def leave(self) -> None:
        """A request is over."""
        with self._idle:
            self._in_hand -= 1
            self._idle.notify_all()

    def become(self, installation: Installation) -> None:
        """End what is in hand, and start anew with other settings."""
        with self._idle:
            self._is_shut = True
            self._idle.wait_for(lambda: self._in_hand == 0)
        former = self.installation
        self._put(installation)
        with self._idle:
            self._is_shut = False
        former.services.store.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back over HTTP."""

    status: int
    location: str
    cookies: Mapping[str, str]
    body: str


@dataclass(slots=True)
class Counts:
    """What happened. ``steps`` counts all that was tried, whatever came of it; ``faults`` holds a few words
    on each thing that went wrong.
    """

    launches: int = 0
    forms: int = 0
    steps: int = 0
    faults: list[str] = field(default_factory=list)
