"""An author's browser on a folder with one module."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lti_tool.web.preview_app import create_preview
from tests.content.module_folder import PLACE
from tests.contents import the_modules
from tests.web.reading import Page, read

URL = "http://127.0.0.1:8790"
GIVEN = {(module.language, module.id): module for module in the_modules()}


def client_of(folder: Path) -> FlaskClient:
    """The browser of somebody who writes in that folder."""
    app = create_preview(folder, URL, GIVEN)
    app.testing = True
    return app.test_client()


def page(response: TestResponse, status: int = 200) -> Page:
    """What was answered, read."""
    assert status == response.status_code, response.text[:2000]
    return read(response.text)


def opened(author: FlaskClient, address: str) -> Page:
    """The page at an address."""
    return page(author.get(address, base_url=URL))


def sent(author: FlaskClient, address: str, status: int = 303, **form: str | list[str]) -> str:
    """Where the form leads."""
    response = author.post(address, data=form, base_url=URL)
    assert status == response.status_code
    return response.headers.get("Location", "")


def rewritten(folder: Path, name: str, before: str, instead: str) -> None:
    """Change some words of a file of the module."""
    path = folder / PLACE / name
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, instead), encoding="utf-8")
