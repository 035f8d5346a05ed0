"""Thumbs, narrow screens and wide text on every page of the catalogue."""

from __future__ import annotations

import pytest

from tests.accessibility.groups import GROUPS, one_of_each_kind
from tests.accessibility.looking import DESK_WIDTH, HEIGHT, PHONE_WIDTH, Gallery, layout_faults, told


@pytest.mark.parametrize("group", GROUPS)
def test_everything_fits_when_the_screen_is_narrow(gallery: Gallery, group: str) -> None:
    """320 px: nothing to scroll sideways, targets and answers as large as a thumb, no text cut."""
    gallery.page.set_viewport_size({"width": PHONE_WIDTH, "height": HEIGHT})
    found: dict[str, list[str]] = {}
    for name in gallery.names(group):
        gallery.open(name)
        found[name] = layout_faults(gallery.page)

    assert not told(found), told(found)


@pytest.mark.parametrize("group", GROUPS)
def test_everything_fits_when_the_screen_is_wide(gallery: Gallery, group: str) -> None:
    """1280 px: the same, on one page of each kind."""
    gallery.page.set_viewport_size({"width": DESK_WIDTH, "height": HEIGHT})
    found: dict[str, list[str]] = {}
    for name in one_of_each_kind(gallery.names(group), gallery.pages):
        gallery.open(name)
        found[name] = layout_faults(gallery.page)

    assert not told(found), told(found)
