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


@pytest.mark.parametrize(
    ("name", "language", "width"),
    [
        ("ledger/filled", "en", PHONE_WIDTH),
        ("helping/noted", "de", PHONE_WIDTH),
        ("record/full", "nl", DESK_WIDTH),
        ("record/full", "de", DESK_WIDTH),
    ],
)
def test_everything_fits_when_another_language_has_longer_or_shorter_words(
    gallery: Gallery, name: str, language: str, width: int
) -> None:
    """Where the whole grid once found what French does not show."""
    gallery.page.set_viewport_size({"width": width, "height": HEIGHT})
    gallery.open(name, language)

    assert [] == layout_faults(gallery.page)
