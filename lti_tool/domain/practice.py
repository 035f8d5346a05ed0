"""A team looks at its own practice at the end of a training: seven closed questions, answered together.

Nothing in it is about one learner, and nothing is added up: a review stands beside the one before, and beside
what changed for the learners.

Source: requirement S1-34, the learner and the centre's own practice are both looked at in the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lti_tool.domain.errors import MalformedRequest


class Topic(StrEnum):
    """What a team asks itself about."""

    WELCOME = "welcome"
    EQUIPMENT = "equipment"
    HELP = "help"
    PACE = "pace"
    MODULES = "modules"
    DISTANCE = "distance"
    FOLLOW_UP = "follow-up"


class Answer(StrEnum):
    """How it went. ``LATER`` is "we have not talked about it": left out on purpose, and not the worst."""

    WELL = "well"
    PARTLY = "partly"
    TO_CHANGE = "to-change"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One review: an answer to every topic that was asked then. ``by`` is our id of who wrote it down."""

    centre_id: str
    id: str
    context_id: str
    answers: Mapping[str, str]
    at: datetime
    by: str

    def answer(self, topic: Topic) -> Answer | None:
        """What was said; ``None`` where this was not asked then."""
        found = self.answers.get(topic.value, "")
        return Answer(found) if found in set(Answer) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One topic in a review and in the one before; ``None`` where there is nothing to say."""

    topic: Topic
    answer: Answer | None
    before: Answer | None


def read_review(given: Mapping[str, str]) -> dict[str, str] | None:
    """What a form says, by topic; ``None`` while a topic has no answer.

    Raises:
        MalformedRequest: an answer that the page does not offer.
    """
    found = {topic.value: given.get(topic.value, "") for topic in Topic}
    if any(answer and answer not in set(Answer) for answer in found.values()):
        raise MalformedRequest(reason="unknown-review-answer")
    return found if all(found.values()) else None


def compared(review: Review, before: Review | None) -> tuple[Compared, ...]:
    """Every topic, in the order of the form."""
    return tuple(
        Compared(topic=topic, answer=review.answer(topic), before=before.answer(topic) if before else None)
        for topic in Topic
    )
