"""The four conditions for learning at a distance."""

from __future__ import annotations

from lti_tool.domain.needs import NO_ANSWER, AccessChoice, AccessQuestion, Need
from lti_tool.domain.readiness import Condition, Readiness, readiness_of
from tests.contents import the_shelf

PLACE = AccessQuestion(
    id="place",
    question="Un endroit calme ?",
    choices=(AccessChoice(id="yes", text="Oui"), AccessChoice(id="no", text="Non", need=Need.PLACE_ROOM)),
)


def state(answer: str) -> Readiness:
    """What this answer about the place says."""
    ((condition, found),) = readiness_of([PLACE], {"place": answer})
    assert condition is Condition.PLACE
    return found


def test_a_condition_is_there_when_its_answer_asks_for_nothing() -> None:
    assert (Readiness.READY, Readiness.TO_PREPARE) == (state("yes"), state("no"))


def test_nothing_is_said_of_who_did_not_answer() -> None:
    assert {Readiness.UNKNOWN} == {state(NO_ANSWER), state(""), state("withdrawn")}


def test_all_four_conditions_are_asked_in_every_installation() -> None:
    found = readiness_of(the_shelf().access, {})

    assert tuple(Condition) == tuple(condition for condition, _ in found)
