"""Pictograms drawn inside the page: no request of their own, and they take the colour of the text."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

_NAME = re.compile(r"[a-z][a-z-]*")
_DRAWING = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@lru_cache(maxsize=256)
def icon_svg(folder: Path, name: str) -> Markup:
    """The pictogram ``<folder>/<name>.svg`` to write into a page, hidden from screen readers.

    An unknown or odd name gives an empty text: a missing picture never hides a question. The files are
    ours (``static/img/icons``), so their drawing is trusted.
    """
    if not _NAME.fullmatch(name):
        return Markup("")
    try:
        drawing = _DRAWING.search((folder / f"{name}.svg").read_text(encoding="utf-8"))
    except OSError:
        return Markup("")
    if drawing is None:
        return Markup("")
    inside = Markup(drawing[1])  # noqa: S704 - read from our own static folder
    return Markup(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2" aria-hidden="true" focusable="false">{}</svg>'
    ).format(inside)
