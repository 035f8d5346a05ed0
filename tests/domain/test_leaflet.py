"""What a trainer types for a printed invitation."""

from __future__ import annotations

from datetime import date, time

import pytest

from lti_tool.domain.leaflet import BRING_LENGTH, PLACE_LENGTH, Leaflet, leaflet_of


def test_what_was_typed_stands_on_the_sheet() -> None:
    typed = {"place": " EPN  de Namur ", "day": "2026-12-01", "time": "14:05", "bring": "Des lunettes"}
    sheet = Leaflet(place="EPN de Namur", day=date(2026, 12, 1), at=time(14, 5), bring="Des lunettes")

    assert (sheet, {}) == leaflet_of(typed)


def test_what_nobody_typed_is_left_blank() -> None:
    assert (Leaflet(), {}) == leaflet_of({})
    assert (Leaflet(), {}) == leaflet_of({"place": " ", "day": " ", "time": "", "bring": ""})


@pytest.mark.parametrize(("typed", "at"), [("9h", time(9)), ("14H30", time(14, 30)), ("8.15", time(8, 15))])
def test_an_hour_is_read_as_people_write_it(typed: str, at: time) -> None:
    assert at == leaflet_of({"time": typed})[0].at


@pytest.mark.parametrize("typed", ["30/11/2026", "30-11-2026", "30.11.2026", " 30/11/2026 ", "2026-11-30"])
def test_a_day_is_read_as_people_write_it_and_as_browsers_send_it(typed: str) -> None:
    assert (Leaflet(day=date(2026, 11, 30)), {}) == leaflet_of({"day": typed})


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("day", "2026-02-30", "odd-day"),
        ("day", "mardi", "odd-day"),
        ("day", "11/30/2026", "odd-day"),
        ("day", "20261201", "odd-day"),
        ("time", "25:00", "odd-time"),
        ("time", "14", "odd-time"),
        ("time", "\u0661\u0664:00", "odd-time"),
        ("place", "x" * (PLACE_LENGTH + 1), "too-long"),
        ("bring", "x" * (BRING_LENGTH + 1), "too-long"),
    ],
)
def test_what_is_odd_is_told_and_left_out(field: str, text: str, fault: str) -> None:
    assert (Leaflet(), {field: fault}) == leaflet_of({field: text})
