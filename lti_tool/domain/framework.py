"""DigComp as far as the engine needs it: which competences exist, in which area, and our levels.

The names per language live in ``config/framework``. Source: DigComp 2.2 and 3.0 (same ids in both).
"""

from __future__ import annotations

AREAS: tuple[str, ...] = ("1", "2", "3", "4", "5")
COMPETENCES_BY_AREA: dict[str, tuple[str, ...]] = {
    "1": ("1.1", "1.2", "1.3"),
    "2": ("2.1", "2.2", "2.3", "2.4", "2.5", "2.6"),
    "3": ("3.1", "3.2", "3.3", "3.4"),
    "4": ("4.1", "4.2", "4.3", "4.4"),
    "5": ("5.1", "5.2", "5.3", "5.4"),
}
COMPETENCES: tuple[str, ...] = tuple(name for area in AREAS for name in COMPETENCES_BY_AREA[area])
FIRST_GESTURES = "0.0"
"""The strand below DigComp: prerequisites such as pressing, scrolling and typing one's own name."""

LEVELS: tuple[int, ...] = (0, 1, 2, 3, 4)
"""The levels that Passerelle measures: 0 lies below DigComp, 1 to 4 are the first four of its eight."""

POINTS_MAXIMUM = 8
"""The top of the eight-level scale: the maximum of a level's gradebook column, in points."""

SAFETY_COMPETENCES = frozenset({"4.1", "4.2"})
"""Always part of a diagnostic, whatever the learner is interested in."""


def area_of(competence: str) -> str:
    """The area of a competence id: "2.1" lies in "2"; "0.0" lies in "0", which is no area."""
    return competence.split(".")[0]
