"""One level in the words of others: certainty, the four named levels of DigComp 3.0, the steps A1 to C2.

Source: DigComp 3.0 (JRC144121), table A3: the eight levels of 2.1 and 2.2 beside the four of 3.0 and the six
steps. Our level 0 lies below all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SURE_FROM, PROBABLE_FROM = 0.80, 0.60


class Certainty(StrEnum):
    """How sure a level is, in words."""

    SURE = "sure"
    PROBABLE = "probable"
    TO_CONFIRM = "to-confirm"


class NamedLevel(StrEnum):
    """The four levels of DigComp 3.0, and what lies below them."""

    BELOW = "below"
    BASIC = "basic"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"
    HIGHLY_ADVANCED = "highly-advanced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One level read three ways: ``eight`` is 0 to 8, ``six`` is "A1" to "C2", empty below level 1."""

    eight: int
    four: NamedLevel
    six: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialNames:
    """The names of an area or a competence in both versions of the framework, by language.

    English is always there; another language may be missing.
    """

    v2_2: Mapping[str, str] = field(default_factory=dict)
    v3_0: Mapping[str, str] = field(default_factory=dict)


_READINGS: tuple[tuple[NamedLevel, str], ...] = (
    (NamedLevel.BELOW, ""),
    (NamedLevel.BASIC, "A1"),
    (NamedLevel.BASIC, "A2"),
    (NamedLevel.INTERMEDIATE, "B1"),
    (NamedLevel.INTERMEDIATE, "B2"),
    (NamedLevel.ADVANCED, "C1"),
    (NamedLevel.ADVANCED, "C1"),
    (NamedLevel.HIGHLY_ADVANCED, "C2"),
    (NamedLevel.HIGHLY_ADVANCED, "C2"),
)


def certainty_of(p: float) -> Certainty:
    """The word for the probability of a level, from 0 to 1."""
    if p >= SURE_FROM:
        return Certainty.SURE
    return Certainty.PROBABLE if p >= PROBABLE_FROM else Certainty.TO_CONFIRM


def reading_of(level: int) -> Reading:
    """A level of the eight-level scale, 0 for what lies below it, read in all three ways.

    Raises:
        IndexError: there is no such level.
    """
    if level < 0:
        raise IndexError(level)
    four, six = _READINGS[level]
    return Reading(eight=level, four=four, six=six)
