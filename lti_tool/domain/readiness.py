"""Learning at a distance: which of its four conditions are there, and which the centre can prepare.

It informs and never forbids: nobody is kept from a course by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from lti_tool.domain.needs import AccessQuestion


class Condition(StrEnum):
    """What learning at a distance asks for. The video room is done, once, in the centre."""

    DEVICE = "device"
    CONNECTION = "connection"
    PLACE = "place"
    VIDEO = "video"


class Readiness(StrEnum):
    """``UNKNOWN`` is for somebody who was not asked or preferred not to say."""

    READY = "ready"
    TO_PREPARE = "to-prepare"
    UNKNOWN = "unknown"


_ASKED_BY: Mapping[Condition, str] = {
    Condition.DEVICE: "device",
    Condition.CONNECTION: "connection",
    Condition.PLACE: "place",
    Condition.VIDEO: "hands-on",
}


def readiness_of(
    questions: Sequence[AccessQuestion], given: Mapping[str, str]
) -> tuple[tuple[Condition, Readiness], ...]:
    """Each condition that the access check asks for: ready when its answer names nothing to be done."""
    by_id = {question.id: question for question in questions}
    return tuple(
        (condition, _state(by_id[asked], given.get(asked, "")))
        for condition, asked in _ASKED_BY.items()
        if asked in by_id
    )


def _state(question: AccessQuestion, answer: str) -> Readiness:
    choice = next((choice for choice in question.choices if choice.id == answer), None)
    if choice is None:
        return Readiness.UNKNOWN
    return Readiness.READY if choice.need is None else Readiness.TO_PREPARE
