"""How somebody wants pages to look and sound: what they chose, and what is usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from lti_tool.domain.language import LANGUAGES


class Size(StrEnum):
    """How large the text is: 18, 22 or 26 CSS px, where the browser's own text has 16."""

    NORMAL = "normal"
    LARGE = "large"
    LARGEST = "largest"


class Spacing(StrEnum):
    """How much room the text has. ``WIDE`` is at least that of WCAG 2.2, 1.4.12."""

    NORMAL = "normal"
    WIDE = "wide"


class Contrast(StrEnum):
    """Which colours the pages have; ``DEVICE`` follows what the device asks for."""

    DEVICE = "device"
    LIGHT = "light"
    DARK = "dark"
    STRONG = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """What one person chose. ``is_one_handed`` keeps the main button within the thumb's reach,
    ``has_sound`` offers to read aloud. ``second_language`` is the one in which every line stands once more,
    empty for none.
    """

    size: Size = Size.NORMAL
    spacing: Spacing = Spacing.NORMAL
    contrast: Contrast = Contrast.DEVICE
    is_one_handed: bool = False
    has_sound: bool = True
    second_language: str = ""

    @property
    def has_own_look(self) -> bool:
        """Whether the pages look otherwise than usual; sound and languages change no look."""
        looks = (self.size, self.spacing, self.contrast, self.is_one_handed)
        return looks != (Size.NORMAL, Spacing.NORMAL, Contrast.DEVICE, False)


USUAL = Comfort()
"""What everybody has who chose nothing; it is stored for nobody."""
YES, NO = "yes", "no"

Word = TypeVar("Word", bound=StrEnum)


def comfort_of(given: Mapping[str, str]) -> Comfort:
    """What was chosen in a form, by ``size``, ``spacing``, ``contrast``, ``hand``, ``sound`` and
    ``second``. What is missing or unknown is as usual.
    """
    second = given.get("second", "")
    return Comfort(
        size=_known(Size, given.get("size"), USUAL.size),
        spacing=_known(Spacing, given.get("spacing"), USUAL.spacing),
        contrast=_known(Contrast, given.get("contrast"), USUAL.contrast),
        is_one_handed=given.get("hand") == YES,
        has_sound=given.get("sound") != NO,
        second_language=second if second in LANGUAGES else USUAL.second_language,
    )


def _known(words: type[Word], given: str | None, usual: Word) -> Word:
    return next((word for word in words if word.value == given), usual)
