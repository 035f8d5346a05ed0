"""Commands for people who write modules: begin one, look at it while writing."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import click
from werkzeug.serving import WSGIRequestHandler, make_server

from lti_tool import paths
from lti_tool.cli_content import BadInput
from lti_tool.content.modules import MODULE_FILES
from lti_tool.content.skeleton import GIVEN_TITLE, NotWritten, write_module
from lti_tool.settings import read_content_folders
from lti_tool.web.preview_app import create_preview

LOOPBACK, PREVIEW_PORT = "127.0.0.1", 8790


@click.command()
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--port", type=click.IntRange(1, 65535), default=PREVIEW_PORT, show_default=True)
def preview(path: Path, port: int) -> None:
    """Show the modules of the folder PATH as learners would see them, in a browser of this machine.

    Files are read anew at every page. Nothing is kept, and no database is needed.
    """
    try:
        listening = socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise BadInput(f"Port {port} is in use: try another one with --port.") from error
    url = f"http://{LOOPBACK}:{port}"
    with listening:
        application = create_preview(path, url)
        server = make_server(
            LOOPBACK, port, application, threaded=True, request_handler=_Quiet, fd=listening.fileno()
        )
        click.echo(f"Open this address in a browser: {url}/")
        click.echo("Change the files as you like: the page follows. Stop with Ctrl-C.")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        server.serve_forever()


class _Quiet(WSGIRequestHandler):
    """Writes no log lines."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@click.group()
def new() -> None:
    """Begin something of your own."""


@new.command("module")
@click.argument("path", type=click.Path(path_type=Path, file_okay=False))
@click.argument("module_id", metavar="ID")
@click.option("--title", default=GIVEN_TITLE, help="The title that learners read.")
def new_module(path: Path, module_id: str, title: str) -> None:
    """Put a module that works into the folder PATH, to be changed into your own.

    ID is a short name in capital letters and figures, such as C01; the project's ids are taken.
    """
    known = {
        found.parent.name
        for folder in (paths.CONFIG, *read_content_folders(os.environ))
        for found in folder.glob(MODULE_FILES)
    }
    try:
        written = write_module(path, module_id, title.strip(), known)
    except NotWritten as error:
        raise BadInput(str(error)) from error
    except OSError as error:
        raise BadInput(f"{error.filename or path} cannot be written: {error.strerror}.") from error
    for file in written:
        click.echo(str(file))
    click.echo(f"Look at it:  passerelle content preview {path}")
    click.echo(f"Check it:    passerelle content check {path}")
