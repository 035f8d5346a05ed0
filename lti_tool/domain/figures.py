"""Figures about many people that tell nothing of one: small groups hidden, counts rounded, change with its
interval.

A count below 5 is hidden and every other one is rounded down to a multiple of 5. Whoever adds and subtracts
what is told cannot say which number is hidden: with up to three other parts of a total at hand, two answers
at least stay possible. (Rounded to the nearest, a total and two parts are enough: 7 + 7 + 4 = 18 would be
told as 5 + 5 + ? = 20.) Two cases must not be confused: ``None`` is "fewer than 5", which may be nobody; an
exact number stands only for things that are no people.

A trainer knows the people of one course by name, so that a centre's count told to her is one of them and of
the others. She is told of the others when they are five, or ten where a mean is told; see ``shown_beside``
and ``told_pairs``.

Source: Eurostat, base-five rounding of census counts; requirement S2-09.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from lti_tool.domain.opening_hours import BRUSSELS

HIDDEN_BELOW = 5
CHANGE_FROM = 10
"""So many people are needed before a mean change is told."""
BASIC_FROM, ABOVE_FROM = 1, 3
"""The levels where DigComp's "foundation" and "intermediate" bands begin."""
_NORMAL = 1.959964
_SCHOOL_YEAR = re.compile(r"(20\d\d)-(20\d\d)")

Count = int | None


class Skills(StrEnum):
    """The barometer's four categories of digital skills, read from the five area levels.

    Source: the digital skills indicator of the European Union, which asks that all five areas reach a step;
    its steps are what people say they do, ours are measured levels of DigComp.
    """

    NONE = "none"
    WEAK = "weak"
    BASIC = "basic"
    ABOVE_BASIC = "above-basic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A school year, a quarter, a calendar year, or (with an empty ``code``) everything."""

    code: str = ""
    since: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    until: datetime = datetime(9999, 1, 1, tzinfo=UTC)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment falls into it."""
        return self.since <= moment < self.until


EVERYTHING = Period()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Mean change of ``pairs`` people (rounded down) in levels, with its 95 % interval; these three are
    ``None`` together where they are not told.
    """

    pairs: Count
    mean: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One person who was measured at the entry and at the end of a course: by how many levels each area
    changed.
    """

    course: str
    ended_at: datetime
    differences: Mapping[str, int]


def shown(count: int) -> Count:
    """A count of people as it may be told."""
    return None if count < HIDDEN_BELOW else count - count % HIDDEN_BELOW


def shown_beside(own: int, whole: int) -> Count:
    """The same of a whole centre, for somebody who knows ``own`` of these people: fewer than five others are
    left out as if they were not there.
    """
    return shown(whole if whole - own >= HIDDEN_BELOW else own)


def told_pairs(pairs: Sequence[Pair], period: Period) -> tuple[Pair, ...]:
    """Those of a period whose mean change may be told; nobody where it may not.

    The changes of one course are known one by one to its trainer, who may hold the centre's page too: people
    outside the largest course count when they are ten. By school year a mean is told when in no year few
    people are left over, or few outside one course: a year that is hidden would else be the difference of
    those that are told. Of a quarter nothing is told.
    """
    sizes = Counter(one.course for one in pairs)
    largest = max(sizes, key=lambda course: (sizes[course], course), default="")
    is_few = 0 < len(pairs) - sizes[largest] < CHANGE_FROM
    counted = [one for one in pairs if not is_few or one.course == largest]
    if period != EVERYTHING and not (_SCHOOL_YEAR.fullmatch(period.code) and _are_years_told(counted)):
        return ()
    return tuple(one for one in counted if period.holds(one.ended_at))


def _are_years_told(pairs: Sequence[Pair]) -> bool:
    found = [(school_year(one.ended_at.astimezone(BRUSSELS).date()), one.course) for one in pairs]
    years = Counter(year for year, _course in found)
    left = [years[year] - count for (year, _course), count in Counter(found).items()]
    return not any(0 < count < CHANGE_FROM for count in (*years.values(), *left))


def skills_of(levels: Sequence[int]) -> Skills:
    """The category of somebody with these five area levels."""
    if all(level >= ABOVE_FROM for level in levels):
        return Skills.ABOVE_BASIC
    if all(level >= BASIC_FROM for level in levels):
        return Skills.BASIC
    return Skills.WEAK if any(level >= BASIC_FROM for level in levels) else Skills.NONE


def change_of(differences: Sequence[int]) -> Change:
    """What changed in a group, one difference for each person; nothing is told of fewer than ten.

    The interval is Student's over people: it holds the error of both measures as well, since that is part of
    how far the differences lie apart.
    """
    count = len(differences)
    if count < CHANGE_FROM:
        return Change(pairs=shown(count))
    mean = sum(differences) / count
    spread = math.sqrt(sum((one - mean) ** 2 for one in differences) / (count - 1))
    half = student(count - 1) * spread / math.sqrt(count)
    return Change(
        pairs=shown(count), mean=round(mean, 1), low=round(mean - half, 1), high=round(mean + half, 1)
    )


def student(freedom: int) -> float:
    """The 97.5 % point of Student's distribution, right to 0.001 from 9 degrees of freedom on.

    Source: Abramowitz and Stegun 26.7.5.
    """
    z = _NORMAL
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )


def period_of(code: str) -> Period:
    """``2026`` a calendar year, ``2026-2027`` a school year from September on, ``2026-q1`` a quarter;
    anything else is everything.
    """
    if found := re.fullmatch(r"(20\d\d)-q([1-4])", code):
        year, quarter = int(found[1]), int(found[2])
        after = date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
        return _between(code, date(year, 3 * quarter - 2, 1), after)
    if (found := _SCHOOL_YEAR.fullmatch(code)) and int(found[2]) == int(found[1]) + 1:
        return _between(code, date(int(found[1]), 9, 1), date(int(found[2]), 9, 1))
    if re.fullmatch(r"20\d\d", code):
        return _between(code, date(int(code), 1, 1), date(int(code) + 1, 1, 1))
    return EVERYTHING


def periods_before(day: date) -> tuple[str, ...]:
    """The codes that a form offers: three school years and four quarters, the latest first of each."""
    year = int(school_year(day)[:4])
    years = [f"{one}-{one + 1}" for one in range(year, year - 3, -1)]
    last = 4 * day.year + (day.month - 1) // 3
    return (*years, *(f"{one // 4}-q{one % 4 + 1}" for one in range(last, last - 4, -1)))


def school_year(day: date) -> str:
    """The code of the school year that a day is in."""
    year = day.year if day.month >= 9 else day.year - 1
    return f"{year}-{year + 1}"


def _between(code: str, first: date, after: date) -> Period:
    since, until = (datetime(day.year, day.month, day.day, tzinfo=BRUSSELS) for day in (first, after))
    return Period(code=code, since=since.astimezone(UTC), until=until.astimezone(UTC))
