"""In which mode an attempt begins, and how long an attempt under way is."""

from __future__ import annotations

from lti_tool.domain.modes import EXPRESS, MIDWAY, MODES, Mode


def mode_to_begin(named: str, areas: tuple[str, ...]) -> str:
    """The mode in which an attempt that is to ask these areas begins. Midway without any area to look at
    again, it is a short look at the whole frame.
    """
    return EXPRESS.name if named == MIDWAY.name and not areas else named


def length_of(named: str, areas: tuple[str, ...]) -> Mode:
    """The length of an attempt in this mode that asks these areas; empty for those of the mode itself."""
    mode = MODES[named]
    return mode.within(areas) if areas and areas != mode.areas else mode
