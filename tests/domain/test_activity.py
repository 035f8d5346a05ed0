"""What one resource link opens."""

from __future__ import annotations

from typing import Any

import pytest

from lti_tool.domain.activity import Activity
from lti_tool.domain.deep_link import Columns
from lti_tool.domain.modes import AREA, EXPRESS, STANDARD, Mode


def an_activity(kind: str = "diagnostic", mode: str = "standard", areas: tuple[str, ...] = ()) -> Activity:
    return Activity(
        slug="diagnostic", kind=kind, mode=mode, title="Mon point de départ", minutes="12 à 18", areas=areas
    )


@pytest.mark.parametrize("mode", [STANDARD, EXPRESS], ids=lambda mode: mode.name)
def test_the_mode_says_how_long_it_is_when_it_is_known(mode: Mode) -> None:
    assert mode == an_activity(mode=mode.name).length


def test_it_is_one_block_of_its_area_when_it_asks_one_area() -> None:
    assert AREA.within(("4",)) == an_activity(mode="area", areas=("4",)).length


def test_it_is_short_and_whole_when_nothing_is_known_midway() -> None:
    assert EXPRESS == an_activity(mode="midway").length


@pytest.mark.parametrize("wrong", [{"kind": "game"}, {"mode": "endless"}])
def test_it_is_refused_when_kind_or_mode_are_unknown(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="unknown"):
        an_activity(**wrong)


@pytest.mark.parametrize(
    ("mode", "areas"), [("area", ()), ("area", ("1", "2")), ("area", ("6",)), ("standard", ("1",))]
)
def test_it_is_refused_when_its_areas_do_not_fit(mode: str, areas: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="areas do not fit"):
        an_activity(mode=mode, areas=areas)


@pytest.mark.parametrize(
    ("mode", "areas", "one", "six"),
    [
        ("standard", (), Columns.ONE, Columns.SIX),
        ("area", ("3",), Columns.ONE, Columns.ONE),
        ("midway", (), Columns.SIX, Columns.SIX),
    ],
)
def test_the_columns_are_those_that_can_be_filled(
    mode: str, areas: tuple[str, ...], one: Columns, six: Columns
) -> None:
    activity = an_activity(mode=mode, areas=areas)

    assert (one, six) == (activity.columns(Columns.ONE), activity.columns(Columns.SIX))


def test_a_check_has_no_mode_no_area_and_no_column() -> None:
    check = Activity(slug="check-obstacles", kind="check", check="obstacles", title="Freins", minutes="2")

    assert not check.is_graded
    assert an_activity().is_graded


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "check"},
        {"kind": "check", "check": "obstacles", "mode": "standard"},
        {"kind": "check", "check": "obstacles", "areas": ("1",)},
        {"kind": "diagnostic", "check": "obstacles", "mode": "standard"},
    ],
)
def test_an_activity_is_refused_when_it_is_half_a_check(
    changes: dict[str, Any],  # Any: the fields of an activity
) -> None:
    with pytest.raises(ValueError, match="check"):
        Activity(**{"slug": "x", "title": "x", "minutes": "2", **changes})
