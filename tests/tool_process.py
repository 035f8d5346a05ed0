"""The tool as it runs in a centre: its own process, its own files, reached over http on loopback."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import requests

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60.0
STOP_SECONDS = 40.0
COMMAND_SECONDS = 60.0
POLL_SECONDS = 0.1
LOG_TAIL_CHARACTERS = 3000


class ProcessNotReady(RuntimeError):
    """A process did not come up in time, or ended; the message holds the end of its log."""


class LoopbackProcess:
    """One `python -m lti_tool …` process. It is stopped by its own id; no other process is touched.

    `folder` receives the state and the log of this run and may be used again: then the state is there again.
    """

    module = "lti_tool"

    def __init__(self, folder: Path, name: str) -> None:
        """Choose where the process will run; nothing is started yet."""
        self.folder = folder.resolve()
        self.log_file = self.folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def arguments(self) -> Sequence[str]:
        """What follows `python -m lti_tool`."""
        raise NotImplementedError

    @property
    def ready_urls(self) -> Sequence[str]:
        """The addresses that answer 200 once the process can do its work."""
        raise NotImplementedError

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the process: this one, without settings meant for another installation."""
        return _clean_environment({})

    @property
    def pid(self) -> int | None:
        """The id of the running process; `None` when it is stopped."""
        return self._process.pid if self._process else None

    def start(self) -> Self:
        """Start the process and wait until it is ready.

        Raises:
            ProcessNotReady: it ended, or took longer than a minute.
        """
        if self._process is not None:
            return self
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self.arguments],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the process in order; a process that does not listen is ended the hard way."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)

    def log_tail(self) -> str:
        """The end of what the process printed."""
        text = self.log_file.read_text(errors="replace") if self.log_file.exists() else ""
        return text[-LOG_TAIL_CHARACTERS:]

    def __enter__(self) -> Self:
        """Start the process for a `with` block."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the process at the end of the block."""
        self.stop()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        waiting = list(self.ready_urls)
        while waiting and time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise ProcessNotReady(f"the process ended while starting:\n{self.log_tail()}")
            if _answers(waiting[0]):
                waiting.pop(0)
            else:
                time.sleep(POLL_SECONDS)
        if waiting:
            raise ProcessNotReady(
                f"{waiting[0]} is not ready after {START_SECONDS:.0f} s:\n{self.log_tail()}"
            )


class ToolProcess(LoopbackProcess):
    """`passerelle serve` on SQLite, with the worker that it starts itself; platforms may be on loopback."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        """Choose the port now, so that a platform can be told the address before the tool runs."""
        super().__init__(folder, "serve")
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    @property
    def arguments(self) -> Sequence[str]:
        """Serve on the chosen port."""
        return ("serve", "--port", str(self.port))

    @property
    def ready_urls(self) -> Sequence[str]:
        """The readiness address, which also asks the database."""
        return (f"{self.url}/readyz",)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of this installation, the same for `serve` and for every command."""
        return _clean_environment(
            {
                "PASSERELLE_BASE_URL": self.url,
                "PASSERELLE_DATA": str(self.folder / "data"),
                "PASSERELLE_INSECURE_PLATFORMS": "1",
            }
        )

    def command(self, *arguments: str) -> str:
        """Run another command of this installation and return what it printed.

        Raises:
            ProcessNotReady: the command failed.
        """
        done = subprocess.run(
            [sys.executable, "-m", "lti_tool", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        if done.returncode:
            raise ProcessNotReady(f"{' '.join(arguments)} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout


class DemoProcess(LoopbackProcess):
    """`passerelle demo`: the demo LMS at `url`, the tool on the next port at `tool_url`."""

    def __init__(self, folder: Path, *, port: int | None = None) -> None:
        """Choose the two ports; nothing is started yet."""
        super().__init__(folder, "demo")
        self.port = port or free_port(following=1)
        self.url = f"http://127.0.0.1:{self.port}"
        self.tool_url = f"http://127.0.0.1:{self.port + 1}"

    @property
    def arguments(self) -> Sequence[str]:
        """The demo with its state below the folder."""
        return ("demo", "--port", str(self.port), "--data", str(self.folder / "data"))

    @property
    def ready_urls(self) -> Sequence[str]:
        """The tool first, then the course page."""
        return (f"{self.tool_url}/readyz", f"{self.url}/")


def free_port(*, following: int = 0) -> int:
    """A loopback port nobody listens on at this moment, and neither on the `following` ones after it."""
    for _ in range(100):
        # Below the range from which outgoing connections draw their ports: a browser would be in the way.
        port = random.randint(20_000, 32_000)
        if all(_is_free(port + step) for step in range(following + 1)):
            return port
    raise ProcessNotReady("no free ports on loopback")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _answers(url: str) -> bool:
    """Whether the address answers 200, never through a proxy set for the world outside."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(url, timeout=5).status_code == 200
        except requests.RequestException:
            return False


def _clean_environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    # A proxy set for package downloads must not stand between two loopback processes.
    return kept | {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"} | dict(settings)
