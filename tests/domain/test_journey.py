"""One person's way through a training, from their attempts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.attempt import Attempt, AttemptState
from lti_tool.domain.journey import before, days_between, journey_of
from lti_tool.domain.start import Stage, Start
from tests.factories import DAY, NOW, SECOND, a_task, an_answer, an_attempt


def finished(
    name: str, stage: Stage = Stage.ENTRY, day: int = 0, tasks: int = 1, **changes: object
) -> Attempt:
    """An attempt that was finished on that day."""
    at = NOW + day * DAY
    done = an_attempt(
        id=name,
        stage=stage,
        state=AttemptState.FINISHED,
        started_at=at,
        updated_at=at,
        finished_at=at,
        answers=tuple(an_answer(number, item_id=f"{name}-{number}") for number in range(1, tasks + 1)),
    )
    return replace(done, **changes)  # type: ignore[arg-type]  # the fields of an attempt


def test_each_stage_is_found_when_all_were_made() -> None:
    made = [finished("a"), finished("b", Stage.MIDWAY, 40), finished("c", Stage.END, 80)]
    journey = journey_of(made)

    assert [one.id for one in (journey.entry, journey.midway, journey.end) if one] == ["a", "b", "c"]
    assert journey.latest == made[2]


def test_the_fullest_entry_counts_when_there_are_several() -> None:
    short, full = finished("short", tasks=12), finished("full", day=1, tasks=20)

    assert full == journey_of([short, full]).entry
    assert short == journey_of([short, replace(full, answers=full.answers[:12])]).entry


def test_the_last_end_counts_when_there_are_several() -> None:
    assert "second" == getattr(
        journey_of([finished("second", Stage.END, 9), finished("first", Stage.END, 3)]).end, "id", ""
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"state": AttemptState.OPEN}, id="open"),
        pytest.param({"state": AttemptState.DECLINED}, id="declined"),
        pytest.param({"start": Start(areas=("1",))}, id="one-area"),
        pytest.param({"start": Start(areas=("0",))}, id="gestures"),
    ],
)
def test_what_tells_nothing_of_the_whole_is_no_entry(other: dict[str, object]) -> None:
    assert journey_of([finished("a", **other)]).entry is None


def test_every_item_is_known_that_was_on_a_screen() -> None:
    half = finished("a", state=AttemptState.OPEN, current=a_task("open-one"))

    assert {"a-1", "b-1", "open-one"} == journey_of([half, finished("b")]).met


@pytest.mark.parametrize(
    ("stage", "compared"), [(Stage.ENTRY, False), (Stage.MIDWAY, True), (Stage.END, True)]
)
def test_what_comes_later_is_compared_with_the_entry(stage: Stage, compared: bool) -> None:
    entry, later = finished("a"), finished("b", stage, 50)

    assert (entry if compared else None) == before(journey_of([entry, later]), later)
    assert before(journey_of([entry, later]), replace(later, state=AttemptState.OPEN)) is None


@pytest.mark.parametrize(
    ("later", "days"), [(timedelta(0), 0), (DAY - SECOND, 0), (DAY, 1), (30 * DAY, 30), (-DAY, 0)]
)
def test_days_are_whole(later: timedelta, days: int) -> None:
    assert days == days_between(NOW, NOW + later)
