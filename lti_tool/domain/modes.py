"""How long a diagnostic is, and of what it asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lti_tool.domain.framework import AREAS, FIRST_GESTURES, area_of

FIRST_STRAND = area_of(FIRST_GESTURES)
"""Where the first gestures lie. It is no area: no level is reported for it."""

FIRST_USE_PASSES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Mode:
    """How long a diagnostic is, in tasks, and which areas it asks.

    It ends at ``most``, or from ``least`` on once every area is certain enough; ``block`` tasks of one area
    come in a row. ``areas`` is empty for the whole frame: then each area and both safety competences are
    always asked. First gestures come only with the whole frame, or alone as the area "0".
    """

    name: str
    least: int
    most: int
    block: int
    areas: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """The areas that are asked, "1" to "5", in the order of the framework; none for first gestures."""
        return tuple(area for area in AREAS if area in self.areas) if self.areas else AREAS

    @property
    def is_whole(self) -> bool:
        """Whether all five areas are asked."""
        return not self.areas

    def within(self, areas: Iterable[str]) -> Mode:
        """As long as this one, asking these areas only; no area at all means the whole frame.

        Raises:
            ValueError: one of them is no area "1" to "5".
        """
        wanted = tuple(dict.fromkeys(areas))
        unknown = [area for area in wanted if area not in AREAS]
        if unknown:
            raise ValueError(f"unknown areas: {', '.join(unknown)}")
        return replace(self, areas=wanted)


STANDARD = Mode(name="standard", least=18, most=24, block=3)
EXPRESS = Mode(name="express", least=10, most=12, block=2)
AREA = Mode(name="area", least=12, most=12, block=12)
"""One area in depth: ``AREA.within(("1",))``."""

MIDWAY = Mode(name="midway", least=12, most=12, block=4)
"""The weak areas again: ``MIDWAY.within(weak)`` when the attempt starts."""

FIRST_USE = Mode(name="first-use", least=5, most=5, block=5, areas=(FIRST_STRAND,))
"""Five first gestures and nothing else; see ``opens_level_1``."""

MODES = {mode.name: mode for mode in (STANDARD, EXPRESS, AREA, MIDWAY, FIRST_USE)}


def opens_level_1(gestures_done: int) -> bool:
    """Whether that many of the five first gestures, done alone or with help, open the tasks of level 1."""
    return gestures_done >= FIRST_USE_PASSES


def mode_to_begin(named: str, areas: tuple[str, ...]) -> str:
    """The mode in which an attempt that is to ask these areas begins. Midway without any area to look at
    again, it is a short look at the whole frame.
    """
    return EXPRESS.name if named == MIDWAY.name and not areas else named


def length_of(named: str, areas: tuple[str, ...]) -> Mode:
    """The length of an attempt in this mode that asks these areas; empty for those of the mode itself."""
    mode = MODES[named]
    return mode.within(areas) if areas and areas != mode.areas else mode
