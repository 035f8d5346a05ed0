"""The tool and the demo LMS, side by side on one machine, already connected to each other."""

from __future__ import annotations

import logging
import signal
import threading
from pathlib import Path

import click

from lti_tool import worker
from lti_tool.app import create_app
from lti_tool.bootstrap import Installation, install
from lti_tool.demo.book import DemoBook
from lti_tool.demo.cast import CENTRE_NAME
from lti_tool.demo.lms import create_lms
from lti_tool.demo.server import LoopbackServer
from lti_tool.domain.errors import SettingsFault
from lti_tool.domain.sitting import MOODLE_LOGIN
from lti_tool.services.registrations import NewPlatform
from lti_tool.settings import read_settings
from lti_tool.web.i18n import later

BANNER = later("Ceci est une démonstration : les personnes sont inventées.")


def serve_demo(*, lms_port: int, tool_port: int, data: Path) -> None:
    """Serve both until Ctrl-C. What was done is kept in ``data`` and is there again at the next start.

    Raises:
        SettingsFault: a port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    lms_server, tool_server = _take(lms_port), _take(tool_port)
    installation = _installed(tool_server.url, lms_server.url, data)
    book = DemoBook(data / "lms.json")
    _connect(installation, lms_server.url, book)
    tool_server.start(create_app(installation, banner=BANNER))
    lms_server.start(create_lms(book, lms_url=lms_server.url, tool_url=tool_server.url))
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    click.echo("Passerelle, demonstration.")
    click.echo(f"Open this address in a browser: {lms_server.url}/")
    click.echo("Stop with Ctrl-C. What you do is kept for the next time.")
    worker.run(installation.services, stop)
    lms_server.stop()
    tool_server.stop()


def _take(port: int) -> LoopbackServer:
    try:
        return LoopbackServer(port=port)
    except OSError as error:
        raise SettingsFault(f"Port {port} is in use: try another one with --port.") from error


def _installed(tool_url: str, lms_url: str, data: Path) -> Installation:
    environment = {
        "PASSERELLE_BASE_URL": tool_url,
        "PASSERELLE_DATA": str(data),
        "PASSERELLE_INSECURE_PLATFORMS": "1",
    }
    settings = read_settings(environment, default_base_url=tool_url)
    return install(settings.with_demo(lms_url))


def _connect(installation: Installation, lms_url: str, book: DemoBook) -> None:
    services = installation.services
    registration = services.registrations.ensure(
        NewPlatform(
            issuer=lms_url,
            client_id=book.client_id,
            auth_login_url=f"{lms_url}{MOODLE_LOGIN}",
            token_url=f"{lms_url}/token",
            jwks_url=f"{lms_url}/jwks",
            deployment_ids=(book.deployment_id,),
            name="Demo LMS",
        ),
        services.clock(),
    )
    services.centres.name_first(registration.centre_id, CENTRE_NAME)
