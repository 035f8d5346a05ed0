"""Side by side changes nothing of the measure but what is remembered."""

from __future__ import annotations

from dataclasses import replace

from lti_tool.domain.ability import Outcome
from lti_tool.domain.together import accompanied, count_accompanied, with_hand
from tests.factories import a_task, an_answer, an_attempt


def test_only_what_ended_now_is_marked_when_an_attempt_goes_on_side_by_side() -> None:
    ends = (Outcome.ALONE, Outcome.HELPED, Outcome.FAILED)
    after = an_attempt(answers=tuple(an_answer(place, outcome=one) for place, one in enumerate(ends, 1)))
    before = replace(after, answers=after.answers[:1])

    marked = accompanied(before, after)

    assert [answer.is_accompanied for answer in marked.answers] == [False, True, True]
    assert tuple(answer.outcome for answer in marked.answers) == ends
    assert count_accompanied(marked) == 2


def test_task_counts_with_help_when_a_hand_was_given() -> None:
    attempt = an_attempt(current=a_task())

    assert with_hand(attempt).current == a_task(is_helped=True)


def test_nothing_changes_when_a_hand_was_given_and_no_task_is_open() -> None:
    attempt = an_attempt()

    assert with_hand(attempt) is attempt
