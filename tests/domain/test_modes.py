"""How long each mode is and what it asks."""

from __future__ import annotations

import pytest

from lti_tool.domain.framework import AREAS
from lti_tool.domain.modes import (
    AREA,
    EXPRESS,
    FIRST_USE,
    MIDWAY,
    MODES,
    STANDARD,
    Mode,
    opens_level_1,
)


@pytest.mark.parametrize(
    ("mode", "least", "most"),
    [(EXPRESS, 10, 12), (STANDARD, 18, 24), (AREA, 12, 12), (MIDWAY, 12, 12), (FIRST_USE, 5, 5)],
    ids=lambda value: value.name if isinstance(value, Mode) else "",
)
def test_a_mode_is_as_long_as_agreed_when_it_is_chosen(mode: Mode, least: int, most: int) -> None:
    assert (least, most) == (mode.least, mode.most)
    assert mode == MODES[mode.name]


@pytest.mark.parametrize("mode", [EXPRESS, STANDARD, AREA, MIDWAY], ids=lambda mode: mode.name)
def test_the_whole_frame_is_asked_when_no_area_is_named(mode: Mode) -> None:
    assert mode.asked == AREAS
    assert mode.is_whole


def test_some_areas_are_asked_in_the_order_of_the_framework_when_they_are_named() -> None:
    weak = MIDWAY.within(("4", "1", "4"))

    assert weak.asked == ("1", "4")
    assert not weak.is_whole
    assert (weak.name, weak.least, weak.most) == (MIDWAY.name, MIDWAY.least, MIDWAY.most)


def test_the_whole_frame_is_asked_when_the_list_of_areas_is_empty() -> None:
    assert MIDWAY == MIDWAY.within(())


@pytest.mark.parametrize("wrong", ["0", "6", "1.1", ""])
def test_an_area_is_refused_when_it_does_not_exist(wrong: str) -> None:
    with pytest.raises(ValueError, match="unknown areas"):
        AREA.within(("1", wrong))


def test_no_area_is_asked_when_first_gestures_come_alone() -> None:
    assert FIRST_USE.asked == ()
    assert not FIRST_USE.is_whole


def test_level_1_opens_when_four_of_five_gestures_are_done() -> None:
    assert [False, False, False, False, True, True] == [opens_level_1(done) for done in range(6)]
