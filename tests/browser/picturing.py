"""The pictures of the README, taken by the walk through the main job when somebody asks for them."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

from tests.walking import Decide, Move, Sight

ASKED_FOR = "PASSERELLE_PICTURES"
"""Names the folder for them. Without it no picture is taken, and the walk is the same."""
PICTURES = Path(__file__).parents[2] / ".github" / "pictures"
NAMES = ("welcome", "question", "result", "group")
BYTES_AT_MOST = 72 * 1024
QUALITY = 75
HEIGHT_AT_MOST = 1000


def take(page: Page, name: str) -> None:
    """Keep the upper 1000 pixels of the page as ``<name>.webp``."""
    folder = os.environ.get(ASKED_FOR)
    if not folder:
        return
    shown = page.viewport_size
    assert shown is not None
    height = min(HEIGHT_AT_MOST, page.evaluate("document.documentElement.scrollHeight"))
    taken = page.screenshot(
        full_page=True,
        clip={"x": 0, "y": 0, "width": shown["width"], "height": height},
        animations="disabled",
    )
    Path(folder).mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(taken)) as picture:
        picture.save(Path(folder) / f"{name}.webp", quality=QUALITY, method=6)


def taking_one_question(page: Page, number: int, decide: Decide) -> Decide:
    """The same decisions; the picture of the ``number``-th question is taken on the way."""
    seen: list[str] = []

    def decide_and_take(sight: Sight) -> Move:
        seen.append(sight.heading)
        if len(seen) == number:
            take(page, "question")
        return decide(sight)

    return decide_and_take
