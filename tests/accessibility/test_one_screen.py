"""A question with its answers and Continue fits into a screen and a half of a small phone.

From level 3 on a form holds several decisions together, and beginners do not meet it: two screens and a
quarter at most.
"""

from __future__ import annotations

import pytest

from tests.accessibility.groups import SCREENS
from tests.accessibility.looking import Gallery, asked_bottom
from tests.contents import the_items

WIDTH, HEIGHT, SCREENS_AT_MOST, SCREENS_FOR_THE_ABLE = 360, 640, 1.5, 2.25
LEVELS = {item.id: item.level for item in the_items()}


@pytest.mark.parametrize("screen", SCREENS)
def test_question_fits_into_a_screen_and_a_half(gallery: Gallery, screen: str) -> None:
    """Every scene of the bank, at 360 x 640, with the line that the last answer was kept."""
    gallery.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    found: dict[str, float] = {}
    for name in gallery.names(f"scene-{screen}"):
        gallery.open(name)
        found[name] = asked_bottom(gallery.page) / HEIGHT

    assert {} == {name: round(share, 2) for name, share in found.items() if share > _at_most(name)}


def _at_most(name: str) -> float:
    """How many screens the scene of this name, ``scene-<kind>/<item>:<scene>``, may take."""
    level = LEVELS[name.rpartition("/")[2].partition(":")[0]]
    return SCREENS_FOR_THE_ABLE if level >= 3 else SCREENS_AT_MOST
