"""The tool of the launch bench as it is installed, in a process of its own on one core.

Its PostgreSQL server, if it has one, runs elsewhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lti_tool.bootstrap import install
from lti_tool.cli_serve import DEFAULT_PORT
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import read_settings
from tests.keys import the_key
from tests.tool_process import ROOT, free_port

PLATFORMS = 32
"""So many that none meets its limit of 60 logins a second."""
START_SECONDS = 150.0
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How one tool is started and addressed. ``goal`` is a pattern of its first page's address."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    port: int
    login_path: str
    launch_path: str
    goal: str
    folder: Path
    is_kept_by_postgresql: bool = False

    @property
    def url(self) -> str:
        """Where it is reached."""
        return f"http://127.0.0.1:{self.port}"


class Running:
    """One started tool on its core."""

    def __init__(self, entry: Entry, core: int) -> None:
        self.entry = entry
        log = (entry.folder / f"{entry.name}.log").open("ab")
        self._process = subprocess.Popen(
            ["taskset", "-c", str(core), *entry.command],
            cwd=ROOT,
            env={**os.environ, **entry.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        log.close()
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not _answers(self.entry.url):
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                text = (self.entry.folder / f"{self.entry.name}.log").read_text(errors="replace")
                raise RuntimeError(f"{self.entry.name} did not start:\n{text[-2000:]}")
            time.sleep(0.1)

    def cpu_seconds(self) -> float:
        """What it and its children used so far."""
        return cpu_seconds(self._process.pid)

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def cpu_seconds(root: int) -> float:
    """User and system time of a process and of all below it, ended children included."""
    parents: dict[int, list[int]] = {}
    used: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # It ended meanwhile; its parent counts it.
        pid = int(path.parent.name)
        parents.setdefault(int(fields[1]), []).append(pid)
        used[pid] = sum(map(int, fields[11:15]))
    family, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        family += used.get(pid, 0)
        waiting += parents.get(pid, [])
    return family / TICKS


def passerelle(folder: Path, lms: str, database: str = "") -> Entry:
    """Passerelle with its usual limits and checks behind one proxy; SQLite without another ``database``."""
    port, name = free_port(), "passerelle-postgresql" if database else "passerelle-sqlite"
    environment = {
        "PASSERELLE_BASE_URL": f"http://127.0.0.1:{port}",
        "PASSERELLE_DATA": str(folder / name),
        "PASSERELLE_SECRET_KEY": "x" * 40,
        "PASSERELLE_INSECURE_PLATFORMS": "1",
        "PASSERELLE_PROXIES": "1",
    } | ({"PASSERELLE_DATABASE_URL": database} if database else {})
    settings = read_settings(environment, default_base_url=f"http://127.0.0.1:{DEFAULT_PORT}")
    installation = install(settings, make_private=the_key)
    for number in range(PLATFORMS):
        at = f"{lms}/{number}"
        installation.services.registrations.add(
            NewPlatform(
                issuer=at,
                client_id=f"client-{number}",
                auth_login_url=f"{at}/auth",
                token_url=f"{at}/token",
                jwks_url=f"{lms}/jwks",
                deployment_ids=("1",),
            ),
            datetime.now(UTC),
        )
    installation.services.store.close()
    return Entry(
        name=name,
        command=[sys.executable, "-m", "lti_tool", "serve", "--port", str(port)],
        environment=environment,
        port=port,
        login_path="/lti/login",
        launch_path="/lti/launch",
        goal=r"^/l/[A-Za-z0-9_-]{22}/$",
        folder=folder,
        is_kept_by_postgresql=bool(database),
    )


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}/healthz", timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
