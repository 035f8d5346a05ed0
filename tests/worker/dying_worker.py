"""A worker in a process of its own that stops for good, or for a while, at a named step.

Run as a program it takes one order per line on its input, as JSON, and forks a process for each: reading
all modules anew for every worker would take most of the time of the tests. Each fork opens the database
itself and knows nothing of the others. For each order two lines come back: the process's number at once,
how it ended later.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from lti_tool import worker
from lti_tool.bootstrap import Installation, install
from lti_tool.settings import Settings
from tests.services.setting import SECRET, SHELF, TOOL_URL

ROUNDS_AT_MOST = 60
BETWEEN_ROUNDS = timedelta(seconds=61)
GAVE_UP = 3


@dataclass
class Order:
    """What one process shall do.

    ``step`` is where the process sends itself ``signal``, in the thread that gets there for the
    ``occurrence``-th time; the main thread may be waiting meanwhile. ``shift_seconds`` is how far its clock
    is ahead. ``mode`` is ``drain`` (deliver until every grade is at rest, moving the clock on in between),
    ``loop`` (the real loop until told to stop) or ``orphan`` (the real loop below another process, and with
    an eye on it).
    """

    database: str
    mode: str = "drain"
    step: str = ""
    signal: int = signal.SIGKILL
    occurrence: int = 1
    shift_seconds: float = 0.0


class Clock:
    """The machine's clock and a bit more."""

    def __init__(self, shift_seconds: float) -> None:
        self.shift = timedelta(seconds=shift_seconds)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.shift


def carry_out(order: Order) -> int:
    """Do it; the exit code."""
    seen: Counter[str] = Counter()
    clock = Clock(order.shift_seconds)

    def checkpoint(name: str) -> None:
        seen[name] += 1
        if name == order.step and seen[name] == order.occurrence:
            signal.pthread_kill(threading.get_ident(), order.signal)

    settings = Settings(
        base_url=TOOL_URL, database_url=order.database, secret_key=SECRET, allows_insecure_platforms=True
    )
    installation = install(settings, clock=clock, checkpoint=checkpoint, shelf=SHELF)
    if order.mode == "drain":
        return drain(installation, clock)
    stop = threading.Event()
    worker.stop_on_signals(stop)
    if order.mode == "orphan":
        worker.watch_parent(stop)
    worker.run(installation.services, stop)
    return 0


def drain(installation: Installation, clock: Clock) -> int:
    """Deliver until every grade is at rest; time passes when nothing is due."""
    services = installation.services
    for _ in range(ROUNDS_AT_MOST):
        while services.deliveries.deliver_one(f"worker-{os.getpid()}"):
            pass
        if set(services.health.report().deliveries) <= {"idle"}:
            return 0
        clock.shift += BETWEEN_ROUNDS
    return GAVE_UP


def in_a_fork(order: Order) -> int:
    """Begin a process for this order; its number."""
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        code = orphaned(order) if order.mode == "orphan" else carry_out(order)
    finally:
        os._exit(code)


def orphaned(order: Order) -> int:
    """Be the parent of a worker, until the test kills this process without any tidying up."""
    number = os.fork()
    if number == 0:
        os._exit(carry_out(order))
    say({"worker": number})
    signal.pause()
    return 0


def ended(number: int) -> str:
    """How a process ended, or that it only stands still."""
    _number, status = os.waitpid(number, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        return "stopped"
    return f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"exit {os.WEXITSTATUS(status)}"


def say(said: dict[str, Any]) -> None:  # Any: JSON
    """One line to the test."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Take orders until the input ends."""
    say({"ready": True})
    for line in sys.stdin:
        said = json.loads(line)
        if "wait" in said:
            say({"end": ended(said["wait"])})
            continue
        number = in_a_fork(Order(**said))
        say({"process": number})
        say({"end": ended(number)})


if __name__ == "__main__":
    main()
