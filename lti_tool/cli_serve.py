"""Commands that run for long: the web server, the worker, the demo."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import click

from lti_tool import worker as working
from lti_tool.bootstrap import Installation, install
from lti_tool.demo.together import serve_demo
from lti_tool.serving import serve_with_gunicorn
from lti_tool.settings import Settings, read_settings, read_settings_as_found

DEFAULT_PORT, DEMO_PORT = 8765, 8700


def _settings(port: int) -> Settings:
    return read_settings(os.environ, default_base_url=f"http://127.0.0.1:{port}")


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True)
def serve(port: int, host: str, workers: int) -> None:
    """Serve the pages. With SQLite the worker runs too, and one web process is the limit."""
    installation: Installation = install(_settings(port))
    companion = _start_worker() if installation.is_embedded else None
    count = 1 if installation.is_embedded else workers
    if count != workers:
        click.echo("With SQLite one web process is the limit: use PostgreSQL for more.", err=True)
    try:
        serve_with_gunicorn(installation, host=host, port=port, workers=count)
    finally:
        if companion is not None:
            companion.terminate()
            companion.wait(timeout=30)


@click.command()
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the parent process ends.")
def worker(with_parent: bool) -> None:
    """Deliver queued grades."""
    installation = install(_settings(DEFAULT_PORT))
    stop = threading.Event()
    working.stop_on_signals(stop)
    if with_parent:
        working.watch_parent(stop)
    working.run(installation.services, stop)


@click.command()
@click.option("--port", type=click.IntRange(1, 65534), default=DEMO_PORT, show_default=True)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Where the demo keeps its state.  [default: « demo » in PASSERELLE_DATA, or in var]",
)
def demo(port: int, data: Path | None) -> None:
    """Run the tool and a small demo LMS on this machine: open the printed address."""
    serve_demo(lms_port=port, tool_port=port + 1, data=(data or demo_folder(os.environ)).resolve())


def demo_folder(environment: Mapping[str, str]) -> Path:
    """A folder of its own in the data folder: an installed tool has no other place where it may write.

    Nothing is made here, not even a secret.

    Raises:
        SettingsFault: a setting is unknown or unusable.
    """
    found = read_settings_as_found(environment, default_base_url=f"http://127.0.0.1:{DEMO_PORT}")
    return (found.settings.data or Path("var")) / "demo"


def _start_worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "lti_tool", "worker", "--with-parent"])
