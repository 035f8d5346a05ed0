"""What holds for everybody: whole diagnostics, any answers, any mode, on a bank of the planned shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tool.domain.ability import (
    Belief,
    Outcome,
    area_estimate,
    competence_estimate,
    overall_estimate,
    updated,
)
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, SAFETY_COMPETENCES, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.modes import AREA, EXPRESS, FIRST_USE, MIDWAY, STANDARD, Mode
from lti_tool.domain.prior import Prior, reported_area, reported_competence, reported_overall, starting_belief
from lti_tool.domain.selection import (
    EASY_START,
    GESTURES_AT_MOST,
    NOT_DONE,
    Given,
    belief_after,
    closed_areas,
    curve_of,
    given_of,
    next_item,
)
from tests.simulation.banks import planned_bank

BANK = planned_bank()
GESTURES_OF_ONE_ATTEMPT = 5
WHOLE = [STANDARD, EXPRESS]
SOME = [AREA.within(("1",)), AREA.within(("4",)), MIDWAY.within(("3", "5")), MIDWAY.within(("1", "2", "4"))]
outcomes = st.lists(st.sampled_from(list(Outcome)), min_size=24, max_size=24)
modes = st.sampled_from([*WHOLE, *SOME, FIRST_USE])
whole_modes = st.sampled_from(WHOLE)
ratings = st.dictionaries(st.sampled_from(AREAS), st.integers(0, 3))
orders = st.lists(st.sampled_from(AREAS), unique=True).map(tuple)
seeds = st.integers(0, 99)
quick = settings(max_examples=20, deadline=None)


def walk(
    ends: Sequence[Outcome],
    mode: Mode,
    seed: int,
    *,
    start: Belief | None = None,
    bank: Sequence[Item] = BANK,
    strand: str = "",
    avoid: frozenset[str] = frozenset(),
    order: tuple[str, ...] = (),
) -> Iterator[tuple[Item, tuple[Given, ...]]]:
    """Each task with the history before it."""
    history: list[Given] = []
    belief = start or starting_belief()
    while item := next_item(
        bank,
        history,
        belief,
        mode,
        strand=strand,
        random=Random(f"{seed}:{len(history)}"),
        avoid=avoid,
        order=order,
    ):
        yield item, tuple(history)
        history.append(given_of(item, ends[len(history)]))
        belief = updated(belief, item.competence, curve_of(item), history[-1].outcome)


def whole_history(ends: Sequence[Outcome], mode: Mode, seed: int, **more: object) -> tuple[Given, ...]:
    given = [
        given_of(item, ends[len(history)])
        for item, history in walk(ends, mode, seed, **more)  # type: ignore[arg-type]
    ]
    return tuple(given)


@quick
@given(outcomes, modes, seeds, ratings)
def test_it_ends_and_never_repeats_when_anything_is_answered(
    ends: list[Outcome], mode: Mode, seed: int, said: dict[str, int]
) -> None:
    history = whole_history(ends, mode, seed, start=starting_belief(Prior(ratings=said)))
    ids = [given.item_id for given in history]

    assert len(set(ids)) == len(ids) <= mode.most
    assert len(ids) >= mode.least or closed_areas(history, mode) >= set(mode.asked)


@quick
@given(outcomes, modes, seeds, ratings, orders, st.integers(0, 23))
def test_it_resumes_exactly_when_it_is_taken_up_again(
    ends: list[Outcome], mode: Mode, seed: int, said: dict[str, int], order: tuple[str, ...], place: int
) -> None:
    """The same seed and the same answers give the same next task, whatever the order of the bank's files."""
    start = starting_belief(Prior(ratings=said))
    steps = list(walk(ends, mode, seed, start=start, order=order))
    item, history = steps[min(place, len(steps) - 1)]
    shuffled = list(BANK)
    Random(place).shuffle(shuffled)

    again = next_item(
        shuffled,
        history,
        belief_after(history, start),
        mode,
        strand="",
        random=Random(f"{seed}:{len(history)}"),
        order=order,
    )

    assert item == again


@quick
@given(outcomes, modes, seeds, ratings)
def test_no_reported_level_falls_when_a_task_is_done_alone(
    ends: list[Outcome], mode: Mode, seed: int, said: dict[str, int]
) -> None:
    """Of the competence asked, of every other, of every area and of the whole, for whoever said anything
    before; five first gestures at most in one attempt.
    """
    informed = starting_belief(Prior(ratings=said))
    measured = starting_belief()
    for given_one in whole_history(ends, mode, seed, start=informed):
        before = reported_levels(measured, informed)
        measured, informed = (
            updated(belief, given_one.competence, given_one.curve, given_one.outcome)
            for belief in (measured, informed)
        )
        if given_one.outcome is Outcome.ALONE:
            assert all(
                old <= new for old, new in zip(before, reported_levels(measured, informed), strict=True)
            )


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*BANK, *[i for i in BANK if i.level == 0] * 5]), st.sampled_from(list(Outcome))
        ),
        min_size=20,
        max_size=60,
    )
)
def test_no_ability_falls_when_another_rises(answers: list[tuple[Item, Outcome]]) -> None:
    """Why no level falls: every two abilities stay linked the same way round, in whatever order of tasks."""
    belief, gestures = starting_belief(), 0
    for item, outcome in answers:
        gestures += item.competence == FIRST_GESTURES
        if item.competence != FIRST_GESTURES or gestures <= GESTURES_OF_ONE_ATTEMPT:
            belief = updated(belief, item.competence, curve_of(item), outcome)

    assert min(min(row) for row in belief.covariance) > 0.0


