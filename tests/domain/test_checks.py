"""The checks beside the tasks: answers, what is still to ask, before and after, the order of areas."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lti_tool.domain.checks import (
    LINE_LENGTH,
    CheckAnswer,
    Unanswered,
    answered_count,
    area_order,
    chosen_in,
    kept,
    lines_in,
    next_question,
    obstacles_changed,
    read_answer,
    shared,
    tidied,
    with_answer,
)
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.framework import AREAS
from lti_tool.domain.start import Stage
from tests.checks import SKIPPED, a_run, answered, the_check
from tests.factories import MINUTE, NOW

OBSTACLES, INTERESTS = the_check("obstacles"), the_check("interests")
LIFE, SCREEN, OWN_WORDS = OBSTACLES.questions
CHANNEL = INTERESTS.questions[1]


def test_the_first_open_question_comes_next_when_a_check_is_taken_up_again() -> None:
    assert LIFE == next_question(OBSTACLES, None)
    assert SCREEN == next_question(OBSTACLES, answered("obstacles", life="time"))
    assert LIFE == next_question(OBSTACLES, answered("obstacles", screen="fear"))
    assert next_question(OBSTACLES, answered("obstacles", life="-", screen="-", own_words="-")) is None


def test_a_question_that_left_the_check_does_not_count_when_answers_are_counted() -> None:
    assert answered_count(OBSTACLES, answered("obstacles", life="time", formerly="x")) == 1
    assert answered_count(OBSTACLES, None) == 0


def test_choices_are_kept_in_the_order_of_the_question_when_several_are_given() -> None:
    found = read_answer(LIFE, choices=("time", "device"))

    assert CheckAnswer(choices=("device", "time")) == found


@pytest.mark.parametrize(("choices", "reason"), [((), "missing"), (("nothing", "time"), "nothing-and-more")])
def test_an_answer_is_not_kept_when_it_says_nothing_or_two_things(
    choices: tuple[str, ...], reason: str
) -> None:
    assert Unanswered(reason=reason) == read_answer(LIFE, choices=choices)


@pytest.mark.parametrize("choices", [("sms", "mail"), ("pigeon",), ("sms", "pigeon")])
def test_an_answer_is_refused_when_no_page_offers_it(choices: tuple[str, ...]) -> None:
    with pytest.raises(MalformedRequest):
        read_answer(CHANNEL, choices=choices)


def test_nothing_of_all_this_is_an_answer_and_skipping_is_another() -> None:
    assert CheckAnswer(choices=("nothing",)) == read_answer(LIFE, choices=("nothing",))
    assert SKIPPED == read_answer(LIFE, choices=("time",), is_skipped=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", CheckAnswer()),
        ("  J'ai\tpeur\r\ndu noir \x00", CheckAnswer(line="J'ai peur du noir")),
        ("x" * LINE_LENGTH, CheckAnswer(line="x" * LINE_LENGTH)),
        ("x" * (LINE_LENGTH + 1), Unanswered(reason="too-long")),
    ],
)
def test_a_line_of_ones_own_is_tidied_when_it_is_short_enough(
    typed: str, expected: CheckAnswer | Unanswered
) -> None:
    assert expected == read_answer(OWN_WORDS, line=typed)


@given(st.text(max_size=200))
def test_a_tidy_line_stays_as_it_is_and_can_be_stored(line: str) -> None:
    tidy = tidied(line)

    assert tidy == tidied(tidy)
    assert all(sign.isprintable() for sign in tidy)


def test_the_same_answer_changes_nothing_when_it_comes_twice() -> None:
    once = with_answer(a_run(), OBSTACLES, "life", CheckAnswer(choices=("time",)), NOW)

    assert once is with_answer(once, OBSTACLES, "life", CheckAnswer(choices=("time",)), NOW + MINUTE)


def test_a_later_answer_replaces_an_earlier_one_when_the_learner_changes_their_mind() -> None:
    done = answered("obstacles", life="time", screen="fear", own_words="-")
    finished = with_answer(done, OBSTACLES, "life", CheckAnswer(choices=("cost",)), NOW)

    again = with_answer(finished, OBSTACLES, "life", SKIPPED, NOW + MINUTE)

    assert (SKIPPED, NOW) == (again.answers["life"], again.finished_at)


def test_a_check_is_finished_when_its_last_question_is_answered() -> None:
    begun = answered("obstacles", life="time", own_words="-")

    done = with_answer(begun, OBSTACLES, "screen", SKIPPED, NOW + MINUTE)

    assert (None, NOW + MINUTE) == (begun.finished_at, done.finished_at)


def test_the_first_moment_counts_when_a_check_is_sent_twice_and_taken_back() -> None:
    sent = shared(a_run(), NOW)

    assert shared(sent, NOW + MINUTE) is sent
    assert kept(sent, NOW + MINUTE).shared_at is None


def test_what_was_chosen_is_read_without_the_empty_answer() -> None:
    run = answered("obstacles", life="nothing", screen="fear use")

    assert ["fear", "use"] == [choice.id for choice in chosen_in(OBSTACLES, run)]
    assert () == chosen_in(OBSTACLES, None)


def test_own_words_are_read_when_there_are_any() -> None:
    run = a_run(answers=MappingProxyType({"own-words": CheckAnswer(line="La nuit")}))

    assert ("La nuit",) == lines_in(OBSTACLES, run)
    assert () == lines_in(OBSTACLES, answered("obstacles", own_words="-"))


def ids(choices: tuple[object, ...]) -> list[str]:
    return [getattr(choice, "id", "") for choice in choices]


def test_obstacles_are_lifted_remain_or_come_up_when_two_stages_are_compared() -> None:
    before = answered("obstacles", life="device time", screen="fear")
    after = answered("obstacles", Stage.END, life="time offer", screen="nothing")

    found = obstacles_changed(OBSTACLES, before, after)

    assert found is not None
    assert [["device", "fear"], ["time"], ["offer"]] == [
        ids(found.lifted),
        ids(found.remaining),
        ids(found.fresh),
    ]


@pytest.mark.parametrize("silence", [{}, {"screen": "-"}])
def test_no_obstacle_is_lifted_when_its_question_was_left_out_at_the_end(silence: dict[str, str]) -> None:
    """Silence is no progress: only the questions that were answered twice are compared."""
    before = answered("obstacles", life="device", screen="fear")
    after = answered("obstacles", Stage.END, life="nothing", **silence)

    found = obstacles_changed(OBSTACLES, before, after)

    assert found is not None
    assert (["device"], [], []) == (ids(found.lifted), ids(found.remaining), ids(found.fresh))


def test_there_is_no_comparison_when_a_stage_says_nothing() -> None:
    before = answered("obstacles", life="device")

    assert obstacles_changed(OBSTACLES, before, None) is None
    assert obstacles_changed(OBSTACLES, None, before) is None
    assert obstacles_changed(OBSTACLES, before, answered("obstacles", Stage.END, life="-")) is None


def test_areas_stand_in_the_order_of_wishes_when_there_are_any() -> None:
    assert ("3", "1", "4", "2", "5") == area_order(
        INTERESTS, answered("interests", wishes="job writing safety")
    )


def test_there_is_no_order_when_nothing_is_wished() -> None:
    assert () == area_order(INTERESTS, answered("interests", wishes="nothing"))
    assert () == area_order(INTERESTS, answered("interests", wishes="-"))
    assert () == area_order(INTERESTS, None)


@given(st.sets(st.sampled_from([choice.id for choice in INTERESTS.questions[0].choices]), min_size=1))
def test_no_area_is_ever_left_out_when_areas_are_put_in_order(wishes: set[str]) -> None:
    order = area_order(INTERESTS, answered("interests", wishes=" ".join(wishes)))

    assert sorted(order) in ([], list(AREAS))
