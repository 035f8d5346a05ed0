"""The page of comfort, and learner's pages in the strongest settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lti_tool.domain.comfort import Comfort, Contrast, Size, Spacing
from lti_tool.web import present
from lti_tool.web.present_comfort import ComfortPage

FRAME = present.Frame(
    sign_out_action="/l/x/end",
    course_href="https://campus.example/course/2",
    stuck_action="/l/x/stuck",
    stuck_place="comfort",
    helpers_href="/l/x/who-helps",
    own_data_href="/l/x/my-data",
)
STRONGEST = Comfort(
    size=Size.LARGEST,
    spacing=Spacing.WIDE,
    contrast=Contrast.STRONG,
    is_one_handed=True,
    has_sound=False,
)
IN_STRONGEST = ("welcome", "scene-none", "scene-mailbox", "missing-message", "result", "step")
"""The groups of the catalogue whose first page is shown in the strongest settings too."""
NAMES = {"nl": "Nederlands", "de": "Deutsch", "en": "English"}
USUAL = ComfortPage(
    action="/l/x/comfort",
    back="/l/x/welcome",
    languages=tuple(
        present.Language(code=code, name=name, href="", is_current=code == "de")
        for code, name in NAMES.items()
    ),
    frame=FRAME,
)


def comfort() -> Iterator[tuple[str, str, object]]:
    """Name, template and values of each."""
    strongest = replace(USUAL, chosen=STRONGEST, frame=replace(FRAME, comfort=STRONGEST))
    for name, page in {"usual": USUAL, "strongest": strongest}.items():
        yield f"comfort/{name}", "comfort/choose.html", page


def in_strongest(page: Any) -> object:  # Any: every page has a frame, and no type says so
    """The same page for somebody who chose the strongest of everything."""
    return replace(page, frame=replace(page.frame, comfort=STRONGEST, comfort_href="/preview/comfort/usual"))
