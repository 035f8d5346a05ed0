"""The colours of every contrast, as the style sheet says them. Source: WCAG 2.2, 1.4.3, 1.4.6, 1.4.11."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from lti_tool import paths

BODY, OTHER, LINE = 7.0, 4.5, 3.0
_BLOCK = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{3,6});")
_PAIRS = (
    *(("ink", ground, BODY) for ground in ("page", "card", "tint", "sun")),
    *(("soft", ground, BODY) for ground in ("page", "card")),
    *(("blue", ground, OTHER) for ground in ("page", "card", "tint")),
    ("on-blue", "blue", OTHER),
    ("card", "sun-line", OTHER),
    *(("line", ground, LINE) for ground in ("page", "card")),
)


def sheet() -> str:
    """The colours of the device, then those that a reader chose."""
    folder = paths.STATIC / "css"
    return "".join((folder / name).read_text(encoding="utf-8") for name in ("tokens.css", "chosen.css"))


def tokens(contrast: str) -> Mapping[str, str]:
    """The colours of one contrast, later words over earlier ones as a browser takes them."""
    found: dict[str, str] = {}
    for selector, body in _BLOCK.findall(sheet()):
        if ":not" not in selector and (":root" in selector or f'"{contrast}"' in selector):
            found |= dict(_TOKEN.findall(body))
    return found


def luminance(colour: str) -> float:
    """From 0, black, to 1, white."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("contrast", ["light", "dark", "strong"])
def test_text_and_lines_stand_out_in_every_contrast(contrast: str) -> None:
    found = tokens(contrast)
    faint = {
        f"{front} on {ground}": round(ratio(found[front], found[ground]), 2)
        for front, ground, least in _PAIRS
        if ratio(found[front], found[ground]) < least
    }

    assert {} == faint


def test_the_ratio_is_the_one_of_the_guidelines() -> None:
    assert ratio("#000", "#ffffff") == pytest.approx(21)
    assert ratio("#777", "#fff") == pytest.approx(4.48, abs=0.01)


def test_the_device_and_the_choice_have_the_same_dark() -> None:
    """What a device asks for, and what a person chose, are written twice."""
    of_device, of_choice = (
        dict(_TOKEN.findall(body)) for selector, body in _BLOCK.findall(sheet()) if "#14181d" in body
    )

    assert of_device == of_choice
