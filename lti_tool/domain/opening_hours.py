"""When a place is open: read from one line, asked at a moment, in the time of Belgium."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

BRUSSELS = ZoneInfo("Europe/Brussels")
EVENING = 17 * 60
"""Whoever works has time from five o'clock on."""
DAY_MINUTES, OPENINGS_AT_MOST = 24 * 60, 28
_TIME = r"(\d{1,2})(?:\s*[h:.]\s*(\d{2})?)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|à)\s*{_TIME}")
_DAYS = re.compile(r"([^\W\d_]+)\.?(?:\s*[-–]\s*([^\W\d_]+)\.?)?")
_FILLERS = frozenset({"et", "de", "du", "le", "les"})


class Day(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


WEEK = tuple(Day)
WEEKEND = frozenset({Day.SATURDAY, Day.SUNDAY})
_FRENCH = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


class OddHours(ValueError):
    """A line of hours that cannot be read; ``part`` is the first piece that is not understood."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Some days with the same hours, in minutes since midnight: ``start`` lies before ``end``."""

    days: tuple[Day, ...]
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.days or not 0 <= self.start < self.end <= DAY_MINUTES:
            raise ValueError("an opening needs days, and ends after it starts")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenState:
    """How a place stands at a moment. ``day``, ``start`` and ``end`` are the present opening when it is open,
    else the next one; ``in_days`` counts from today.
    """

    is_open: bool
    day: Day
    start: int
    end: int
    in_days: int = 0


def is_open_in_evening(openings: Iterable[Opening]) -> bool:
    """Whether it is ever open after five o'clock on a day of the week."""
    return any(one.end > EVENING and set(one.days) - WEEKEND for one in openings)


def is_open_at_weekend(openings: Iterable[Opening]) -> bool:
    """Whether it is ever open on a Saturday or Sunday."""
    return any(set(one.days) & WEEKEND for one in openings)


def state_at(openings: Sequence[Opening], moment: datetime) -> OpenState | None:
    """Open, or when it opens next; ``None`` when no hours are known. ``moment`` is aware."""
    here = moment.astimezone(BRUSSELS)
    minute = here.hour * 60 + here.minute
    for ahead in range(len(WEEK) + 1):
        day = WEEK[(here + timedelta(days=ahead)).weekday()]
        for one in sorted((one for one in openings if day in one.days), key=lambda one: one.start):
            if ahead or minute < one.end:
                is_open = not ahead and one.start <= minute
                return OpenState(is_open=is_open, day=day, start=one.start, end=one.end, in_days=ahead)
    return None


def read_hours(text: str) -> tuple[Opening, ...]:
    """The openings of a line such as « lu-ve 9h-12h, 13h-17h ; sa 10:00-12:30 »; nothing for an empty one.

    Hours without a day belong to the days before them.

    Raises:
        OddHours: a piece cannot be read.
    """
    found: list[Opening] = []
    days: tuple[Day, ...] = ()
    for part in filter(None, (piece.strip() for piece in re.split(r"[,;\n/]", text.lower()))):
        spans = [(match.start(), _span(match, part)) for match in _SPAN.finditer(part)]
        if not spans:
            raise OddHours(part)
        days = _days(part[: spans[0][0]], part) or days
        rest = _SPAN.sub(" ", part[spans[0][0] :])
        if not days or set(rest.split()) - _FILLERS:
            raise OddHours(part)
        for _place, (start, end) in spans:
            found.append(Opening(days=days, start=start, end=end))
    if len(found) > OPENINGS_AT_MOST:
        raise OddHours(text[:40])
    return tuple(found)


def write_hours(openings: Iterable[Opening]) -> str:
    """The same openings as a line that ``read_hours`` reads."""
    return ", ".join(
        f"{_days_in_short(one.days)} {_in_digits(one.start)}-{_in_digits(one.end)}" for one in openings
    )


def _in_digits(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _days_in_short(days: tuple[Day, ...]) -> str:
    numbers = [WEEK.index(day) for day in days]
    is_row = len(days) > 2 and numbers == list(range(numbers[0], numbers[0] + len(days)))
    shorts = [_FRENCH[number][:2] for number in numbers]
    return f"{shorts[0]}-{shorts[-1]}" if is_row else " ".join(shorts)


def _span(match: re.Match[str], part: str) -> tuple[int, int]:
    start, end = (
        int(hours) * 60 + int(minutes or 0) for hours, minutes in (match.group(1, 2), match.group(3, 4))
    )
    if int(match[2] or 0) > 59 or int(match[4] or 0) > 59 or not start < end <= DAY_MINUTES:
        raise OddHours(part)
    return start, end


def _days(text: str, part: str) -> tuple[Day, ...]:
    """The days that a text names, in the order of the week; nothing when it names none."""
    rest = " ".join(word for word in text.replace(":", " ").split() if word not in _FILLERS)
    numbers: set[int] = set()
    for match in _DAYS.finditer(rest):
        first, last = (_day(word, part) if word else None for word in match.groups())
        if first is not None:
            final = first if last is None else last
            numbers.update(number % 7 for number in range(first, final + (1 if final >= first else 8)))
    if _DAYS.sub("", rest).strip():
        raise OddHours(part)
    return tuple(WEEK[number] for number in sorted(numbers))


def _day(word: str, part: str) -> int:
    found = [number for number, name in enumerate(_FRENCH) if len(word) > 1 and name.startswith(word)]
    if len(found) != 1:
        raise OddHours(part)
    return found[0]
