"""The access check: conditions for learning at a distance, and what the centre can do about them.

An answer is never a grade and never a lack of the learner: it becomes something to do for the centre.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

NO_ANSWER = "no-answer"
"""Stored when the learner prefers not to say; it names no need."""


class Need(StrEnum):
    """Something for the centre to do."""

    DEVICE_LOAN = "device-loan"
    DEVICE_SHARED = "device-shared"
    CONNECTION_OFFER = "connection-offer"
    PLACE_ROOM = "place-room"
    FIRST_HANDS_ON = "first-hands-on"
    HELP_PERSON = "help-person"
    TIME_OTHER = "time-other"
    TIME_SHORT = "time-short"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChoice:
    """One possible answer and the need that it names, if any."""

    id: str
    text: str
    icon: str = ""
    need: Need | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessQuestion:
    """One condition as the learner reads it."""

    id: str
    question: str
    choices: tuple[AccessChoice, ...]


def next_question(questions: Sequence[AccessQuestion], given: Mapping[str, str]) -> AccessQuestion | None:
    """The first condition that was not answered yet; ``None`` when the check is done."""
    return next((question for question in questions if question.id not in given), None)


def is_offered(question: AccessQuestion, choice_id: str) -> bool:
    """Whether an answer is one that the question offers, or "I prefer not to say"."""
    return choice_id == NO_ANSWER or any(choice.id == choice_id for choice in question.choices)


def needs_of(questions: Sequence[AccessQuestion], given: Mapping[str, str]) -> tuple[Need, ...]:
    """What the centre can do, in the order of the questions."""
    found: list[Need] = []
    for question in questions:  # Plain loops: a page about a course asks this of thousands of people.
        answer = given.get(question.id)
        if answer is not None:
            for choice in question.choices:
                if choice.id == answer and choice.need is not None:
                    found.append(choice.need)
    return tuple(found)
