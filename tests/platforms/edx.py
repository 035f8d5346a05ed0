"""Runs the Open edX LTI consumer as a platform for the tests, in a process and environment of its own."""

import fcntl
import hashlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / "requirements-edx.txt"
START_SECONDS = 60.0
STOP_SECONDS = 10.0
# Variables that would make the platform's interpreter see the tool's packages or settings.
FOREIGN_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "DJANGO_SETTINGS_MODULE", "PYTHONWARNINGS", "VIRTUAL_ENV")


class PlatformNotAvailableError(RuntimeError):
    """The platform could not be installed or did not come up; the message holds the end of its log."""


@dataclass(frozen=True)
class EdxUser:
    """An account of the course: `sub` is what tools see, `id` is the row in the platform's database."""

    id: int
    sub: str
    full_name: str
    email: str
    role: str


@contextmanager
def _only_one_process(venv: Path) -> Iterator[None]:
    """Let one test worker at a time build the environment; the others wait and then find it ready."""
    venv.mkdir(parents=True, exist_ok=True)
    with (venv / "build.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(command: list[str]) -> None:
    """Run an installation step, turning a failure into the end of what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PlatformNotAvailableError(f"{' '.join(command)}\n{(done.stdout + done.stderr)[-2000:]}")


def ensure_environment(venv: Path) -> Path:
    """Create the platform's virtual environment if needed and return its interpreter.

    An environment made by hand from the same file is completed by a `pip install` that finds every pin
    already there; the stamp then saves even that check.
    """
    python = venv / "bin" / "python"
    stamp = venv / "requirements-edx.sha256"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    with _only_one_process(venv):
        if not python.exists():
            _run([sys.executable, "-m", "venv", str(venv)])
        if not stamp.exists() or stamp.read_text() != wanted:
            _run([str(python), "-m", "pip", "install", "--quiet", "-r", str(REQUIREMENTS)])
            stamp.write_text(wanted)
    return python


def _free_port() -> int:
    """Return a loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get_json(url: str, timeout: float) -> dict[str, Any]:
    """Read one of the site's own pages, never through a proxy set for the world outside."""
    with requests.Session() as session:
        session.trust_env = False
        response = session.get(url, timeout=timeout)
        response.raise_for_status()
        content: dict[str, Any] = response.json()
        return content


class EdxPlatform:
    """One running course site.

    `venv` is the cached environment, `folder` receives the database and the log of this run, `tool_url` is
    the address of the tool under test. The platform contacts the tool only when the tool asks for an access
    token, so either side may be started first.
    """

    def __init__(
        self,
        venv: Path,
        folder: Path,
        tool_url: str,
        *,
        port: int | None = None,
        share_names: bool = False,
        gives_roster: bool = False,
        roster_limit: int = 1000,
    ) -> None:
        """Choose where the site will run; nothing is started yet.

        A course with more people than `roster_limit` gives no roster.
        """
        self.venv = venv
        self.folder = folder
        self.tool_url = tool_url.rstrip("/")
        self.share_names = share_names
        self.gives_roster = gives_roster
        self.roster_limit = roster_limit
        self.port = port or _free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        self.client_id = ""
        self.deployment_id = ""
        self.auth_login_url = ""
        self.token_url = ""
        self.jwks_url = ""
        self.resource_link_id = ""
        self.context_id = ""
        self.users: dict[str, EdxUser] = {}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start the site and wait until it answers."""
        if self._process is not None:
            return self
        python = ensure_environment(self.venv)
        self.folder.mkdir(parents=True, exist_ok=True)
        command = [str(python), "-m", "django", "serve_course", "--settings", "edx_site.settings"]
        with self.log_file.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=HERE,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._read_settings(self._wait_for_settings())
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """End the process this object started, and no other."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)

    def __enter__(self) -> Self:
        """Start the site for a `with` block."""
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the site at the end of the block."""
        self.stop()

    @property
    def log_file(self) -> Path:
        """Return where the site's output goes."""
        return self.folder / "edx.log"

    def launch_url(self, user: str = "learner") -> str:
        """Return the address that starts a launch in the current window, by redirection to the tool."""
        return f"{self.issuer}/launch/?user={user}"

    def unit_url(self, user: str = "learner") -> str:
        """Return the address of the course unit that shows the tool in a frame, as edX does by default."""
        return f"{self.issuer}/unit/?user={user}"

    def studio_url(self, user: str = "instructor") -> str:
        """Return the address where Studio shows the block, with the link to choose its content."""
        return f"{self.issuer}/studio/?user={user}"

    def content_items(self) -> list[dict[str, Any]]:
        """Return what the platform stored of the tool's last deep linking answer."""
        return self._records("content_items")

    def line_items(self) -> list[dict[str, Any]]:
        """Return the line items stored by the platform's grade service."""
        return self._records("line_items")

    def scores(self) -> list[dict[str, Any]]:
        """Return the scores stored by the platform's grade service, at most one per person and item."""
        return self._records("scores")

    def grades(self) -> list[dict[str, Any]]:
        """Return the grades the platform published to its gradebook, in the order they came."""
        return self._records("grades")

    def _records(self, kind: str) -> list[dict[str, Any]]:
        """Ask the site for one kind of record."""
        rows: list[dict[str, Any]] = _get_json(f"{self.issuer}/records/", timeout=10)[kind]
        return rows

    def _environment(self) -> dict[str, str]:
        """Return the environment of the site's process, free of the tool's."""
        environment = {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}
        return environment | {
            "EDX_SITE_FOLDER": str(self.folder.resolve()),
            "EDX_SITE_PORT": str(self.port),
            "EDX_SITE_TOOL_URL": self.tool_url,
            "EDX_SITE_SHARE_NAMES": "1" if self.share_names else "0",
            "EDX_SITE_GIVES_ROSTER": "1" if self.gives_roster else "0",
            "EDX_SITE_ROSTER_LIMIT": str(self.roster_limit),
            # A proxy set for package downloads must not stand between two loopback processes.
            "NO_PROXY": "127.0.0.1,localhost",
            "no_proxy": "127.0.0.1,localhost",
        }

    def _wait_for_settings(self) -> dict[str, Any]:
        """Poll the site until it answers, for a bounded time, giving up at once if it has ended."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise PlatformNotAvailableError(f"the site ended while starting:\n{self._log_tail()}")
            try:
                return _get_json(f"{self.issuer}/settings/", timeout=5)
            except requests.RequestException:
                time.sleep(0.1)
        raise PlatformNotAvailableError(f"no answer after {START_SECONDS:.0f} s:\n{self._log_tail()}")

    def _read_settings(self, settings: dict[str, Any]) -> None:
        """Keep what a tool must know of the platform."""
        self.issuer = settings["issuer"]
        self.client_id = settings["client_id"]
        self.deployment_id = settings["deployment_id"]
        self.auth_login_url = settings["auth_login_url"]
        self.token_url = settings["token_url"]
        self.jwks_url = settings["jwks_url"]
        self.resource_link_id = settings["resource_link_id"]
        self.context_id = settings["context_id"]
        self.users = {name: EdxUser(**user) for name, user in settings["users"].items()}

    def _log_tail(self) -> str:
        """Return the end of the site's output, for error messages."""
        return self.log_file.read_text(errors="replace")[-3000:]
