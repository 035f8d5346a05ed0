"""Desk mode: six spoken questions for somebody without an account. Nothing is read and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lti_tool.domain.desk import DeskQuestion, Orientation, Said, orientation_of
from lti_tool.domain.errors import MalformedRequest


class Desk:
    """What an agent asks at a counter."""

    def __init__(self, questions: Sequence[DeskQuestion]) -> None:
        self.questions = tuple(questions)

    def orientation(self, answers: Mapping[str, str]) -> Orientation | None:
        """Where to send the citizen; ``None`` when nothing was asked. ``answers`` are words of ``Said`` by
        the question's id, and what is missing was not asked.

        Raises:
            MalformedRequest: an answer is no word of ours.
        """
        try:
            said = {name: Said(word) for name, word in answers.items()}
        except ValueError as error:
            raise MalformedRequest(reason="unknown-desk-answer") from error
        return orientation_of(self.questions, said)
