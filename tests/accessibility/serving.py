"""The catalogue on a loopback port, drawn by the application's own templates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Response

from lti_tool.app import create_app
from lti_tool.bootstrap import install
from lti_tool.content.shelf import Shelf
from lti_tool.demo.server import LoopbackServer
from lti_tool.settings import Settings
from lti_tool.web.guards import Policy, policy
from lti_tool.web.i18n import language
from lti_tool.web.two_languages import shown
from tests.accessibility.catalogue import Catalogue

SECRET = b"a secret of the tests, long enough to be taken"


@contextmanager
def served(shelf: Shelf, pages: Catalogue, data: Path) -> Iterator[str]:
    """The application with one more address, `/preview/<name>`, which draws a page of the catalogue.

    ``data`` is a folder for its database. Gives the address of the application.
    """
    server = LoopbackServer()
    settings = Settings(
        base_url=server.url,
        database_url=f"sqlite:///{data / 'preview.sqlite3'}",
        secret_key=SECRET,
        allows_insecure_platforms=True,
    )
    installation = install(settings, shelf=shelf)
    app = create_app(installation)

    @policy(Policy.PUBLIC)
    def preview(name: str) -> Response:
        found = pages[name]
        return shown(found.template, lambda: found.words.get(language(), found.page))  # type: ignore[arg-type, return-value]  # every page has a frame, and no type says so

    app.add_url_rule("/preview/<path:name>", "preview", preview)
    with server.start(app):
        yield server.url
    installation.services.store.close()
