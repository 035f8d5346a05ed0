"""Opening hours: what may be typed, and what is open at a moment in Belgium."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lti_tool.domain.opening_hours import (
    Day,
    OddHours,
    Opening,
    OpenState,
    is_open_at_weekend,
    is_open_in_evening,
    read_hours,
    state_at,
    write_hours,
)

WORKING = (Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY)


def opening(days: tuple[Day, ...], start: int, end: int) -> Opening:
    """Hours that are whole."""
    return Opening(days=days, start=start * 60, end=end * 60)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", ()),
        (" \n ", ()),
        ("lu 9h-12h", (opening((Day.MONDAY,), 9, 12),)),
        ("lu-ve 9:00-17:00", (opening(WORKING, 9, 17),)),
        ("Lundi - Vendredi : 9 à 17", (opening(WORKING, 9, 17),)),
        ("lu. 9-12 13-17", (opening((Day.MONDAY,), 9, 12), opening((Day.MONDAY,), 13, 17))),
        ("lu 9-12, 13-17", (opening((Day.MONDAY,), 9, 12), opening((Day.MONDAY,), 13, 17))),
        ("mardi et jeudi de 17h à 20h", (opening((Day.TUESDAY, Day.THURSDAY), 17, 20),)),
        (
            "je ma 9-12; sa 10-13",
            (opening((Day.TUESDAY, Day.THURSDAY), 9, 12), opening((Day.SATURDAY,), 10, 13)),
        ),
        ("ve-lu 20h-24h", (opening((Day.MONDAY, Day.FRIDAY, Day.SATURDAY, Day.SUNDAY), 20, 24),)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, wanted: tuple[Opening, ...]) -> None:
    found = read_hours(text)

    assert wanted == found
    assert wanted == read_hours(write_hours(found))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9h-12h", "9h-12h"),
        ("lu", "lu"),
        ("m 9-12", "m 9-12"),
        ("lu 12-9", "lu 12-9"),
        ("lu 9-9", "lu 9-9"),
        ("lu 9h75-10h", "lu 9h75-10h"),
        ("lu 9-25", "lu 9-25"),
        ("lu 9-12, sur rendez-vous", "sur rendez-vous"),
        ("lu 9-12 sur rendez-vous", "lu 9-12 sur rendez-vous"),
        ("toujours 9-12", "toujours 9-12"),
        ("lu + ma 9-12", "lu + ma 9-12"),
        ("lu 9-12, " * 30, ("lu 9-12, " * 30)[:40]),
    ],
)
def test_the_piece_is_named_when_hours_cannot_be_read(text: str, part: str) -> None:
    with pytest.raises(OddHours) as refusal:
        read_hours(text)

    assert part == refusal.value.part


@pytest.mark.parametrize(
    ("text", "evening", "weekend"),
    [
        ("", False, False),
        ("lu-ve 9-17", False, False),
        ("je 16:30-17:30", True, False),
        ("sa 9-19", False, True),
        ("di 9-12", False, True),
        ("lu-di 9-20", True, True),
    ],
)
def test_evening_and_weekend_are_told_by_the_hours(text: str, evening: bool, weekend: bool) -> None:
    """After five o'clock on a working day; a long Saturday is no evening."""
    found = read_hours(text)

    assert (evening, weekend) == (is_open_in_evening(found), is_open_at_weekend(found))


HOURS = read_hours("ma je 9:00-12:00 13:30-17:00, sa 10-12")
# 17 November 2026 is a Tuesday; Brussels is an hour ahead of UTC in winter.
TUESDAY = (17, Day.TUESDAY)


@pytest.mark.parametrize(
    ("day", "hour", "minute", "wanted"),
    [
        (17, 8, 0, OpenState(is_open=True, day=Day.TUESDAY, start=540, end=720)),
        (17, 7, 59, OpenState(is_open=False, day=Day.TUESDAY, start=540, end=720)),
        (17, 10, 59, OpenState(is_open=True, day=Day.TUESDAY, start=540, end=720)),
        (17, 11, 0, OpenState(is_open=False, day=Day.TUESDAY, start=810, end=1020)),
        (17, 16, 0, OpenState(is_open=False, day=Day.THURSDAY, start=540, end=720, in_days=2)),
        (21, 11, 30, OpenState(is_open=False, day=Day.TUESDAY, start=540, end=720, in_days=3)),
        (18, 23, 30, OpenState(is_open=False, day=Day.THURSDAY, start=540, end=720, in_days=0)),
    ],
)
def test_it_is_told_what_is_open_and_what_comes_next(
    day: int, hour: int, minute: int, wanted: OpenState
) -> None:
    """In Belgian time: at 23.30 UTC it is already the next day there."""
    assert wanted == state_at(HOURS, datetime(2026, 11, day, hour, minute, tzinfo=UTC))


def test_summer_time_counts_when_the_clocks_changed() -> None:
    """14 July 2026 is a Tuesday: 7.00 UTC is 9.00 in Belgium."""
    found = state_at(HOURS, datetime(2026, 7, 14, 7, 0, tzinfo=UTC))

    assert found is not None
    assert found.is_open


def test_the_same_day_of_next_week_comes_when_nothing_else_does() -> None:
    found = state_at(read_hours("ma 9-10"), datetime(2026, 11, 17, 12, 0, tzinfo=UTC))

    assert OpenState(is_open=False, day=Day.TUESDAY, start=540, end=600, in_days=7) == found


def test_nothing_is_said_when_no_hours_are_known() -> None:
    assert state_at((), datetime(2026, 11, 17, 12, 0, tzinfo=UTC)) is None


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 1441)])
def test_an_opening_is_refused_when_it_ends_before_it_starts(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="opening"):
        Opening(days=(Day.MONDAY,), start=start, end=end)
