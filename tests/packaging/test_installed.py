"""The installed package alone is a tool that runs: it writes into its data folder and nowhere else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.tool_process import free_port

pytestmark = pytest.mark.slow
START_SECONDS, POLL_SECONDS = 120.0, 0.1
PLATFORM = (
    *("--name", "Moodle", "--issuer", "https://moodle.example.org", "--client-id", "AbC123"),
    *("--auth-login-url", "https://moodle.example.org/mod/lti/auth.php"),
    *("--token-url", "https://moodle.example.org/mod/lti/token.php"),
    *("--jwks-url", "https://moodle.example.org/mod/lti/certs.php", "--deployment-id", "1"),
)


@pytest.fixture
def place(installed: Path, tmp_path: Path) -> Iterator[Path]:
    """An empty folder to run in, which takes no file; so does the package."""
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    before = {path: path.stat().st_mode for path in (installed, *installed.rglob("*"))}
    nowhere.chmod(0o500)
    for path, mode in before.items():
        path.chmod(mode & ~0o222)
    yield nowhere
    for path, mode in before.items():
        path.chmod(mode)
    nowhere.chmod(0o700)


def environment(installed: Path, data: Path, port: int) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PASSERELLE_")}
    return kept | {
        "PASSERELLE_BASE_URL": f"http://127.0.0.1:{port}",
        "PASSERELLE_DATA": str(data),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(installed),
    }


@contextmanager
def serving(said: Mapping[str, str], folder: Path, port: int, log: Path) -> Iterator[str]:
    """`serve` as an operator starts it, until it is ready; it is ended by its own id."""
    command = [sys.executable, "-m", "lti_tool", "serve", "--port", str(port)]
    with (
        log.open("wb") as out,
        subprocess.Popen(command, cwd=folder, env=said, stdout=out, stderr=out) as tool,
    ):
        try:
            _wait(port, tool, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            tool.terminate()
            tool.wait(timeout=40)


def _wait(port: int, tool: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        assert tool.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(POLL_SECONDS)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace"))


def test_the_installed_tool_serves_platforms_and_writes_into_its_data_folder_alone(
    installed: Path, place: Path, tmp_path: Path
) -> None:
    data, port = tmp_path / "data", free_port()
    said = environment(installed, data, port)
    files = {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    with serving(said, place, port, tmp_path / "log") as url, requests.Session() as session:
        session.trust_env = False
        platform = [sys.executable, "-m", "lti_tool", "platform", "add", *PLATFORM]
        added = subprocess.run(platform, cwd=place, env=said, check=True, capture_output=True, text=True)
        answers = {path: session.get(url + path, timeout=20) for path in ("/readyz", "/guides/", "/lti/jwks")}

    assert {200} == {answer.status_code for answer in answers.values()}
    assert answers["/lti/jwks"].json()["keys"], added.stdout
    assert [] == list(place.iterdir())
    assert files == {path: path.stat().st_mtime_ns for path in installed.rglob("*")}
    assert {"passerelle.sqlite3", "secret-key"} <= {path.name for path in data.iterdir()}
    assert {0o600} == {path.stat().st_mode & 0o777 for path in data.glob("passerelle.sqlite3")}
