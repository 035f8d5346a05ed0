"""Section 3.1 of the fault catalogue: what becomes of one grade when the platform says no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.demo.habits import HABITS
from lti_tool.domain.cohort import GradeState, grade_state
from lti_tool.services.launches import Visit
from lti_tool.services.parcels import RESULT_SCOPE
from tests.people import LEARNER, TRAINER
from tests.services.world import World

DONE = {("idle", "")}
SUB = LEARNER.sub


# Answers that are no success.


@pytest.fixture
def accepting(start: Callable[[str], World], monkeypatch: pytest.MonkeyPatch) -> World:
    """A platform that answers 202 to each score."""
    monkeypatch.setitem(HABITS, "accepting", replace(HABITS["moodle-5"], score_status=202))
    return start("accepting")


def test_it_is_read_back_when_it_was_only_accepted(accepting: World) -> None:
    """F19"""
    visit = accepting.visit()
    accepting.want_one(visit)
    accepting.work()
    before, pause = accepting.state(visit), accepting.wait(visit)
    accepting.advance(seconds=61)
    accepting.work()

    assert (("retry", "to-confirm"), timedelta(seconds=60)) == (before, pause)
    assert (("idle", ""), "read-back") == (
        accepting.state(visit),
        accepting.delivery(visit).acknowledged_how,
    )
    assert [3] == accepting.posts()


def test_it_is_sent_again_when_what_was_accepted_never_appears(accepting: World) -> None:
    """F19"""
    visit = accepting.visit()
    accepting.want_one(visit)
    accepting.work()
    # The platform lost it between its queue and its gradebook.
    accepting.lms.book.change_result(
        accepting.lms.line_item().number,
        SUB,
        lambda old: replace(old, value=None),  # type: ignore[type-var]  # there is one
    )
    accepting.advance(seconds=61)
    accepting.work()
    accepting.advance(seconds=121)
    accepting.work()

    assert (3, ("idle", "")) == (accepting.lms.grade(SUB), accepting.state(visit))


def test_it_is_believed_and_sent_once_when_it_was_accepted_and_nobody_may_read(accepting: World) -> None:
    """F19: without the scope for results, 202 is all that will ever be known."""
    claim = accepting.claim()
    without = tuple(scope for scope in claim.scopes if scope != RESULT_SCOPE)
    visit = accepting.visit(ags=replace(claim, scopes=without))
    accepting.want_one(visit)
    accepting.work()
    state, how = accepting.state(visit), accepting.delivery(visit).acknowledged_how
    accepting.advance(hours=2)
    accepting.work()

    assert (("idle", ""), "202") == (state, how)
    assert [3] == accepting.posts()


def test_it_asks_ever_less_often_when_what_was_accepted_never_appears(accepting: World) -> None:
    """F19: a gradebook that shows nothing is neither flooded nor believed."""
    visit = accepting.visit()
    accepting.want_one(visit)
    pauses: list[float] = []
    for _ in range(8):
        accepting.work()
        pauses.append(accepting.wait(visit).total_seconds())
        accepting.lms.book.change_result(
            accepting.lms.line_item().number,
            SUB,
            lambda old: replace(old, value=None),  # type: ignore[type-var]  # there is one
        )
        accepting.advance(seconds=pauses[-1] + 1)

    assert [60, 120, 240, 480, 960, 1920, 3600, 3600] == pauses
    assert ("retry", "to-confirm") == accepting.state(visit)


def test_it_waits_for_a_person_when_what_was_accepted_never_appeared_for_a_fortnight(
    accepting: World,
) -> None:
    """F19"""
    visit = accepting.visit()
    accepting.want_one(visit)
    accepting.work()
    accepting.lms.book.change_result(
        accepting.lms.line_item().number,
        SUB,
        lambda old: replace(old, value=None),  # type: ignore[type-var]  # there is one
    )
    accepting.advance(days=15)
    accepting.work()

    assert ("parked", "not-shown") == accepting.state(visit)
    assert GradeState.REFUSED is grade_state(accepting.delivery(visit))


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param("html-200", id="F18-html"),
        pytest.param("garbage-json", id="F18-garbage"),
        pytest.param("html-200-after-storing", id="F18-html-after-storing"),
        pytest.param("500", id="F12-500"),
        pytest.param("502-after-storing", id="F12-502"),
        pytest.param("503", id="F12-503"),
        pytest.param("504-after-storing", id="F12-504"),
        pytest.param("408", id="F12-408"),
        pytest.param("425", id="F12-425"),
        pytest.param("reset-before", id="F14-reset"),
        pytest.param("reset-after-storing", id="F17-reset"),
        pytest.param("huge", id="F44-huge"),
    ],
)
def test_the_grade_arrives_later_when_the_answer_was_no_success(
    world: World, fresh: Visit, fault: str
) -> None:
    world.lms.fault("scores", fault)
    world.want_one(fresh)
    world.work()
    before, pause = world.delivery(fresh).state.value, world.wait(fresh)
    world.advance(seconds=3)
    world.work()

    assert "retry" == before
    assert timedelta(0) < pause <= timedelta(seconds=2)
    assert (3, ("idle", "")) == (world.lms.grade("1001"), world.state(fresh))


def test_nothing_follows_a_redirect_when_the_address_changed(world: World, fresh: Visit) -> None:
    """F21"""
    world.lms.fault("scores", "redirect")
    world.want_one(fresh)
    world.work()

    assert ("parked", "redirected") == world.state(fresh)
    assert [] == world.lms.requests_to("elsewhere")


def test_it_waits_for_a_person_when_the_body_is_refused(world: World, fresh: Visit) -> None:
    """F09: never repeated unchanged."""
    world.lms.fault("scores", 422)
    world.want_one(fresh)
    world.work()
    world.advance(days=3)
    world.work()

    assert ("parked", "invalid-body") == world.state(fresh)
    assert 422 == world.delivery(fresh).last_status


# Access.


def test_one_new_token_is_asked_for_when_the_platform_forgot_the_old_one(world: World, visit: Visit) -> None:
    """F01"""
    world.lms.forget_tokens()
    before = len(world.lms.requests_to("token"))
    world.want(visit, 2)
    world.work()

    assert DONE == world.states(visit)
    # One for the scores, one for reading what a trainer may have changed.
    assert 2 == len(world.lms.requests_to("token")) - before


def test_no_try_is_burnt_when_the_platform_refuses_our_key_for_everybody(world: World, fresh: Visit) -> None:
    """F01, F02, F49: the registration is held for ten minutes, the rows wait."""
    world.lms.forget_tokens()
    world.lms.fault("token", 400, times=50)
    world.want(fresh)
    world.work()
    asked = len(world.lms.requests_to("token"))
    world.advance(minutes=9)
    world.work()
    still = len(world.lms.requests_to("token"))
    world.lms.end_faults()
    world.advance(minutes=2)
    world.work()

    assert asked == still
    assert asked <= 4
    assert DONE == world.states(fresh)
    assert {0} == {delivery.attempts for delivery in world.deliveries(fresh).values()}


def test_the_rows_wait_uncounted_when_two_tokens_were_refused(world: World, fresh: Visit) -> None:
    """F01: 401 also to the new token."""
    world.lms.fault("scores", 401, times=2)
    world.want_one(fresh)
    world.work()
    before = world.delivery(fresh)
    world.advance(minutes=10, seconds=1)
    world.work()

    assert ("retry", "unauthorized", 0) == (before.state.value, before.reason, before.attempts)
    assert ("idle", "") == world.state(fresh)


def test_it_waits_for_the_scope_when_the_platform_answers_403(world: World, fresh: Visit) -> None:
    """F03"""
    world.lms.fault("scores", 403)
    world.want_one(fresh)
    world.work()
    world.advance(days=2)
    world.work()
    before = world.state(fresh)
    world.visit(TRAINER)
    world.work()

    assert ("parked", "scope-missing") == before
    assert ("idle", "") == world.state(fresh)


# The learner has no grade there.


@pytest.mark.parametrize(
    "habits",
    [
        pytest.param("moodle-5", id="F08-400"),
        pytest.param("canvas-like", id="F08-404"),
        pytest.param("brightspace-like", id="F04-404"),
    ],
)
def test_three_slow_tries_follow_when_the_learner_is_not_gradable(
    start: Callable[[str], World], habits: str
) -> None:
    world = start(habits)
    visit = world.visit(replace(LEARNER, sub="999"))
    world.want_one(visit)
    found = []
    for _ in range(4):
        world.work()
        found.append((world.state(visit), round(world.wait(visit).total_seconds() / 3600)))
        world.advance(seconds=world.wait(visit).total_seconds() + 1)

    waits = ("retry", "not-gradable")
    assert [(waits, 1), (waits, 6), (waits, 24), (("parked", "not-gradable"), 24)] == found


def test_the_slow_tries_are_counted_apart_when_the_platform_was_down_before(
    world: World, fresh: Visit
) -> None:
    """F08 after F12: three failures of the platform are no three refusals of the learner."""
    world.lms.fault("scores", 503, times=3)
    world.lms.fault("scores", "rate-limit", times=1)
    unknown = world.visit(replace(LEARNER, sub="999"))
    world.want_one(unknown)
    for _ in range(6):
        world.work()
        world.advance(minutes=5)

    assert ("retry", "not-gradable") == world.state(unknown)


def test_the_grade_goes_on_when_the_learner_who_was_not_gradable_comes_back(world: World) -> None:
    """F08, F35"""
    unknown = replace(LEARNER, sub="999")
    visit = world.visit(unknown)
    world.want_one(visit)
    for _ in range(4):
        world.work()
        world.advance(seconds=world.wait(visit).total_seconds() + 1)
    before = world.state(visit)
    other_launch_wakes_nothing = world.visit(TRAINER) and world.work()
    world.enrol("999")
    world.visit(unknown)
    world.work()

    assert ("parked", "not-gradable") == before
    assert 0 == other_launch_wakes_nothing
    assert ("idle", "") == world.state(visit)
    assert 3 == world.lms.grade("999")
