"""A worker of one host is frozen in the middle of a delivery and wakes after another host's went past it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from typing import Any

from tests.bench.farm import WORKERS, Farm
from tests.people import LEARNER
from tests.tool_process import ROOT
from tests.worker.dying_worker import Order

STEPS = ("claimed", "bound", "written-down", "sent")
LEASE_SHIFT_SECONDS = 120.0
LEVELS = ((3, 5), (2, 6), (4, 7), (1, 8))


class HostedWorkers:
    """Worker processes by order on one host; see ``dying_worker``."""

    def __init__(self, farm: Farm, name: str) -> None:
        host = farm.network.hosts[name]
        self._program = subprocess.Popen(
            [*host.prefix, sys.executable, "-m", "tests.worker.dying_worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
            env=dict(farm.environment(host)),
        )  # fmt: skip
        self._read()

    def begin(self, order: Order) -> int:
        """Start a worker; its process number."""
        self._write(asdict(order))
        return int(self._read()["process"])

    def end(self) -> str:
        """How the worker that was begun last ended, or that it stands still."""
        return str(self._read()["end"])

    def woken(self, number: int) -> str:
        """Wake a worker that stands still; how it ended."""
        os.kill(number, signal.SIGCONT)
        self._write({"wait": number})
        return self.end()

    def close(self) -> None:
        """Take no more orders."""
        assert self._program.stdin is not None and self._program.stdout is not None
        self._program.stdin.close()
        self._program.wait(20)
        self._program.stdout.close()

    def _write(self, said: dict[str, Any]) -> None:  # Any: JSON
        assert self._program.stdin is not None
        self._program.stdin.write(f"{json.dumps(said)}\n")
        self._program.stdin.flush()

    def _read(self) -> dict[str, Any]:  # Any: JSON
        assert self._program.stdout is not None
        found: dict[str, Any] = json.loads(self._program.stdout.readline())
        return found


def freeze_and_wake(farm: Farm) -> tuple[int, int]:
    """How often it was tried, and how often an older level stood in the gradebook in the end.

    Each time a level is due, a worker freezes at a step of its delivery, a newer level is brought by the
    other host once the lease is over, and the frozen one wakes.
    """
    world, regressed, ahead = farm.world, 0, 0.0
    visit = world.visit(LEARNER)
    frozen_host, other_host = (HostedWorkers(farm, name) for name in WORKERS)
    for step, (older, newer) in zip(STEPS, LEVELS, strict=True):
        world.want(visit, older)
        order = Order(database=farm.database, step=step, signal=int(signal.SIGSTOP), shift_seconds=ahead)
        number = frozen_host.begin(order)
        if frozen_host.end() != "stopped":
            raise RuntimeError(f"no worker came to the step {step}")
        world.want(visit, newer)
        ahead += LEASE_SHIFT_SECONDS
        other_host.begin(Order(database=farm.database, shift_seconds=ahead))
        other_host.end()
        frozen_host.woken(number)
        shown = {farm.lms.grade(LEARNER.sub, tag) for tag in world.tags()}
        regressed += shown != {float(newer)}
    frozen_host.close()
    other_host.close()
    return len(STEPS), regressed
