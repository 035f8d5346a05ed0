"""Needs become actions: since when, in which state, and what a press changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from lti_tool.domain.action import (
    KINDS,
    Action,
    ActionState,
    Source,
    Telling,
    actions_of,
    moved,
    needs_told,
    own_text,
    unmet,
)
from lti_tool.domain.errors import MalformedRequest
from lti_tool.domain.needs import AccessChoice, AccessQuestion, Need
from lti_tool.domain.readiness import Condition, Readiness
from tests.factories import NOW

QUESTIONS = (
    AccessQuestion(
        id="device",
        question="?",
        choices=(AccessChoice(id="own", text="x"), AccessChoice(id="none", text="x", need=Need.DEVICE_LOAN)),
    ),
    AccessQuestion(
        id="place",
        question="?",
        choices=(AccessChoice(id="calm", text="x"), AccessChoice(id="none", text="x", need=Need.PLACE_ROOM)),
    ),
)
PLACE = ("centre", "course")
DAY = timedelta(days=1)
DONE = Action(
    id="a",
    centre_id="centre",
    context_id="course",
    person_id="p",
    kind=Need.DEVICE_LOAN.value,
    source=Source.NEED,
    since=NOW,
    state=ActionState.DONE,
    version=1,
    at=NOW + DAY,
    by="trainer",
)
OWN = replace(DONE, id="own", kind="other", source=Source.OWN, text="Appeler", added_by="trainer")


def told(days: int, **access: str) -> Telling:
    return Telling(person_id="p", access=access, shared_at=NOW + days * DAY)


def states(*stored: Action, needs: dict[Need, int]) -> list[tuple[str, str]]:
    """Kind and state of what is to be done, with since how many days each need is named."""
    since = {need: NOW + days * DAY for need, days in needs.items()}
    return [(one.kind, one.state.value) for one in actions_of(PLACE, "p", since, stored)]


def test_every_need_has_a_kind() -> None:
    assert {*Need, "other"} == set(KINDS)


def test_a_need_is_known_since_it_was_first_sent_without_a_break() -> None:
    steady = [told(1, device="none", place="none"), told(5, device="none", place="calm")]
    broken = [*steady, told(9, device="own"), told(12, device="none")]

    assert {Need.DEVICE_LOAN: NOW + DAY} == needs_told(QUESTIONS, steady)
    assert {Need.DEVICE_LOAN: NOW + 12 * DAY} == needs_told(QUESTIONS, broken)


def test_a_later_diagnostic_without_the_access_check_forgets_nothing() -> None:
    assert {Need.PLACE_ROOM: NOW + DAY} == needs_told(QUESTIONS, [told(1, place="none"), told(4)])
    assert {} == needs_told(QUESTIONS, [])


def test_a_need_that_nobody_acted_on_is_to_be_done_and_has_no_id() -> None:
    (action,) = actions_of(PLACE, "p", {Need.PLACE_ROOM: NOW}, ())

    assert ("", 0, ActionState.TO_DO, NOW) == (action.id, action.version, action.state, action.since)


def test_what_was_settled_stays_settled_while_the_need_is_still_named() -> None:
    """A lent computer is not one's own: saying so again asks for nothing."""
    assert [("device-loan", "done")] == states(DONE, needs={Need.DEVICE_LOAN: 0})


def test_a_need_that_comes_back_is_to_be_done_again() -> None:
    since = {Need.DEVICE_LOAN: NOW + 9 * DAY}
    (again,) = actions_of(PLACE, "p", since, (DONE,))

    assert ("a", 1, ActionState.TO_DO, NOW + 9 * DAY) == (again.id, again.version, again.state, again.since)


@pytest.mark.parametrize(
    ("state", "is_shown"),
    [
        (ActionState.TO_DO, False),
        (ActionState.UNDER_WAY, True),
        (ActionState.DONE, True),
        (ActionState.NOT_NEEDED, True),
    ],
)
def test_a_need_that_is_gone_stays_where_somebody_worked_on_it(state: ActionState, is_shown: bool) -> None:
    found = states(replace(DONE, state=state), needs={})

    assert [("device-loan", state.value)] * is_shown == found


def test_what_a_trainer_added_stays_whatever_is_answered() -> None:
    assert [("other", "done")] == states(OWN, needs={})


def test_a_move_says_who_and_when_and_the_same_again_changes_nothing() -> None:
    begun = moved(DONE, ActionState.UNDER_WAY, "", by="other", now=NOW + 3 * DAY)

    assert (2, "other", NOW + 3 * DAY) == (begun.version, begun.by, begun.at)
    assert begun is moved(begun, ActionState.UNDER_WAY, "", by="third", now=NOW + 4 * DAY)


def test_not_needed_carries_its_reason_and_another_reason_is_a_change() -> None:
    first = moved(DONE, ActionState.NOT_NEEDED, "  Elle en a\tun. ", by="t", now=NOW)

    assert "Elle en a un." == first.reason
    assert first is moved(first, ActionState.NOT_NEEDED, "Elle en a un.", by="t", now=NOW)
    assert "Déménagé." == moved(first, ActionState.NOT_NEEDED, "Déménagé.", by="t", now=NOW).reason
    assert "" == moved(first, ActionState.TO_DO, "reste", by="t", now=NOW).reason


@pytest.mark.parametrize(("reason", "fault"), [(" \n", "missing"), ("x" * 121, "too-long")])
def test_not_needed_without_a_short_reason_is_refused(reason: str, fault: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        moved(DONE, ActionState.NOT_NEEDED, reason, by="t", now=NOW)

    assert f"not-needed-reason-{fault}" == refusal.value.reason


@pytest.mark.parametrize(("text", "fault"), [("\0 ", "missing"), ("x" * 201, "too-long")])
def test_an_own_action_needs_a_short_text(text: str, fault: str) -> None:
    with pytest.raises(MalformedRequest) as refusal:
        own_text(text)

    assert f"action-text-{fault}" == refusal.value.reason
    assert "x" * 200 == own_text(f" {'x' * 200} ")


def test_a_condition_is_unmet_when_it_is_to_be_prepared_or_was_not_told() -> None:
    found = unmet(QUESTIONS, {"device": "none"}, has_done_video=False)

    assert (
        (Condition.DEVICE, Readiness.TO_PREPARE),
        (Condition.PLACE, Readiness.UNKNOWN),
        (Condition.VIDEO, Readiness.TO_PREPARE),
    ) == found
    assert () == unmet(QUESTIONS, {"device": "own", "place": "calm"}, has_done_video=True)
