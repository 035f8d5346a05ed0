"""Which task comes next, and when it ends. The bank is the real one unless a test needs a small one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from random import Random

import pytest

from lti_tool.domain.ability import Belief, Outcome, starting_belief
from lti_tool.domain.framework import AREAS, COMPETENCES, FIRST_GESTURES, SAFETY_COMPETENCES, area_of
from lti_tool.domain.item import Item
from lti_tool.domain.selection import (
    AREA_ORDER,
    EASY_START,
    EXPRESS,
    MODES,
    STANDARD,
    Given,
    Mode,
    area_being_asked,
    belief_after,
    closed_areas,
    curve_by_level,
    curve_of,
    given_of,
    is_over,
    next_item,
    step_number,
)
from tests.contents import the_items
from tests.factories import an_item

ONE_BLOCK = Mode(name="one", least=18, most=24, block=24)
Ends = Callable[[int, Item], Outcome]
PATTERNS: dict[str, Ends] = {
    "alone": lambda place, item: Outcome.ALONE,
    "helped": lambda place, item: Outcome.HELPED,
    "failed": lambda place, item: Outcome.FAILED,
    "in-turn": lambda place, item: (Outcome.ALONE, Outcome.FAILED)[place % 2],
    "beginner": lambda place, item: Outcome.ALONE if item.level == 0 else Outcome.FAILED,
    "level-2": lambda place, item: Outcome.ALONE if item.level <= 2 else Outcome.FAILED,
}


@pytest.fixture(scope="module")
def bank() -> list[Item]:
    return the_items()


def walk(
    bank: list[Item], ends: Ends, mode: Mode = STANDARD, *, strand: str = "", seed: int = 1
) -> Iterator[tuple[Item, tuple[Given, ...]]]:
    """Each task with the history before it."""
    history: list[Given] = []
    while item := next_item(
        bank, history, belief_after(history), mode, strand=strand, random=Random(f"{seed}:{len(history)}")
    ):
        yield item, tuple(history)
        history.append(given_of(item, ends(len(history), item)))


def tasks(bank: list[Item], ends: Ends, mode: Mode = STANDARD, **more: object) -> list[Item]:
    return [item for item, _ in walk(bank, ends, mode, **more)]  # type: ignore[arg-type]


def drawn_often(bank: list[Item], history: list[Given], belief: Belief) -> list[Item]:
    """The next task for twenty seeds."""
    drawn = (
        next_item(bank, history, belief, ONE_BLOCK, strand="", random=Random(seed)) for seed in range(20)
    )
    return [item for item in drawn if item is not None]


patterns = pytest.mark.parametrize("pattern", PATTERNS)
modes = pytest.mark.parametrize("mode", MODES.values(), ids=MODES)


@patterns
@modes
def test_no_task_comes_twice_when_a_diagnostic_runs(bank: list[Item], pattern: str, mode: Mode) -> None:
    ids = [item.id for item in tasks(bank, PATTERNS[pattern], mode)]

    assert len(set(ids)) == len(ids)


@patterns
@modes
def test_it_ends_between_least_and_most_when_the_bank_is_large(
    bank: list[Item], pattern: str, mode: Mode
) -> None:
    """Only a learner for whom every area closed kindly ends earlier."""
    walked = list(walk(bank, PATTERNS[pattern], mode))
    item, before = walked[-1]
    history = (*before, given_of(item, PATTERNS[pattern](len(before), item)))

    assert len(history) <= mode.most
    assert len(history) >= mode.least or closed_areas(history) >= set(AREAS)


@patterns
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_safety_is_always_asked_when_the_mode_is_standard(bank: list[Item], pattern: str, seed: int) -> None:
    asked = {item.competence for item in tasks(bank, PATTERNS[pattern], seed=seed)}

    assert asked >= SAFETY_COMPETENCES


@patterns
def test_every_area_is_asked_when_the_mode_is_standard(bank: list[Item], pattern: str) -> None:
    asked = {area_of(item.competence) for item in tasks(bank, PATTERNS[pattern])}

    assert asked >= set(AREAS)


@pytest.mark.parametrize("seed", range(10))
def test_the_first_three_are_easy_when_somebody_starts(bank: list[Item], seed: int) -> None:
    """Four people in five do them, alone or with help; no task of the bank lies exactly there."""
    start = starting_belief()
    first = tasks(bank, PATTERNS["in-turn"], seed=seed)[0]

    assert first.level <= 2
    assert curve_of(first).with_help(start.means[0]) >= 0.70


@pytest.mark.parametrize(("ability", "missed_level"), [(1.9, 3), (1.45, 4)], ids=["below", "easy"])
def test_easier_tasks_come_when_two_did_not_work(ability: float, missed_level: int) -> None:
    """At first level 3 lies nearest to two successes in three. Level 2 comes instead where two tasks of level
    3 were missed, and where level 2 lies nearer to four in five, though what was missed lay above both.
    """
    belief = replace(starting_belief(), means=tuple(ability for _ in COMPETENCES))
    asked = [an_item(f"asked-{n}", competence=f"2.{n}", level=missed_level) for n in range(1, 6)]
    fresh = [
        an_item(f"item-{level}-{n}", competence="2.6", level=level, family=f"family-{level}-{n}")
        for level in (1, 2, 3, 4)
        for n in (1, 2)
    ]
    calm = [given_of(item, Outcome.ALONE) for item in asked]
    missed = [*calm[:3], *(given_of(item, Outcome.FAILED) for item in asked[3:])]

    usual, easier = (
        {item.level for item in drawn_often(fresh, history, belief)} for history in (calm, missed)
    )

    assert {3} == usual
    assert {2} == easier


def test_the_learner_stays_in_an_area_when_a_block_lasts(bank: list[Item]) -> None:
    areas = [area_of(item.competence) for item in tasks(bank, PATTERNS["level-2"])]
    blocks = [(area, len(list(run))) for area, run in groupby(areas[:20])]

    assert list(AREA_ORDER) == [area for area, _ in blocks if area in AREAS][:5]
    assert all(length <= STANDARD.block for _, length in blocks)


@modes
def test_an_area_closes_when_i_do_not_know_comes_twice(bank: list[Item], mode: Mode) -> None:
    for item, history in walk(bank, lambda place, item: Outcome.SKIPPED, mode):
        assert area_of(item.competence) not in closed_areas(history) & set(AREAS)


@pytest.mark.parametrize(
    ("outcomes", "level", "is_closed"),
    [
        ((Outcome.SKIPPED, Outcome.SKIPPED), 3, True),
        ((Outcome.SKIPPED, Outcome.ALONE, Outcome.SKIPPED), 3, False),
        ((Outcome.SKIPPED, Outcome.FAILED), 3, False),
        ((Outcome.FAILED, Outcome.FAILED), 2, False),
        ((Outcome.FAILED, Outcome.SKIPPED), 1, True),
        ((Outcome.FAILED, Outcome.HELPED, Outcome.FAILED), 1, False),
        ((Outcome.FAILED,), 1, False),
    ],
)
def test_an_area_closes_kindly_when_nothing_easier_is_left(
    outcomes: tuple[Outcome, ...], level: int, is_closed: bool
) -> None:
    history = [given_of(an_item(f"item-{n}", level=level), outcome) for n, outcome in enumerate(outcomes)]

    assert ({"2"} if is_closed else set()) == closed_areas(history)


def test_two_areas_do_not_close_each_other_when_one_i_do_not_know_falls_in_each() -> None:
    history = [given_of(an_item(f"item-{n}", competence=f"{n}.1", level=3), Outcome.SKIPPED) for n in (1, 2)]

    assert frozenset() == closed_areas(history)


@pytest.mark.parametrize("strand", ["touch", "mouse"])
def test_no_task_of_the_other_strand_comes_when_the_device_is_known(bank: list[Item], strand: str) -> None:
    other = {"touch": "mouse", "mouse": "touch"}[strand]
    mixed = [*bank, *(an_item(f"other-{n}", strand=other, family=f"other-{n}") for n in range(40))]

    assert other not in {item.strand for item in tasks(mixed, PATTERNS["in-turn"], strand=strand)}


@modes
def test_the_same_tasks_come_when_the_seed_is_the_same(bank: list[Item], mode: Mode) -> None:
    shuffled = list(bank)
    Random(7).shuffle(shuffled)

    first, again = (
        [item.id for item in tasks(listed, PATTERNS["in-turn"], mode, seed=5)] for listed in (bank, shuffled)
    )

    assert first == again


def test_other_tasks_come_when_the_seed_is_another(bank: list[Item]) -> None:
    starts = {tuple(item.id for item in tasks(bank, PATTERNS["in-turn"], seed=seed)[:4]) for seed in range(8)}

    assert len(starts) > 1


def test_gestures_come_when_everything_is_hard(bank: list[Item]) -> None:
    asked = [item.competence for item in tasks(bank, PATTERNS["beginner"])]

    assert 1 <= asked.count(FIRST_GESTURES) <= 4
    assert FIRST_GESTURES not in asked[:2]


def test_no_gesture_comes_when_all_is_done_alone(bank: list[Item]) -> None:
    assert FIRST_GESTURES not in {item.competence for item in tasks(bank, PATTERNS["alone"])}


def test_nothing_comes_when_the_bank_is_used_up() -> None:
    only = an_item()

    assert next_item([], [], starting_belief(), EXPRESS, strand="", random=Random(1)) is None
    assert [only] == tasks([only], PATTERNS["alone"], EXPRESS)


def test_it_is_over_when_the_most_is_reached() -> None:
    history = [given_of(an_item(f"item-{n}"), Outcome.ALONE) for n in range(EXPRESS.most)]

    assert is_over(history, starting_belief(), EXPRESS)
    assert not is_over(history[: EXPRESS.least - 1], belief_after(history), EXPRESS)


def test_a_withdrawn_task_still_counts_when_only_its_level_is_known() -> None:
    assert curve_by_level(2).difficulty == curve_of(an_item(level=2)).difficulty


def test_a_gesture_belongs_to_the_present_area_when_it_comes_between() -> None:
    gesture = an_item("geste", competence=FIRST_GESTURES, level=0)
    history = [given_of(an_item(competence="4.1"), Outcome.FAILED)]

    assert AREA_ORDER[0] == area_being_asked([], gesture)
    assert area_being_asked(history, gesture) == "4"
    assert area_being_asked(history, an_item(competence="1.1")) == "1"


@patterns
def test_the_way_only_goes_forward_when_steps_are_shown(bank: list[Item], pattern: str) -> None:
    steps = [step_number(history, item) for item, history in walk(bank, PATTERNS[pattern])]

    assert steps[0] == 1
    assert all(0 <= after - before <= 1 for before, after in pairwise(steps))
    assert max(steps) <= len(AREAS)


def test_another_family_comes_when_two_tasks_are_equally_good() -> None:
    asked = an_item("item-1", family="courriel")
    same, other = an_item("item-2", family="courriel"), an_item("item-3", family="video")

    drawn = drawn_often([same, other], [given_of(asked, Outcome.ALONE)], starting_belief())

    assert [other] * 20 == drawn


def test_every_competence_has_tasks_when_the_bank_is_read(bank: list[Item]) -> None:
    assert set(COMPETENCES) <= {item.competence for item in bank}
    assert EASY_START == 3
