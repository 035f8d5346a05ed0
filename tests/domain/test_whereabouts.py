"""Where somebody of a group is, without looking at any answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.needs import NO_ANSWER, AccessChoice, AccessQuestion, Need
from lti_tool.domain.path_stages import StageState
from lti_tool.domain.readiness import Condition
from lti_tool.domain.start import Stage
from lti_tool.domain.whereabouts import (
    Arrived,
    Distance,
    TriedOnce,
    Walked,
    Whereabouts,
    distance_of,
    whereabouts_of,
    without_answers,
)
from tests.factories import DAY, NOW


def asks(question: str, need: Need) -> AccessQuestion:
    """One question of two answers, of which "no" names a need."""
    choices = (AccessChoice(id="yes", text="Oui"), AccessChoice(id="no", text="Non", need=need))
    return AccessQuestion(id=question, question="?", choices=choices)


ACCESS = (
    asks("device", Need.DEVICE_LOAN),
    asks("connection", Need.CONNECTION_OFFER),
    asks("place", Need.PLACE_ROOM),
)
ALL = {"device": "yes", "connection": "yes", "place": "yes"}
DONE, OPEN, DECLINED = AttemptState.FINISHED, AttemptState.OPEN, AttemptState.DECLINED


def tried(
    state: AttemptState = DONE,
    stage: Stage = Stage.ENTRY,
    mode: str = "standard",
    at: datetime = NOW,
    access: dict[str, str] | None = None,
) -> TriedOnce:
    return TriedOnce(stage=stage, mode=mode, state=state, at=at, access=access or {})


def where(
    *tries: TriedOnce, walked: Walked | None = None, arrived: Arrived | None = None, now: datetime = NOW
) -> Whereabouts:
    return whereabouts_of(tries, walked, arrived, ACCESS, now=now)


STARTED = Walked(at=NOW, has_started=True)
FURTHER = Walked(at=NOW, has_started=True, has_gone_further=True)


@pytest.mark.parametrize(
    ("tries", "walked", "stage", "state"),
    [
        ((), None, Phase.DIAGNOSTIC, StageState.TO_DO),
        ((tried(OPEN),), None, Phase.DIAGNOSTIC, StageState.UNDER_WAY),
        ((tried(DECLINED),), None, Phase.DIAGNOSTIC, StageState.NOT_NOW),
        ((tried(),), None, Phase.DIAGNOSTIC, StageState.DONE),
        ((tried(mode="area"),), None, Phase.DIAGNOSTIC, StageState.TO_DO),
        ((tried(),), STARTED, Phase.WARM_UP, StageState.UNDER_WAY),
        ((), STARTED, Phase.WARM_UP, StageState.UNDER_WAY),
        ((tried(),), FURTHER, Phase.ACTIVITIES, StageState.UNDER_WAY),
        ((tried(), tried(DECLINED, Stage.END)), FURTHER, Phase.ACTIVITIES, StageState.UNDER_WAY),
        ((tried(), tried(OPEN, Stage.END)), FURTHER, Phase.END, StageState.UNDER_WAY),
        ((tried(), tried(DONE, Stage.END)), None, Phase.END, StageState.DONE),
    ],
)
def test_the_stage_is_the_furthest_one_in_which_something_was_begun(
    tries: tuple[TriedOnce, ...], walked: Walked | None, stage: Phase, state: StageState
) -> None:
    found = where(*tries, walked=walked)

    assert (stage, state) == (found.stage, found.state)


def test_the_entry_stays_to_do_when_somebody_went_on_without_it() -> None:
    assert StageState.TO_DO is where(walked=FURTHER).entry


@pytest.mark.parametrize(
    ("days", "tries", "is_skipped", "is_late"),
    [
        (30, (), False, False),
        (31, (), False, True),
        (31, (tried(OPEN),), False, True),
        (31, (tried(DECLINED),), False, True),
        (31, (tried(mode="area"),), False, True),
        (31, (tried(mode="express"),), False, False),
        (31, (), True, False),
        (31, (tried(OPEN),), True, True),
    ],
)
def test_an_entry_is_late_after_thirty_days(
    days: int, tries: tuple[TriedOnce, ...], is_skipped: bool, is_late: bool
) -> None:
    """Unless a trainer skipped it; once it was begun it is no longer skipped."""
    arrived = Arrived(at=NOW, is_entry_skipped=is_skipped)
    found = where(*tries, arrived=arrived, now=NOW + timedelta(days=days))

    assert is_late is found.is_late
    assert (NOW + 30 * DAY if is_late else None) == found.entry_due_at


def test_nobody_is_late_of_whom_no_arrival_is_known() -> None:
    assert not where(now=NOW + 90 * DAY).is_late


def test_a_skipped_entry_is_told_as_such() -> None:
    assert StageState.SKIPPED is where(arrived=Arrived(at=NOW, is_entry_skipped=True)).state


def test_needs_are_those_that_were_sent_last() -> None:
    older, newer = tried(access={"device": "no"}), tried(at=NOW + DAY, access={"place": "no"})
    silent = tried(at=NOW + 2 * DAY)

    assert (Need.PLACE_ROOM,) == where(newer, older, silent).needs
    assert () == where(tried(OPEN, access={"device": "no"})).needs


@pytest.mark.parametrize(
    ("told", "has_met", "distance", "missing"),
    [
        ({}, False, Distance.UNKNOWN, ()),
        ({}, True, Distance.UNKNOWN, ()),
        (ALL, True, Distance.READY, ()),
        (ALL, False, Distance.TO_PREPARE, (Condition.VIDEO,)),
        ({**ALL, "place": NO_ANSWER}, True, Distance.UNKNOWN, ()),
        ({**ALL, "place": NO_ANSWER}, False, Distance.UNKNOWN, ()),
        ({**ALL, "device": "no"}, True, Distance.TO_PREPARE, (Condition.DEVICE,)),
        ({"device": "no"}, False, Distance.TO_PREPARE, (Condition.DEVICE, Condition.VIDEO)),
    ],
)
def test_readiness_for_a_distance_is_there_missing_or_unknown(
    told: dict[str, str], has_met: bool, distance: Distance, missing: tuple[Condition, ...]
) -> None:
    assert (distance, missing) == distance_of(ACCESS, told, has_met=has_met)


def test_the_last_activity_is_the_last_of_all() -> None:
    walked = Walked(at=NOW + DAY)

    assert NOW + DAY == where(tried(), walked=walked).last_at
    assert where().last_at is None


def test_nothing_that_was_said_is_left_when_only_progress_may_be_seen() -> None:
    found = without_answers(where(tried(access={"device": "no"}), walked=STARTED))

    assert ((), Distance.UNKNOWN, ()) == (found.needs, found.distance, found.missing)
    assert Phase.WARM_UP is found.stage


@pytest.mark.parametrize(
    ("tries", "walked", "arrived", "since", "is_expected"),
    [
        ((), None, Arrived(at=NOW), NOW, False),
        ((), None, Arrived(at=NOW, launched_at=NOW + DAY), NOW + DAY, False),
        ((tried(at=NOW + 2 * DAY),), None, Arrived(at=NOW, launched_at=NOW), NOW + 2 * DAY, False),
        ((), Walked(at=NOW + 3 * DAY), Arrived(at=NOW), NOW + 3 * DAY, False),
        ((), None, Arrived(at=NOW, launched_at=NOW + 16 * DAY), None, False),
        ((), None, Arrived(at=NOW, launched_at=NOW + 17 * DAY), None, False),
        ((tried(), tried(DONE, Stage.END)), None, Arrived(at=NOW), NOW, True),
        ((tried(), tried(OPEN, Stage.END)), None, Arrived(at=NOW), NOW, False),
        ((), None, Arrived(at=NOW, is_end_skipped=True), NOW, True),
        ((), None, Arrived(at=NOW, waits=True), NOW, True),
        ((tried(DECLINED),), None, Arrived(at=NOW), NOW, True),
        ((), None, None, None, False),
    ],
)
def test_an_absence_begins_at_the_last_visit_and_is_expected_of_who_has_finished_or_waits(
    tries: tuple[TriedOnce, ...],
    walked: Walked | None,
    arrived: Arrived | None,
    since: datetime | None,
    is_expected: bool,
) -> None:
    """Thirty days on, in a course that waits for fourteen: on the sixteenth day that is exactly so long."""
    found = where(*tries, walked=walked, arrived=arrived, now=NOW + 30 * DAY)

    assert (since, is_expected) == (found.absence.since, found.absence.is_expected)
    assert (None if is_expected else since) == found.quiet_since


def test_whoever_never_came_is_told_from_whoever_did() -> None:
    never, once = Arrived(at=NOW), Arrived(at=NOW, launched_at=NOW)
    now = NOW + 30 * DAY

    assert not where(arrived=never, now=now).absence.has_come
    assert where(arrived=once, now=now).absence.has_come
