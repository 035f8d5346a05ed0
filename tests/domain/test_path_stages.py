"""The four stages of a path, and what a path is made from."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import pytest

from lti_tool.domain.ability import Outcome
from lti_tool.domain.activity import Phase
from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.needs import AccessChoice, AccessQuestion, Need
from lti_tool.domain.path import Known, proposed
from lti_tool.domain.path_plan import Plan, SkipReason, skipped
from lti_tool.domain.path_stages import (
    Levels,
    StageStanding,
    StageState,
    conditions_of_distance,
    known_in,
    levels_in,
    stages_of,
)
from lti_tool.domain.profile import profile_of
from lti_tool.domain.readiness import Condition, Readiness
from lti_tool.domain.start import Stage, Start
from tests.factories import DAY, NOW, a_bank, an_answer, an_attempt
from tests.paths import a_module, a_plan, a_start, begun, done, runs_of, shelf_of

BANK = a_bank()


def levels(attempt: Attempt) -> Levels:
    return levels_in(attempt, BANK)


M00, M10 = a_start("M00"), a_module("M10", wishes=("job",))
MODULES = shelf_of(M00, M10)
ACCESS = (
    AccessQuestion(
        id="device",
        question="Quel appareil ?",
        choices=(
            AccessChoice(id="computer", text="Un ordinateur"),
            AccessChoice(id="none", text="Aucun", need=Need.DEVICE_LOAN),
        ),
    ),
)


def finished(at: datetime = NOW, **changes: object) -> Attempt:
    ended = {"state": AttemptState.FINISHED, "finished_at": at, "updated_at": at, "answers": (an_answer(),)}
    return an_attempt(**{**ended, **changes})


def states(
    *attempts: Attempt,
    runs: dict[str, object] | None = None,
    plan: Plan | None = None,
    known: Known | None = None,
    arrived_at: datetime | None = None,
    now: datetime = NOW,
) -> dict[Phase, StageStanding]:
    walked = runs or {}
    to_do = proposed(MODULES, known or Known(wishes=("job",)), walked)  # type: ignore[arg-type]  # runs
    found = stages_of(attempts, walked, MODULES, to_do, plan, arrived_at=arrived_at, now=now)  # type: ignore[arg-type]
    return {one.phase: one for one in found}


def test_everything_is_to_do_when_nothing_was_done() -> None:
    found = states()

    assert [Phase.DIAGNOSTIC, Phase.WARM_UP, Phase.ACTIVITIES, Phase.END] == list(found)
    assert {StageState.TO_DO} == {one.state for one in found.values()}
    assert {None} == {one.at for one in found.values()}


@pytest.mark.parametrize(("later", "is_late"), [(0, False), (30, False), (31, True)])
def test_the_diagnostic_is_due_thirty_days_after_the_first_launch(later: int, is_late: bool) -> None:
    """S1-13."""
    found = states(arrived_at=NOW, now=NOW + later * DAY)[Phase.DIAGNOSTIC]

    assert (NOW + 30 * DAY, is_late) == (found.due_at, found.is_late)


def test_nothing_is_due_when_the_diagnostic_is_done_or_nobody_knows_the_arrival() -> None:
    done_ = states(finished(), arrived_at=NOW, now=NOW + 90 * DAY)[Phase.DIAGNOSTIC]

    assert (StageState.DONE, NOW, None, False) == (done_.state, done_.at, done_.due_at, done_.is_late)
    assert states()[Phase.DIAGNOSTIC].due_at is None


@pytest.mark.parametrize(
    ("state", "wanted"),
    [(AttemptState.OPEN, StageState.UNDER_WAY), (AttemptState.DECLINED, StageState.NOT_NOW)],
)
def test_a_diagnostic_stands_where_its_attempt_stands(state: AttemptState, wanted: StageState) -> None:
    entry = an_attempt(state=state)

    assert wanted is states(entry)[Phase.DIAGNOSTIC].state
    assert wanted is states(replace(entry, stage=Stage.END))[Phase.END].state


@pytest.mark.parametrize(
    "other",
    [
        {"mode": "area", "start": Start(areas=("4",))},
        {"mode": "area"},
        {"mode": "first-use"},
        {"stage": Stage.MIDWAY},
    ],
)
def test_a_look_into_a_part_is_no_stage(other: dict[str, object]) -> None:
    found = states(finished(**other))

    assert (StageState.TO_DO, StageState.TO_DO) == (found[Phase.DIAGNOSTIC].state, found[Phase.END].state)


def test_a_stage_of_modules_is_done_when_nothing_is_left_of_it() -> None:
    nothing, under_way = states(), states(runs=dict(runs_of(begun(M00))))
    all_done = states(runs=dict(runs_of(done(M00, NOW + DAY), begun(M10))))

    assert StageState.TO_DO is nothing[Phase.WARM_UP].state
    assert (StageState.UNDER_WAY, NOW) == (under_way[Phase.WARM_UP].state, under_way[Phase.WARM_UP].at)
    assert (StageState.DONE, NOW + DAY) == (all_done[Phase.WARM_UP].state, all_done[Phase.WARM_UP].at)
    assert StageState.UNDER_WAY is all_done[Phase.ACTIVITIES].state


def test_a_stage_without_modules_is_done_only_after_the_diagnostic() -> None:
    nothing_to_do = Known(areas={"2": 4})

    assert StageState.TO_DO is states(known=nothing_to_do)[Phase.ACTIVITIES].state
    assert StageState.DONE is states(finished(), known=nothing_to_do)[Phase.ACTIVITIES].state


def test_a_skip_is_told_until_the_stage_is_begun_after_all() -> None:
    plan = skipped(a_plan(), Phase.END, "left", by="t", now=NOW)

    told = states(plan=plan)[Phase.END]
    declined = states(an_attempt(stage=Stage.END, state=AttemptState.DECLINED), plan=plan)[Phase.END]
    begun_ = states(an_attempt(stage=Stage.END), plan=plan)[Phase.END]

    assert told.skip is not None
    assert (StageState.SKIPPED, SkipReason.LEFT, "t", NOW) == (told.state, told.skip.reason, told.by, told.at)
    assert StageState.SKIPPED is declined.state
    assert StageState.UNDER_WAY is begun_.state


def test_the_newest_measure_counts_of_each_competence() -> None:
    first = finished(answers=(an_answer(1, outcome=Outcome.FAILED), an_answer(2, competence="1.1")))
    second = finished(NOW + DAY, id="second", answers=(an_answer(1, outcome=Outcome.HELPED),))

    known = known_in((second, first), levels, ACCESS)

    assert {"2.1", "1.1"} == set(known.competences)
    assert (True, False, NOW + DAY) == (
        known.competences["2.1"].is_helped,
        known.competences["2.1"].is_missed,
        known.competences["2.1"].at,
    )
    assert NOW == known.competences["1.1"].at
    assert not known.is_leaving


def test_nothing_is_known_from_what_is_not_finished() -> None:
    assert Known() == known_in((an_attempt(answers=(an_answer(),)),), levels, ACCESS)


@pytest.mark.parametrize(
    ("mode", "missed", "level"),
    [("first-use", 1, 1), ("first-use", 2, 0), ("standard", 0, 1), ("standard", 1, 0)],
)
def test_the_first_gestures_are_there_when_enough_were_done(mode: str, missed: int, level: int) -> None:
    answers = tuple(
        an_answer(
            place, competence="0.0", level=0, outcome=Outcome.FAILED if place <= missed else Outcome.ALONE
        )
        for place in range(1, 6)
    )

    assert level == known_in((finished(mode=mode, answers=answers),), levels, ACCESS).competences["0.0"].level


def test_a_task_on_a_tool_of_the_day_lowers_no_level_that_a_diagnostic_gave() -> None:
    diagnostic = finished(answers=(an_answer(level=3),))
    tools = finished(NOW + DAY, mode="first-use", answers=(an_answer(outcome=Outcome.SKIPPED),))

    alone, both = (known_in(one, levels, ACCESS) for one in ((diagnostic,), (diagnostic, tools)))

    assert alone.competences == both.competences
    assert {} == known_in((tools,), levels, ACCESS).competences


def test_needs_come_from_the_access_check_that_was_answered_last() -> None:
    older = finished(access=MappingProxyType({"device": "none"}))
    newer = finished(NOW + DAY, id="newer", access=MappingProxyType({"device": "computer"}))
    silent = finished(NOW + 2 * DAY, id="silent")

    assert ("device-loan",) == known_in((older, silent), levels, ACCESS).needs
    assert () == known_in((newer, older), levels, ACCESS).needs


def test_the_video_room_is_ready_once_its_module_was_done() -> None:
    room = a_start("M06")
    given = {"device": "none"}

    before = dict(conditions_of_distance(ACCESS, given, runs_of(begun(room))))
    after = dict(conditions_of_distance(ACCESS, {}, runs_of(done(room))))

    assert {Condition.DEVICE: Readiness.TO_PREPARE, Condition.VIDEO: Readiness.TO_PREPARE} == before
    assert {Condition.DEVICE: Readiness.UNKNOWN, Condition.VIDEO: Readiness.READY} == after


def test_levels_are_those_that_the_result_reports() -> None:
    entry = finished(answers=(an_answer(1, outcome=Outcome.FAILED), an_answer(2, competence="1.1")))
    profile = profile_of(entry, BANK)

    found = levels(entry)

    assert {area: one.level for area, one in profile.areas.items()} == found.areas
    assert {name: one.level for name, one in profile.competences.items()} == found.competences
