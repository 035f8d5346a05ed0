"""What the list of a group may be narrowed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from lti_tool.domain.activity import Activity, Phase
from lti_tool.domain.cohort_filter import EVERYBODY, Narrowing, areas_of, fits, narrowing_of, possible
from lti_tool.domain.framework import AREAS
from lti_tool.domain.needs import Need
from lti_tool.domain.whereabouts import Whereabouts
from tests.factories import NOW

DIAGNOSTIC = Activity(slug="d", kind="diagnostic", mode="standard", title="Début", minutes="12")
AREA_4 = replace(DIAGNOSTIC, mode="area", areas=("4",))
FIRST_USE = replace(DIAGNOSTIC, mode="first-use")
PATH = Activity(slug="p", kind="path", title="Parcours", minutes="5")
RESULTS = Narrowing(area="any", needs_equipment=True)


@pytest.mark.parametrize("word", ["", "x", "trainers", "Diagnostic", "any", "0", "6", "1,2", "é" * 500])
def test_unknown_words_ask_for_nothing(word: str) -> None:
    assert EVERYBODY == narrowing_of(word, word if word != "any" else "")


@pytest.mark.parametrize("stage", ["diagnostic", "warm-up", "activities", "end"])
def test_every_stage_can_be_asked_for(stage: str) -> None:
    assert Phase(stage) is narrowing_of(stage).stage


def test_any_area_asks_for_all_of_them() -> None:
    assert AREAS == narrowing_of(area="any").areas
    assert ("3",) == narrowing_of(area="3").areas
    assert () == EVERYBODY.areas


@pytest.mark.parametrize(
    ("activity", "areas"), [(DIAGNOSTIC, AREAS), (AREA_4, ("4",)), (FIRST_USE, ()), (PATH, ())]
)
def test_levels_can_be_asked_for_where_the_activity_gives_some(
    activity: Activity, areas: tuple[str, ...]
) -> None:
    asked = [one for one in AREAS if possible(Narrowing(area=one), activity, shows_results=True).area]

    assert areas == areas_of(activity) == tuple(asked)
    assert bool(areas) is bool(possible(Narrowing(area="any"), activity, shows_results=True).area)


def test_nobody_asks_for_results_who_may_not_read_them() -> None:
    """R04"""
    whole = replace(RESULTS, stage=Phase.END, wants_talk=True, is_late=True)

    assert replace(whole, area="", needs_equipment=False) == possible(whole, DIAGNOSTIC, shows_results=False)
    assert whole == possible(whole, DIAGNOSTIC, shows_results=True)


LATE = Whereabouts(entry_due_at=NOW)


def lends(*needs: Need, stage: Phase = Phase.DIAGNOSTIC, due: datetime | None = None) -> Whereabouts:
    return Whereabouts(stage=stage, needs=needs, entry_due_at=due)


@pytest.mark.parametrize(
    ("asked", "where", "is_found"),
    [
        (EVERYBODY, Whereabouts(), True),
        (Narrowing(stage=Phase.END), lends(stage=Phase.END), True),
        (Narrowing(stage=Phase.END), lends(stage=Phase.WARM_UP), False),
        (Narrowing(needs_equipment=True), lends(Need.DEVICE_LOAN), True),
        (Narrowing(needs_equipment=True), lends(Need.DEVICE_SHARED), True),
        (Narrowing(needs_equipment=True), lends(Need.CONNECTION_OFFER, Need.TIME_OTHER), True),
        (Narrowing(needs_equipment=True), lends(Need.PLACE_ROOM, Need.FIRST_HANDS_ON), False),
        (Narrowing(is_late=True), LATE, True),
        (Narrowing(is_late=True), Whereabouts(), False),
        (Narrowing(is_late=True, needs_equipment=True), LATE, False),
        (Narrowing(is_late=True, needs_equipment=True), lends(Need.DEVICE_LOAN, due=NOW), True),
    ],
)
def test_several_questions_ask_for_those_whom_all_of_them_find(
    asked: Narrowing, where: Whereabouts, is_found: bool
) -> None:
    assert is_found is fits(asked, where)
