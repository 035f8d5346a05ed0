"""Thumbs, narrow screens and wide text on every page of the catalogue."""

from __future__ import annotations

import pytest

from tests.accessibility.groups import GROUPS, one_of_each_kind
from tests.accessibility.looking import DESK_WIDTH, HEIGHT, PHONE_WIDTH, Gallery, layout_faults, told
from tests.sampling import every, is_whole


@pytest.mark.parametrize("group", GROUPS)
def test_everything_fits_when_the_screen_is_narrow(gallery: Gallery, group: str) -> None:
    """320 px: nothing to scroll sideways, targets and answers as large as a thumb, no text cut. One page of
    each kind; all of them in a whole run.
    """
    gallery.page.set_viewport_size({"width": PHONE_WIDTH, "height": HEIGHT})
    found: dict[str, list[str]] = {}
    names = gallery.names(group)
    for name in names if is_whole() else one_of_each_kind(names, gallery.pages):
        gallery.open(name)
        found[name] = layout_faults(gallery.page)

    assert not told(found), told(found)


@pytest.mark.parametrize("group", GROUPS)
def test_everything_fits_when_the_screen_is_wide(gallery: Gallery, group: str) -> None:
    """1280 px: the same, on every third kind of page; on one of each kind in a whole run."""
    gallery.page.set_viewport_size({"width": DESK_WIDTH, "height": HEIGHT})
    found: dict[str, list[str]] = {}
    for name in every(3, one_of_each_kind(gallery.names(group), gallery.pages)):
        gallery.open(name)
        found[name] = layout_faults(gallery.page)

    assert not told(found), told(found)