def test_the_links_would_turn_round_when_first_gestures_had_no_bound() -> None:
    """Why a mode asks five at most: they tell of a mean only, so one ability would speak against another."""
    gesture = curve_of(next(item for item in BANK if item.competence == FIRST_GESTURES))
    beliefs = [starting_belief()]
    for _ in range(2 * GESTURES_OF_ONE_ATTEMPT + 5):
        beliefs.append(updated(beliefs[-1], FIRST_GESTURES, gesture, Outcome.HELPED))
    lowest = [min(min(row) for row in belief.covariance) for belief in beliefs]

    assert min(lowest[: GESTURES_OF_ONE_ATTEMPT + 1]) > 0.3
    assert lowest[-1] < 0.0
    assert max(GESTURES_AT_MOST, FIRST_USE.most) <= GESTURES_OF_ONE_ATTEMPT


@quick
@given(outcomes, st.sampled_from([*WHOLE, *SOME]), seeds, st.sampled_from([0.0, 4.0, 8.0]))
def test_an_easier_task_comes_when_two_in_a_row_did_not_work(
    ends: list[Outcome], mode: Mode, seed: int, above: float
) -> None:
    """Below the harder of the two while the area has such a task, never above it, however able one seems."""
    start = replace(starting_belief(), means=(above,) * len(COMPETENCES))
    for item, history in walk(ends, mode, seed, start=start):
        if len(history) < 2 or not all(one.outcome in NOT_DONE for one in history[-2:]):
            continue
        harder = max(one.level for one in history[-2:])
        easier = {
            one.id
            for one in BANK
            if one.level < harder and area_of(one.competence) == area_of(item.competence)
        }
        assert item.level < harder or not easier - {one.item_id for one in history}
        assert item.level <= max(harder, 1)


@quick
@given(outcomes, whole_modes, seeds, orders, st.booleans())
def test_safety_and_every_area_are_asked_when_the_frame_is_whole(
    ends: list[Outcome], mode: Mode, seed: int, order: tuple[str, ...], is_hard: bool
) -> None:
    """Even for whoever is given first gestures and likes safety least."""
    answers = [Outcome.FAILED, Outcome.HELPED] * 12 if is_hard else ends
    history = whole_history(answers, mode, seed, order=tuple(area for area in order if area != "4"))
    asked = {given.competence for given in history}

    assert {area_of(name) for name in asked} >= set(AREAS)
    assert asked >= SAFETY_COMPETENCES or "4" in closed_areas(history, mode)


@quick
@given(outcomes, st.sampled_from(SOME), seeds)
def test_only_the_named_areas_are_asked_when_a_mode_names_them(
    ends: list[Outcome], mode: Mode, seed: int
) -> None:
    asked = {area_of(given.competence) for given in whole_history(ends, mode, seed)}

    assert asked == set(mode.asked)


@quick
@given(outcomes, seeds, st.sampled_from(["", "touch", "mouse"]))
def test_five_gestures_come_when_it_is_the_first_use(ends: list[Outcome], seed: int, strand: str) -> None:
    history = whole_history(ends, FIRST_USE, seed, strand=strand)

    assert [FIRST_GESTURES] * 5 == [given.competence for given in history]


@quick
@given(outcomes, whole_modes, seeds)
def test_nobody_leaves_on_a_failure_when_there_is_time_for_one_more(
    ends: list[Outcome], mode: Mode, seed: int
) -> None:
    history = whole_history(ends, mode, seed)

    if mode.least <= len(history) < mode.most and closed_areas(history, mode) < set(AREAS):
        assert history[-1].outcome not in NOT_DONE


@quick
@given(outcomes, outcomes, st.sampled_from([*WHOLE, *SOME]), seeds, seeds)
def test_a_task_of_an_earlier_stage_waits_when_its_cell_or_its_neighbour_has_another(
    first: list[Outcome], second: list[Outcome], mode: Mode, seed: int, other_seed: int
) -> None:
    met = frozenset(given.item_id for given in whole_history(first, STANDARD, seed))

    for item, history in walk(second, mode, other_seed, avoid=met):
        if item.id in met:
            seen = {given.item_id for given in history} | met
            assert not [
                one.id
                for one in BANK
                if one.competence == item.competence
                and abs(one.level - item.level) <= 1
                and one.id not in seen
            ]


@quick
@given(outcomes, whole_modes, seeds, st.permutations(AREAS))
def test_the_most_interesting_areas_come_first_when_an_order_is_given(
    ends: list[Outcome], mode: Mode, seed: int, order: list[str]
) -> None:
    history = whole_history(ends, mode, seed, order=tuple(order))
    met = dict.fromkeys(area_of(one.competence) for one in history if one.competence != FIRST_GESTURES)

    assert order[:3] == list(met)[:3]


@pytest.mark.parametrize("mode", WHOLE, ids=lambda mode: mode.name)
def test_somebody_is_not_always_given_the_same_tasks_when_two_are_as_good(mode: Mode) -> None:
    """Every place of a diagnostic is drawn among two tasks at least."""
    ends = [Outcome.ALONE, Outcome.FAILED] * 12
    steps = list(walk(ends, mode, 1))

    for _, history in steps:
        belief = belief_after(history)
        drawn = {
            next_item(BANK, history, belief, mode, strand="", random=Random(seed)).id  # type: ignore[union-attr]
            for seed in range(25)
        }
        assert len(drawn) >= 2
    assert len(steps) > EASY_START


def reported_levels(measured: Belief, informed: Belief) -> list[int]:
    """All levels that are reported: whole, areas, competences."""
    return [
        reported_overall(measured, informed).level,
        *(reported_area(measured, informed, area).level for area in AREAS),
        *(reported_competence(measured, informed, name).level for name in COMPETENCES),
        overall_estimate(measured).level,
        *(area_estimate(measured, area).level for area in AREAS),
        *(competence_estimate(measured, name).level for name in COMPETENCES),
    ]
