"""A question with its answers and Continue fits into a screen and a half of a small phone."""

from __future__ import annotations

import pytest

from tests.accessibility.groups import SCREENS
from tests.accessibility.looking import Gallery, asked_bottom

WIDTH, HEIGHT, SCREENS_AT_MOST = 360, 640, 1.5


@pytest.mark.parametrize("screen", SCREENS)
def test_question_fits_into_a_screen_and_a_half(gallery: Gallery, screen: str) -> None:
    """Every scene of the bank, at 360 x 640, with the line that the last answer was kept."""
    gallery.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    found: dict[str, float] = {}
    for name in gallery.names(f"scene-{screen}"):
        gallery.open(name)
        found[name] = asked_bottom(gallery.page) / HEIGHT

    assert {} == {name: round(share, 2) for name, share in found.items() if share > SCREENS_AT_MOST}
