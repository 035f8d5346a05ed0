"""Prints a page of ours as a tagged PDF with WeasyPrint, where it is installed (``passerelle[pdf]``).

WeasyPrint is loaded by the first PDF and not at the start: it takes half a second and 40 MB, which most
processes never need. It fetches nothing: the page comes with its one style sheet, pictures lie in the page
itself (``data:``), and every other address is refused.
"""

from __future__ import annotations

import importlib
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import Any  # WeasyPrint has no types

PACKAGE = "weasyprint"
TAGGED = "pdf/ua-1"
"""The variant that is asked for. We claim a tagged PDF alone: nobody has validated it."""


class WeasyPress:
    """The real ``domain.document_ports.Press``. One PDF is printed at a time: each takes up to 75 MB."""

    def __init__(self, style: Path) -> None:
        self._style = style
        self._lock = threading.Lock()
        self._printer: Any = None
        self._is_missing = find_spec(PACKAGE) is None

    def pdf(self, html: str) -> bytes | None:
        """The page as a PDF, ``None`` where WeasyPrint or Pango is missing."""
        with self._lock:
            printer = self._loaded()
            if printer is None:
                return None
            nothing = printer.urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)
            sheet = printer.CSS(string=self._style.read_text(encoding="utf-8"), url_fetcher=nothing)
            page = printer.HTML(string=html, url_fetcher=nothing)
            return bytes(page.write_pdf(stylesheets=[sheet], pdf_variant=TAGGED))

    def _loaded(self) -> Any:
        if self._printer is None and not self._is_missing:
            try:
                self._printer = importlib.import_module(PACKAGE)
            except (ImportError, OSError):  # The package without Pango, or with an old one.
                self._is_missing = True
        return self._printer


class NoPress:
    """Prints nothing."""

    def pdf(self, html: str) -> bytes | None:
        """Nothing at all."""
        return None
