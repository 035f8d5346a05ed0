"""An attempt read as a result."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.ability import Outcome
from lti_tool.domain.answer import Answer
from lti_tool.domain.attempt import Attempt, Bank
from lti_tool.domain.framework import AREAS, COMPETENCES, area_of
from lti_tool.domain.prior import Prior
from lti_tool.domain.profile import (
    CAN_DO_AT_MOST,
    WITH_HELP_AT_MOST,
    Acquired,
    CanDo,
    profile_of,
    progress_of,
)
from lti_tool.domain.start import Start
from tests.factories import an_answer, an_attempt, an_item

BANK = Bank(
    [
        an_item(
            f"{name}-{level}",
            competence=name,
            level=level,
            can_do=f"faire {name} {level}",
            outcomes=(f"LO{name}",),
        )
        for name in (*COMPETENCES, "0.0")
        for level in range(5)
    ],
    "bank-1",
)
ids = st.lists(st.sampled_from([item.id for item in BANK.items]), unique=True, max_size=24)


def made(*ends: tuple[str, Outcome], start: Start | None = None) -> Attempt:
    """An attempt with these answers."""
    return an_attempt(
        answers=tuple(_answer(number, *end) for number, end in enumerate(ends, 1)), start=start or Start()
    )


def _answer(number: int, item_id: str, outcome: Outcome) -> Answer:
    item = BANK.get(item_id)
    assert item is not None
    return an_answer(
        number, item_id=item_id, competence=item.competence, level=item.level, outcome=outcome, family=item_id
    )


@given(
    st.lists(st.tuples(st.sampled_from([i.id for i in BANK.items]), st.sampled_from(Outcome)), max_size=24)
)
def test_what_is_said_was_shown_whoever_it_is(ends: list[tuple[str, Outcome]]) -> None:
    """Every sentence comes from a task that ended so, in the area under which it stands."""
    profile = profile_of(made(*ends), BANK)
    by_end = {
        outcome: {f"faire {item.replace('-', ' ')}" for item, ended in ends if ended is outcome}
        for outcome in Outcome
    }

    assert set(profile.alone) <= by_end[Outcome.ALONE]
    assert len(profile.alone) == min(CAN_DO_AT_MOST, len(by_end[Outcome.ALONE]))
    assert set(profile.with_help) <= by_end[Outcome.HELPED]
    assert len(profile.with_help) == min(WITH_HELP_AT_MOST, len(by_end[Outcome.HELPED]))
    assert by_end[Outcome.ALONE] == {text for shown in profile.shown.values() for text in shown.alone}
    for area, shown in profile.shown.items():
        assert {area} >= {area_of(text.split()[1]) for text in (*shown.alone, *shown.with_help)}
        assert not set(shown.alone) & set(shown.with_help)


@given(ids)
def test_every_area_has_a_level_when_nothing_was_done(items: list[str]) -> None:
    profile = profile_of(made(*((item, Outcome.SKIPPED) for item in items)), BANK)

    assert (profile.alone, profile.with_help, profile.strengths, profile.acquired) == ((), (), (), ())
    assert set(AREAS) == set(profile.areas)
    assert bool(items) == bool(profile.next_step) == bool(profile.to_improve)


def test_the_hardest_comes_first_in_what_is_done_and_the_easiest_in_what_comes_next() -> None:
    profile = profile_of(
        made(
            ("1.1-1", Outcome.ALONE),
            ("2.1-3", Outcome.ALONE),
            ("3.1-4", Outcome.FAILED),
            ("4.1-2", Outcome.SKIPPED),
            ("5.1-1", Outcome.HELPED),
        ),
        BANK,
    )

    assert profile.alone == ("faire 2.1 3", "faire 1.1 1")
    assert profile.next_step == "faire 4.1 2"
    assert profile.to_improve == ("faire 4.1 2", "faire 3.1 4")
    assert profile.strengths == (
        CanDo(text="faire 2.1 3", is_alone=True),
        CanDo(text="faire 1.1 1", is_alone=True),
        CanDo(text="faire 5.1 1", is_alone=False),
    )


def test_three_strengths_are_of_three_competences_when_there_are_so_many() -> None:
    ends = [(f"1.1-{level}", Outcome.ALONE) for level in (2, 3, 4)]
    profile = profile_of(made(*ends, ("2.1-1", Outcome.ALONE), ("4.1-1", Outcome.ALONE)), BANK)

    assert [one.text for one in profile.strengths] == ["faire 1.1 4", "faire 2.1 1", "faire 4.1 1"]


def test_what_was_done_alone_once_is_not_with_help_when_help_came_elsewhere() -> None:
    bank = Bank(
        [
            an_item("a", level=1, can_do="écrire", outcomes=("LO2.1.05",)),
            an_item("b", level=2, can_do="écrire", outcomes=("LO2.1.05", "LO2.1.06")),
            an_item("c", level=3, can_do="appeler", outcomes=()),
        ],
        "bank-2",
    )
    attempt = an_attempt(
        answers=(
            an_answer(1, item_id="a", outcome=Outcome.ALONE),
            an_answer(2, item_id="b", level=2, outcome=Outcome.HELPED),
            an_answer(3, item_id="c", level=3, outcome=Outcome.HELPED),
        )
    )

    assert profile_of(attempt, bank).acquired == (
        Acquired(text="appeler", is_alone=False, outcomes=()),
        Acquired(text="écrire", is_alone=True, outcomes=("LO2.1.05", "LO2.1.06")),
    )


def test_only_what_was_asked_has_a_level_when_some_areas_were() -> None:
    profile = profile_of(made(("1.1-1", Outcome.ALONE), start=Start(areas=("1", "4"))), BANK)

    assert (set(profile.areas), profile.is_whole) == ({"1", "4"}, False)


@given(
    st.lists(st.tuples(st.sampled_from([i.id for i in BANK.items]), st.sampled_from(Outcome)), max_size=12)
)
def test_the_levels_are_the_same_whatever_people_think_of_themselves(ends: list[tuple[str, Outcome]]) -> None:
    low, high = (
        profile_of(made(*ends, start=Start(prior=Prior(ratings=dict.fromkeys(AREAS, rating)))), BANK)
        for rating in (0, 3)
    )

    assert {a: e.level for a, e in low.areas.items()} == {a: e.level for a, e in high.areas.items()}
    assert low.overall.level == high.overall.level


def test_a_change_is_measured_whatever_people_think_of_themselves() -> None:
    """Somebody who rates themselves higher at the end has not learnt anything by that, however little is
    missing to a clear change.
    """
    modest, proud = (Start(prior=Prior(ratings=dict.fromkeys(AREAS, rating))) for rating in (0, 3))
    for count in range(1, 22):
        ends = [(f"{name}-2", Outcome.ALONE) for name in COMPETENCES[:count]]
        plain = progress_of(made(), made(*ends), BANK)

        assert plain == progress_of(made(start=modest), made(*ends, start=proud), BANK)


def test_only_areas_asked_twice_are_compared() -> None:
    first, second = made(), made(start=Start(areas=("2", "3")))

    assert set(progress_of(first, second, BANK).areas) == {"2", "3"}
