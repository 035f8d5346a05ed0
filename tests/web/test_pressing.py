"""The press: it prints a tagged PDF, fetches nothing, and prints nothing where its library does not load."""

from __future__ import annotations

import io
import socket
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from lti_tool import paths, pressing
from lti_tool.pressing import NoPress, WeasyPress

STYLE = paths.STATIC / "css" / "attestation.css"
PAGE = '<html lang="fr"><head><title>Un titre</title></head><body><h1>Bonjour</h1>{more}</body></html>'


def test_nothing_is_fetched_whatever_the_page_asks_for(tmp_path: Path) -> None:
    """No address, no file of the machine: the page is printed without it."""
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>SECRET</text></svg>', encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        host = f"http://127.0.0.1:{server.getsockname()[1]}"
        asked = f'<img src="{host}/x.png"><img src="{secret.as_uri()}"><link rel=stylesheet href={host}/x>'
        made = WeasyPress(STYLE).pdf(PAGE.format(more=asked))
        with pytest.raises(BlockingIOError):
            server.accept()

    assert made is not None
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert "Bonjour" in text
    assert "SECRET" not in text


@pytest.mark.parametrize("fault", [ImportError, OSError])
def test_nothing_is_printed_where_the_library_or_pango_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    name = f"no_press_{fault.__name__.lower()}"
    (tmp_path / f"{name}.py").write_text(f"raise {fault.__name__}('no Pango')", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(pressing, "PACKAGE", name)
    press = WeasyPress(STYLE)

    assert [None, None] == [press.pdf(PAGE.format(more="")) for _ in range(2)]
    assert name not in sys.modules


def test_nothing_is_printed_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "PACKAGE", "no_such_package_here")

    assert (None, None) == (WeasyPress(STYLE).pdf(PAGE), NoPress().pdf(PAGE))
