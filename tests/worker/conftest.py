"""A tool, a Moodle without any column, and workers in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tests.fake_lms import FakeLms
from tests.services.conftest import engine, tool, tool_key
from tests.services.world import World
from tests.worker.dying_worker import Order

__all__ = ["engine", "tool", "tool_key"]

CLOSE_SECONDS = 10.0
CHECKOUT = Path(__file__).resolve().parents[2]


class Workers:
    """Worker processes by order; see ``dying_worker``."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(
            [sys.executable, "-m", "tests.worker.dying_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
            text=True,
        )
        assert self._read() == {"ready": True}

    def begin(self, order: Order) -> int:
        """Start a worker; its process number."""
        self._write(asdict(order))
        return int(self._read()["process"])

    def read_worker(self) -> int:
        """The number of the worker below a process that was begun with the mode ``orphan``."""
        return int(self._read()["worker"])

    def end(self) -> str:
        """How the worker that was begun last ended: ``exit 0``, ``signal 9`` or ``stopped``."""
        return str(self._read()["end"])

    def wait(self, number: int) -> str:
        """How a worker ended that stood still before."""
        self._write({"wait": number})
        return self.end()

    def run(self, order: Order) -> str:
        """Start a worker and wait for its end."""
        self.begin(order)
        return self.end()

    def close(self) -> None:
        """Take no more orders. A worker that stands still for ever keeps nobody waiting."""
        assert self._program.stdin is not None
        self._program.stdin.close()
        try:
            self._program.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._program.kill()
            self._program.wait()
        assert self._program.stdout is not None
        self._program.stdout.close()

    def _write(self, said: dict[str, Any]) -> None:  # Any: JSON
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(said) + "\n")
        self._program.stdin.flush()

    def _read(self) -> dict[str, Any]:  # Any: as above
        assert self._program.stdout is not None
        line = self._program.stdout.readline()
        assert line, "the program of the workers ended"
        found: dict[str, Any] = json.loads(line)
        return found


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """The program that starts workers, once per test process."""
    started = Workers()
    yield started
    started.close()


@pytest.fixture
def world(tool: World) -> Iterator[World]:
    """The tool and a recent Moodle, whose clock runs; the trainer did not accept grades."""
    keys = tool.installation.tool_keys
    with FakeLms(tool_keys=lambda: keys.jwks(), extra_learners=3) as lms:
        tool.connect(lms)
        lms.remove_line_item()
        yield tool


@pytest.fixture
def order(world: World) -> Callable[..., Order]:
    """An order on this test's database."""
    return lambda **more: Order(database=world.settings.database_url, **more)


def is_running(number: int) -> bool:
    """Whether a process is there and is not only waiting to be noticed as ended."""
    try:
        state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    os.kill(number, 0)
    return state != "Z"
