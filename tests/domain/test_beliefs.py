"""What is believed is kept for those who answer just now: the same as worked out from the start."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from lti_tool.domain.ability import Belief, Outcome, starting_belief, updated
from lti_tool.domain.beliefs import BELIEFS_KEPT, belief_after
from lti_tool.domain.prior import Prior
from lti_tool.domain.prior import starting_belief as informed
from lti_tool.domain.selection import given_of
from lti_tool.domain.turns import Given
from tests.contents import the_items


def answers(seed: int, count: int = 20) -> list[Given]:
    """Tasks of the bank with outcomes by lot."""
    random = Random(seed)
    tasks = random.sample(sorted(the_items(), key=lambda item: item.id), count)
    return [given_of(task, random.choice(list(Outcome))) for task in tasks]


def step_by_step(history: list[Given], start: Belief) -> Belief:
    """Every answer taken in, one after the other."""
    for given in history:
        start = updated(start, given.competence, given.curve, given.outcome)
    return start


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_all_answers_say_when_they_come_one_by_one(seed: int) -> None:
    history = answers(seed)
    for count in range(len(history) + 1):
        assert step_by_step(history[:count], starting_belief()) == belief_after(history[:count])


def test_the_last_answer_counts_when_all_before_are_the_same() -> None:
    *before, last = answers(7)
    other = replace(last, outcome=Outcome.FAILED if last.outcome is Outcome.ALONE else Outcome.ALONE)

    assert belief_after([*before, last]) != belief_after([*before, other])
    assert step_by_step([*before, other], starting_belief()) == belief_after([*before, other])


def test_what_was_known_before_counts_when_the_answers_are_the_same() -> None:
    history, start = answers(7), informed(Prior(ratings={"1": 3, "2": 0}))

    assert starting_belief() != start
    assert belief_after(history) != belief_after(history, start)
    assert step_by_step(history, start) == belief_after(history, start)


def test_it_is_the_same_again_when_many_others_answered_meanwhile() -> None:
    history = answers(7)
    before = belief_after(history)
    for seed in range(BELIEFS_KEPT // 10):
        belief_after(answers(1000 + seed))

    assert before == belief_after(history)
