"""One attempt and its moves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lti_tool.domain.ability import Outcome, starting_belief
from lti_tool.domain.attempt import (
    TRIES,
    Attempt,
    AttemptState,
    Bank,
    accepts,
    answer,
    ask_help,
    belief_of,
    declined,
    history_of,
    shared,
    skip,
    taken_up,
    with_access_answer,
    with_next_task,
)
from lti_tool.domain.errors import Conflict
from lti_tool.domain.framework import COMPETENCES
from lti_tool.domain.judging import Incomplete
from lti_tool.domain.selection import EXPRESS
from tests.factories import (
    MINUTE,
    NOW,
    SECOND,
    a_bank,
    a_scene,
    a_task,
    an_answer,
    an_attempt,
    an_item,
    choose_one,
)

RIGHT, WRONG = {"choice": ["a"]}, {"choice": ["b"]}
BANK = a_bank()
LARGE = Bank(
    [an_item(f"item-{name}-{n}", competence=name, level=1 + n % 3) for name in COMPETENCES for n in range(3)],
    "bank-2",
)


def begun(bank: Bank = BANK) -> Attempt:
    """An attempt with its first task on the screen."""
    return with_next_task(an_attempt(), bank, EXPRESS, NOW)


def answered(
    attempt: Attempt, submitted: dict[str, list[str]], name: str = "s1", bank: Bank = BANK
) -> Attempt:
    moved = answer(attempt, bank, EXPRESS, submitted, name, NOW + MINUTE)
    assert isinstance(moved, Attempt)
    return moved


def test_the_first_task_is_shown_when_an_attempt_begins() -> None:
    attempt = begun()

    assert attempt.current is not None
    assert (
        attempt.current.scene_id,
        attempt.current.tries,
        attempt.current.is_helped,
        attempt.current.opened_at,
    ) == ("debut", 0, False, NOW)


def test_a_task_counts_as_alone_when_the_first_try_is_right() -> None:
    moved = answered(begun(), RIGHT)

    (done,) = moved.answers
    assert (
        done.outcome,
        done.tries,
        done.seconds,
        done.submission_id,
        done.position,
    ) == (Outcome.ALONE, 1, 60, "s1", 1)
    assert moved.current is not None
    assert moved.current.item_id != done.item_id


def test_help_comes_with_the_second_try_when_the_first_missed() -> None:
    moved = answered(begun(), WRONG)

    assert moved.current is not None
    assert (moved.current.tries, moved.current.is_helped, moved.answers) == (1, True, ())


def test_a_task_counts_as_helped_when_the_second_try_is_right() -> None:
    moved = answered(answered(begun(), WRONG), RIGHT, "s2")

    assert [(done.outcome, done.tries) for done in moved.answers] == [(Outcome.HELPED, TRIES)]


def test_a_task_counts_as_failed_when_both_tries_missed() -> None:
    moved = answered(answered(begun(), WRONG), WRONG, "s2")

    assert [(done.outcome, done.tries) for done in moved.answers] == [(Outcome.FAILED, TRIES)]


def test_a_task_counts_as_helped_when_help_was_asked_for_first() -> None:
    moved = answered(ask_help(begun(), "h1", NOW), RIGHT)

    assert [(done.outcome, done.tries) for done in moved.answers] == [(Outcome.HELPED, 1)]


def test_both_tries_are_left_when_help_was_asked_for_first() -> None:
    moved = answered(ask_help(begun(), "h1", NOW), WRONG)

    assert moved.current is not None
    assert (moved.current.tries, moved.answers) == (1, ())


def test_i_do_not_know_is_an_answer_when_no_try_was_used() -> None:
    moved = skip(begun(), BANK, EXPRESS, "s1", NOW)

    assert [(done.outcome, done.tries) for done in moved.answers] == [(Outcome.SKIPPED, 0)]


def test_nothing_changes_when_something_is_missing() -> None:
    assert Incomplete(fields=("choice",)) == answer(begun(), BANK, EXPRESS, {}, "s1", NOW)


def test_no_try_is_used_when_a_scene_opens() -> None:
    scenes = (a_scene(choose_one("a", c="suite")), a_scene(choose_one("b"), "suite"))
    bank = a_bank(an_item(scenes=scenes))

    moved = answered(begun(bank), {"choice": ["c"]}, bank=bank)

    assert moved.current is not None
    assert (moved.current.scene_id, moved.current.tries) == ("suite", 0)
    assert Outcome.ALONE is answered(moved, {"choice": ["b"]}, "s2", bank).answers[0].outcome


def test_it_is_finished_when_no_task_is_left() -> None:
    moved = answered(answered(begun(), RIGHT), RIGHT, "s2")

    assert moved.is_finished
    assert (moved.current, moved.finished_at) == (None, NOW + MINUTE)


def test_the_version_rises_when_a_move_is_made() -> None:
    attempt = begun()
    moves = [
        answered(attempt, RIGHT),
        answered(attempt, WRONG),
        ask_help(attempt, "s1", NOW),
        skip(attempt, BANK, EXPRESS, "s1", NOW),
        declined(attempt, NOW),
        taken_up(attempt, NOW),
        with_access_answer(attempt, "device", "phone", NOW),
        shared(attempt, NOW),
    ]

    assert {attempt.version + 1} == {moved.version for moved in moves}


def test_a_repeat_is_recognised_when_the_browser_sends_again() -> None:
    attempt = begun()
    moved = answered(attempt, RIGHT, "s1")
    helped = ask_help(attempt, "h1", NOW)

    assert accepts(attempt, "s1", attempt.version)
    assert not accepts(moved, "s1", attempt.version)
    assert not accepts(helped, "h1", attempt.version)


def test_an_old_repeat_is_recognised_when_other_moves_came_between() -> None:
    moved = answered(answered(begun(), RIGHT, "s1"), WRONG, "s2")

    assert not accepts(moved, "s1", 1)


@pytest.mark.parametrize(
    ("version", "has_task"), [(1, True), (3, True), (2, False)], ids=["older", "newer", "no-open-task"]
)
def test_another_window_is_refused_when_the_attempt_has_moved(version: int, has_task: bool) -> None:
    attempt = an_attempt(version=2, current=a_task() if has_task else None)

    with pytest.raises(Conflict) as caught:
        accepts(attempt, "s9", version)

    assert caught.value.reason == "answered-in-another-window"


@pytest.mark.parametrize("move", ["answer", "help", "skip"])
def test_nothing_can_be_answered_when_no_task_is_open(move: str) -> None:
    attempt = an_attempt(current=None)
    moves = {
        "answer": lambda: answer(attempt, BANK, EXPRESS, RIGHT, "s1", NOW),
        "help": lambda: ask_help(attempt, "s1", NOW),
        "skip": lambda: skip(attempt, BANK, EXPRESS, "s1", NOW),
    }

    with pytest.raises(Conflict):
        moves[move]()


def test_not_now_is_no_end_when_it_is_taken_up_again() -> None:
    attempt = answered(begun(), RIGHT)

    resting = declined(attempt, NOW)
    again = taken_up(resting, NOW)

    assert (resting.state, resting.finished_at) == (AttemptState.DECLINED, None)
    assert (AttemptState.OPEN, attempt.answers, attempt.current) == (
        again.state,
        again.answers,
        again.current,
    )


def test_the_latest_answer_counts_when_the_access_check_is_corrected() -> None:
    attempt = with_access_answer(an_attempt(), "device", "none", NOW)

    corrected = with_access_answer(with_access_answer(attempt, "place", "home", NOW), "device", "phone", NOW)

    assert dict(corrected.access) == {"device": "phone", "place": "home"}


def test_the_first_moment_counts_when_a_result_is_shared_twice() -> None:
    once = shared(an_attempt(), NOW)

    assert once == shared(once, NOW + MINUTE)
    assert once.shared_at == NOW


def test_another_task_is_shown_when_the_present_one_was_withdrawn() -> None:
    attempt = an_attempt(current=a_task("gone"))

    moved = answered(attempt, RIGHT)

    assert moved.current is not None
    assert moved.current.item_id in {"item-1", "item-2"}
    assert (attempt.version + 1, ()) == (moved.version, moved.answers)


def test_an_answer_still_counts_when_its_task_was_withdrawn() -> None:
    attempt = an_attempt(answers=(an_answer(1, item_id="gone", competence="4.2"),))

    (known,) = history_of(attempt, BANK)

    assert (known.competence, known.outcome) == ("4.2", Outcome.ALONE)
    assert starting_belief() != belief_of(attempt, BANK)


def test_time_is_never_negative_when_a_clock_went_back() -> None:
    moved = answer(begun(), BANK, EXPRESS, RIGHT, "s1", NOW - SECOND)

    assert isinstance(moved, Attempt)
    assert moved.answers[0].seconds == 0


def test_the_same_tasks_come_when_the_seed_is_the_same() -> None:
    first, again = (with_next_task(an_attempt(seed=9), LARGE, EXPRESS, NOW) for _ in range(2))

    assert first == again


MOVES = st.lists(st.sampled_from(["right", "wrong", "help", "skip", "nothing"]), max_size=60)


@settings(max_examples=25)
@given(MOVES, st.integers(0, 2**31))
def test_every_walk_stays_sound_when_moves_come_in_any_order(moves: list[str], seed: int) -> None:
    attempt = with_next_task(an_attempt(seed=seed), LARGE, EXPRESS, NOW)
    for place, move in enumerate(moves):
        if attempt.current is None:
            break
        before = attempt
        attempt = moved_by(attempt, move, f"s{place}")

        assert attempt.answers[: len(before.answers)] == before.answers
        assert len(attempt.answers) - len(before.answers) in (0, 1)
        assert attempt.version == before.version + (move != "nothing")

    items = [done.item_id for done in attempt.answers]
    assert len(set(items)) == len(items) <= EXPRESS.most
    assert list(range(1, len(items) + 1)) == [done.position for done in attempt.answers]
    assert attempt.is_finished is (attempt.finished_at is not None) is (attempt.current is None)


def moved_by(attempt: Attempt, move: str, name: str) -> Attempt:
    if move == "help":
        return ask_help(attempt, name, NOW)
    if move == "skip":
        return skip(attempt, LARGE, EXPRESS, name, NOW)
    submitted = {"right": RIGHT, "wrong": WRONG}.get(move, {})
    moved = answer(attempt, LARGE, EXPRESS, submitted, name, NOW)
    return attempt if isinstance(moved, Incomplete) else moved
