"""How far a group is, where people stopped, and what may be told of it."""

from __future__ import annotations

import pytest

from lti_tool.domain.attempt import AttemptState
from lti_tool.domain.needs import Need
from lti_tool.domain.path_stages import StageState
from lti_tool.domain.start import Stage
from lti_tool.domain.stops import Held, Reason, Step, Walker, Why, reasons_told, step_counts, walker_of
from lti_tool.domain.stuck import Cause
from lti_tool.domain.whereabouts import Absence, Arrived, TriedOnce, Walked, Whereabouts
from tests.factories import NOW

DONE, OPEN, DECLINED = AttemptState.FINISHED, AttemptState.OPEN, AttemptState.DECLINED
NOTHING = Held(obstacles={}, calls={})
LISTED = Arrived(at=NOW)
AWAY = Whereabouts(absence=Absence(since=NOW))
DEVICE: Reason = (Why.NEED, Need.DEVICE_LOAN.value)
FEAR: Reason = (Why.OBSTACLE, "fear")


def tried(
    state: AttemptState = DONE, stage: Stage = Stage.ENTRY, mode: str = "standard", *, is_sent: bool = False
) -> TriedOnce:
    return TriedOnce(stage=stage, mode=mode, state=state, at=NOW, access={}, is_sent=is_sent)


def walker(
    *tries: TriedOnce,
    walked: Walked | None = None,
    arrived: Arrived = LISTED,
    where: Whereabouts = AWAY,
    held: Held = NOTHING,
) -> Walker:
    return walker_of("p", tries, walked, arrived, where, held)


@pytest.mark.parametrize(
    ("tries", "walked", "furthest"),
    [
        ((), None, Step.LISTED),
        ((tried(DECLINED),), None, Step.OPENED),
        ((tried(mode="area"),), None, Step.OPENED),
        ((tried(OPEN),), None, Step.ENTRY_BEGUN),
        ((tried(),), None, Step.ENTRY_FINISHED),
        ((tried(mode="express", is_sent=True),), None, Step.ENTRY_SENT),
        ((tried(is_sent=True),), Walked(at=NOW, has_started=True), Step.START_BEGUN),
        ((), Walked(at=NOW, has_started=True, has_done_start=True), Step.START_DONE),
        ((), Walked(at=NOW, has_gone_further=True), Step.FURTHER_BEGUN),
        ((), Walked(at=NOW, has_gone_further=True, has_done_further=True), Step.FURTHER_DONE),
        ((tried(OPEN, Stage.END),), None, Step.END_BEGUN),
        ((tried(DONE, Stage.END),), None, Step.END_FINISHED),
    ],
)
def test_the_furthest_step_is_the_last_one_that_was_reached(
    tries: tuple[TriedOnce, ...], walked: Walked | None, furthest: Step
) -> None:
    found = walker(*tries, walked=walked)

    assert furthest is found.furthest
    assert (furthest is not Step.END_FINISHED) is found.has_stopped


def test_a_launch_alone_is_a_first_visit() -> None:
    assert Step.OPENED is walker(arrived=Arrived(at=NOW, launched_at=NOW)).furthest


def test_nobody_stopped_who_came_lately_or_whose_end_is_skipped() -> None:
    assert not walker(where=Whereabouts()).has_stopped
    assert not walker(arrived=Arrived(at=NOW, is_end_skipped=True)).has_stopped


def test_whoever_was_asked_to_wait_stopped_and_that_is_the_reason() -> None:
    """Not so in « À faire », where nobody is to ask them."""
    where = Whereabouts(absence=Absence(since=NOW, is_expected=True), entry=StageState.NOT_NOW)
    found = walker(where=where, arrived=Arrived(at=NOW, waits=True))

    assert found.has_stopped
    assert {(Why.WAITS, ""), (Why.NOT_NOW, "")} == found.reasons


def test_reasons_are_needs_obstacles_and_calls_of_the_person() -> None:
    held = Held(obstacles={"p": {"fear"}, "q": {"time"}}, calls={"p": {Cause.PIN}, "q": {Cause.OTHER}})
    where = Whereabouts(absence=Absence(since=NOW), needs=(Need.DEVICE_LOAN,))

    assert {DEVICE, FEAR, (Why.CALL, "pin")} == walker(where=where, held=held).reasons


def stopped(count: int, *reasons: Reason, at: Step = Step.OPENED) -> list[Walker]:
    steps = frozenset({Step.LISTED, at})
    return [Walker(steps=steps, has_stopped=True, reasons=frozenset(reasons))] * count


@pytest.mark.parametrize(("count", "told"), [(4, None), (5, 5), (9, 5), (10, 10)])
def test_fewer_than_five_are_not_told_and_more_are_rounded_down(count: int, told: int | None) -> None:
    found = {one.step: one for one in step_counts(stopped(count, DEVICE))}

    assert (told, told) == (found[Step.OPENED].reached, found[Step.OPENED].stopped)
    assert (() if told is None else ((DEVICE, told),)) == found[Step.OPENED].reasons
    assert (None, ()) == (found[Step.LISTED].stopped, found[Step.LISTED].reasons)


def test_a_reason_of_few_is_hidden_among_others() -> None:
    walkers = [*stopped(6, DEVICE), *stopped(4, DEVICE, FEAR)]
    opened = {one.step: one for one in step_counts(walkers)}[Step.OPENED]

    assert ((((DEVICE, 10),)), True) == (opened.reasons, opened.has_more)
    assert (((DEVICE, 10),), True) == reasons_told(walkers)
    assert (((DEVICE, 5),), False) == reasons_told(walkers[:6])


def test_the_most_frequent_reason_comes_first() -> None:
    walkers = [*stopped(10, FEAR), *stopped(5, DEVICE)]

    assert [FEAR, DEVICE] == [reason for reason, _count in reasons_told(walkers)[0]]


def test_whoever_still_comes_is_counted_as_arrived_alone() -> None:
    here = [Walker(steps=frozenset({Step.LISTED}), reasons=frozenset({FEAR}))] * 6
    listed = step_counts(here)[0]

    assert (5, None, (), False) == (listed.reached, listed.stopped, listed.reasons, listed.has_more)
