"""Colours that the system forces (Windows' contrast themes): what is done still shows."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator

from tests.accessibility.looking import Gallery

TOLD_APART = [
    ("scene-settings/album-qui-regarde:debut", ".progress__dots .is-here", ".progress__dots span:last-child"),
    ("step/do", ".progress__dots .is-here", ".progress__dots span:last-child"),
    ("result/rich", ".blocks .is-full", ".blocks span:not(.is-full)"),
]


@pytest.fixture
def forced(gallery: Gallery) -> Iterator[Gallery]:
    gallery.page.emulate_media(forced_colors="active", color_scheme="dark")
    yield gallery
    gallery.page.emulate_media(forced_colors="none", color_scheme="light")


@pytest.mark.parametrize(("name", "full", "empty"), TOLD_APART, ids=[name for name, *_ in TOLD_APART])
def test_what_is_done_is_told_from_what_is_left(forced: Gallery, name: str, full: str, empty: str) -> None:
    forced.open(name, "fr")
    page = forced.page

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert middle_of(page.locator(full).first) != middle_of(page.locator(empty).first)


def middle_of(one: Locator) -> tuple[int, ...]:
    """The colour in the middle, as it is painted: what scripts are told is not what the system paints."""
    with Image.open(BytesIO(one.screenshot())) as picture:
        found = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found
