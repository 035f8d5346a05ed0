"""Which modules are proposed, in which order, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.framework import AREAS, COMPETENCES
from lti_tool.domain.module import Part
from lti_tool.domain.path import (
    CORE,
    HALF_DAY_MINUTES,
    Known,
    Proposal,
    Why,
    next_of,
    proposed,
    reason_for,
)
from tests.factories import DAY, MINUTE, NOW
from tests.paths import a_module, a_start, begun, done, runs_of, seen, shelf_of

NOBODY_KNOWN = Known()
STRONG = Known(areas=dict.fromkeys(AREAS, 4), competences={name: seen(4) for name in COMPETENCES})
WEAK = Known(
    areas=dict.fromkeys(AREAS, 0), competences={name: seen(0, is_missed=True) for name in COMPETENCES}
)
MODULES = shelf_of(
    a_start("M00", 10, competences=("5.4",)),
    a_start("M01", 15, competences=("5.1",)),
    a_start("M02", 25, competences=("0.0", "5.2")),
    a_start("M06", 35, competences=("2.1", "2.4"), needs=("first-hands-on",), aims_at=2),
    a_start("M07", 20, competences=("2.5",)),
    a_module("M09", 40, competences=("2.1", "2.2"), wishes=("family",)),
    a_module("M10", 40, competences=("1.1", "1.2")),
    a_module("M12", 45, competences=("4.1", "4.2"), obstacles=("traps",), wishes=("safety",)),
    a_module("M14", 60, competences=("1.1", "3.1"), wishes=("job",)),
    a_module("A01", 45, competences=("2.5",), part=Part.TRAINERS),
)


def ids(found: tuple[Proposal, ...]) -> list[str]:
    return [one.module.id for one in found]


def reasons(found: tuple[Proposal, ...]) -> dict[str, tuple[Why, str]]:
    return {one.module.id: (one.why, one.about) for one in found}


def test_the_core_and_safety_are_proposed_when_nothing_is_known() -> None:
    found = proposed(MODULES, NOBODY_KNOWN, {})

    assert {
        "M00": (Why.CORE, ""),
        "M06": (Why.CORE, ""),
        "M07": (Why.CORE, ""),
        "M12": (Why.SAFETY, ""),
    } == reasons(found)


def test_only_the_core_is_proposed_when_somebody_is_strong() -> None:
    assert ["M00", "M06", "M07"] == ids(proposed(MODULES, STRONG, {}))


def test_nothing_is_proposed_when_somebody_strong_has_done_the_core() -> None:
    runs = runs_of(*(done(MODULES[name]) for name in CORE))

    assert () == proposed(MODULES, STRONG, runs)


def test_nobody_is_welcomed_when_the_end_was_measured() -> None:
    leaving = Known(areas=STRONG.areas, competences=STRONG.competences, is_leaving=True)

    assert () == proposed(MODULES, leaving, {})


def test_every_learners_module_is_proposed_when_everything_is_still_to_learn() -> None:
    assert set(MODULES) - {"A01"} == set(ids(proposed(MODULES, WEAK, {})))


@pytest.mark.parametrize(
    ("measured", "reason"),
    [
        ({"1.1": seen(1, is_helped=True, is_missed=True)}, (Why.WITH_HELP, "1.1")),
        ({"1.1": seen(1, is_missed=True)}, (Why.TO_LEARN, "1.1")),
        ({"1.1": seen(1)}, (Why.FURTHER, "1.1")),
        ({"1.1": seen(1), "1.2": seen(0, is_helped=True)}, (Why.WITH_HELP, "1.2")),
        ({"1.1": seen(2), "1.2": seen(1, is_missed=True)}, (Why.TO_LEARN, "1.2")),
        ({"1.1": seen(2), "1.2": seen(2)}, None),
        ({"1.1": seen(3)}, (Why.AREA, "1")),
        ({}, (Why.AREA, "1")),
    ],
)
def test_the_best_reason_is_told_when_competences_lie_below_the_aim(
    measured: dict[str, object], reason: object
) -> None:
    """What was not asked counts as its area does."""
    known = Known(areas={"1": 1}, competences=measured)  # type: ignore[arg-type]  # see ``seen``

    assert reason == reason_for(MODULES["M10"], known)


def test_the_gestures_are_the_reason_when_they_are_not_there() -> None:
    known = Known(areas=dict.fromkeys(AREAS, 4), competences={"0.0": seen(0, is_missed=True)})

    assert (Why.GESTURES, "0.0") == reason_for(MODULES["M02"], known)


def test_a_need_or_an_obstacle_calls_for_a_module_whatever_the_level() -> None:
    known = Known(areas=STRONG.areas, needs=("first-hands-on",), obstacles=("fear", "traps"))

    found = reasons(proposed(MODULES, known, {}))

    assert (Why.NEED, "first-hands-on") == found["M06"]
    assert (Why.OBSTACLE, "traps") == found["M12"]


def test_a_wish_is_no_reason_when_there_is_nothing_to_learn() -> None:
    wishing = Known(areas=STRONG.areas, competences=STRONG.competences, wishes=("job",))

    assert "M14" not in ids(proposed(MODULES, wishing, {}))
    assert (Why.WISH, "job") == reason_for(MODULES["M14"], Known(wishes=("job",)))


def test_the_wishes_set_the_order_of_what_comes_after_the_start() -> None:
    wishing = Known(areas=WEAK.areas, competences=WEAK.competences, wishes=("job", "safety"))

    assert ["M14", "M12", "M09", "M10"] == ids(proposed(MODULES, wishing, {}))[-4:]


def test_what_is_done_is_not_proposed() -> None:
    assert "M10" not in ids(proposed(MODULES, WEAK, runs_of(done(MODULES["M10"], NOW + DAY))))


@pytest.mark.parametrize(
    ("level", "is_missed", "after", "reason"),
    [
        (1, True, DAY, (Why.AGAIN, "1.1")),
        (1, True, -DAY, None),
        (1, False, DAY, None),
        (2, True, DAY, None),
    ],
)
def test_a_module_comes_again_when_a_later_check_misses_what_it_teaches(
    level: int, is_missed: bool, after: object, reason: object
) -> None:
    """S1-19: never because of an older measure, nor of one without anything missed."""
    known = Known(competences={"1.1": seen(level, is_missed=is_missed, at=NOW + after)})  # type: ignore[operator]

    found = reasons(proposed(shelf_of(MODULES["M10"]), known, runs_of(done(MODULES["M10"]))))

    assert ({"M10": reason} if reason else {}) == found


def test_it_comes_no_more_when_it_was_done_again_since() -> None:
    known = Known(competences={"1.1": seen(0, is_missed=True, at=NOW + DAY)})
    again = done(MODULES["M10"], round=2, ended_at=NOW + 2 * DAY)

    assert () == proposed(shelf_of(MODULES["M10"]), known, runs_of(again))


def test_the_trainers_choices_are_followed() -> None:
    choices = {"M00": False, "M10": True, "M06": True, "M07": False, "A01": True}

    found = reasons(proposed(MODULES, STRONG, {}, choices))

    assert {"M06": (Why.CORE, ""), "M10": (Why.CHOSEN, "")} == found


def test_what_the_trainer_chose_goes_when_it_is_done() -> None:
    assert ["M00", "M06", "M07"] == ids(
        proposed(MODULES, STRONG, runs_of(done(MODULES["M10"])), {"M10": True})
    )


def test_the_core_has_its_place_in_the_first_half_day_when_there_is_too_much() -> None:
    """3 h 30: the core is 60 minutes, two others of 60 fit, a short one after them too."""
    core = [a_start(name, 20) for name in sorted(CORE)]
    others = [a_start(name, 60) for name in ("M01", "M02", "M03")]
    modules = shelf_of(*core, *others, a_start("M08", 30))
    weak = Known(areas={"2": 0})

    found = proposed(modules, weak, {})

    assert ["M00", "M01", "M02", "M06", "M07", "M08", "M03"] == ids(found)
    assert [True] * 6 + [False] == [one.is_first_half_day for one in found]


@given(st.lists(st.integers(min_value=15, max_value=90), max_size=12))
def test_the_first_half_day_never_lasts_longer_than_it_may(minutes: list[int]) -> None:
    modules = shelf_of(*(a_start(f"M{place:02}", each) for place, each in enumerate(minutes, 20)))

    found = proposed(modules, Known(areas={"2": 0}), {})

    assert len(minutes) == len(found)
    assert sum(one.module.minutes for one in found if one.is_first_half_day) <= HALF_DAY_MINUTES


def test_what_is_under_way_comes_next_when_there_is_something() -> None:
    found = proposed(MODULES, WEAK, {})
    runs = runs_of(begun(MODULES["M06"]), begun(MODULES["M10"], updated_at=NOW + MINUTE))

    first, on = next_of(found, {}), next_of(found, runs)

    assert first is not None
    assert on is not None
    assert ("M00", "M10") == (first.module.id, on.module.id)
    assert next_of((), {}) is None
