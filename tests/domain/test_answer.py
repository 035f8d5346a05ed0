"""An answer keeps the curve that its task had on that day."""

from __future__ import annotations

from lti_tool.domain.ability import Curve
from lti_tool.domain.answer import given_of_answer
from lti_tool.domain.attempt import answer, measured_belief, with_next_task
from lti_tool.domain.selection import EXPRESS, curve_by_level, curve_of
from tests.factories import NOW, a_bank, an_answer, an_attempt, an_item

KEPT = Curve(difficulty=0.4, slope=1.1, guess=0.2)


def test_the_curve_of_the_day_counts_when_it_was_kept() -> None:
    assert KEPT == given_of_answer(an_answer(curve=KEPT), an_item(level=4, slope=0.7)).curve


def test_the_level_gives_the_curve_when_none_was_kept() -> None:
    """The item may have another level by now; the answer stands for the one that it was given at."""
    curve = given_of_answer(an_answer(level=1), an_item(level=3, difficulty=2.2)).curve

    assert curve_of(an_item(level=1)) == curve


def test_the_level_alone_counts_when_the_item_is_another_one_or_gone() -> None:
    for item in (None, an_item(version=2, slope=0.5)):
        assert curve_by_level(1) == given_of_answer(an_answer(level=1), item).curve


def test_an_old_result_stays_when_the_bank_changes() -> None:
    bank = a_bank()
    attempt = with_next_task(an_attempt(), bank, EXPRESS, NOW)
    done = answer(attempt, bank, EXPRESS, {"choice": ["a"]}, "s1", NOW)
    assert not isinstance(done, tuple)
    later = a_bank(an_item("item-1", level=4, slope=0.4), an_item("item-2", level=4, slope=0.4))

    assert measured_belief(done, bank) == measured_belief(done, later)  # type: ignore[arg-type]  # it moved
