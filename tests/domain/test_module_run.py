"""One person's way through a module."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain import module_run as moves
from lti_tool.domain.judging import Incomplete
from lti_tool.domain.module import Module, StepKind
from lti_tool.domain.module_progress import Done, ModuleRun
from tests.modules import a_module

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
MODULE = a_module()
RIGHT: Mapping[str, Mapping[str, Sequence[str]]] = {
    "allumer": {"press": ["marche"]},
    "choisir": {"choice": ["a"]},
    "un": {"press": ["marche"]},
    "deux": {"choice": ["a"]},
}
WRONG: Mapping[str, Mapping[str, Sequence[str]]] = {
    "allumer": {"press": ["arret"]},
    "choisir": {"choice": ["b"]},
    "un": {"press": ["arret"]},
    "deux": {"choice": ["b"]},
}


def begun(module: Module = MODULE) -> ModuleRun:
    return ModuleRun(
        id="run", centre_id="c", person_id="p", resource_link_id="l", context_id="k", module=module.id,
        module_version=1, started_at=NOW, updated_at=NOW, at=module.steps[0].id,
    )  # fmt: skip


def after(run: ModuleRun | Incomplete) -> ModuleRun:
    assert isinstance(run, ModuleRun)
    return run


def with_step_done(run: ModuleRun, step_id: str, how: str = "alone", now: datetime = NOW) -> ModuleRun:
    """One step gone through: alone, helped (a hint first) or shown."""
    step = MODULE.step(step_id)
    assert step is not None
    match step.kind:
        case StepKind.SEE:
            return moves.read(run, MODULE, step, now)
        case StepKind.DO:
            return moves.ticked(run, MODULE, step, ("un", "deux"), now)
        case StepKind.SAY:
            return after(moves.said(run, MODULE, step, "oui", now))
        case _:
            for _ in step.exercises:
                exercise = moves.open_exercise(run, step)
                assert exercise is not None
                if how == "helped":
                    run = after(moves.answered(run, MODULE, step, {"hint": ["1"]}, now))
                if how == "shown":
                    run = moves.shown(run, step, now)
                else:
                    run = after(moves.answered(run, MODULE, step, RIGHT[exercise.id], now))
                run = after(moves.answered(run, MODULE, step, {"next": ["1"]}, now))
            return run


def walked(run: ModuleRun, how: str = "alone", now: datetime = NOW) -> ModuleRun:
    for step in MODULE.steps:
        run = with_step_done(run, step.id, how, now)
    return run


@pytest.mark.parametrize(("how", "points"), [("alone", 100), ("helped", 90), ("shown", 65)])
def test_the_grade_is_half_steps_and_half_check_when_everything_is_done(how: str, points: int) -> None:
    run = walked(begun(), how)

    assert (points, NOW, NOW) == (run.points, run.finished_at, run.ended_at)


def test_a_wrong_answer_shows_the_hints_one_by_one_and_then_the_answer() -> None:
    step = MODULE.steps[1]
    run = with_step_done(begun(), "voir")
    seen = []
    for _ in range(3):
        run = after(moves.answered(run, MODULE, step, WRONG["allumer"], NOW))
        seen.append((run.progress("essai").hints, run.progress("essai").outcomes))

    assert [(1, ()), (2, ()), (2, (Done.SHOWN,))] == seen


def test_nothing_moves_when_an_answer_is_missing() -> None:
    run = with_step_done(begun(), "voir")

    assert Incomplete(fields=("press",)) == moves.answered(run, MODULE, MODULE.steps[1], {}, NOW)


def test_repeating_never_lowers_the_grade_and_keeps_the_first_end() -> None:
    first = walked(begun())

    again = walked(moves.begun_again(first, MODULE, LATER), "shown", LATER)

    assert (100, NOW, LATER, 2) == (again.points, again.finished_at, again.ended_at, again.round)


def test_repeating_raises_the_grade_when_it_goes_better() -> None:
    first = walked(begun(), "shown")

    assert 100 == walked(moves.begun_again(first, MODULE, LATER), "alone", LATER).points


def test_a_gesture_put_off_lets_the_way_go_on_and_counts_once_it_is_done() -> None:
    step = MODULE.steps[2]
    run = with_step_done(with_step_done(begun(), "voir"), "essai")
    run = moves.ticked(run, MODULE, step, ("un",), NOW)
    assert ("dire", ("un",), False) == (run.at, run.progress("faire").ticked, run.progress("faire").is_done)
    run = with_step_done(with_step_done(run, "dire"), "verifier")
    assert 90 == run.points

    done = moves.ticked(run, MODULE, step, ("un", "deux"), LATER)

    assert (100, NOW, True) == (done.points, done.ended_at, done.progress("faire").is_done)


def test_a_trainer_who_saw_the_gestures_counts_them_and_they_stay_when_it_is_begun_again() -> None:
    step = MODULE.steps[2]
    run = with_step_done(with_step_done(begun(), "voir"), "essai")
    run = moves.ticked(run, MODULE, step, (), NOW)
    run = with_step_done(with_step_done(run, "dire"), "verifier")

    seen = moves.confirmed(run, MODULE, step, "trainer", LATER)
    again = moves.begun_again(seen, MODULE, LATER)

    assert (100, "trainer", LATER) == (
        seen.points,
        seen.progress("faire").confirmed_by,
        seen.progress("faire").confirmed_at,
    )
    assert ("trainer", ("un", "deux"), False) == (
        again.progress("faire").confirmed_by, again.progress("faire").ticked, again.progress("faire").is_done
    )  # fmt: skip


def test_a_step_is_shut_until_those_before_it_are_behind() -> None:
    run = with_step_done(begun(), "voir")

    assert [True, True, False, False, False] == [
        moves.is_reachable(run, MODULE, step) for step in MODULE.steps
    ]


def test_a_step_that_is_read_again_does_not_lose_the_place() -> None:
    run = with_step_done(with_step_done(begun(), "voir"), "essai")

    assert "faire" == run.at == moves.read(run, MODULE, MODULE.steps[0], LATER).at


def test_what_was_said_is_kept_only_when_the_trainer_is_told() -> None:
    quiet = a_module(steps=tuple(
        step if step.kind is not StepKind.SAY else type(step)(
            id="dire", kind=StepKind.SAY, title="", minutes=2, sayings=step.sayings, is_told=False
        )
        for step in MODULE.steps
    ))  # fmt: skip
    step = quiet.steps[3]

    assert "oui" == after(moves.said(begun(), MODULE, MODULE.steps[3], "oui", NOW)).progress("dire").said
    assert "" == after(moves.said(begun(quiet), quiet, step, "oui", NOW)).progress("dire").said


def test_the_tasks_of_a_step_can_be_done_once_more_and_the_step_stays_done() -> None:
    run = with_step_done(with_step_done(begun(), "voir"), "essai")

    again = moves.tried_again(run, MODULE.steps[1], LATER)

    assert ("faire", (), True) == (
        again.at,
        again.progress("essai").outcomes,
        again.progress("essai").is_done,
    )


def test_the_way_goes_on_when_the_module_lost_the_open_step() -> None:
    run = with_step_done(begun(), "voir")
    shorter = a_module(steps=(MODULE.steps[0], *MODULE.steps[2:]))

    assert "faire" == moves.open_step(run, shorter).id


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(
    [{"press": ["marche"]}, {"press": ["arret"]}, {"choice": ["a"]}, {"choice": ["b"]}, {"hint": ["1"]},
     {"next": ["1"]}, {}]
)), max_size=40))  # fmt: skip
def test_points_never_fall_and_versions_always_rise(presses: list[tuple[int, dict[str, list[str]]]]) -> None:
    """Whatever is pressed, on whatever step of a module that was walked through."""
    run = walked(begun())
    for place, pressed in presses:
        step = MODULE.steps[place]
        before = run
        if step.exercises:
            moved = moves.answered(moves.tried_again(run, step, LATER), MODULE, step, pressed, LATER)
            run = run if isinstance(moved, Incomplete) else moved
        elif step.gestures:
            run = moves.ticked(run, MODULE, step, tuple(pressed.get("choice", ())), LATER)

        assert (run.points or 0) >= (before.points or 0)
        assert run.version >= before.version
        assert run.is_finished
