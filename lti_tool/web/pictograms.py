"""What each pictogram means: one picture for one idea, on every page. Files are in ``static/img/icons``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from markupsafe import Markup

from lti_tool.web.icons import icon_svg

PICTOGRAMS: Mapping[str, str] = {
    # The five areas of what a person can do.
    "area-1": "search",
    "area-2": "mail",
    "area-3": "pencil",
    "area-4": "shield",
    "area-5": "puzzle",
    # The four stages of a path, and the path itself.
    "stage-diagnostic": "place",
    "stage-warm-up": "walk",
    "stage-activities": "list",
    "stage-end": "flag",
    "path": "route",
    # What learning at a distance asks for.
    "need-device": "devices",
    "need-connection": "wifi",
    "need-place": "armchair",
    "need-video": "video",
    # Help: whom, where, when.
    "stuck": "lifebuoy",
    "helpers": "people",
    "person": "person",
    "address": "map",
    "hour": "clock",
    "call": "phone",
    "website": "external",
    # What a step of a module asks for.
    "step-see": "book",
    "step-try": "pointer",
    "step-do": "hammer",
    "step-say": "chat",
    "step-agree": "signature",
    "step-check": "target",
    # What can be done with a page, and what became of an answer.
    "listen": "sound",
    "print": "printer",
    "language": "world",
    "comfort": "text-size",
    "hint": "bulb",
    "about-me": "questions",
    "changed": "exchange",
    "attestation": "certificate",
    "kept": "check",
    "missing": "info",
    "no-network": "wifi-off",
}
"""The file for each meaning, without ``.svg``. No two meanings share a file."""


def pictogram(folder: Path, meaning: str) -> Markup:
    """The picture of a meaning, to stand beside its words. An unknown meaning gives an empty text: the words
    say it all, and no page fails for want of a picture.
    """
    return icon_svg(folder, PICTOGRAMS.get(meaning, ""))
